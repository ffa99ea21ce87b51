import { describe, expect, it } from 'vitest';
import { errorInfo } from '../core/errors.ts';
import { endpointId } from '../core/ids.ts';
import type { AnswerMode } from '../core/settings.ts';
import { endpointAt } from '../testing/endpoints.ts';
import { Gate } from '../testing/gate.ts';
import { TestHearth } from '../testing/test-hearth.ts';

const CLOUD = endpointAt('https://cloud.example/v1');

function escalating(mode: AnswerMode): TestHearth {
  const app = new TestHearth({ settings: { mode, endpoints: [CLOUD] } });
  app.script = () => ({ tokens: ['Needs a bigger model.'], end: 'escalate' });
  return app;
}

const lastTurn = (app: TestHearth) => {
  const turn = app.state.current?.turns.at(-1);
  if (turn === undefined) throw new Error('no turn yet');
  return turn;
};

describe('an answer that asks for a bigger model', () => {
  it('is offered to the cloud in mode Ask me: why, and exactly what would leave', async () => {
    const app = escalating('ask');
    await app.ask('Write a novel');
    await app.until(({ offer }) => offer !== null);
    const { offer } = app.state;
    expect(offer).toMatchObject({ reason: 'model-escalated', turnId: lastTurn(app).id });
    expect(JSON.parse(offer?.payload.body ?? '')).toMatchObject({
      model: 'big',
      messages: [{ role: 'user', content: 'Write a novel' }],
    });
    expect(app.cloud.sent).toEqual([]);
  });

  it('is not offered on the device', async () => {
    const app = escalating('device');
    await app.ask('Write a novel');
    await app.settle();
    expect(app.state.offer).toBeNull();
    expect(app.cloud.sent).toEqual([]);
  });

  it('is not offered where there is no endpoint, nor in a chat that is not shown any more', async () => {
    const bare = new TestHearth({ settings: { mode: 'ask' } });
    bare.script = () => ({ tokens: ['Needs more.'], end: 'escalate' });
    await bare.ask('Write a novel');
    await bare.settle();
    expect(bare.state.offer).toBeNull();
    expect(bare.state.notices).toEqual([]);

    const gate = new Gate();
    const app = escalating('ask');
    app.script = () => ({ tokens: ['x'], end: 'escalate', beforeToken: () => gate.wait() });
    await app.actions.send('Write a novel');
    await gate.reached;
    app.actions.newChat();
    gate.open();
    await app.untilIdle();
    await app.settle();
    expect(app.state.offer).toBeNull();
  });
});

describe('an offer', () => {
  async function offered(): Promise<TestHearth> {
    const app = escalating('ask');
    await app.ask('Write a novel');
    await app.until(({ offer }) => offer !== null);
    return app;
  }

  it('sends, when accepted, the very bytes that were shown, and keeps both answers', async () => {
    const app = await offered();
    const { payload: shown, grant } = app.state.offer ?? {};
    await app.actions.acceptOffer();
    expect(app.cloud.sent).toEqual([shown]);
    expect(app.cloud.grants).toEqual([grant]);
    expect(app.state.offer).toBeNull();
    expect(lastTurn(app)).toMatchObject({
      shown: 'cloud',
      device: { text: 'Needs a bigger model.' },
      cloud: { text: 'From the cloud.', modelId: 'big', backend: 'remote' },
    });
    await app.actions.show(lastTurn(app).id, 'device');
    expect(lastTurn(app).shown).toBe('device');
    await app.settle();
    expect(app.conversations.writes.at(-1)?.turns.at(-1)?.shown).toBe('device');
  });

  it('sends nothing when declined, and keeps the answer of the device', async () => {
    const app = await offered();
    await app.actions.declineOffer();
    expect(app.state.offer).toBeNull();
    expect(app.cloud.sent).toEqual([]);
    expect(app.engine.requests).toHaveLength(1);
    expect(lastTurn(app)).toMatchObject({ shown: 'device', device: { text: 'Needs a bigger model.' }, cloud: null });
  });

  it('is not offered again for the same reason, when the device then finds that it does not fit', async () => {
    const app = new TestHearth({ settings: { mode: 'ask', endpoints: [CLOUD] } });
    app.script = () => ({ tokens: [], error: errorInfo('context-overflow') });
    await app.actions.send('word '.repeat(20_000));
    await app.until(({ offer }) => offer !== null);
    expect(app.state.offer?.reason).toBe('context-overflow');
    await app.actions.declineOffer();
    await app.settle();
    expect(lastTurn(app).device?.end).toMatchObject({ type: 'failed', error: { code: 'context-overflow' } });
    expect(app.state.offer).toBeNull();
    expect(app.cloud.sent).toEqual([]);
  });

  it('is answered once only', async () => {
    const app = await offered();
    await Promise.all([app.actions.acceptOffer(), app.actions.acceptOffer()]);
    await app.actions.acceptOffer();
    await app.actions.declineOffer();
    expect(app.cloud.sent).toHaveLength(1);
  });

  it('goes with its chat', async () => {
    const app = await offered();
    await app.actions.remove(app.state.offer?.conversationId ?? lastConversation(app));
    expect(app.state.offer).toBeNull();
    await app.actions.acceptOffer();
    expect(app.cloud.sent).toEqual([]);
  });
});

