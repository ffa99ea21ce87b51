import { describe, expect, it } from 'vitest';
import { shownAnswer } from '../core/chat/conversation-edit.ts';
import type { Turn } from '../core/chat/conversation.ts';
import { EMBER } from '../core/models/ember.ts';
import { errorInfo } from '../core/errors.ts';
import { endpointAt } from '../testing/endpoints.ts';
import { Gate } from '../testing/gate.ts';
import { TestHearth } from '../testing/test-hearth.ts';

const turnsOf = (app: TestHearth): readonly Turn[] => app.state.current?.turns ?? [];
const lastTurn = (app: TestHearth): Turn => {
  const turn = turnsOf(app).at(-1);
  if (turn === undefined) throw new Error('no turn yet');
  return turn;
};
const textOf = (turn: Turn) => shownAnswer(turn)?.text;
const stored = (app: TestHearth) => app.conversations.writes.at(-1)?.turns ?? [];

describe('a prompt', () => {
  it('is answered on the device, and kept with its answer', async () => {
    const app = new TestHearth();
    await app.hearth.start();
    expect(await app.actions.send('  What is Hearth?  ')).toBe(true);
    await app.untilIdle();
    await app.settle();
    expect(lastTurn(app)).toMatchObject({
      prompt: 'What is Hearth?',
      shown: 'device',
      cloud: null,
      device: { text: 'It stays home.', modelId: 'ember', backend: 'wasm', end: { type: 'ended', reason: 'stop' } },
    });
    expect(stored(app)).toEqual(turnsOf(app));
    expect(app.state.announcement).toBe('Answer complete');
    expect(app.hearth.live.getState()).toBeNull();
    expect(app.cloud.sent).toEqual([]);
  });

  it('that is empty is refused, and starts no chat', async () => {
    const app = new TestHearth();
    await app.hearth.start();
    expect(await app.actions.send(' \n ')).toBe(false);
    expect(app.state.promptError?.code).toBe('prompt-empty');
    expect(app.state.current).toBeNull();
    expect(app.engine.requests).toEqual([]);
  });

  it.each(['device', 'cloud'] as const)('is with the store before anything is asked (%s)', async (mode) => {
    const storing = new Gate();
    const app = new TestHearth({ settings: { mode, endpoints: [endpointAt('https://cloud.example', 'big')] } });
    await app.hearth.start();
    app.conversations.gate = storing.wait();
    const sent = app.actions.send('one');
    await app.settle();
    expect(app.state.turn.type).toBe('waiting');
    expect([app.engine.requests, app.cloud.sent]).toEqual([[], []]);
    storing.open();
    expect(await sent).toBe(true);
    expect(app.conversations.writes[0]?.turns.map(({ prompt }) => prompt)).toEqual(['one']);
    await app.untilIdle();
    expect(app.engine.requests.length + app.cloud.sent.length).toBe(1);
  });

  it('that is stopped before it is with the store is not asked, and kept', async () => {
    const storing = new Gate();
    const app = new TestHearth();
    app.conversations.gate = storing.wait();
    const sent = app.actions.send('one');
    await app.until(({ turn }) => turn.type === 'waiting');
    app.actions.stop();
    await app.untilIdle();
    expect(lastTurn(app).device?.end).toMatchObject({ type: 'ended', reason: 'cancelled' });
    storing.open();
    await sent;
    await app.settle();
    expect(app.engine.requests).toEqual([]);
    expect(stored(app)).toEqual(turnsOf(app));
  });

  it('takes earlier exchanges with it', async () => {
    const app = new TestHearth();
    await app.ask('one');
    await app.ask('two');
    expect(app.engine.requests.at(-1)?.messages).toEqual([
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'It stays home.' },
      { role: 'user', content: 'two' },
    ]);
  });

  it('is not taken while another is answered, and none is lost', async () => {
    const gate = new Gate();
    const app = new TestHearth();
    app.script = () => ({ tokens: ['a'], beforeToken: () => gate.wait() });
    await app.actions.send('one');
    await gate.reached;
    expect(await app.actions.send('two')).toBe(false);
    gate.open();
    await app.untilIdle();
    expect(turnsOf(app).map(({ prompt }) => prompt)).toEqual(['one']);
  });

  it('waits for the model to load', async () => {
    const gate = new Gate();
    const app = new TestHearth({ duringLoad: () => gate.wait() });
    const started = app.hearth.start();
    await gate.reached;
    await app.actions.send('early');
    expect(app.state.turn.type).toBe('waiting');
    gate.open();
    await started;
    await app.untilIdle();
    expect(textOf(lastTurn(app))).toBe('It stays home.');
    expect(app.engine.loads).toHaveLength(1);
  });
});

