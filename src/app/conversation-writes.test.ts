import { describe, expect, it } from 'vitest';
import { addTurn, newConversation } from '../core/chat/conversation-edit.ts';
import type { Conversation } from '../core/chat/conversation.ts';
import { conversationId, turnId } from '../core/ids.ts';
import { createConversationWrites } from './conversation-writes.ts';

const ID = conversationId('c');

function saying(prompt: string): Conversation {
  return addTurn(newConversation(ID, 1), turnId('t'), prompt, 'device', 1);
}

interface Asked {
  readonly prompt: string | undefined;
  handOver(): void;
  end(): void;
}

/** Writes that hand over and end when the test says so. */
function scripted() {
  const asked: Asked[] = [];
  const writes = createConversationWrites(
    ({ turns }, onHandedOver) =>
      new Promise((resolve) => {
        asked.push({ prompt: turns[0]?.prompt, handOver: onHandedOver, end: resolve });
      }),
  );
  const prompts = () => asked.map(({ prompt }) => prompt);
  return { writes, asked, prompts };
}

/** Lets what waits for nothing outside run to its end. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

/** Whether it is resolved by now. */
async function isResolved(promise: Promise<void>): Promise<boolean> {
  const first = await Promise.race([promise.then(() => 'resolved'), settle()]);
  return first === 'resolved';
}

describe('the writes of a conversation', () => {
  it('begin at once when they are urgent, whatever runs', () => {
    const { writes, prompts } = scripted();
    writes.begin(saying('one'));
    writes.begin(saying('two'));
    expect(prompts()).toEqual(['one', 'two']);
  });

  it('wait for the others when they are not, and only the latest is written', async () => {
    const { writes, asked, prompts } = scripted();
    for (const prompt of ['one', 'two', 'three']) writes.queue(saying(prompt));
    expect(prompts()).toEqual(['one']);
    asked[0]?.end();
    await settle();
    expect(prompts()).toEqual(['one', 'three']);
  });

  it('leave out what waits when an urgent one is newer', async () => {
    const { writes, asked, prompts } = scripted();
    writes.queue(saying('one'));
    writes.queue(saying('two'));
    writes.begin(saying('three'));
    for (const write of asked) write.end();
    await writes.settled();
    expect(prompts()).toEqual(['one', 'three']);
    expect(writes.isRunning(ID)).toBe(false);
  });

  it('are handed over one by one; one that failed counts as handed over', async () => {
    const { writes, asked } = scripted();
    writes.begin(saying('one'));
    const first = writes.handedOver(ID);
    asked[0]?.handOver();
    expect(await isResolved(first)).toBe(true);
    writes.begin(saying('two'));
    const second = writes.handedOver(ID);
    expect(await isResolved(second)).toBe(false);
    asked[1]?.end();
    expect(await isResolved(second)).toBe(true);
  });

  it('have settled when the first, the last and what waited are done', async () => {
    const { writes, asked } = scripted();
    writes.begin(saying('one'));
    writes.begin(saying('two'));
    writes.queue(saying('three'));
    const settled = writes.settled(ID);
    asked[1]?.end();
    expect(await isResolved(settled)).toBe(false);
    asked[0]?.end();
    expect(await isResolved(settled)).toBe(false);
    asked[2]?.end();
    expect(await isResolved(settled)).toBe(true);
  });

  it('are not begun any more once they were taken from the queue', async () => {
    const { writes, asked, prompts } = scripted();
    writes.begin(saying('one'));
    writes.queue(saying('two'));
    writes.unqueue(ID);
    asked[0]?.end();
    await writes.settled();
    expect(prompts()).toEqual(['one']);
  });
});
