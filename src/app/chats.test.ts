import { describe, expect, it } from 'vitest';
import { errorInfo } from '../core/errors.ts';
import type { ConversationId } from '../core/ids.ts';
import { conversationId } from '../core/ids.ts';
import { Gate } from '../testing/gate.ts';
import { MemoryConversationStore, MemoryDisk } from '../testing/memory-conversation-store.ts';
import { TestHearth } from '../testing/test-hearth.ts';

const idOf = (app: TestHearth): ConversationId => {
  const { current } = app.state;
  if (current === null) throw new Error('no chat is open');
  return current.id;
};
const titles = (app: TestHearth) => app.state.conversations.map(({ title }) => title);

/** An app whose next answer stays in the middle until the gate opens. */
function held(): { app: TestHearth; gate: Gate } {
  const gate = new Gate();
  const app = new TestHearth();
  app.script = () => ({
    tokens: ['half ', 'rest'],
    beforeToken: (index) => (index === 1 ? gate.wait() : Promise.resolve()),
  });
  return { app, gate };
}

describe('the list', () => {
  it('has the chats that are stored, newest first, and opens the one shown last', async () => {
    const disk = new MemoryDisk();
    const before = new TestHearth({ conversations: new MemoryConversationStore(disk) });
    await before.ask('old');
    before.actions.newChat();
    before.nowMs += 1000;
    await before.ask('new');
    await before.settle();
    const after = new TestHearth({
      conversations: new MemoryConversationStore(disk),
      openConversation: idOf(before),
      tab: 'after',
    });
    await after.hearth.start();
    expect(titles(after)).toEqual(['new', 'old']);
    expect(after.state.current).toEqual(before.state.current);
  });

  it('keeps a chat that was begun while it was read', async () => {
    const reading = new Gate();
    const { app, gate } = held();
    app.conversations.gate = reading.wait();
    const started = app.hearth.start();
    const sent = app.actions.send('early');
    reading.open();
    await started;
    await gate.reached;
    expect(await sent).toBe(true);
    expect(titles(app)).toEqual(['early']);
  });

  it('shows by its id what cannot be read, and opening it says why and changes nothing', async () => {
    const disk = new MemoryDisk();
    const newer = conversationId('newer');
    disk.unreadable.set(newer, errorInfo('stored-data-newer', 'version 9'));
    const app = new TestHearth({ conversations: new MemoryConversationStore(disk) });
    await app.hearth.start();
    await app.ask('one');
    expect(app.state.unreadable).toEqual([newer]);
    await app.actions.open(newer);
    expect(app.state.notices.map(({ error }) => error.code)).toEqual(['stored-data-newer']);
    expect(titles(app)).toEqual(['one']);
    expect(app.state.current?.turns).toHaveLength(1);
    await app.actions.remove(newer);
    expect(app.state.unreadable).toEqual([]);
    expect(disk.unreadable.size).toBe(0);
  });

  it('finds chats by what was said in them', async () => {
    const app = new TestHearth();
    await app.ask('about foxes');
    const foxes = idOf(app);
    app.actions.newChat();
    await app.ask('about bears');
    await app.actions.search('FOX');
    expect(app.state.searchHits).toEqual([foxes]);
    await app.actions.search(' ');
    expect(app.state.searchHits).toBeNull();
  });
});

describe('opening', () => {
  it('lets the last click win, however long the store takes', async () => {
    const disk = new MemoryDisk();
    const before = new TestHearth({ conversations: new MemoryConversationStore(disk) });
    await before.ask('slow');
    const slow = idOf(before);
    await before.settle();
    const app = new TestHearth({ conversations: new MemoryConversationStore(disk), tab: 'after' });
    const gate = new Gate();
    app.conversations.gate = gate.wait();
    const opening = app.actions.open(slow);
    app.actions.newChat();
    gate.open();
    await opening;
    expect(app.state.current).toBeNull();
  });
});

describe('a name', () => {
  it('is kept, and taken away by an empty one', async () => {
    const app = new TestHearth();
    await app.ask('first words');
    await app.actions.rename(idOf(app), ' Foxes ');
    await app.settle();
    expect([titles(app), app.conversations.writes.at(-1)?.title]).toEqual([['Foxes'], 'Foxes']);
    await app.actions.rename(idOf(app), '  ');
    expect(titles(app)).toEqual(['first words']);
  });
});

