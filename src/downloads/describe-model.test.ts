import { describe, expect, it } from 'vitest';
import { describeModel, folderName } from './describe-model.ts';
import type { DeviceKind } from './describe-model.ts';

const NO_GPU: DeviceKind = { hasGpu: false, hasFloat16: false };
const CONFIG = {
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  hidden_size: 4096,
  max_position_embeddings: 4096,
};

function describeFiles(files: Readonly<Record<string, number>>, json: unknown = CONFIG, device = NO_GPU) {
  return describeModel({
    source: { repo: 'Some-Owner/Phi-3_mini', revision: 'abc' },
    license: 'mit',
    files: Object.entries(files).map(([path, bytes]) => ({ path, bytes, sha256: null })),
    device,
    readJson: () => Promise.resolve(json),
  });
}

const ONNX = {
  'config.json': 1,
  'onnx/model_q4.onnx': 1000,
  'onnx/model_q4f16.onnx': 900,
  'onnx/model_quantized.onnx': 10,
  'onnx/model_quantized.onnx_data': 1990,
};

describe('what a repository is', () => {
  it.each([
    [NO_GPU, 'model_quantized', 'wasm', 2000],
    [{ hasGpu: true, hasFloat16: false }, 'model_q4', 'webgpu', 1000],
    [{ hasGpu: true, hasFloat16: true }, 'model_q4f16', 'webgpu', 900],
  ] as const)('is the graph that suits the device: %j', async (device, graph, backend, downloadBytes) => {
    const { selection, manifest } = await describeFiles(ONNX, CONFIG, device);
    expect(selection).toEqual({ format: 'onnx', graph });
    expect(manifest.builds[backend]?.downloadBytes).toBe(downloadBytes);
    expect(manifest.files).toEqual({ type: 'stored', folder: expect.stringMatching(/^some-owner-phi-3_mini-q/) });
  });

  it('is another graph where the right one is missing, and none where all are', async () => {
    const device = { hasGpu: true, hasFloat16: true };
    const { selection } = await describeFiles({ 'config.json': 1, 'onnx/model_quantized.onnx': 5 }, CONFIG, device);
    expect(selection).toMatchObject({ graph: 'model_quantized' });
    await expect(describeFiles({ 'config.json': 1, 'onnx/model_bnb4.onnx': 5 })).rejects.toThrow('model-unknown-kind');
    await expect(describeFiles({ 'model.safetensors': 1 })).rejects.toThrow('model-unknown-kind');
  });

  it('tells what its context costs: layers, heads and their size, also from a nested configuration', async () => {
    const { manifest } = await describeFiles(ONNX, { text_config: CONFIG });
    expect(manifest.kvBytesPerToken).toBe(2 * 32 * 8 * 128 * 4);
    expect(manifest.contextWindow).toBe(4096);
    expect(manifest.name).toBe('Phi 3 mini');
  });

  it('is an MLC build with its library, from the repository or an address in its configuration', async () => {
    const files = { 'mlc-chat-config.json': 1, 'params_shard_0.bin': 570 };
    const config = { quantization: 'q4f16_1', context_window_size: 1024, model_config: CONFIG };
    await expect(describeFiles(files, config)).rejects.toThrow('model-library-needed');
    const own = await describeFiles({ ...files, 'libs/m.wasm': 7 }, config);
    expect(own.selection).toMatchObject({ format: 'mlc', library: { path: 'libs/m.wasm' } });
    expect(own.manifest).toMatchObject({
      engine: 'webllm',
      parameters: 1000,
      contextWindow: 1024,
      kvBytesPerToken: 2 * 32 * 8 * 128 * 2,
      builds: { webgpu: { quantization: 'q4f16_1', downloadBytes: 577 } },
    });
    const packaged = await describeFiles({ ...files, 'libs/m.wasm': 7, 'mlc-model-manifest.json': 1 }, config);
    expect(own.selection).not.toHaveProperty('packageManifest');
    expect(packaged.selection).toMatchObject({ packageManifest: 'mlc-model-manifest.json' });
    const linked = await describeFiles(files, { ...config, model_lib: 'https://l.example/v1/m.wasm' });
    expect(linked.selection).toMatchObject({ library: { path: 'm.wasm', url: 'https://l.example/v1/m.wasm' } });
    await expect(describeFiles(files, { ...config, quantization: 'q0f32' })).rejects.toThrow('model-unknown-kind');
  });

  it('has a folder whose name any file system takes', () => {
    expect(folderName('Owner/Na me:é', 'q4')).toBe('owner-na-me-q4');
    expect(folderName('owner/name-q4f16_1-MLC', 'q4f16_1')).toBe('owner-name-q4f16_1-mlc');
  });
});
