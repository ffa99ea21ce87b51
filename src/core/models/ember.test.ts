import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { EMBER } from './ember.ts';

const folder = fileURLToPath(new URL('../../../public/models/ember/', import.meta.url));
const Manifest = v.object({
  id: v.string(),
  parameters: v.number(),
  layers: v.number(),
  kvHeads: v.number(),
  headDim: v.number(),
  contextWindow: v.number(),
  files: v.array(v.object({ path: v.string() })),
});
const manifest = v.parse(Manifest, JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')));
const sizeOf = (path: string): number => statSync(folder + path).size;

const SHARED_FILES = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json'];

describe("Ember's figures", () => {
  it('are those of its files', () => {
    const { id, parameters, contextWindow } = EMBER;
    expect(manifest).toMatchObject({ id, parameters, contextWindow });
  });

  it('give the bytes that each build downloads', () => {
    const shared = SHARED_FILES.reduce((sum, path) => sum + sizeOf(path), 0);
    expect(EMBER.builds.webgpu.downloadBytes).toBe(shared + sizeOf('onnx/model_q4.onnx'));
    expect(EMBER.builds.wasm.downloadBytes).toBe(shared + sizeOf('onnx/model_quantized.onnx'));
  });

  it('give the KV cache bytes of a token', () => {
    expect(EMBER.kvBytesPerToken).toBe(2 * manifest.layers * manifest.kvHeads * manifest.headDim * 4);
  });

  it('keep the whole model under 12 MB', () => {
    expect(manifest.files.reduce((sum, { path }) => sum + sizeOf(path), 0)).toBeLessThanOrEqual(12_000_000);
  });
});
