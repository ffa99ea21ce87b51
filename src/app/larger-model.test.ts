import { describe, expect, it } from 'vitest';
import { errorInfo } from '../core/errors.ts';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import type { KnownModel } from '../ports/model-keeper.ts';
import { difficultyOf } from '../testing/decision-records.ts';
import { endpointAt } from '../testing/endpoints.ts';
import { Gate } from '../testing/gate.ts';
import { MemoryModelKeeper, ScriptedModelLibrary, storedModel } from '../testing/scripted-models.ts';
import { TestHearth, type TestHearthOptions } from '../testing/test-hearth.ts';

const FOLDER = 'phi-f32';
const CLOUD = endpointAt('https://cloud.example/v1', 'big');
const OFFER = { ...DEFAULT_SETTINGS.routing, larger: 'offer' as const };
const LOAD = { ...DEFAULT_SETTINGS.routing, larger: 'load' as const };

/** Ember is resident, Phi is stored and known from an earlier visit. Ember asks for a bigger one, Phi answers. */
async function opened(options: TestHearthOptions = {}, grade: 'runs-well' | 'tight' = 'runs-well') {
  const { manifest } = storedModel({ folder: FOLDER });
  const app = new TestHearth({
    library: new ScriptedModelLibrary([storedModel({ folder: FOLDER })]),
    keeper: new MemoryModelKeeper({
      hasModels: true,
      known: [{ manifest, isUsable: true, grade, contextTokens: 2048, loadMs: 4000 }],
    }),
    ...options,
    settings: { endpoints: [CLOUD], mode: 'ask', routing: OFFER, ...options.settings },
  });
  app.script = () =>
    app.state.model.name === 'Phi' ? { tokens: ['Phi ', 'knows.'] } : { tokens: ['?'], end: 'escalate' };
  await app.hearth.start();
  return app;
}

const answerOf = (app: TestHearth) => app.state.current?.turns.at(-1)?.device ?? null;
const offered = (app: TestHearth) => app.until(({ largerOffer }) => largerOffer !== null);

async function logOf(app: TestHearth) {
  await app.settle();
  return app.decisions.list();
}

describe('an answer that asks for a bigger model', () => {
  it('is offered to the one stored here before any cloud, with what loading takes, and nothing is loaded yet', async () => {
    const app = await opened();
    await app.ask('one');
    await offered(app);
    expect(app.state.largerOffer).toMatchObject({
      reason: 'model-escalated',
      model: { name: 'Phi', contextWindow: 2048, loadMs: { value: 4000, basis: 'measured' } },
    });
    expect([app.state.offer, app.state.model.name, app.cloud.sent]).toEqual([null, 'Ember', []]);
    expect(app.state.announcement).toBe('Phi on this device can answer this');
    expect((await logOf(app)).map(({ route, outcome }) => [route, outcome])).toEqual([
      ['device', 'escalated'],
      ['switch', 'offered'],
    ]);
  });

  it('is answered by it after a yes; it stays resident, and is not the choice of the next start', async () => {
    const app = await opened();
    await app.ask('one');
    await offered(app);
    await app.actions.acceptLarger();
    expect(answerOf(app)).toMatchObject({ modelId: 'phi', text: 'Phi knows.' });
    expect(app.state).toMatchObject({ model: { name: 'Phi', contextWindow: 2048 }, largerOffer: null });
    expect(app.settings.settings.modelFolder).toBeNull();
    expect((await logOf(app)).at(-1)).toMatchObject({
      route: 'switch',
      flag: 'model-escalated',
      outcome: 'answered',
      modelId: 'phi',
      sentBytes: 0,
    });
    await app.ask('two');
    expect(answerOf(app)?.modelId).toBe('phi');
    expect(app.state.largerOffer).toBeNull();
    expect(app.cloud.sent).toEqual([]);
  });

  it('is kept after a no, which is in the log, and the next prompt is asked anew', async () => {
    const app = await opened();
    await app.ask('one');
    await offered(app);
    app.actions.declineLarger();
    await app.settle();
    expect(answerOf(app)?.modelId).toBe('ember');
    expect((await logOf(app)).at(-1)?.outcome).toBe('declined');
    expect(app.state).toMatchObject({ largerOffer: null, offer: null });
    await app.ask('two');
    await offered(app);
    expect(app.state.largerOffer?.turnId).toBe(app.state.current?.turns.at(-1)?.id);
  });

  it('goes to the larger one by itself where the user set that, also in mode On device', async () => {
    const app = await opened({ settings: { routing: LOAD, mode: 'device' } });
    await app.actions.send('one');
    await app.until(({ current, turn }) => turn.type === 'idle' && current?.turns[0]?.device?.modelId === 'phi');
    expect((await logOf(app)).map(({ route, outcome }) => [route, outcome])).toEqual([
      ['device', 'escalated'],
      ['switch', 'answered'],
    ]);
    expect(app.cloud.sent).toEqual([]);
  });

  it('is only offered a tight one, and goes on to the cloud where the larger one gives up too', async () => {
    const app = await opened({ settings: { routing: LOAD } }, 'tight');
    app.script = () => ({ tokens: ['?'], end: 'escalate' });
    await app.ask('one');
    await offered(app);
    await app.actions.acceptLarger();
    await app.until(({ offer }) => offer !== null);
    expect(app.state.offer?.reason).toBe('model-escalated');
    expect(answerOf(app)?.modelId).toBe('phi');
    expect(app.cloud.sent).toEqual([]);
  });
});

