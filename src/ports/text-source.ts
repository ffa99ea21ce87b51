import type { GenerateRequest } from '../core/generate-request.ts';
import type { StreamPart } from '../core/stream-part.ts';

/** Yields one `stream-start`, deltas, then exactly one `stream-end` or `stream-error`. Never throws. */
export interface TextSource {
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<StreamPart>;
}
