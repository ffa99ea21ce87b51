import type { ErrorInfo } from '../core/errors.ts';
import type { ChatMessage } from '../core/generate-request.ts';
import type { ConversationId } from '../core/ids.ts';
import type { Footprint } from '../core/models/footprint.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import type { SelfTest } from '../core/models/self-test.ts';
import type { EnginePreference } from '../core/settings.ts';
import type { TextSource } from './text-source.ts';

export type LoadStage = 'probe' | 'runtime' | 'weights' | 'warm-up';

/** What was measured to choose a backend; shown in Models so that the choice can be understood. */
export interface BackendChoice {
  readonly backend: 'webgpu' | 'wasm';
  /** A sentence for the user: why this one. */
  readonly why: string;
  readonly adapter: { readonly description: string; readonly isFallback: boolean } | null;
}

export type LoadPart =
  | {
      readonly type: 'load-progress';
      readonly stage: LoadStage;
      readonly loadedBytes: number;
      readonly totalBytes: number;
    }
  /** It is in memory and can be asked: all that is left is its self-test, which an answer waits for. */
  | { readonly type: 'load-usable'; readonly choice: BackendChoice; readonly loadMs: number }
  | {
      readonly type: 'load-end';
      readonly choice: BackendChoice;
      readonly loadMs: number;
      /** Absent where the engine makes none. */
      readonly selfTest?: SelfTest;
    }
  | { readonly type: 'load-error'; readonly error: ErrorInfo }
  | { readonly type: 'load-cancelled' };

/**
 * A resident model. `load` yields progress, then exactly one of end, error, cancelled; an engine that tests what it
 * loaded says before that it is usable, and takes that back with progress of a second try or with an error. Loading
 * another model or backend first unloads. `generate` before a load ends with `stream-error` `model-not-loaded`.
 */
export interface Engine extends TextSource {
  load(model: ModelManifest, preference: EnginePreference, signal: AbortSignal): AsyncIterable<LoadPart>;
  /** Frees weights, KV caches and the GPU device. */
  unload(): Promise<void>;
  /** Drops the KV cache of a conversation, if it is held. */
  forget(conversation: ConversationId): Promise<void>;
  /** Tokens of the prompt as the model would see it. */
  countTokens(messages: readonly ChatMessage[]): Promise<number>;
  footprint(): Promise<Footprint>;
}