describe('a prompt that looks too hard', () => {
  it('is answered by the small one at once, with the larger one offered meanwhile; a yes ends that answer', async () => {
    const app = await opened();
    const gate = new Gate();
    app.predict = () => difficultyOf(0.6);
    app.script = () =>
      app.state.model.name === 'Phi'
        ? { tokens: ['Phi knows.'] }
        : { tokens: ['Ember ', 'tries.'], beforeToken: (at) => (at === 1 ? gate.wait() : Promise.resolve()) };
    await app.actions.send('Prove it');
    await Promise.all([offered(app), gate.reached]);
    expect(app.state.largerOffer?.reason).toBe('hard-prompt');
    const accepted = app.actions.acceptLarger();
    gate.open();
    await accepted;
    expect(answerOf(app)).toMatchObject({ modelId: 'phi', text: 'Phi knows.' });
    expect((await logOf(app)).map(({ outcome }) => outcome)).toEqual(['stopped', 'answered']);
  });

  it('waits for the larger one where it loads by itself; Stop ends the load and brings the small one back', async () => {
    const gate = new Gate();
    let isHeld = false;
    const app = await opened({
      settings: { routing: LOAD },
      duringLoad: () => (isHeld ? gate.wait() : Promise.resolve()),
    });
    app.predict = () => difficultyOf(0.6);
    isHeld = true;
    await app.actions.send('Prove it');
    await gate.reached;
    expect(app.state).toMatchObject({ model: { name: 'Phi' }, turn: { type: 'waiting' } });
    expect(app.keeper.kept.borrowing).toBe(FOLDER);
    isHeld = false;
    app.actions.stop();
    gate.open();
    await app.until(({ engine, model }) => engine.type === 'ready' && model.name === 'Ember');
    expect(app.keeper.kept).toMatchObject({ borrowing: null, unfit: [], isLoading: false });
    expect(answerOf(app)).toMatchObject({ text: '', end: { type: 'ended', reason: 'cancelled' } });
    expect((await logOf(app)).map(({ route, outcome }) => [route, outcome])).toEqual([['switch', 'stopped']]);
  });
});

