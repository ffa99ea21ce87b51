import { describe, expect, it } from 'vitest';
import { errorInfo } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import { endpointAt } from '../testing/endpoints.ts';
import { Gate } from '../testing/gate.ts';
import { MemoryConversationStore, MemoryDisk } from '../testing/memory-conversation-store.ts';
import { TestHearth } from '../testing/test-hearth.ts';

const titles = (app: TestHearth) => app.state.conversations.map(({ title }) => title);
const notices = (app: TestHearth) => app.state.notices.map(({ error }) => error.code);
const idOf = (app: TestHearth) => {
  const { current } = app.state;
  if (current === null) throw new Error('no chat is open');
  return current.id;
};

describe.each(['storage-blocked', 'storage-full'] as const)('with %s', (code) => {
  function failing(): TestHearth {
    const app = new TestHearth();
    app.conversations.failure = errorInfo(code);
    return app;
  }

  it('one notice is shown, and everything goes on in memory', async () => {
    const app = failing();
    await app.hearth.start();
    await app.ask('one');
    await app.ask('two');
    const first = idOf(app);
    app.actions.newChat();
    await app.ask('other');
    await app.settle();
    expect(notices(app)).toEqual([code]);
    expect(titles(app).toSorted()).toEqual(['one', 'other']);
    await app.actions.open(first);
    expect(app.state.current?.turns.map(({ device }) => device?.text)).toEqual(['It stays home.', 'It stays home.']);
  });

  it('a chat that lives in memory alone can be deleted and brought back', async () => {
    const app = failing();
    await app.ask('one');
    await app.actions.remove(idOf(app));
    expect([titles(app), app.state.current]).toEqual([[], null]);
    await app.actions.undoRemove();
    expect(titles(app)).toEqual(['one']);
    await app.ask('two');
    expect(app.state.current?.turns).toHaveLength(2);
  });

  it('a chat that is stored and cannot be deleted stays, and goes on', async () => {
    const app = new TestHearth();
    await app.ask('one');
    await app.settle();
    app.conversations.failure = errorInfo(code);
    await app.actions.remove(idOf(app));
    expect(notices(app)).toEqual([code]);
    expect(titles(app)).toEqual(['one']);
    expect(app.state.deleted).toEqual([]);
    await app.ask('two');
    expect(app.state.current?.turns).toHaveLength(2);
  });

  it('what could not be deleted is not said to be deleted', async () => {
    const app = new TestHearth();
    await app.ask('one');
    await app.settle();
    app.conversations.failure = errorInfo(code);
    await app.actions.deleteAllData();
    expect(notices(app)).toEqual([code]);
    expect(app.state.announcement).not.toBe('All data deleted');
    expect(titles(app)).toEqual(['one']);
    await app.ask('two');
    expect(app.state.current?.turns).toHaveLength(2);
  });

  it('the next change is stored when the store is well again', async () => {
    const app = failing();
    await app.ask('one');
    await app.settle();
    app.conversations.failure = null;
    await app.ask('two');
    await app.settle();
    expect(app.conversations.writes.at(-1)?.turns.map(({ prompt }) => prompt)).toEqual(['one', 'two']);
  });

  it('a notice that was dismissed comes again with the next failure', async () => {
    const app = failing();
    await app.ask('one');
    await app.settle();
    app.actions.dismissNotice(app.state.notices[0]?.id ?? -1);
    expect(notices(app)).toEqual([]);
    await app.ask('two');
    await app.settle();
    expect(notices(app)).toEqual([code]);
  });
});

describe('deleting all data', () => {
  it('leaves nothing in memory, in the store or in the settings, and stops what streams', async () => {
    const gate = new Gate();
    const disk = new MemoryDisk();
    const app = new TestHearth({
      conversations: new MemoryConversationStore(disk),
      settings: { mode: 'ask', endpoints: [endpointAt('https://cloud.example', 'big')] },
    });
    await app.actions.setCloudKey(endpointAt('').id, 'sk-secret');
    app.script = () => ({
      tokens: ['a', 'b'],
      beforeToken: (index) => (index === 1 ? gate.wait() : Promise.resolve()),
    });
    await app.actions.send('one');
    await gate.reached;
    await app.actions.deleteAllData();
    gate.open();
    await app.untilIdle();
    await app.settle();
    expect(disk.records.size).toBe(0);
    expect([titles(app), app.state.current, app.state.deleted]).toEqual([[], null, []]);
    expect(app.state.settings).toMatchObject({ mode: 'device', endpoints: [] });
    expect([app.state.keyedOrigins, await app.cloud.keyedOrigins()]).toEqual([[], []]);
    expect(app.state.engine.type).toBe('ready');
  });
});

