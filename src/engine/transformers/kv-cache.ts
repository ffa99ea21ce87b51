import type { DynamicCache, Tensor } from '@huggingface/transformers';
import type { Library, Runtime } from './library.ts';
import { bytesPerElement } from './tensor-bytes.ts';

/** Keys and values of the tokens a model has read, one pair of tensors a layer: [1, heads, tokens, headDim]. */
export class KvCache {
  readonly #library: Library;
  readonly #runtime: Runtime;
  readonly #device: GPUDevice | null;
  #tensors: DynamicCache;
  readonly #ids: number[] = [];

  /** `device`: where the tensors live, null on WASM. */
  constructor(library: Library, runtime: Runtime, device: GPUDevice | null) {
    this.#library = library;
    this.#runtime = runtime;
    this.#device = device;
    this.#tensors = new library.DynamicCache();
  }

  /** The tokens it holds, in order. */
  get ids(): readonly number[] {
    return this.#ids;
  }

  /** What the library wants as `past_key_values`. */
  get tensors(): DynamicCache {
    return this.#tensors;
  }

  get bytes(): number {
    return Object.values(this.#tensors).reduce((bytes, tensor) => bytes + tensor.size * bytesPerElement(tensor), 0);
  }

  /** Takes the outputs of a run over `ids`; replaced GPU tensors are freed. */
  extend(ids: readonly number[], output: Readonly<Record<string, Tensor>>): void {
    const next: Record<string, Tensor> = {};
    for (const [name, tensor] of Object.entries(output)) {
      if (name.startsWith('present'))
        next[name.replace(/^present(?=\.)/u, 'past_key_values').replace(/^present_/u, 'past_')] = tensor;
    }
    this.#tensors.update(next);
    this.#ids.push(...ids);
  }

  /** Keeps the first `length` tokens; where the tensors cannot be cut (a recurrent state), keeps none. */
  async crop(length: number): Promise<void> {
    if (length >= this.#ids.length) return;
    const entries = Object.entries(this.#tensors);
    if (
      length === 0 ||
      !entries.every(([name, tensor]) => name.startsWith('past_key_values.') && tensor.dims.length === 4)
    ) {
      return this.clear();
    }
    const cropped: Record<string, Tensor> = {};
    for (const [name, tensor] of entries) {
      const cut = tensor.location === 'gpu-buffer' ? this.#cutOnGpu(tensor, length) : this.#cutOnCpu(tensor, length);
      if (cut === null) return this.clear();
      cropped[name] = cut;
    }
    this.#tensors.update(cropped);
    this.#ids.length = length;
  }

  async clear(): Promise<void> {
    await this.#tensors.dispose();
    this.#tensors = new this.#library.DynamicCache();
    this.#ids.length = 0;
  }

  #cutOnCpu(tensor: Tensor, length: number): Tensor | null {
    const { data, dims, type } = tensor;
    const [batch = 0, heads = 0, tokens = 0, headDim = 0] = dims;
    if (!ArrayBuffer.isView(data) || (type !== 'float32' && type !== 'float16')) return null;
    // Half precision comes as a Float16Array where there is one, else as a Uint16Array: the bytes are the same.
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const rows = batch * heads;
    const rowBytes = headDim * bytesPerElement(tensor);
    const cut = new Uint8Array(rows * length * rowBytes);
    for (let row = 0; row < rows; row++) {
      const from = row * tokens * rowBytes;
      cut.set(bytes.subarray(from, from + length * rowBytes), row * length * rowBytes);
    }
    const values = type === 'float32' ? new Float32Array(cut.buffer) : new Uint16Array(cut.buffer);
    return new this.#library.Tensor(type, values, [batch, heads, length, headDim]);
  }

  /** A new buffer with the leading tokens of every head, copied on the GPU. */
  #cutOnGpu(tensor: Tensor, length: number): Tensor | null {
    const { type, dims } = tensor;
    if (this.#device === null || (type !== 'float32' && type !== 'float16')) return null;
    const [batch = 0, heads = 0, tokens = 0, headDim = 0] = dims;
    const rowBytes = headDim * bytesPerElement(tensor);
    // Copies between buffers go by 4 bytes.
    if (rowBytes % 4 !== 0) return null;
    const rows = batch * heads;
    const buffer = this.#device.createBuffer({
      size: Math.ceil((rows * length * rowBytes) / 16) * 16,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    const encoder = this.#device.createCommandEncoder();
    for (let row = 0; row < rows; row++) {
      encoder.copyBufferToBuffer(
        tensor.ort_tensor.gpuBuffer,
        row * tokens * rowBytes,
        buffer,
        row * length * rowBytes,
        length * rowBytes,
      );
    }
    this.#device.queue.submit([encoder.finish()]);
    return new this.#library.Tensor(
      this.#runtime.Tensor.fromGpuBuffer(buffer, {
        dataType: type,
        dims: [batch, heads, length, headDim],
        dispose: () => buffer.destroy(),
      }),
    );
  }
}
