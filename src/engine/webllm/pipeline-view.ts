import { HearthError, errorInfo } from '../../core/errors.ts';

/** What web-llm knows of the loaded model and does not offer: how it tokenises, and how much its KV cache holds. */
export interface PipelineView {
  /** Tokens of the text, as web-llm splits it. */
  count(text: string): number;
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
  const encode = fieldOf(tokenizer, 'encode');
  const view: PipelineView = {
    count(text) {
      const ids: unknown = typeof encode === 'function' ? Reflect.apply(encode, tokenizer, [text]) : null;
      return numberOf(ids, 'length');
    },
    get cachedTokens() {
      return numberOf(pipeline, 'filledKVCacheLength');
    },
  };
  view.count('');
  return view;
}

function numberOf(holder: unknown, name: string): number {
  const value = fieldOf(holder, name);
  if (typeof value === 'number') return value;
  throw new HearthError(errorInfo('engine-crashed', `web-llm has no ${name} where it was`));
}

function fieldOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}