describe('two tabs', () => {
  function tabs(): [TestHearth, TestHearth] {
    const disk = new MemoryDisk();
    return [
      new TestHearth({ conversations: new MemoryConversationStore(disk), tab: 'here' }),
      new TestHearth({ conversations: new MemoryConversationStore(disk), tab: 'there' }),
    ];
  }

  it('show each other’s chats and what is said in them', async () => {
    const [here, there] = tabs();
    await Promise.all([here.hearth.start(), there.hearth.start()]);
    await here.ask('one');
    await here.settle();
    expect(titles(there)).toEqual(['one']);
    await there.actions.open(idOf(here));
    here.nowMs += 10;
    await here.ask('two');
    await here.settle();
    expect(there.state.current?.turns.map(({ prompt }) => prompt)).toEqual(['one', 'two']);
  });

  it('do not undo each other’s renaming', async () => {
    const [here, there] = tabs();
    await Promise.all([here.hearth.start(), there.hearth.start()]);
    await here.ask('one');
    await here.settle();
    await there.actions.open(idOf(here));
    await here.actions.rename(idOf(here), 'Named');
    await here.settle();
    expect(there.state.current?.title).toBe('Named');
    there.nowMs += 10;
    await there.ask('two');
    await there.settle();
    expect([titles(here), titles(there)]).toEqual([['Named'], ['Named']]);
  });

  it('keep a lock that is set in one of them, in both and from the next prompt on', async () => {
    const [here, there] = tabs();
    await Promise.all([here.hearth.start(), there.hearth.start()]);
    await here.ask('one');
    await here.settle();
    await there.actions.open(idOf(here));
    there.nowMs += 10;
    there.actions.lockChat(true);
    await there.settle();
    expect(here.state.current?.isLocked).toBe(true);
    here.nowMs += 20;
    await here.ask('two');
    await here.settle();
    expect([here.state.current?.isLocked, there.state.current?.isLocked]).toEqual([true, true]);
  });

  it('keep a lock and a name that are set in one while the other answers', async () => {
    const [here, there] = tabs();
    await Promise.all([here.hearth.start(), there.hearth.start()]);
    await here.ask('one');
    await here.settle();
    await there.actions.open(idOf(here));
    const gate = new Gate();
    here.script = () => ({
      tokens: ['It ', 'stays.'],
      beforeToken: (index) => (index === 1 ? gate.wait() : Promise.resolve()),
    });
    here.nowMs += 10;
    const asked = here.ask('two');
    await gate.reached;
    await there.settle();
    there.nowMs += 20;
    there.actions.lockChat(true);
    await there.actions.rename(idOf(here), 'Private');
    await there.settle();
    here.nowMs += 30;
    gate.open();
    await asked;
    await here.settle();
    for (const tab of [here, there]) {
      expect(tab.state.current).toMatchObject({ isLocked: true, title: 'Private' });
      expect(tab.state.current?.turns.map(({ prompt }) => prompt)).toEqual(['one', 'two']);
    }
  });

  it('go by the settings that were last made in either', async () => {
    const [here] = tabs();
    await here.hearth.start();
    const there: Settings = { ...here.state.settings, mode: 'ask', theme: 'dark' };
    here.settings.settings = there;
    here.settings.tellChange(there);
    expect(here.state.settings.mode).toBe('ask');
    here.actions.changeSettings({ theme: 'light' });
    expect(here.settings.settings).toEqual({ ...there, theme: 'light' });
  });

  it('do not bring back what the other deleted', async () => {
    const [here, there] = tabs();
    await Promise.all([here.hearth.start(), there.hearth.start()]);
    await here.ask('one');
    await here.settle();
    await there.actions.open(idOf(here));
    await here.actions.remove(idOf(here));
    await there.settle();
    expect([titles(there), there.state.current]).toEqual([[], null]);
    expect(there.state.announcement).toContain('deleted in another tab');
    await there.ask('new');
    await there.settle();
    expect(titles(here)).toEqual(['new']);
  });

  it('keep what only one of them has, because its write failed', async () => {
    const [here, there] = tabs();
    await Promise.all([here.hearth.start(), there.hearth.start()]);
    here.conversations.failure = errorInfo('storage-full');
    await here.ask('unsaved');
    here.conversations.failure = null;
    await there.ask('saved');
    await there.settle();
    expect(titles(here).toSorted()).toEqual(['saved', 'unsaved']);
  });
});
