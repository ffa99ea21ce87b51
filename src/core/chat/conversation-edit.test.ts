import { describe, expect, it } from 'vitest';
import { conversationId, turnId } from '../ids.ts';
import type { AnswerSource } from '../stream-part.ts';
import {
  addTurn,
  mentions,
  messagesForTurn,
  newConversation,
  replacePrompt,
  setAnswer,
  showAnswer,
  shownAnswer,
  summarize,
  titleOf,
} from './conversation-edit.ts';
import type { Answer, Conversation } from './conversation.ts';

const [FIRST, SECOND, THIRD] = [turnId('t1'), turnId('t2'), turnId('t3')] as const;

function answer(text: string, source: AnswerSource = 'device'): Answer {
  return {
    source,
    modelId: 'm',
    backend: source === 'device' ? 'wasm' : 'remote',
    text,
    end: { type: 'interrupted' },
    startedAtMs: 5,
  };
}

function chat(...prompts: string[]): Conversation {
  const ids = [FIRST, SECOND, THIRD];
  return prompts.reduce(
    (conversation, prompt, index) => addTurn(conversation, ids[index] ?? turnId(`t${index}`), prompt, 'device', 10),
    newConversation(conversationId('c'), 1),
  );
}

describe('turns', () => {
  it('are added at the end, unanswered, and touch the time of change', () => {
    const conversation = chat('one', 'two');
    expect(conversation.turns.map(({ prompt }) => prompt)).toEqual(['one', 'two']);
    expect(conversation.turns.every((turn) => turn.device === null && turn.cloud === null)).toBe(true);
    expect([conversation.createdAtMs, conversation.updatedAtMs]).toEqual([1, 10]);
  });

  it('hold one answer per source, without touching each other or the value before', () => {
    const before = chat('one', 'two');
    const after = setAnswer(before, FIRST, 'cloud', answer('from the cloud', 'cloud'), 20);
    expect(before.turns[0]?.cloud).toBeNull();
    expect(after.turns[0]?.cloud?.text).toBe('from the cloud');
    expect(after.turns[0]?.device).toBeNull();
    expect(after.turns[1]).toBe(before.turns[1]);
    expect(after.updatedAtMs).toBe(20);
  });

  it('show the chosen answer, or the other while there is only that one', () => {
    const one = setAnswer(chat('one'), FIRST, 'cloud', answer('c', 'cloud'), 20);
    const both = setAnswer(one, FIRST, 'device', answer('d'), 20);
    const shown = (conversation: Conversation) => conversation.turns.map((turn) => shownAnswer(turn)?.text);
    expect(shown(one)).toEqual(['c']);
    expect(shown(both)).toEqual(['d']);
    expect(shown(showAnswer(both, FIRST, 'cloud'))).toEqual(['c']);
    expect(shown(chat('one'))).toEqual([undefined]);
  });

  it('lose their answers and all that followed when their prompt is replaced', () => {
    const full = setAnswer(chat('one', 'two', 'three'), SECOND, 'device', answer('old'), 20);
    const edited = replacePrompt(full, SECOND, 'zwei', 30);
    expect(edited.turns.map(({ prompt }) => prompt)).toEqual(['one', 'zwei']);
    expect(edited.turns[1]).toMatchObject({ id: SECOND, device: null, cloud: null });
    expect(edited.updatedAtMs).toBe(30);
    expect(replacePrompt(full, turnId('unknown'), 'x', 30)).toBe(full);
  });
});

describe('messagesForTurn', () => {
  it('gives the earlier exchanges and the prompt, and nothing that comes later', () => {
    const conversation = setAnswer(chat('one', 'two', 'three'), FIRST, 'device', answer('uno'), 20);
    expect(messagesForTurn(conversation, SECOND)).toEqual([
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'uno' },
      { role: 'user', content: 'two' },
    ]);
  });

  it('leaves out turns without an answer, so that roles alternate', () => {
    const conversation = setAnswer(chat('one', 'two', 'three'), SECOND, 'device', answer(''), 20);
    expect(messagesForTurn(conversation, THIRD)).toEqual([{ role: 'user', content: 'three' }]);
  });

  it('builds on the shown answer, and on the other where the shown one came to nothing', () => {
    const both = setAnswer(
      setAnswer(chat('one', 'two'), FIRST, 'device', answer('here'), 20),
      FIRST,
      'cloud',
      answer('there', 'cloud'),
      20,
    );
    const said = (conversation: Conversation) => messagesForTurn(conversation, SECOND)[1]?.content;
    expect(said(both)).toBe('here');
    expect(said(showAnswer(both, FIRST, 'cloud'))).toBe('there');
    const failed = setAnswer(both, FIRST, 'cloud', answer('', 'cloud'), 20);
    expect(said(showAnswer(failed, FIRST, 'cloud'))).toBe('here');
  });
});

describe('titleOf', () => {
  it('is the name the user gave, else the first line of the first prompt, else New chat', () => {
    expect(titleOf({ ...chat('one'), title: 'Named' })).toBe('Named');
    expect(titleOf(chat('\n  first line \nsecond'))).toBe('first line ');
    expect(titleOf(chat())).toBe('New chat');
    expect(titleOf(chat('  \n '))).toBe('New chat');
  });

  it('is cut at sixty characters, never inside one', () => {
    const title = titleOf(chat('🦊'.repeat(80)));
    expect(Array.from(title)).toHaveLength(60);
    expect(title).toBe(`${'🦊'.repeat(59)}…`);
    expect(titleOf(chat('x'.repeat(60)))).toBe('x'.repeat(60));
  });

  it('is what the list shows', () => {
    expect(summarize(chat('one', 'two'))).toEqual({
      labelledAtMs: 0,
      id: 'c',
      title: 'one',
      updatedAtMs: 10,
      turnCount: 2,
    });
  });
});

describe('mentions', () => {
  const conversation = setAnswer(
    setAnswer(chat('Wo ist der Fluß?'), FIRST, 'device', answer('Am OFEN'), 20),
    FIRST,
    'cloud',
    answer('In Köln', 'cloud'),
    20,
  );

  it('looks in title, prompts and both answers, whatever the case', () => {
    for (const query of ['FLUSS'.toLowerCase().replace('ss', 'ß'), 'ofen', ' KÖLN ', 'wo IST']) {
      expect(mentions(conversation, query)).toBe(true);
    }
    expect(mentions({ ...conversation, title: 'Travel' }, 'travel')).toBe(true);
    expect(mentions(conversation, 'paris')).toBe(false);
  });
});
