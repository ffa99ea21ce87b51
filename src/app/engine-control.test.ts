import { describe, expect, it } from 'vitest';
import type { ErrorInfo } from '../core/errors.ts';
import { errorInfo } from '../core/errors.ts';
import { endpointAt } from '../testing/endpoints.ts';
import { Gate } from '../testing/gate.ts';
import { TestHearth } from '../testing/test-hearth.ts';

const lastEnd = (app: TestHearth) => app.state.current?.turns.at(-1)?.device?.end;

describe('the model', () => {
  it('is loaded at start, and said to be ready with what runs it', async () => {
    const app = new TestHearth();
    const seen: string[] = [];
    app.hearth.state.subscribe(({ engine }) => {
      if (engine.type !== seen.at(-1)) seen.push(engine.type);
    });
    await app.hearth.start();
    await app.settle();
    expect(seen).toEqual(['unloaded', 'loading', 'ready']);
    expect(app.state.engine).toMatchObject({ type: 'ready', choice: { backend: 'wasm' } });
    expect(app.state.footprint?.weightsBytes.value).toBeGreaterThan(0);
  });

  it('that could not be loaded is tried again by the next prompt', async () => {
    let error: ErrorInfo | null = errorInfo('model-missing');
    const app = new TestHearth({ loadError: () => error });
    await app.hearth.start();
    expect(app.state.engine).toEqual({ type: 'failed', error });
    await app.ask('one');
    expect(lastEnd(app)).toMatchObject({ type: 'failed', error: { code: 'model-missing' } });
    error = null;
    await app.ask('two');
    expect(lastEnd(app)).toMatchObject({ type: 'ended', reason: 'stop' });
    expect(app.state.current?.turns.map(({ prompt }) => prompt)).toEqual(['one', 'two']);
  });

  it('is said to be ready while its self-test runs, which a question waits for', async () => {
    const test = new Gate();
    const app = new TestHearth({ duringTest: () => test.wait().then(() => null) });
    const started = app.hearth.start();
    await test.reached;
    await app.until(({ engine }) => engine.type === 'ready');
    expect(app.state.engine).toMatchObject({ type: 'ready', choice: { backend: 'wasm' }, isTested: false });
    const asked = app.ask('one');
    await app.until(({ turn }) => turn.type === 'waiting');
    await app.settle();
    expect(app.engine.requests).toEqual([]);
    test.open();
    await Promise.all([started, asked]);
    expect(app.state.engine).toMatchObject({ type: 'ready', isTested: true });
    expect(lastEnd(app)).toMatchObject({ type: 'ended', reason: 'stop' });
    expect(app.engine.loads).toHaveLength(1);
  });

  it('gives no answer to a question that waited for a self-test which then failed', async () => {
    const test = new Gate();
    const error = errorInfo('model-garbled');
    const app = new TestHearth({ duringTest: () => test.wait().then(() => error) });
    const started = app.hearth.start();
    await test.reached;
    const asked = app.ask('one');
    await app.until(({ turn }) => turn.type === 'waiting');
    test.open();
    await Promise.all([started, asked]);
    expect(app.engine.requests).toEqual([]);
    expect(app.state.engine).toEqual({ type: 'failed', error });
    expect(lastEnd(app)).toMatchObject({ type: 'failed', error });
  });

  it('can be unloaded while its self-test runs', async () => {
    const test = new Gate();
    const app = new TestHearth({ duringTest: () => test.wait().then(() => null) });
    const started = app.hearth.start();
    await test.reached;
    await app.until(({ engine }) => engine.type === 'ready');
    const unloaded = app.actions.unloadEngine();
    test.open();
    await Promise.all([started, unloaded]);
    expect(app.state.engine).toEqual({ type: 'unloaded' });
  });

  it('is unloaded on request, and loaded by the next prompt', async () => {
    const app = new TestHearth();
    await app.hearth.start();
    await app.actions.unloadEngine();
    await app.settle();
    expect(app.state.engine.type).toBe('unloaded');
    expect(app.state.footprint).toBeNull();
    await app.ask('one');
    expect(app.state.engine.type).toBe('ready');
  });

  it('is loaded once, however many ask', async () => {
    const app = new TestHearth();
    await Promise.all([app.hearth.start(), app.actions.loadEngine(), app.ask('one')]);
    expect(app.engine.loads).toHaveLength(1);
  });
});

