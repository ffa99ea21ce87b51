import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EMBER } from './ember.ts';

const folder = fileURLToPath(new URL('../../../public/models/ember/', import.meta.url));
const readJson = (path: string): unknown => JSON.parse(readFileSync(folder + path, 'utf8'));
const sizeOf = (path: string): number => statSync(folder + path).size;

const SHARED_FILES = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json'];

describe("Ember's figures", () => {
  it('are those of its files', () => {
    expect(readJson('manifest.json')).toMatchObject({ id: EMBER.id, parameters: EMBER.parameters });
    expect(readJson('config.json')).toMatchObject({ max_position_embeddings: EMBER.contextWindow });
  });

  it('give the bytes that each build downloads', () => {
    const shared = SHARED_FILES.reduce((sum, path) => sum + sizeOf(path), 0);
    expect(EMBER.builds.webgpu.downloadBytes).toBe(shared + sizeOf('onnx/model_q4.onnx'));
    expect(EMBER.builds.wasm.downloadBytes).toBe(shared + sizeOf('onnx/model_quantized.onnx'));
  });

  it('give the KV cache bytes of a token', () => {
    const { layers, kvHeads, headDim } = readJson('manifest.json') as Record<string, number>;
    expect(EMBER.kvBytesPerToken).toBe(2 * (layers ?? 0) * (kvHeads ?? 0) * (headDim ?? 0) * 4);
  });

  it('keep the whole model under 12 MB', () => {
    const files = (readJson('manifest.json') as { files: { path: string }[] }).files;
    expect(files.reduce((sum, { path }) => sum + sizeOf(path), 0)).toBeLessThanOrEqual(12_000_000);
  });
});
