import { describe, expect, it } from 'vitest';
import { errorInfo } from '../core/errors.ts';
import { endpointId } from '../core/ids.ts';
import { measured } from '../core/quantity.ts';
import { newEndpoint } from '../core/routing/endpoint.ts';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import type { DeviceProbe } from '../ports/device-probe.ts';
import { NOTHING_KEPT } from '../ports/model-keeper.ts';
import { Gate } from '../testing/gate.ts';
import {
  MemoryModelKeeper,
  PHI,
  SCRIPTED_PROBE,
  ScriptedModelLibrary,
  storedModel,
} from '../testing/scripted-models.ts';
import type { TestHearthOptions } from '../testing/test-hearth.ts';
import { TestHearth } from '../testing/test-hearth.ts';
import { PAGE } from './models-state.ts';

const FOLDER = 'phi-f32';

async function opened(options: TestHearthOptions = {}) {
  const app = new TestHearth({ library: new ScriptedModelLibrary([storedModel({ folder: FOLDER })]), ...options });
  await app.hearth.start();
  const models = await app.hearth.models();
  await models.actions.open();
  return { app, models, actions: models.actions, library: app.library };
}

describe('the catalog', () => {
  it('is judged for this device before the first byte, build by build', async () => {
    const { models } = await opened();
    const [phi] = models.state.getState().judged ?? [];
    expect(models.state.getState().recommended).toBe('phi');
    expect(phi?.right?.build.id).toBe('phi-f32');
    expect(phi?.builds.map(({ verdict }) => verdict.grade)).toEqual(['will-not', 'tight']);
  });

  it('is judged again when the device is measured anew, and the last verdict stands meanwhile', async () => {
    const busy = {
      ...(await SCRIPTED_PROBE.read(new AbortController().signal)),
      gpuBandwidthBytesPerSecond: measured(1e9),
    };
    const held = new Gate();
    let isForgotten = false;
    const probe: DeviceProbe = {
      read: async (signal) => {
        if (!isForgotten) return busy;
        await held.wait();
        return SCRIPTED_PROBE.read(signal);
      },
      forget: () => {
        isForgotten = true;
      },
    };
    const { models, actions } = await opened({ probe });
    const verdict = () => models.state.getState().judged?.[0]?.builds[1]?.verdict;
    expect(verdict()).toMatchObject({ grade: 'will-not', contextTokens: 1024 });
    expect(models.state.getState().recommended).toBeNull();
    const measuring = actions.measureAgain();
    await held.reached;
    expect(models.state.getState().facts).toBeNull();
    expect(verdict()).toMatchObject({ grade: 'will-not' });
    held.open();
    await measuring;
    expect(verdict()).toMatchObject({ grade: 'tight' });
    expect(models.state.getState().recommended).toBe('phi');
    expect(models.state.getState().storedVerdicts.get(FOLDER)?.grade).toBe('tight');
    expect(models.state.getState().announcement).toBe('This device has been measured again.');
  });

  it('keeps the last reading where measuring anew fails, and says why', async () => {
    let isBroken = false;
    const probe: DeviceProbe = {
      read: (signal) => (isBroken ? Promise.reject(new Error('no worker')) : SCRIPTED_PROBE.read(signal)),
      forget: () => {
        isBroken = true;
      },
    };
    const { models, actions } = await opened({ probe });
    const before = models.state.getState().facts;
    expect(before).not.toBeNull();
    await actions.measureAgain();
    expect(models.state.getState().facts).toBe(before);
    expect(models.state.getState().notes.get(PAGE)).toMatchObject({ type: 'failed', error: { code: 'unexpected' } });
  });

  it('is not read, and no library opened, before the page is', async () => {
    const app = new TestHearth();
    await app.hearth.start();
    expect(app.library.configured).toEqual([]);
  });

  it('is downloaded from as the build says, into a folder named by it', async () => {
    const { app, actions, library } = await opened({ library: new ScriptedModelLibrary() });
    const build = PHI.builds[1];
    if (build === undefined) throw new Error('no build');
    await actions.download(PHI, build);
    expect(library.calls).toEqual(['download phi-f32']);
    expect(app.keeper.kept).toMatchObject({ hasUnfinished: true, hasModels: true });
  });
});

