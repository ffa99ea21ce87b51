import type { AnswerSource, Backend, StreamPart } from '../stream-part.ts';
import type { Answer, AnswerEnd } from './conversation.ts';

/** An answer while it is made. `end` is null until the stream says how it ended. */
export interface AnswerDraft {
  readonly source: AnswerSource;
  readonly modelId: string;
  readonly backend: Backend;
  readonly text: string;
  readonly tokens: number;
  readonly startedAtMs: number;
  readonly end: AnswerEnd | null;
}

/** Events in, state out. A part after the end changes nothing. */
export function reduceAnswer(draft: AnswerDraft, part: StreamPart): AnswerDraft {
  if (draft.end !== null) return draft;
  switch (part.type) {
    case 'stream-start':
      return { ...draft, modelId: part.modelId, backend: part.backend };
    case 'text-delta':
      return { ...draft, text: draft.text + part.text, tokens: draft.tokens + part.tokens };
    case 'choices-weighed':
      return draft;
    case 'stream-end':
      return { ...draft, end: { type: 'ended', reason: part.reason, usage: part.usage } };
    case 'stream-error':
      return { ...draft, end: { type: 'failed', error: part.error } };
  }
}

/** What is stored of it: before the end it counts as interrupted, so that a crash leaves a true record. */
export function toAnswer(draft: AnswerDraft): Answer {
  const { source, modelId, backend, text, startedAtMs } = draft;
  return { source, modelId, backend, text, startedAtMs, end: draft.end ?? { type: 'interrupted' } };
}
