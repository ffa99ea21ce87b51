import { addTurn, newConversation, setAnswer, summarize } from '../core/chat/conversation-edit.ts';
import type { Answer, AnswerEnd, Conversation } from '../core/chat/conversation.ts';
import { conversationId, turnId } from '../core/ids.ts';
import { estimated, measured } from '../core/quantity.ts';
import type { ConversationStore } from '../ports/conversation-store.ts';
import { equal, isTrue } from './checks.ts';

/** Each call gives one more tab on the same, at first empty data. */
export type OpenTab = () => ConversationStore;

type Check = (openTab: OpenTab) => Promise<void>;

/** What every conversation store keeps to. Run against each: in Vitest, and in a browser page. */
export const STORE_CONTRACT: Readonly<Record<string, Check>> = {
  'is empty at first': async (openTab) => {
    equal(await openTab().list(), { summaries: [], unreadable: [] }, 'list');
  },

  'reads nothing where nothing was written': async (openTab) => {
    equal(await openTab().read(conversationId('unknown')), null, 'read');
  },

  'reads what was written, in every detail': async (openTab) => {
    const written = everyDetail();
    await openTab().write(written);
    equal(await openTab().read(written.id), written, 'read');
  },

  'keeps any text as it is': async (openTab) => {
    const store = openTab();
    const texts = ['', ' \n\t ', '🦊👩‍👩‍👧 e\u0301', '\u0000\u200B\uFEFF', '\uD800 alone', '<script>', 'x'.repeat(300_000)];
    for (const [index, text] of texts.entries()) await store.write(chat(`text-${index}`, text));
    for (const [index, text] of texts.entries()) {
      const read = await store.read(conversationId(`text-${index}`));
      isTrue(read?.turns[0]?.prompt === text, `text ${index} as it was written`);
    }
  },

  'holds the latest value of each chat': async (openTab) => {
    const store = openTab();
    await store.write(chat('a', 'one'));
    await store.write(chat('b', 'other'));
    await store.write(chat('a', 'two'));
    equal(promptOf(await store.read(conversationId('a'))), 'two', 'prompt');
    equal(promptOf(await store.read(conversationId('b'))), 'other', 'prompt of the other');
    equal((await store.list()).summaries.length, 2, 'chats');
  },

  'stores in the order of asking what is written at once, and says when each is out of its hands': async (openTab) => {
    const store = openTab();
    const said: string[] = [];
    const prompts = ['one', 'two', 'three'];
    await Promise.all(
      prompts.map(async (prompt) => {
        await store.write(chat('a', prompt), () => said.push(`${prompt} handed over`));
        said.push(`${prompt} stored`);
      }),
    );
    equal(promptOf(await store.read(conversationId('a'))), 'three', 'prompt');
    for (const prompt of prompts) {
      const [handedOver, isStored] = [said.indexOf(`${prompt} handed over`), said.indexOf(`${prompt} stored`)];
      isTrue(handedOver !== -1 && handedOver < isStored, `${prompt} handed over before it was stored`);
    }
    equal(said.length, 2 * prompts.length, 'times told');
  },

  'lists summaries, newest first': async (openTab) => {
    const store = openTab();
    const chats = [chat('old', 'first', 10), chat('new', 'third', 30), chat('middle', 'second', 20)];
    for (const one of chats) await store.write(one);
    const { summaries } = await store.list();
    equal(
      summaries.map(({ id }) => id),
      ['new', 'middle', 'old'],
      'order',
    );
    equal(summaries[0], summarize(chat('new', 'third', 30)), 'summary');
  },

  'deletes one chat, and does not mind deleting it twice': async (openTab) => {
    const store = openTab();
    await store.write(chat('a', 'one'));
    await store.write(chat('b', 'two'));
    await store.delete(conversationId('a'));
    await store.delete(conversationId('a'));
    equal(await store.read(conversationId('a')), null, 'the deleted one');
    equal(
      (await store.list()).summaries.map(({ id }) => id),
      ['b'],
      'list',
    );
  },

  'finds chats by title, prompt and answers, whatever the case': async (openTab) => {
    const store = openTab();
    await store.write({ ...chat('named', 'x'), title: 'About Foxes' });
    await store.write(chat('asked', 'Where do FOXES live?'));
    await store.write(setAnswer(chat('told', 'x'), turnId('t'), 'cloud', answer('A fox, two foxes'), 1));
    await store.write(chat('other', 'bears'));
    equal((await store.search(' foxes')).toSorted(), ['asked', 'named', 'told'], 'hits');
    equal(await store.search('wolf'), [], 'no hits');
  },

  'clears everything': async (openTab) => {
    const store = openTab();
    await store.write(chat('a', 'one'));
    await store.clear();
    equal(await store.list(), { summaries: [], unreadable: [] }, 'list');
  },

  'shows every tab the same': async (openTab) => {
    const [here, there] = [openTab(), openTab()];
    await here.write(chat('a', 'one'));
    equal(promptOf(await there.read(conversationId('a'))), 'one', 'prompt');
    await there.delete(conversationId('a'));
    equal(await here.read(conversationId('a')), null, 'the deleted one');
  },

  'tells the other tabs of every change, and not its own': async (openTab) => {
    const [here, there] = [openTab(), openTab()];
    let own = 0;
    here.subscribe(() => {
      own += 1;
    });
    const changes: readonly (() => Promise<void>)[] = [
      () => here.write(chat('a', 'one')),
      () => here.delete(conversationId('a')),
      () => here.clear(),
    ];
    for (const change of changes) {
      const told = nextChange(there);
      await change();
      await told;
    }
    equal(own, 0, 'calls back to itself');
  },

  'tells no one who does not listen any more': async (openTab) => {
    const [here, there] = [openTab(), openTab()];
    let calls = 0;
    there.subscribe(() => {
      calls += 1;
    })();
    const told = nextChange(there);
    await here.write(chat('a', 'one'));
    await told;
    equal(calls, 0, 'calls after the end');
  },
};

