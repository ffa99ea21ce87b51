import { get, createStore, set } from 'idb-keyval';
import type { Conversation } from '../../src/core/chat/conversation.ts';
import { toErrorInfo } from '../../src/core/errors.ts';
import type { ErrorInfo } from '../../src/core/errors.ts';
import { conversationId } from '../../src/core/ids.ts';
import { createIdbConversationStore } from '../../src/platform/idb-conversation-store.ts';
import { createIdbEgressLedger } from '../../src/platform/idb-egress-ledger.ts';
import { createIdbDecisionLog } from '../../src/platform/idb-decision-log.ts';
import { DECISION_LOG_CONTRACT } from '../../src/testing/decision-log-contract.ts';
import { EGRESS_CONTRACT } from '../../src/testing/egress-contract.ts';
import { STORE_CONTRACT } from '../../src/testing/store-contract.ts';

/** The real store in a page of its own, driven from a test. */
class StoreLab {
  readonly #raw = createStore('hearth-conversations', 'conversations');

  /** Null when the check passes, else why it does not. */
  async check(name: string): Promise<string | null> {
    const check = STORE_CONTRACT[name];
    if (check === undefined) return 'no such check';
    try {
      await createIdbConversationStore().clear();
      await check(createIdbConversationStore);
      return null;
    } catch (caught) {
      return String(caught);
    }
  }

  async checkEgress(name: string): Promise<string | null> {
    const check = EGRESS_CONTRACT[name];
    if (check === undefined) return 'no such check';
    try {
      await createIdbEgressLedger().clear();
      await check(() => createIdbEgressLedger());
      return null;
    } catch (caught) {
      return String(caught);
    }
  }

  async checkDecisions(name: string): Promise<string | null> {
    const check = DECISION_LOG_CONTRACT[name];
    if (check === undefined) return 'no such check';
    try {
      await createIdbDecisionLog().clear();
      await check(() => createIdbDecisionLog());
      return null;
    } catch (caught) {
      return String(caught);
    }
  }

  list() {
    return createIdbConversationStore().list();
  }

  search(query: string) {
    return createIdbConversationStore().search(query);
  }

  async read(id: string) {
    try {
      return await createIdbConversationStore().read(conversationId(id));
    } catch (caught) {
      return toErrorInfo(caught);
    }
  }

  /** Writes a chat with this many characters; null when it went well. */
  async write(id: string, characters: number): Promise<ErrorInfo | null> {
    try {
      await createIdbConversationStore().write(chat(id, characters));
      return null;
    } catch (caught) {
      return toErrorInfo(caught);
    }
  }

  /** Writes a chat; as soon as it is handed over the page stands still, until the address answers. */
  async writeAndStandStill(id: string, address: string): Promise<void> {
    await createIdbConversationStore().write(chat(id, 10), () => {
      const asking = new XMLHttpRequest();
      asking.open('GET', address, false);
      asking.send();
    });
  }

  /** Puts a record there as another version may have left it. */
  plant(id: string, record: unknown): Promise<void> {
    return set(id, record, this.#raw);
  }

  raw(id: string): Promise<unknown> {
    return get(id, this.#raw);
  }
}

function chat(id: string, characters: number): Conversation {
  return {
    id: conversationId(id),
    // Repeated text would be packed to nothing.
    title: Array.from({ length: characters }, () => randomCharacter()).join(''),
    isLocked: false,
    labelledAtMs: 0,
    createdAtMs: 1,
    updatedAtMs: 1,
    turns: [],
  };
}

function randomCharacter(): string {
  return String.fromCharCode(32 + Math.floor(Math.random() * 90));
}

declare global {
  var store: StoreLab;
}

globalThis.store = new StoreLab();