describe('another engine in the settings', () => {
  it('is loaded at once, and kept', async () => {
    const app = new TestHearth();
    await app.hearth.start();
    app.actions.changeSettings({ engine: 'webgpu' });
    await app.until(({ engine }) => engine.type === 'ready' && engine.choice.backend === 'webgpu');
    expect(app.engine.loads).toEqual(['auto', 'webgpu']);
    expect(app.settings.settings.engine).toBe('webgpu');
  });

  it('does not reload when something else is set', async () => {
    const app = new TestHearth();
    await app.hearth.start();
    app.actions.changeSettings({ sampling: { temperature: 1, topP: 0.9, maxTokens: 5 } });
    await app.ask('one');
    expect(app.engine.loads).toEqual(['auto']);
    expect(app.engine.requests[0]?.sampling).toEqual({ temperature: 1, topP: 0.9, maxTokens: 5 });
  });

  it('ends the answer that streams, keeps its text, and answers a prompt sent right after', async () => {
    const gate = new Gate();
    const app = new TestHearth();
    app.script = () => ({
      tokens: ['half', 'rest'],
      beforeToken: (index) => (index === 1 ? gate.wait() : Promise.resolve()),
    });
    await app.actions.send('one');
    await gate.reached;
    app.actions.changeSettings({ engine: 'webgpu' });
    gate.open();
    await app.untilIdle();
    expect(app.state.current?.turns[0]?.device).toMatchObject({ text: 'half', end: { reason: 'cancelled' } });
    app.script = () => ({ tokens: ['whole'] });
    await app.ask('two');
    expect(app.state.current?.turns[1]?.device).toMatchObject({ text: 'whole', backend: 'webgpu' });
  });

  it('is met by a prompt that was sent in the same moment', async () => {
    const app = new TestHearth();
    await app.hearth.start();
    app.actions.changeSettings({ engine: 'webgpu' });
    await app.ask('one');
    expect(app.state.current?.turns[0]?.device).toMatchObject({ text: 'It stays home.', backend: 'webgpu' });
  });

  it('replaces a load that runs', async () => {
    const gate = new Gate();
    const app = new TestHearth({ duringLoad: () => gate.wait() });
    const started = app.hearth.start();
    await gate.reached;
    app.actions.changeSettings({ engine: 'webgpu' });
    gate.open();
    await started;
    await app.until(({ engine }) => engine.type === 'ready');
    expect(app.state.engine).toMatchObject({ choice: { backend: 'webgpu' } });
  });
});

describe('a model that another tab holds', () => {
  async function elsewhere(): Promise<TestHearth> {
    const app = new TestHearth();
    app.residency.state = 'elsewhere';
    await app.hearth.start();
    return app;
  }

  it('is not loaded here; a prompt stays in its box and says why', async () => {
    const app = await elsewhere();
    expect(app.state.engine.type).toBe('elsewhere');
    expect(app.engine.loads).toEqual([]);
    expect(await app.actions.send('one')).toBe(false);
    expect(app.state.promptError?.code).toBe('engine-elsewhere');
    expect(app.state.current).toBeNull();
  });

  it('does not keep the cloud from answering', async () => {
    const app = new TestHearth({
      settings: { mode: 'cloud', endpoints: [endpointAt('https://cloud.example', 'big')] },
    });
    app.residency.state = 'elsewhere';
    await app.hearth.start();
    await app.ask('one');
    expect(app.state.current?.turns[0]?.cloud?.text).toBe('From the cloud.');
  });

  it('comes here on request, and the word about it goes', async () => {
    const app = await elsewhere();
    await app.actions.send('one');
    await app.actions.takeOver();
    expect(app.state.engine.type).toBe('ready');
    expect(app.state.promptError).toBeNull();
    await app.ask('one');
    expect(lastEnd(app)).toMatchObject({ reason: 'stop' });
  });

  it('comes here by itself when the other tab closes', async () => {
    const app = await elsewhere();
    app.residency.change('held');
    await app.until(({ engine }) => engine.type === 'ready');
    expect(app.engine.loads).toHaveLength(1);
  });

  it('that was taken from here: the answer ends with its text, and the tab says where the model is', async () => {
    const gate = new Gate();
    const app = new TestHearth();
    app.script = () => ({
      tokens: ['half', 'rest'],
      beforeToken: (index) => (index === 1 ? gate.wait() : Promise.resolve()),
    });
    await app.actions.send('one');
    await gate.reached;
    app.residency.change('elsewhere');
    gate.open();
    await app.untilIdle();
    await app.settle();
    expect(app.state.engine.type).toBe('elsewhere');
    expect(app.state.current?.turns[0]?.device).toMatchObject({ text: 'half', end: { reason: 'cancelled' } });
    expect((await app.engine.footprint()).weightsBytes.value).toBe(0);
  });

  it('that was taken while it was loaded is not said to be merely unloaded', async () => {
    const gate = new Gate();
    const app = new TestHearth({ duringLoad: () => gate.wait() });
    const started = app.hearth.start();
    await gate.reached;
    app.residency.change('elsewhere');
    gate.open();
    await started;
    await app.settle();
    expect(app.state.engine.type).toBe('elsewhere');
  });
});
