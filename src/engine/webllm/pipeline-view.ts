import { HearthError, errorInfo } from '../../core/errors.ts';

/** What web-llm knows of the loaded model and does not offer: its tokenizer, and how much its KV cache holds. */
export interface PipelineView {
  readonly encode: (text: string) => readonly number[];
  readonly decode: (ids: readonly number[]) => string;
  /** Tokens whose keys and values are held. */
  readonly cachedTokens: number;
}

/**
 * Reads private fields, which are the same in 0.2.79 and 0.2.86; the version is pinned exactly. Throws `HearthError`
 * `engine-crashed` where they are no longer there, so that an upgrade shows at the first load.
 */
export function viewPipeline(engine: object, modelId: string): PipelineView {
  const pipelines: unknown = Reflect.get(engine, 'loadedModelIdToPipeline');
  const pipeline: unknown = pipelines instanceof Map ? pipelines.get(modelId) : null;
  const tokenizer = fieldOf(pipeline, 'tokenizer');
  const call = (name: string, argument: unknown): unknown => {
    const method = fieldOf(tokenizer, name);
    return typeof method === 'function' ? Reflect.apply(method, tokenizer, [argument]) : null;
  };
  const view: PipelineView = {
    encode(text) {
      const ids = call('encode', text);
      return ids instanceof Int32Array ? [...ids] : missing('encode');
    },
    decode(ids) {
      const text = call('decode', Int32Array.from(ids));
      return typeof text === 'string' ? text : missing('decode');
    },
    get cachedTokens() {
      const tokens = fieldOf(pipeline, 'filledKVCacheLength');
      return typeof tokens === 'number' ? tokens : missing('filledKVCacheLength');
    },
  };
  view.decode(view.encode(''));
  return view;
}

function missing(name: string): never {
  throw new HearthError(errorInfo('engine-crashed', `web-llm has no ${name} where it was`));
}

function fieldOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}
