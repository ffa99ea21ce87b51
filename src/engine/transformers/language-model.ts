import type { PreTrainedModel, Tensor } from '@huggingface/transformers';
import { HearthError, errorInfo } from '../../core/errors.ts';
import type { ChatMessage } from '../../core/generate-request.ts';
import { buildFor } from '../../core/models/manifest.ts';
import type { ModelManifest, Quantization } from '../../core/models/manifest.ts';
import type { Backend } from '../backend/backend-plan.ts';
import type { ModelFolder } from '../model/model-folder.ts';
import { ChatTokenizer } from './chat-tokenizer.ts';
import { endIdsOf } from './end-tokens.ts';
import { KvCache } from './kv-cache.ts';
import type { Library, Runtime, StartingLibrary } from './library.ts';
import { isRecord } from '../message-seams.ts';
import { halvesToFloats } from './tensor-bytes.ts';

/** One loaded model with its tokenizer: text to tokens, tokens to logits, tokens to text. */
export class LanguageModel {
  /** Tokens that end an answer. */
  readonly endIds: ReadonlySet<number>;
  /** The one that ends it with reason `escalate`. */
  readonly escalateId: number | null;
  readonly #library: Library;
  readonly #runtime: Runtime;
  readonly #model: PreTrainedModel;
  readonly #tokenizer: ChatTokenizer;
  /** Ends the run that waits for the device. */
  #abandon: ((error: HearthError) => void) | null = null;
  #broken: HearthError | null = null;
  /** Tokens a run. */
  readonly #mostAtOnce: number;

  private constructor(
    library: Library,
    runtime: Runtime,
    model: PreTrainedModel,
    tokenizer: ChatTokenizer,
    escalateToken: string | null,
  ) {
    this.#library = library;
    this.#runtime = runtime;
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.escalateId = escalateToken === null ? null : (tokenizer.specialIds.get(escalateToken) ?? null);
    this.endIds = endIdsOf(model, tokenizer, this.escalateId);
    this.#mostAtOnce = mostAtOnce(model);
  }

  static async load(
    { library, runtime, starting }: StartingLibrary,
    manifest: ModelManifest,
    backend: Backend,
    folder: ModelFolder,
  ): Promise<LanguageModel> {
    const name = new URL(folder.url).pathname.split('/').at(-2) ?? '';
    const [json, config] = await Promise.all([
      readJson(folder, 'tokenizer.json'),
      readJson(folder, 'tokenizer_config.json'),
    ]);
    const tokenizer = new ChatTokenizer(library, json, { ...config, chat_template: await templateOf(folder, config) });
    const fault = await starting;
    if (fault !== null) throw fault;
    const model = await library.AutoModelForCausalLM.from_pretrained(name, {
      local_files_only: true,
      device: backend,
      ...(await filesOf(folder, buildFor(manifest, backend).quantization)),
    });
    return new LanguageModel(library, runtime, model, tokenizer, manifest.escalateToken);
  }

  createCache(device: GPUDevice | null): KvCache {
    return new KvCache(this.#library, this.#runtime, device);
  }

  /** The conversation as the model's chat template writes it, up to where the answer begins. */
  render(messages: readonly ChatMessage[]): string {
    return this.#tokenizer.render(messages);
  }

  /** A message's text as `render` writes it. */
  readonly seal = (text: string): string => this.#tokenizer.seal(text);

  readonly encode = (rendered: string): readonly number[] => this.#tokenizer.encode(rendered);

  readonly decode = (ids: readonly number[]): string => this.#tokenizer.decode(ids);

  /** Reads `ids` after what the cache holds, extends it, and gives the logits of the token that comes next. */
  async read(ids: readonly number[], cache: KvCache): Promise<Float32Array> {
    let at = 0;
    for (; at + this.#mostAtOnce < ids.length; at += this.#mostAtOnce) {
      await this.#readAtOnce(ids.slice(at, at + this.#mostAtOnce), cache);
    }
    return this.#readAtOnce(ids.slice(at), cache);
  }

  async #readAtOnce(ids: readonly number[], cache: KvCache): Promise<Float32Array> {
    const total = cache.ids.length + ids.length;
    if (this.#broken !== null) throw this.#broken;
    const output = await this.#forward({
      input_ids: this.#int64(BigInt64Array.from(ids, BigInt), [1, ids.length]),
      attention_mask: this.#int64(new BigInt64Array(total).fill(1n), [1, total]),
      num_logits_to_keep: this.#int64(BigInt64Array.of(1n), []),
      past_key_values: cache.tensors,
    });
    if (this.#broken !== null) throw this.#broken;
    cache.extend(ids, output);
    const logits = output['logits'];
    if (logits === undefined) throw new HearthError(errorInfo('generation-failed', 'the model gives no logits'));
    return lastRow(logits);
  }