describe('the answer that is made', () => {
  it('is drawn token by token apart from the message list', async () => {
    const gates = [new Gate(), new Gate()];
    const app = new TestHearth();
    app.script = () => ({ tokens: ['Hel', 'lo'], beforeToken: (index) => gates[index]?.wait() ?? Promise.resolve() });
    await app.actions.send('hi');
    expect(app.state.turn.type).toBe('waiting');
    await gates[0]?.reached;
    gates[0]?.open();
    await gates[1]?.reached;
    expect(app.state.turn.type).toBe('streaming');
    expect(app.hearth.live.getState()).toMatchObject({ text: 'Hel', tokens: 1, source: 'device' });
    gates[1]?.open();
    await app.untilIdle();
    expect(textOf(lastTurn(app))).toBe('Hello');
  });

  it('is stored as interrupted from its first token on, and again as it grows', async () => {
    const gates = [new Gate(), new Gate(), new Gate(), new Gate()];
    const app = new TestHearth();
    app.script = () => ({
      tokens: ['a', 'b', 'c', 'd'],
      beforeToken: (index) => gates[index]?.wait() ?? Promise.resolve(),
    });
    const partial = () => stored(app).at(-1)?.device;
    const untilToken = async (index: number) => {
      gates[index - 1]?.open();
      await gates[index]?.reached;
      await app.settle();
    };
    await app.actions.send('hi');
    await untilToken(0);
    expect(partial()).toBeNull();
    await untilToken(1);
    expect(partial()).toMatchObject({ text: 'a', end: { type: 'interrupted' } });
    app.pass(100);
    await untilToken(2);
    await untilToken(3);
    expect(partial()).toMatchObject({ text: 'a' });
    // No further token has to come: a stalled stream costs nothing either.
    app.pass(400);
    await app.settle();
    expect(partial()).toMatchObject({ text: 'abc', end: { type: 'interrupted' } });
    gates[3]?.open();
    await app.untilIdle();
    app.pass(1000);
    await app.settle();
    expect(partial()).toMatchObject({ text: 'abcd', end: { type: 'ended', reason: 'stop' } });
  });

  it('keeps what was written when it is stopped', async () => {
    const gate = new Gate();
    const app = new TestHearth();
    app.script = () => ({
      tokens: ['half ', 'rest'],
      beforeToken: (index) => (index === 1 ? gate.wait() : Promise.resolve()),
    });
    await app.actions.send('hi');
    await gate.reached;
    app.actions.stop();
    gate.open();
    await app.untilIdle();
    expect(lastTurn(app).device).toMatchObject({ text: 'half ', end: { type: 'ended', reason: 'cancelled' } });
    expect(app.state.announcement).toBe('Answer stopped');
  });

  it('ends as stopped, not as failed, when it is stopped while the model loads', async () => {
    const gate = new Gate();
    const app = new TestHearth({ duringLoad: () => gate.wait() });
    const started = app.hearth.start();
    await gate.reached;
    await app.actions.send('early');
    app.actions.stop();
    await app.untilIdle();
    expect(lastTurn(app).device).toMatchObject({ text: '', end: { type: 'ended', reason: 'cancelled' } });
    gate.open();
    await started;
    expect(app.state.engine.type).toBe('ready');
  });

  it('keeps the partial text and says why when the engine fails', async () => {
    const app = new TestHearth();
    app.script = () => ({ tokens: ['half'], end: errorInfo('device-lost') });
    await app.ask('hi');
    expect(lastTurn(app).device).toMatchObject({
      text: 'half',
      end: { type: 'failed', error: { code: 'device-lost' } },
    });
    app.script = () => ({ tokens: ['whole'] });
    await app.ask('again');
    expect(textOf(lastTurn(app))).toBe('whole');
    expect(app.engine.loads).toHaveLength(2);
  });

  it('fails with the reason when the prompt cannot be counted', async () => {
    const app = new TestHearth();
    await app.hearth.start();
    await app.engine.unload();
    await app.ask('hi');
    expect(lastTurn(app).device?.end).toMatchObject({ type: 'failed', error: { code: 'model-not-loaded' } });
    await app.ask('again');
    expect(textOf(lastTurn(app))).toBe('It stays home.');
    expect(app.state.notices).toEqual([]);
  });
});

