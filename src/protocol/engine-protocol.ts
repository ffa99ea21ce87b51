import type { ErrorInfo } from '../core/errors.ts';
import type { ChatMessage, GenerateRequest } from '../core/generate-request.ts';
import type { ConversationId } from '../core/ids.ts';
import type { Footprint } from '../core/models/footprint.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import type { EnginePreference } from '../core/settings.ts';
import type { LoadPart } from '../ports/engine.ts';

/** A speed measured with this very model on the other backend, to be beaten. */
export interface Rival {
  readonly backend: 'webgpu' | 'wasm';
  /** Infinite: the model could not be run there. */
  readonly msPerToken: number;
}

export interface LoadOrder {
  readonly model: ModelManifest;
  readonly preference: EnginePreference;
  /** Set when an earlier worker handed over; this worker must not try that backend again. */
  readonly rival: Rival | null;
  /** The model failed its self-test once; this is the second, smaller try, and the last. */
  readonly isSecondTry?: boolean;
}

/**
 * The runtime has one build per backend and cannot be swapped inside a worker. So a worker that finds the
 * other backend faster ends its load with `load-handover`; the page takes a fresh worker and passes `order` on.
 */
export type WireLoadPart = LoadPart | { readonly type: 'load-handover'; readonly order: LoadOrder };

/** A result, or an error as data: comlink would reduce a thrown one to its message. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorInfo };

/** What the page may ask of the engine worker. Parts go over the given port (see `part-stream.ts`). */
export interface EngineControl {
  load(order: LoadOrder, port: MessagePort): Promise<void>;
  generate(request: GenerateRequest, port: MessagePort): Promise<void>;
  forget(conversation: ConversationId): Promise<void>;
  countTokens(messages: readonly ChatMessage[]): Promise<Outcome<number>>;
  footprint(): Promise<Footprint>;
  /** Ends what runs, frees weights, caches and the GPU device; tells what is still held afterwards. */
  release(): Promise<Footprint>;
}