describe('a stored model', () => {
  it('in use is loaded with the context that fits, and answers', async () => {
    const { app, actions } = await opened();
    await actions.use(FOLDER);
    expect(app.state.model).toMatchObject({ name: 'Phi', contextWindow: 1024 });
    expect(app.state.engine.type).toBe('ready');
    expect(app.settings.settings.modelFolder).toBe(FOLDER);
    await app.ask('one');
    expect(app.state.current?.turns[0]?.device).toMatchObject({ modelId: 'phi', text: 'It stays home.' });
    expect(app.library.calls).toContain(`touch ${FOLDER}`);
  });

  it('in use is loaded at the next start, without waiting for the library', async () => {
    const { app } = await opened();
    await (await app.hearth.models()).actions.use(FOLDER);
    const library = new ScriptedModelLibrary();
    const next = new TestHearth({ settings: app.settings.settings, keeper: app.keeper, library });
    await next.hearth.start();
    expect(next.state.model.name).toBe('Phi');
    expect(next.state.engine.type).toBe('ready');
    expect(library.configured).toEqual([]);
  });

  it('that cannot be loaded gives way to Ember, says so, and is not tried at the next start', async () => {
    const error = errorInfo('out-of-memory');
    const { app, models, actions } = await opened({ loadError: ({ id }) => (id === 'phi' ? error : null) });
    await actions.use(FOLDER);
    expect(app.state.model.name).toBe('Ember');
    expect(app.state.engine.type).toBe('ready');
    expect(app.state.fallenBack).toEqual({ folder: FOLDER, error });
    expect(app.state.notices.map((notice) => notice.error.code)).toEqual(['model-fell-back']);
    expect(app.settings.settings.modelFolder).toBeNull();
    expect(app.keeper.kept.chosen).toBeNull();
    expect(app.keeper.kept.unfit).toEqual([FOLDER]);
    expect(models.state.getState().announcement).toBe('Phi could not be loaded');
  });

  it('whose load the page did not survive is not loaded again by itself', async () => {
    const { app, actions } = await opened();
    await actions.use(FOLDER);
    const keeper = new MemoryModelKeeper({ ...app.keeper.kept, isLoading: true });
    const next = new TestHearth({ settings: app.settings.settings, keeper });
    await next.hearth.start();
    expect(next.state.model.name).toBe('Ember');
    expect(next.state.fallenBack).toMatchObject({ folder: FOLDER, error: { code: 'engine-crashed' } });
    expect(keeper.kept.isLoading).toBe(false);
    expect(next.settings.settings.modelFolder).toBeNull();
    expect(keeper.kept.unfit).toEqual([FOLDER]);
  });

  it('that another tab is loading is left to it', async () => {
    const { app, actions } = await opened();
    await actions.use(FOLDER);
    const kept = { ...app.keeper.kept, isLoading: true, borrowing: 'other' };
    const next = new TestHearth({ settings: app.settings.settings, keeper: new MemoryModelKeeper(kept) });
    next.residency.state = 'elsewhere';
    await next.hearth.start();
    expect(next.state).toMatchObject({ fallenBack: null, engine: { type: 'elsewhere' }, model: { name: 'Phi' } });
    expect(next.keeper.kept).toMatchObject({ isLoading: true, borrowing: 'other', unfit: [] });
    expect(next.settings.settings.modelFolder).toBe(FOLDER);
  });

  it('is marked as loading only while it is, its self-test included', async () => {
    const [load, test] = [new Gate(), new Gate()];
    let isHeld = false;
    const { app, actions } = await opened({
      duringLoad: () => (isHeld ? load.wait() : Promise.resolve()),
      duringTest: () => (isHeld ? test.wait() : Promise.resolve()).then(() => null),
    });
    expect(app.keeper.kept.isLoading).toBe(false);
    isHeld = true;
    const used = actions.use(FOLDER);
    await load.reached;
    expect(app.keeper.kept.isLoading).toBe(true);
    load.open();
    await test.reached;
    expect(app.keeper.kept.isLoading).toBe(true);
    test.open();
    await used;
    expect(app.keeper.kept.isLoading).toBe(false);
  });

  it('in use gives way to Ember before it is deleted; the bytes it gave back are told', async () => {
    const { app, models, actions, library } = await opened();
    await actions.use(FOLDER);
    await actions.remove(FOLDER);
    expect(app.state.model.name).toBe('Ember');
    expect(app.settings.settings.modelFolder).toBeNull();
    expect(library.calls).toEqual([`remove ${FOLDER}`]);
    expect(models.state.getState().stored).toEqual([]);
    expect(models.state.getState().notes.get(PAGE)).toEqual({
      type: 'done',
      text: 'Phi was deleted: 2.00 GB freed.',
    });
  });

  it('that cannot be deleted says why, and stays', async () => {
    const { models, actions, library } = await opened();
    const error = errorInfo('storage-blocked');
    library.removed = { ok: false, error };
    await actions.remove(FOLDER);
    expect(models.state.getState().notes.get(FOLDER)).toEqual({ type: 'failed', error });
    expect(models.state.getState().stored).toHaveLength(1);
  });

  it('is not used before it is whole', async () => {
    const { app, actions } = await opened({
      library: new ScriptedModelLibrary([storedModel({ folder: FOLDER, state: { type: 'paused' } })]),
    });
    await actions.use(FOLDER);
    expect(app.state.model.name).toBe('Ember');
  });

  it('that was verified says so, and only if nothing is damaged', async () => {
    const { models, actions, library } = await opened();
    const note = () => models.state.getState().notes.get(FOLDER);
    await actions.verify(FOLDER);
    library.become(FOLDER, { type: 'verifying', checkedBytes: 1 });
    expect(note()).toBeUndefined();
    library.become(FOLDER, { type: 'ready' });
    expect(note()).toMatchObject({ type: 'done', text: expect.stringContaining('Every byte') });
    await actions.verify(FOLDER);
    library.become(FOLDER, { type: 'damaged', badBytes: 1 });
    expect(note()).toBeUndefined();
    // Repaired: that is another matter.
    library.become(FOLDER, { type: 'ready' });
    expect(note()).toBeUndefined();
  });

  it('can be used while a newer revision comes, and when that fails', async () => {
    const update = { revision: 'new', storedBytes: 1, totalBytes: 2e9 };
    const failed = { type: 'failed', error: errorInfo('hub-not-found') } as const;
    const { app, actions } = await opened({
      library: new ScriptedModelLibrary([storedModel({ folder: FOLDER, state: failed, update })]),
    });
    await actions.use(FOLDER);
    expect(app.state.model.name).toBe('Phi');
  });

  it('that was updated says to what; one whose update was cancelled does not', async () => {
    const { models, actions, library } = await opened();
    library.updated = { ok: true, value: 'updating' };
    await actions.update(FOLDER);
    const state = { type: 'downloading', bytesPerSecond: 1, leftMs: null } as const;
    const update = { revision: 'b', storedBytes: 1, totalBytes: 2e9 };
    const old = { repo: 'makers/phi', revision: 'a' };
    const said = () => [models.state.getState().announcement, models.state.getState().notes.get(FOLDER)];
    library.tell([storedModel({ folder: FOLDER, source: old, state, update })]);
    expect(said()).toEqual(['Phi: the update has begun', undefined]);
    library.tell([storedModel({ folder: FOLDER, source: old })]);
    expect(said()).toEqual(['Phi: the update has begun', undefined]);
    library.tell([storedModel({ folder: FOLDER, source: old, state, update })]);
    library.tell([storedModel({ folder: FOLDER, source: { ...old, revision: 'b' } })]);
    expect(said()).toMatchObject([
      'Phi: updated and ready to use',
      { type: 'done', text: expect.stringMatching(/^Updated to b/) },
    ]);
  });

  it('says what came of the last visit no more', async () => {
    const { models, actions } = await opened();
    await actions.update(FOLDER);
    expect(models.state.getState().notes.get(FOLDER)?.type).toBe('done');
    await actions.open();
    expect(models.state.getState().notes.get(FOLDER)).toBeUndefined();
  });

  it('tells what was foretold beside what came', async () => {
    const { app, models, actions } = await opened();
    const foretold = () => models.state.getState().storedVerdicts.get(FOLDER)?.tokensPerSecond?.value ?? 0;
    const before = foretold();
    await actions.use(FOLDER);
    app.script = () => ({ tokens: Array<string>(10).fill('word ') });
    await app.ask('one');
    const [run] = models.state.getState().runs;
    expect(run).toMatchObject({ folder: FOLDER, predicted: before });
    expect(run?.measured).toBeGreaterThan(before);
    expect(app.keeper.kept.runs).toEqual([run]);
    await actions.open();
    expect(foretold()).toBeGreaterThan(before);
  });
});