describe('answering again', () => {
  it('replaces the answer', async () => {
    const app = new TestHearth();
    await app.ask('hi');
    app.script = () => ({ tokens: ['anew'] });
    await app.actions.regenerate(lastTurn(app).id);
    expect(turnsOf(app)).toHaveLength(1);
    expect(textOf(lastTurn(app))).toBe('anew');
  });

  it('keeps the former answer when it fails before the first token, and says why', async () => {
    const app = new TestHearth();
    await app.ask('hi');
    app.script = () => ({ tokens: [], end: errorInfo('out-of-memory') });
    await app.actions.regenerate(lastTurn(app).id);
    expect(lastTurn(app).device).toMatchObject({ text: 'It stays home.', end: { reason: 'stop' } });
    expect(app.state.notices.map(({ error }) => error.code)).toEqual(['out-of-memory']);
  });

  it('keeps the former answer when it is stopped before the first token', async () => {
    const gate = new Gate();
    const app = new TestHearth();
    await app.ask('hi');
    app.script = () => ({ tokens: ['anew'], beforeToken: () => gate.wait() });
    const again = app.actions.regenerate(lastTurn(app).id);
    await gate.reached;
    app.actions.stop();
    gate.open();
    await again;
    expect(lastTurn(app).device).toMatchObject({ text: 'It stays home.', end: { reason: 'stop' } });
    expect(app.state.notices).toEqual([]);
  });
});

describe('an edited prompt', () => {
  it('drops what came after and is answered', async () => {
    const app = new TestHearth();
    await app.ask('one');
    await app.ask('two');
    const [first] = turnsOf(app);
    app.script = () => ({ tokens: ['uno'] });
    expect(first && (await app.actions.editAndResend(first.id, ' eins '))).toBe(true);
    await app.untilIdle();
    expect(turnsOf(app).map((turn) => [turn.prompt, textOf(turn)])).toEqual([['eins', 'uno']]);
  });

  it('costs nothing when it is refused', async () => {
    const app = new TestHearth();
    await app.ask('one');
    await app.ask('two');
    const before = turnsOf(app);
    const edit = () => app.actions.editAndResend(before[0]?.id ?? lastTurn(app).id, 'eins');
    expect(await app.actions.editAndResend(lastTurn(app).id, ' ')).toBe(false);
    expect(app.state.promptError?.code).toBe('prompt-empty');
    app.actions.changeSettings({ mode: 'cloud' });
    expect(await edit()).toBe(false);
    expect(app.state.promptError?.code).toBe('cloud-not-configured');
    app.actions.changeSettings({ mode: 'device' });
    app.residency.change('elsewhere');
    expect(await edit()).toBe(false);
    expect(app.state.promptError?.code).toBe('engine-elsewhere');
    expect(turnsOf(app)).toBe(before);
  });
});

describe('a chat longer than the context window', () => {
  const model = { ...EMBER, contextWindow: 80 };
  const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');

  it('leaves out its oldest exchanges and says so', async () => {
    const app = new TestHearth({ model });
    app.script = () => ({ tokens: Array.from({ length: 8 }, () => 'token ') });
    await app.ask(words(9));
    await app.ask(words(9));
    const said: string[] = [];
    app.hearth.state.subscribe(({ announcement }) => said.push(announcement));
    await app.ask('last');
    expect(app.engine.requests.at(-1)?.messages).toHaveLength(3);
    expect(said.join('\n')).toContain('oldest messages are left out');
    expect(turnsOf(app)).toHaveLength(3);
  });

  it('never asks for more tokens than fit', async () => {
    const app = new TestHearth({ model });
    await app.ask(words(20));
    expect(app.engine.requests[0]?.sampling.maxTokens).toBe(80 - 21);
  });

  it('says that one prompt alone is too long, keeps it, and offers nothing by itself on the device', async () => {
    const app = new TestHearth({
      model,
      settings: { endpoints: [endpointAt('https://cloud.example', 'big')] },
    });
    await app.ask(words(100));
    expect(lastTurn(app)).toMatchObject({
      prompt: words(100),
      device: { text: '', end: { type: 'failed', error: { code: 'context-overflow' } } },
    });
    expect(app.state.offer).toBeNull();
    expect(app.engine.requests).toEqual([]);
    await app.ask('short');
    expect(textOf(lastTurn(app))).toBe('It stays home.');
  });

  it('offers the cloud for it in mode Ask me', async () => {
    const app = new TestHearth({
      model,
      settings: { mode: 'ask', endpoints: [endpointAt('https://cloud.example', 'big')] },
    });
    await app.ask(words(100));
    await app.until(({ offer }) => offer !== null);
    expect(app.state.offer).toMatchObject({ reason: 'context-overflow', turnId: lastTurn(app).id });
    expect(app.cloud.sent).toEqual([]);
  });

  it('is sent whole in mode Cloud', async () => {
    const app = new TestHearth({
      model,
      settings: { mode: 'cloud', endpoints: [endpointAt('https://cloud.example', 'big')] },
    });
    await app.ask(words(100));
    expect(app.cloud.sent).toHaveLength(1);
    expect(app.cloud.sent[0]?.body).toContain(words(100));
    expect(lastTurn(app)).toMatchObject({ shown: 'cloud', device: null, cloud: { text: 'From the cloud.' } });
  });
});