/** A check that waits for what never comes runs into the time limit of its test. */
function nextChange(store: ConversationStore): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = store.subscribe(() => {
      unsubscribe();
      resolve();
    });
  });
}

function promptOf(conversation: Conversation | null): string | undefined {
  return conversation?.turns[0]?.prompt;
}

function chat(id: string, prompt: string, nowMs = 1): Conversation {
  return addTurn(newConversation(conversationId(id), nowMs), turnId('t'), prompt, 'device', nowMs);
}

function answer(text: string, end: AnswerEnd = { type: 'interrupted' }): Answer {
  return { source: 'cloud', modelId: 'big', backend: 'remote', text, end, startedAtMs: 5 };
}

/** Every field, every variant. */
function everyDetail(): Conversation {
  const usage = {
    promptTokens: measured(9),
    cachedPromptTokens: estimated(0),
    completionTokens: measured(2),
    ttftMs: measured(20.25),
    prefillMs: null,
    decodeMs: measured(10),
    totalMs: measured(31),
  };
  const ends: readonly AnswerEnd[] = [
    { type: 'interrupted' },
    { type: 'failed', error: { code: 'cloud-rate-limited', detail: 'why', httpStatus: 429, retryAfterMs: 1500 } },
    { type: 'failed', error: { code: 'engine-crashed' } },
    ...(['stop', 'length', 'cancelled', 'escalate'] as const).map(
      (reason) => ({ type: 'ended', reason, usage: { ...usage, prefillMs: measured(15) } }) as const,
    ),
    { type: 'ended', reason: 'stop', usage },
  ];
  return {
    id: conversationId('every-detail'),
    title: 'Named',
    isLocked: true,
    labelledAtMs: 2,
    createdAtMs: 1,
    updatedAtMs: 2,
    turns: ends.map((end, index) => ({
      id: turnId(`t${index}`),
      prompt: `prompt ${index}`,
      createdAtMs: index,
      device:
        index % 2 === 0 ? { ...answer('here', end), source: 'device', modelId: 'ember', backend: 'webgpu' } : null,
      cloud: index % 3 === 0 ? answer('there', end) : null,
      shown: index % 3 === 0 ? 'cloud' : 'device',
    })),
  };
}