describe('a download', () => {
  it('that did not end goes on after a restart, without the page being opened', async () => {
    const library = new ScriptedModelLibrary();
    const app = new TestHearth({ library, keeper: new MemoryModelKeeper({ hasUnfinished: true }) });
    await app.hearth.start();
    expect(library.configured).toHaveLength(1);
  });

  it('uses the mirror of the settings, from the next change on too', async () => {
    const { app, library } = await opened({
      settings: { downloads: { mirrorUrl: 'https://mirror.example/hub/', maxBytesPerSecond: null } },
    });
    app.actions.changeSettings({ downloads: { mirrorUrl: 'no address', maxBytesPerSecond: 1000 } });
    await app.settle();
    expect(library.configured).toEqual([
      { mirror: 'https://mirror.example/hub', maxBytesPerSecond: null },
      { mirror: null, maxBytesPerSecond: 1000 },
    ]);
  });

  it('is announced at its beginning, its quarters and its end, and not in between', async () => {
    const { models, library } = await opened();
    const heard: string[] = [];
    models.state.subscribe(({ announcement }, before) => {
      if (announcement !== before.announcement) heard.push(announcement);
    });
    const coming = { type: 'downloading', bytesPerSecond: 1e6, leftMs: null } as const;
    library.become(FOLDER, coming, 0);
    for (const storedBytes of [0.1e9, 0.4e9, 0.6e9, 0.7e9, 1.1e9]) library.become(FOLDER, coming, storedBytes);
    library.become(FOLDER, { type: 'ready' }, 2e9);
    expect(heard).toEqual([
      'Phi: the download has begun',
      'Phi: 25 percent downloaded',
      'Phi: 50 percent downloaded',
      'Phi: checked and ready to use',
    ]);
  });
});