  /** From now on a lost device, or one out of memory, fails the run instead of leaving it to wait or to give noise. */
  watch(device: GPUDevice): void {
    const fail = (error: HearthError) => {
      this.#broken ??= error;
      this.#abandon?.(error);
    };
    void device.lost.then(({ reason, message }) =>
      reason === 'destroyed' ? undefined : fail(new HearthError(errorInfo('device-lost', message))),
    );
    device.addEventListener('uncapturederror', ({ error }) => {
      if (error instanceof GPUOutOfMemoryError) fail(new HearthError(errorInfo('out-of-memory', error.message)));
    });
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  #int64(values: BigInt64Array, dims: number[]): Tensor {
    return new this.#library.Tensor('int64', values, dims);
  }

  /** The library types what it returns as `any`. */
  async #forward(inputs: Readonly<Record<string, unknown>>): Promise<Record<string, Tensor>> {
    const output: unknown = await new Promise((resolve, reject) => {
      this.#abandon = reject;
      this.#model.forward(inputs).then(resolve, reject);
    });
    const tensors: Record<string, Tensor> = {};
    for (const [name, value] of Object.entries(output ?? {})) {
      if (value instanceof this.#library.Tensor) tensors[name] = value;
    }
    return tensors;
  }
}

/** Bytes of logits that one run may give. */
const MAX_LOGITS_BYTES = 32 << 20;

/** A graph that cannot be told to keep only the last logits gives those of every token: 512 of Gemma's are 500 MB. */
function mostAtOnce(model: PreTrainedModel): number {
  const session: unknown = Reflect.get(model.sessions, 'model');
  const names: unknown = typeof session === 'object' && session !== null ? Reflect.get(session, 'inputNames') : null;
  if (Array.isArray(names) && names.includes('num_logits_to_keep')) return Number.POSITIVE_INFINITY;
  const vocabulary: unknown = Reflect.get(model.config, 'vocab_size');
  const rowBytes = 4 * (typeof vocabulary === 'number' ? vocabulary : 262_144);
  return Math.max(1, Math.floor(MAX_LOGITS_BYTES / rowBytes));
}

/** Which graph to load, as the library is told. A stored model's files are known; else its config names them. */
async function filesOf(folder: ModelFolder, quantization: Quantization) {
  const graph = await folder.source.graph(quantization);
  if (graph === null) return { dtype: dtypeOf(quantization) };
  return {
    // The name is taken as it is: `fp32` adds nothing to it and asks nothing of the device.
    model_file_name: graph.name,
    dtype: 'fp32' as const,
    use_external_data_format: false,
    session_options: { externalData: [...graph.externalData] },
  };
}

/** MLC's formats are not this library's. */
function dtypeOf(quantization: Quantization): 'q4' | 'q8' | 'q4f16' {
  if (quantization !== 'q4f16_1' && quantization !== 'q4f32_1') return quantization;
  throw new HearthError(errorInfo('model-corrupt', `${quantization} is not an ONNX build`));
}

function lastRow(logits: Tensor): Float32Array {
  const vocabulary = logits.dims.at(-1) ?? 0;
  const { data, type } = logits;
  if (data instanceof Float32Array) return data.subarray(data.length - vocabulary);
  if (ArrayBuffer.isView(data) && type === 'float16') {
    // A Float16Array where there is one, else a Uint16Array of the same bits.
    const bits = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
    return halvesToFloats(bits.subarray(bits.length - vocabulary));
  }
  throw new HearthError(errorInfo('generation-failed', `logits of type ${type}`));
}

/** Newer repositories keep the template in a file of its own. Nothing is asked for that need not be there. */
async function templateOf(folder: ModelFolder, config: Readonly<Record<string, unknown>>): Promise<unknown> {
  if (config['chat_template'] !== undefined) return config['chat_template'];
  const template = await folder.source.read('chat_template.jinja');
  return template === null ? null : new TextDecoder().decode(template);
}

async function readJson(folder: ModelFolder, path: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await folder.fetch(folder.url + path);
  const parsed: unknown = JSON.parse(new TextDecoder().decode(await response.arrayBuffer()));
  if (!isRecord(parsed)) throw new HearthError(errorInfo('model-corrupt', `${path}: no object`));
  return parsed;
}
