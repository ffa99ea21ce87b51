import * as v from 'valibot';
import type { Conversation } from '../core/chat/conversation.ts';
import { HearthError, errorInfo } from '../core/errors.ts';
import { conversationId, turnId } from '../core/ids.ts';

/** Raised with every change of the stored form, with a step from the one before it. */
export const STORED_VERSION = 2;

const Quantity = v.object({ value: v.number(), basis: v.picklist(['measured', 'estimated']) });

const Usage = v.object({
  promptTokens: Quantity,
  cachedPromptTokens: Quantity,
  completionTokens: Quantity,
  ttftMs: Quantity,
  prefillMs: v.nullable(Quantity),
  decodeMs: Quantity,
  totalMs: Quantity,
});

/** Codes are open here: a chat that failed with a code of another version must still open. */
const StoredError = v.looseObject({ code: v.string(), detail: v.optional(v.string()) });

const End = v.variant('type', [
  v.object({
    type: v.literal('ended'),
    reason: v.picklist(['stop', 'length', 'cancelled', 'escalate']),
    usage: Usage,
  }),
  v.object({ type: v.literal('failed'), error: StoredError }),
  v.object({ type: v.literal('interrupted') }),
]);

const Answer = v.object({
  source: v.picklist(['device', 'cloud']),
  modelId: v.string(),
  backend: v.picklist(['webgpu', 'wasm', 'remote']),
  text: v.string(),
  end: End,
  startedAtMs: v.number(),
});

const StoredConversation = v.object({
  id: v.pipe(v.string(), v.transform(conversationId)),
  title: v.nullable(v.string()),
  isLocked: v.boolean(),
  // Came without a new version: what knows nothing of it reads and writes the rest all the same.
  labelledAtMs: v.optional(v.number(), 0),
  createdAtMs: v.number(),
  updatedAtMs: v.number(),
  turns: v.array(
    v.object({
      id: v.pipe(v.string(), v.transform(turnId)),
      prompt: v.string(),
      createdAtMs: v.number(),
      device: v.nullable(Answer),
      cloud: v.nullable(Answer),
      shown: v.picklist(['device', 'cloud']),
    }),
  ),
});

const Envelope = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)), conversation: v.unknown() });

export interface StoredEnvelope {
  readonly version: number;
  readonly conversation: unknown;
}

export function toStored(conversation: Conversation): StoredEnvelope {
  return { version: STORED_VERSION, conversation };
}

/** Throws `HearthError` `stored-data-newer` or `stored-data-corrupt`; the stored record is never changed by reading. */
export function fromStored(record: unknown): Conversation {
  const envelope = v.safeParse(Envelope, record);
  if (!envelope.success) throw corrupt(envelope.issues[0].message);
  if (envelope.output.version > STORED_VERSION) {
    throw new HearthError(errorInfo('stored-data-newer', `version ${envelope.output.version}`));
  }
  const parsed = v.safeParse(StoredConversation, upToDate(envelope.output));
  if (!parsed.success) throw corrupt(`${v.getDotPath(parsed.issues[0]) ?? ''} ${parsed.issues[0].message}`);
  return parsed.output as Conversation; // the parse boundary: only error codes are wider than the type
}

/** Version 1 knew no lock. */
function upToDate({ version, conversation }: StoredEnvelope): unknown {
  if (version > 1 || typeof conversation !== 'object') return conversation;
  return { isLocked: false, ...conversation };
}

function corrupt(detail: string): HearthError {
  return new HearthError(errorInfo('stored-data-corrupt', detail));
}