describe('deleting', () => {
  it('takes the chat from list and store, and undo brings it back whole', async () => {
    const disk = new MemoryDisk();
    const app = new TestHearth({ conversations: new MemoryConversationStore(disk) });
    await app.ask('one');
    const chat = app.state.current;
    await app.actions.remove(idOf(app));
    expect([titles(app), app.state.current, disk.records.size]).toEqual([[], null, 0]);
    expect(app.settings.openConversation).toBeNull();
    await app.actions.undoRemove();
    await app.settle();
    expect(app.state.current).toEqual(chat);
    expect(titles(app)).toEqual(['one']);
    expect([...disk.records.values()]).toEqual([chat]);
    expect(app.state.deleted).toEqual([]);
    await app.ask('two');
    expect(app.state.current?.turns).toHaveLength(2);
  });

  it('of several in a row is undone for all of them', async () => {
    const app = new TestHearth();
    for (const prompt of ['one', 'two']) {
      app.actions.newChat();
      app.nowMs += 10;
      await app.ask(prompt);
    }
    const [two, one] = app.state.conversations.map(({ id }) => id);
    // As with a double click.
    await Promise.all([two, two, one].map((id) => app.actions.remove(id ?? idOf(app))));
    expect(titles(app)).toEqual([]);
    await app.actions.undoRemove();
    expect(titles(app)).toEqual(['two', 'one']);
    expect(app.state.announcement).toBe('Chats restored');
  });

  it('while it is answered stops the answer, and nothing brings the chat back by itself', async () => {
    const { app, gate } = held();
    await app.actions.send('one');
    await gate.reached;
    await app.actions.remove(idOf(app));
    gate.open();
    await app.untilIdle();
    await app.settle();
    expect([titles(app), app.state.current]).toEqual([[], null]);
    expect((await app.conversations.list()).summaries).toEqual([]);
    expect(app.state.announcement).toBe('Chat deleted');
  });

  it('while it is answered, then undone, has all that was written', async () => {
    const gates = [new Gate(), new Gate(), new Gate()];
    const app = new TestHearth();
    app.script = () => ({ tokens: ['a', 'b', 'c'], beforeToken: (index) => gates[index]?.wait() ?? Promise.resolve() });
    await app.actions.send('one');
    gates[0]?.open();
    gates[1]?.open();
    await gates[2]?.reached;
    await app.actions.remove(idOf(app));
    await app.actions.undoRemove();
    expect(app.state.current?.turns[0]?.device).toMatchObject({ text: 'ab', end: { type: 'interrupted' } });
    gates[2]?.open();
    await app.untilIdle();
    expect(app.state.current?.turns[0]?.device).toMatchObject({ text: 'ab', end: { reason: 'cancelled' } });
  });
});

describe('two chats', () => {
  it('go on side by side: one is answered in the background, the other is read', async () => {
    const app = new TestHearth();
    await app.ask('first');
    const first = idOf(app);
    app.actions.newChat();
    const gate = new Gate();
    app.script = () => ({
      tokens: ['back', 'ground'],
      beforeToken: (index) => (index === 1 ? gate.wait() : Promise.resolve()),
    });
    await app.actions.send('second');
    const second = idOf(app);
    await gate.reached;
    await app.actions.open(first);
    expect(app.state.turn).toMatchObject({ type: 'streaming', conversationId: second });
    gate.open();
    await app.untilIdle();
    expect(app.state.current?.turns.map(({ prompt }) => prompt)).toEqual(['first']);
    await app.actions.open(second);
    expect(app.state.current?.turns[0]?.device).toMatchObject({ text: 'background', end: { reason: 'stop' } });
  });

  it('are deleted one by one: the other is answered on', async () => {
    const app = new TestHearth();
    await app.ask('first');
    const first = idOf(app);
    app.actions.newChat();
    const gate = new Gate();
    app.script = () => ({
      tokens: ['a', 'b'],
      beforeToken: (index) => (index === 1 ? gate.wait() : Promise.resolve()),
    });
    await app.actions.send('second');
    await gate.reached;
    await app.actions.remove(first);
    gate.open();
    await app.untilIdle();
    expect(titles(app)).toEqual(['second']);
    expect(app.state.current?.turns[0]?.device).toMatchObject({ text: 'ab', end: { reason: 'stop' } });
  });
});