const lastConversation = (app: TestHearth) => {
  const { current } = app.state;
  if (current === null) throw new Error('no chat is open');
  return current.id;
};

describe('asking the cloud', () => {
  it.each(['device', 'ask'] as const)('for a prompt in mode %s shows it first', async (mode) => {
    const app = new TestHearth({ settings: { mode, endpoints: [CLOUD] } });
    expect(await app.actions.sendToCloud('Write a novel')).toBe(true);
    await app.settle();
    expect(app.state.offer).toMatchObject({ reason: 'user-asked' });
    expect(app.cloud.sent).toEqual([]);
    expect(app.engine.requests).toEqual([]);
  });

  it('for a prompt, and declined, lets the device answer', async () => {
    const app = new TestHearth({ settings: { endpoints: [CLOUD] } });
    await app.actions.sendToCloud('Write a novel');
    await app.actions.declineOffer();
    expect(lastTurn(app)).toMatchObject({ prompt: 'Write a novel', device: { text: 'It stays home.' }, cloud: null });
    expect(app.cloud.sent).toEqual([]);
  });

  it('for an answered turn offers it, with the earlier exchanges that would leave too', async () => {
    const app = new TestHearth({ settings: { endpoints: [CLOUD] } });
    await app.ask('one');
    await app.ask('two');
    await app.actions.askCloud(lastTurn(app).id);
    expect(JSON.parse(app.state.offer?.payload.body ?? '').messages).toEqual([
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'It stays home.' },
      { role: 'user', content: 'two' },
    ]);
  });

  it('tells why the turn was flagged, if it was', async () => {
    const app = escalating('device');
    await app.ask('Write a novel');
    await app.actions.askCloud(lastTurn(app).id);
    expect(app.state.offer?.reason).toBe('model-escalated');
  });

  it('without an endpoint keeps the prompt and says what to do', async () => {
    const app = new TestHearth();
    expect(await app.actions.sendToCloud('Write a novel')).toBe(false);
    expect(app.state.promptError?.code).toBe('cloud-not-configured');
    expect(app.state.current).toBeNull();
    await app.ask('one');
    await app.actions.askCloud(lastTurn(app).id);
    expect(app.state.notices.map(({ error }) => error.code)).toEqual(['cloud-not-configured']);
  });
});