describe('a larger model that cannot be loaded', () => {
  const loadError = ({ id }: { readonly id: string }) => (id === 'phi' ? errorInfo('out-of-memory') : null);

  it('gives way to the small one, which answers; it says so once, and is not offered again', async () => {
    const app = await opened({ settings: { routing: LOAD, mode: 'device' }, loadError });
    app.predict = () => difficultyOf(0.6);
    app.script = () => ({ tokens: ['Ember tries.'] });
    await app.actions.send('Prove it');
    await app.until(({ current, turn }) => turn.type === 'idle' && current?.turns[0]?.device?.text === 'Ember tries.');
    expect(app.state.notices.map(({ error }) => error.code)).toEqual(['model-fell-back']);
    expect(app.keeper.kept).toMatchObject({ unfit: [FOLDER], borrowing: null });
    expect((await logOf(app)).map(({ route, outcome }) => [route, outcome])).toEqual([
      ['switch', 'failed'],
      ['device', 'answered'],
    ]);
    await app.ask('Prove that');
    expect((await logOf(app)).at(-1)).toMatchObject({ route: 'device', outcome: 'answered' });
  });

  it('leaves the answer that was there, and leads on to the cloud in mode Ask me', async () => {
    const app = await opened({ loadError });
    await app.ask('one');
    await offered(app);
    await app.actions.acceptLarger();
    await app.until(({ offer }) => offer !== null);
    expect(answerOf(app)).toMatchObject({ modelId: 'ember', text: '?' });
    expect(app.state.largerOffer).toBeNull();
  });

  it('is not tried again after a page that died of it, until the user chooses it', async () => {
    const { manifest } = storedModel({ folder: FOLDER });
    const keeper = new MemoryModelKeeper({
      hasModels: true,
      known: [{ manifest, isUsable: true, grade: 'runs-well', contextTokens: 2048, loadMs: null }],
      borrowing: FOLDER,
    });
    const app = await opened({ keeper });
    const models = await app.hearth.models();
    expect(models.larger()).toEqual([]);
    await models.actions.open();
    await models.actions.use(FOLDER);
    await models.actions.use(null);
    expect(models.larger()).toMatchObject([{ name: 'Phi' }]);
  });
});

describe('what is known of stored models', () => {
  it('is remembered with its verdict, so that a later start needs neither library nor probe', async () => {
    const app = await opened({ keeper: new MemoryModelKeeper() });
    await (await app.hearth.models()).actions.open();
    expect(app.keeper.kept.known).toMatchObject([{ isUsable: true, grade: 'tight', contextTokens: 1024 }]);
    const library = new ScriptedModelLibrary();
    const next = await opened({ keeper: app.keeper, library });
    expect((await next.hearth.models()).larger()).toMatchObject([{ folder: FOLDER, isTight: true }]);
    expect(library.configured).toEqual([]);
  });

  it('is looked at once for models that were stored before anything was remembered', async () => {
    const app = await opened({ keeper: new MemoryModelKeeper({ hasModels: true }) });
    expect((await app.hearth.models()).larger()).toMatchObject([{ folder: FOLDER }]);
  });

  const { manifest } = storedModel({ folder: FOLDER });
  const { webgpu } = manifest.builds;
  const FINE: KnownModel = { manifest, isUsable: true, grade: 'runs-well', contextTokens: 2048, loadMs: null };
  it.each<readonly [string, KnownModel, boolean]>([
    ['is fine', FINE, true],
    ['is smaller', { ...FINE, manifest: { ...manifest, parameters: 1e6 } }, false],
    ['will not run', { ...FINE, grade: 'will-not' }, false],
    ['is not whole', { ...FINE, isUsable: false }, false],
    [
      'has no build for the engine that is forced',
      { ...FINE, manifest: { ...manifest, builds: webgpu === undefined ? {} : { webgpu } } },
      false,
    ],
  ])('decides what is offered: one that %s', async (_, known, isOffered) => {
    const keeper = new MemoryModelKeeper({ hasModels: true, known: [known] });
    const app = await opened({ keeper, settings: { engine: 'wasm' } });
    expect((await app.hearth.models()).larger()).toHaveLength(isOffered ? 1 : 0);
  });

  it('does not offer what is broken or deleted', async () => {
    const app = await opened();
    const models = await app.hearth.models();
    await models.actions.open();
    expect(models.larger()).toHaveLength(1);
    app.library.become(FOLDER, { type: 'damaged', badBytes: 1 });
    expect(models.larger()).toEqual([]);
    app.library.tell([]);
    expect(app.keeper.kept.known).toEqual([]);
  });

  it('holds how long the last load took, by whatever it was loaded', async () => {
    const app = await opened();
    await app.ask('one');
    await offered(app);
    await app.actions.acceptLarger();
    expect(app.keeper.kept.known).toMatchObject([{ loadMs: 1 }]);
  });
});