describe('a model of the user’s own', () => {
  const order = {
    manifest: storedModel({ folder: 'me-mine' }).manifest,
    source: { repo: 'me/mine', revision: 'main' },
    selection: { format: 'onnx', graph: 'model_q4' },
    files: [],
  } as const;

  it('is shown with a verdict first, and downloaded after a yes', async () => {
    const { models, actions, library } = await opened({ library: new ScriptedModelLibrary() });
    library.found = { ok: true, value: order };
    await actions.lookUp(' me/mine ');
    expect(models.state.getState().addition).toMatchObject({ type: 'found', verdict: { grade: 'tight' } });
    expect(library.calls).toEqual(['inspect me/mine']);
    await actions.downloadFound();
    expect(library.calls).toEqual(['inspect me/mine', 'download me-mine']);
    expect(models.state.getState().addition.type).toBe('none');
  });

  it('that was found before the device was read is judged once it is', async () => {
    const held = new Gate();
    const probe: DeviceProbe = {
      ...SCRIPTED_PROBE,
      read: (signal) => held.wait().then(() => SCRIPTED_PROBE.read(signal)),
    };
    const library = new ScriptedModelLibrary();
    library.found = { ok: true, value: order };
    const app = new TestHearth({ library, probe });
    await app.hearth.start();
    const { actions, state } = await app.hearth.models();
    const opening = actions.open();
    await held.reached;
    await actions.lookUp('me/mine');
    expect(state.getState().addition).toMatchObject({ type: 'found', verdict: null });
    held.open();
    await opening;
    expect(state.getState().addition).toMatchObject({ type: 'found', verdict: { grade: 'tight' } });
  });

  it('that is none says why', async () => {
    const { models, actions, library } = await opened();
    library.found = { ok: false, error: errorInfo('model-missing', 'no such repository') };
    await actions.lookUp('me/none');
    expect(models.state.getState().addition).toMatchObject({ type: 'failed', error: { code: 'model-missing' } });
  });

  it('comes from files too', async () => {
    const { models, actions, library } = await opened({ library: new ScriptedModelLibrary() });
    library.imported = { ok: true, value: storedModel({ folder: 'me-mine' }) };
    await actions.importFiles([{ path: 'config.json', file: new Blob(['{}']) }]);
    expect(library.calls).toEqual(['import config.json']);
    expect(models.state.getState().stored?.map(({ folder }) => folder)).toEqual(['me-mine']);
    expect(models.state.getState().notes.get(PAGE)).toEqual({ type: 'done', text: 'Phi was imported.' });
  });
});

it('“Delete all data” deletes the models too, and leaves Ember', async () => {
  const { app, actions, library } = await opened();
  await actions.use(FOLDER);
  app.actions.changeSettings({ mode: 'cloud', endpoints: [newEndpoint(endpointId('e'))] });
  await app.actions.deleteAllData();
  expect([app.state.settings, app.settings.settings]).toEqual([DEFAULT_SETTINGS, DEFAULT_SETTINGS]);
  expect(library.calls).toContain(`remove ${FOLDER}`);
  expect(app.state.model.name).toBe('Ember');
  expect(app.state.engine.type).toBe('ready');
  expect(app.state.settings.modelFolder).toBeNull();
  expect(app.keeper.kept).toEqual(NOTHING_KEPT);
});