describe('mode Cloud', () => {
  it('sends each prompt, and asks again before nothing', async () => {
    const app = new TestHearth({ settings: { mode: 'cloud', endpoints: [CLOUD] } });
    await app.ask('one');
    expect(app.cloud.sent).toHaveLength(1);
    expect(app.engine.requests).toEqual([]);
    expect(lastTurn(app)).toMatchObject({ shown: 'cloud', cloud: { text: 'From the cloud.' } });
  });

  it('keeps the prompt when the endpoint is not set or its address is wrong', async () => {
    const app = new TestHearth({ settings: { mode: 'cloud' } });
    expect(await app.actions.send('one')).toBe(false);
    expect(app.state.promptError?.code).toBe('cloud-not-configured');
    app.actions.changeSettings({ endpoints: [endpointAt('ftp://x', 'big')] });
    expect(await app.actions.send('one')).toBe(false);
    expect(app.state.promptError?.code).toBe('cloud-bad-url');
    expect(app.state.current).toBeNull();
  });

  it('keeps the partial text when the endpoint fails, and goes back to the device only when asked', async () => {
    const app = new TestHearth({ settings: { mode: 'cloud', endpoints: [CLOUD] } });
    app.cloud.script = { texts: ['half'], end: errorInfo('cloud-stream-broken') };
    await app.ask('one');
    expect(lastTurn(app)).toMatchObject({
      prompt: 'one',
      device: null,
      cloud: { text: 'half', end: { type: 'failed', error: { code: 'cloud-stream-broken' } } },
    });
    expect(app.engine.requests).toEqual([]);
  });

  it('regenerates a cloud answer in the cloud, and keeps the former one when that fails', async () => {
    const app = new TestHearth({ settings: { mode: 'cloud', endpoints: [CLOUD] } });
    await app.ask('one');
    app.cloud.script = { texts: [], end: errorInfo('cloud-rate-limited') };
    await app.actions.regenerate(lastTurn(app).id);
    expect(app.cloud.sent).toHaveLength(2);
    expect(lastTurn(app).cloud).toMatchObject({ text: 'From the cloud.', end: { reason: 'stop' } });
    expect(app.state.notices.map(({ error }) => error.code)).toEqual(['cloud-rate-limited']);
  });
});

describe('the connection test', () => {
  it('drops the result of a test when the settings change while it runs', async () => {
    const app = new TestHearth({ settings: { endpoints: [CLOUD] } });
    const test = app.actions.testConnection(CLOUD.id);
    app.actions.changeSettings({ endpoints: [{ ...CLOUD, model: 'other' }] });
    await test;
    await app.settle();
    expect(app.state.connectionTest.type).toBe('untested');
  });

  it('tells what is missing without sending anything, and forgets its result when the endpoint changes', async () => {
    const app = new TestHearth();
    await app.actions.testConnection(CLOUD.id);
    expect(app.state.connectionTest).toMatchObject({
      type: 'tested',
      result: { ok: false, error: { code: 'cloud-not-configured' } },
    });
    app.actions.changeSettings({ endpoints: [CLOUD] });
    await app.settle();
    expect(app.state.connectionTest.type).toBe('untested');
    await app.actions.testConnection(CLOUD.id);
    expect(app.state.connectionTest).toMatchObject({ type: 'tested', result: { ok: true, model: 'big' } });
  });

  it('forgets the key when no endpoint is at its host any more, and only then', async () => {
    const [one, two] = [endpointAt('https://one.example/v1'), endpointAt('https://two.example/v1')];
    const app = new TestHearth({ settings: { endpoints: [one] } });
    await app.actions.setCloudKey(one.id, 'sk-secret');
    app.actions.changeSettings({ endpoints: [endpointAt('https://one.example/v2', 'bigger')] });
    await app.settle();
    expect(await app.cloud.keyedOrigins()).toEqual(['https://one.example']);
    app.actions.changeSettings({ endpoints: [two, { ...one, id: endpointId('second') }] });
    await app.settle();
    expect(await app.cloud.keyedOrigins()).toEqual(['https://one.example']);
    app.actions.changeSettings({ endpoints: [two] });
    await app.settle();
    expect(await app.cloud.keyedOrigins()).toEqual([]);
  });

  it('knows which hosts have a key, never the key', async () => {
    const app = new TestHearth({ settings: { endpoints: [CLOUD] } });
    await app.actions.setCloudKey(CLOUD.id, 'sk-secret');
    expect(app.state.keyedOrigins).toEqual(['https://cloud.example']);
    expect(JSON.stringify(app.state)).not.toContain('sk-secret');
    await app.actions.setCloudKey(CLOUD.id, '');
    expect(app.state.keyedOrigins).toEqual([]);
  });
});
