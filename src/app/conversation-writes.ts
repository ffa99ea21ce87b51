import type { Conversation } from '../core/chat/conversation.ts';
import type { ConversationId } from '../core/ids.ts';

/** Writes of conversations: those of each one reach the store in the order they were asked for. */
export interface ConversationWrites {
  /** At once, also while another runs: what the user did must not wait behind a partial answer. */
  readonly begin: (conversation: Conversation) => void;
  /** When none runs. Until then only the latest value waits: partial answers may come faster than the disk takes them. */
  readonly queue: (conversation: Conversation) => void;
  /** Drops what waits in the queue; of every conversation if none is named. */
  readonly unqueue: (id?: ConversationId) => void;
  readonly isRunning: (id: ConversationId) => boolean;
  /** Resolves when the browser has the latest write that was begun, so that the page may go away; or it has failed. */
  readonly handedOver: (id: ConversationId) => Promise<void>;
  /** Resolves when all that was asked for (of one conversation, or of every one) is stored, or has failed. */
  readonly settled: (id?: ConversationId) => Promise<void>;
}

interface Running {
  readonly handedOver: Promise<void>;
  /** This one and those begun before it. */
  readonly settled: Promise<void>;
}

/** `write` never rejects. */
export function createConversationWrites(
  write: (conversation: Conversation, onHandedOver: () => void) => Promise<void>,
): ConversationWrites {
  const waiting = new Map<ConversationId, Conversation>();
  /** The last one begun of each. */
  const running = new Map<ConversationId, Running>();

  function begin(conversation: Conversation): void {
    const { id } = conversation;
    waiting.delete(id);
    let handOver = (): void => undefined;
    const handedOver = new Promise<void>((resolve) => {
      handOver = resolve;
    });
    const written = write(conversation, handOver).finally(handOver);
    const earlier = running.get(id)?.settled ?? Promise.resolve();
    running.set(id, { handedOver, settled: settle(id, handedOver, [written, earlier]) });
  }

  async function settle(id: ConversationId, own: Promise<void>, writes: readonly Promise<void>[]): Promise<void> {
    await Promise.all(writes);
    // A later one goes on from here.
    if (running.get(id)?.handedOver !== own) return;
    running.delete(id);
    const next = waiting.get(id);
    if (next !== undefined) begin(next);
  }

  return {
    begin,
    queue(conversation) {
      if (running.has(conversation.id)) waiting.set(conversation.id, conversation);
      else begin(conversation);
    },
    unqueue(id) {
      if (id === undefined) waiting.clear();
      else waiting.delete(id);
    },
    isRunning: (id) => running.has(id),
    handedOver: (id) => running.get(id)?.handedOver ?? Promise.resolve(),
    async settled(id) {
      const left = () => [...running].filter(([key]) => id === undefined || key === id);
      // A write that waited may begin when another ends.
      while (left().length > 0) await Promise.all(left().map(([, { settled }]) => settled));
    },
  };
}
