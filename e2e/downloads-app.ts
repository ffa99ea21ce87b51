import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { ErrorCode, ErrorInfo } from '../src/core/errors.ts';
import { modelId } from '../src/core/ids.ts';
import type { DownloadOrder, StoredModel, TransferState } from '../src/core/models/stored-model.ts';

export const MIB = 1 << 20;
export const REPO = 'tests/tiny-onnx';
export const FOLDER = 'tiny-q8';

/** Bytes that look like weights, always the same for a seed. */
function randomBytes(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed * 2_654_435_761 + 1;
  for (let at = 0; at + 4 <= length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE(state, at);
  }
  return bytes;
}

/** The files of a small ONNX model: large ones with a checksum in the hub's list, small ones without. */
export function onnxFiles(megabytes: number, seed = 1): Readonly<Record<string, Buffer>> {
  const config = { num_hidden_layers: 2, num_attention_heads: 4, hidden_size: 256, max_position_embeddings: 512, seed };
  return {
    'config.json': Buffer.from(JSON.stringify(config)),
    'tokenizer.json': Buffer.from('{"version":"1.0"}'),
    'README.md': Buffer.from('# not fetched'),
    'onnx/model_quantized.onnx': randomBytes(300_000, seed),
    'onnx/model_quantized.onnx_data': randomBytes(megabytes * MIB + 12_345, seed + 1),
    'onnx/model_q4.onnx': randomBytes(2000, seed + 2),
  };
}

export const DATA = 'onnx/model_quantized.onnx_data';

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What is to be found in the store: the checksums of those files that belong to the build. */
export function expectedFiles(files: Readonly<Record<string, Buffer>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path !== 'README.md' && path !== 'onnx/model_q4.onnx')
      .map(([path, bytes]) => [path, sha256(bytes)]),
  );
}

export function order(change: Partial<DownloadOrder> = {}, folder = FOLDER): DownloadOrder {
  return {
    manifest: {
      id: modelId(folder),
      name: 'Tiny',
      engine: 'transformers',
      files: { type: 'stored', folder },
      license: 'MIT',
      parameters: 1_000_000,
      contextWindow: 512,
      kvBytesPerToken: 4096,
      builds: { wasm: { quantization: 'q8', downloadBytes: 1 } },
      escalateToken: null,
    },
    source: { repo: REPO, revision: 'main' },
    selection: { format: 'onnx', graph: 'model_quantized' },
    files: [],
    ...change,
  };
}

/** The lab page, from a test's side. */
export class Downloads {
  readonly page: Page;
  readonly #hubUrl: string;

  constructor(page: Page, hubUrl: string) {
    this.page = page;
    this.#hubUrl = hubUrl;
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.waitForFunction(() => 'downloads' in globalThis);
    await this.configure();
  }

  async configure(maxBytesPerSecond: number | null = null): Promise<void> {
    const settings = { mirror: this.#hubUrl, maxBytesPerSecond };
    await this.page.evaluate((next) => downloads.client.configure(next), settings);
  }

  async download(asked: DownloadOrder = order()): Promise<void> {
    await this.page.evaluate((next) => downloads.client.download(next), asked);
  }

  async command(name: 'pause' | 'resume' | 'cancel' | 'verify' | 'repair' | 'touch', folder = FOLDER): Promise<void> {
    await this.page.evaluate(([method, target]) => downloads.client[method](target), [name, folder] as const);
  }

  async model(folder = FOLDER): Promise<StoredModel | null> {
    return this.page.evaluate((name) => downloads.models.find((model) => model.folder === name) ?? null, folder);
  }

  async untilState<Type extends TransferState['type']>(
    type: Type,
    folder = FOLDER,
  ): Promise<StoredModel & { readonly state: TransferState & { readonly type: Type } }> {
    const isThere = (model: StoredModel | null): model is StoredModel & { state: TransferState & { type: Type } } =>
      model?.state.type === type;
    let found: StoredModel | null = null;
    await expect
      .poll(async () => {
        found = await this.model(folder);
        return found === null ? null : found.state.type === type ? type : JSON.stringify(found.state);
      })
      .toBe(type);
    if (!isThere(found)) throw new Error('unreachable');
    return found;
  }

  /** Resolves with the error for which a download waited, also when it goes on already. */
  async untilWaited(code: ErrorCode): Promise<ErrorInfo> {
    const find = (wanted: ErrorCode) => downloads.waits.find((error) => error.code === wanted) ?? null;
    await expect.poll(() => this.page.evaluate(find, code)).not.toBeNull();
    const error = await this.page.evaluate(find, code);
    if (error === null) throw new Error('unreachable');
    return error;
  }

  async untilStoredBytes(bytes: number, folder = FOLDER): Promise<void> {
    await expect.poll(async () => (await this.model(folder))?.storedBytes ?? 0).toBeGreaterThanOrEqual(bytes);
  }

  stored(folder = FOLDER): Promise<Readonly<Record<string, string>> | null> {
    return this.page.evaluate((name) => downloads.stored(name), folder);
  }
}
