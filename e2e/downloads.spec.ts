import { randomUUID } from 'node:crypto';
import { DATA, Downloads, FOLDER, MIB, REPO, expectedFiles, onnxFiles, order, sha256 } from './downloads-app.ts';
import { expect, test } from './lab-test.ts';
import { servePage } from './pages/serve-page.ts';
import type { ServedPage } from './pages/serve-page.ts';
import { ModelHub } from './servers/model-hub.ts';

const FILES = onnxFiles(6);
const EXPECTED = expectedFiles(FILES);

let served: ServedPage;
let hub: ModelHub;
let lab: Downloads;
test.beforeAll(async () => {
  // With the policies that the scripts are served with: the worker may reach any host, the page none.
  served = await servePage('downloads', { policies: true });
});
test.afterAll(() => served.close());
test.beforeEach(async ({ page }) => {
  hub = await ModelHub.start();
  lab = new Downloads(page, hub.url);
  await lab.open(served.url);
});
test.afterEach(() => hub.close());

/** Requests for the bytes of files. */
const fileRequests = () => hub.requests.filter(({ range }) => range !== null);

test('a model is fetched from the hub, its redirect followed, its files checked and listed', async () => {
  const commit = hub.publish(REPO, FILES);
  await lab.download();
  const model = await lab.untilState('ready');
  expect(model.source.revision).toBe(commit);
  expect(model.origin).toBe(hub.url);
  expect(model.pinned).toBe('first-use');
  expect(model.storedBytes).toBe(model.totalBytes);
  expect(await lab.stored()).toEqual(EXPECTED);
  // All of them name the commit once it is known, and large files come from the other origin.
  expect(fileRequests().every(({ url }) => url.includes(commit))).toBe(true);
  expect(fileRequests().some(({ url }) => url.includes('signature='))).toBe(true);
  expect(hub.sentBytes).toBeLessThan(7 * MIB);
});

test('a model whose checksums all come with the source says so', async () => {
  const files = Object.entries(FILES).map(([path, bytes]) => [path, { bytes, isLarge: true }] as const);
  hub.publish(REPO, Object.fromEntries(files));
  await lab.download();
  expect((await lab.untilState('ready')).pinned).toBe('source');
});

test('a download can be paused, survives a reload, and goes on where it stopped', async ({ page }) => {
  hub.publish(REPO, FILES);
  hub.faults.holdAt = 3 * MIB;
  await lab.download();
  await lab.untilStoredBytes(3 * MIB);
  await lab.command('pause');
  await lab.untilState('paused');
  await page.reload();
  await lab.open(served.url);
  expect((await lab.untilState('paused')).storedBytes).toBeGreaterThanOrEqual(3 * MIB);
  const before = hub.requests.length;
  hub.heal();
  await lab.command('resume');
  await lab.untilState('ready');
  expect(await lab.stored()).toEqual(EXPECTED);
  const again = hub.requests.slice(before).filter(({ range }) => range !== null);
  expect(again.length).toBeGreaterThan(0);
  expect(again.every(({ range }) => Number(/\d+/.exec(range ?? '')?.[0]) >= 3 * MIB)).toBe(true);
});

test('a download that was running goes on by itself after a reload', async ({ page }) => {
  hub.publish(REPO, FILES);
  hub.faults.holdAt = 2 * MIB;
  await lab.download();
  await lab.untilStoredBytes(2 * MIB);
  hub.heal();
  await page.reload();
  await lab.open(served.url);
  await lab.untilState('ready');
  expect(await lab.stored()).toEqual(EXPECTED);
});

test('cancelling leaves nothing of it', async ({ page }) => {
  hub.publish(REPO, FILES);
  hub.faults.holdAt = 2 * MIB;
  await lab.download();
  await lab.untilStoredBytes(2 * MIB);
  await lab.command('cancel');
  await expect.poll(() => lab.model()).toBeNull();
  await expect.poll(() => page.evaluate(() => downloads.usage())).toBeLessThan(MIB);
});

test('one model is fetched at a time, the others in the order they were asked for', async () => {
  hub.publish(REPO, FILES);
  hub.faults.holdAt = 2 * MIB;
  await lab.download();
  await lab.download(order({}, 'second'));
  await lab.untilState('downloading');
  await lab.untilState('queued', 'second');
  hub.heal();
  await lab.untilState('ready');
  await lab.untilState('ready', 'second');
});

test.describe('a server that', () => {
  test('ignores ranges is read from the beginning, once', async () => {
    hub.publish(REPO, FILES);
    hub.faults.ignoreRange = true;
    await lab.download();
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual(EXPECTED);
  });

  test('ignores ranges and breaks off is read again, and what was there stays', async () => {
    hub.publish(REPO, FILES);
    hub.faults.ignoreRange = true;
    hub.faults.cut = { left: 2, afterBytes: 2 * MIB + 100 };
    await lab.download();
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual(EXPECTED);
  });

  test('is busy is asked again when it said, and not before', async () => {
    hub.publish(REPO, FILES);
    hub.faults.busy = { left: 1, retryAfter: '2' };
    await lab.download();
    expect(await lab.untilWaited('hub-busy')).toMatchObject({ httpStatus: 429, retryAfterMs: 2000 });
    await lab.untilState('ready');
    const [refused, next] = hub.requests;
    expect((next?.atMs ?? 0) - (refused?.atMs ?? 0)).toBeGreaterThanOrEqual(1990);
  });

  test('is busy while files are fetched is waited for', async () => {
    hub.publish(REPO, FILES);
    hub.faults.holdAt = 2 * MIB;
    await lab.download();
    await lab.untilStoredBytes(2 * MIB);
    // Enough for every connection: one that goes through is no wait.
    hub.faults.busy = { left: 6, retryAfter: '1' };
    hub.faults.holdAt = null;
    hub.dropConnections();
    await lab.untilWaited('hub-busy');
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual(EXPECTED);
  });

  test('fails is asked again', async () => {
    hub.publish(REPO, FILES);
    hub.faults.status = { left: 2, code: 503 };
    await lab.download();
    expect(await lab.untilWaited('hub-error')).toMatchObject({ httpStatus: 503 });
    await lab.untilState('ready');
  });

  test('breaks off time and again is gone on with in the middle of a piece', async () => {
    hub.publish(REPO, FILES);
    hub.faults.cut = { left: 15, afterBytes: 400_000 };
    await lab.download();
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual(EXPECTED);
    expect(hub.faults.cut.left).toBe(0);
    // What had arrived of a piece is not fetched again. (What was on its way when the connection broke is lost.)
    const starts = hub.requests.flatMap(({ range }) => (range === null ? [] : [Number(/\d+/.exec(range)?.[0])]));
    expect(starts.some((start) => start % MIB !== 0)).toBe(true);
  });

  test('cannot be read across origins counts as out of reach, and is waited for', async () => {
    hub.publish(REPO, FILES);
    hub.faults.noCors = true;
    await lab.download();
    expect((await lab.untilState('waiting')).state.error.code).toBe('hub-unreachable');
    hub.heal();
    await lab.untilState('ready');
  });

  for (const [status, code] of [
    [401, 'hub-forbidden'],
    [403, 'hub-forbidden'],
    [404, 'hub-not-found'],
    [400, 'hub-bad-answer'],
  ] as const) {
    test(`refuses with ${status} is not asked again before the user wants it`, async () => {
      hub.publish(REPO, FILES);
      hub.faults.status = { left: Infinity, code: status };
      await lab.download();
      expect((await lab.untilState('failed')).state.error).toMatchObject({ code, httpStatus: status });
      expect(hub.requests).toHaveLength(1);
      hub.heal();
      await lab.command('resume');
      await lab.untilState('ready');
    });
  }

  test('answers with a web page is not believed', async () => {
    hub.publish(REPO, FILES);
    hub.faults.page = true;
    await lab.download();
    expect((await lab.untilState('failed')).state.error.code).toBe('hub-bad-answer');
    expect(await lab.stored()).toBeNull();
    hub.heal();
    await lab.command('resume');
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual(EXPECTED);
  });

  for (const lengthError of [1000, -1000]) {
    test(`lies about the length by ${lengthError} bytes is found out`, async () => {
      hub.publish(REPO, FILES);
      hub.faults.lengthError = lengthError;
      await lab.download();
      expect((await lab.untilState('failed')).state.error.code).toBe('download-changed');
      expect(await lab.stored()).toBeNull();
      hub.heal();
      await lab.command('resume');
      await lab.untilState('ready');
      expect(await lab.stored()).toEqual(EXPECTED);
    });
  }

  test('hides its headers from the page is read all the same', async () => {
    hub.publish(REPO, FILES);
    hub.faults.hideHeaders = true;
    await lab.download();
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual(EXPECTED);
  });

  for (const expireUnseen of [false, true]) {
    test(`lets its redirected addresses expire${expireUnseen ? ' unseen' : ''} is asked for new ones`, async () => {
      hub.publish(REPO, FILES);
      hub.faults.expireAfter = 1;
      hub.faults.expireUnseen = expireUnseen;
      hub.faults.cut = { left: 4, afterBytes: 1_200_000 };
      await lab.download();
      await lab.untilState('ready');
      expect(await lab.stored()).toEqual(EXPECTED);
    });
  }

  test('changes a file midway makes that file begin anew', async () => {
    // Without a checksum from the hub only the ETag can tell.
    const old = { bytes: onnxFiles(6, 7)[DATA] ?? Buffer.alloc(0), isLarge: false };
    const commit = hub.publish(REPO, { ...FILES, [DATA]: old });
    hub.faults.holdAt = 3 * MIB;
    await lab.download();
    await lab.untilStoredBytes(3 * MIB);
    hub.tamper(REPO, commit, DATA, FILES[DATA] ?? Buffer.alloc(0));
    hub.faults.holdAt = null;
    hub.dropConnections();
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual(EXPECTED);
  });

  test('changes the length of a file midway is asked anew what is there', async () => {
    const commit = hub.publish(REPO, {
      ...FILES,
      [DATA]: { bytes: onnxFiles(5, 7)[DATA] ?? Buffer.alloc(0), isLarge: false },
    });
    hub.faults.holdAt = 3 * MIB;
    await lab.download();
    await lab.untilStoredBytes(3 * MIB);
    hub.tamper(REPO, commit, DATA, FILES[DATA] ?? Buffer.alloc(0));
    hub.faults.holdAt = null;
    hub.dropConnections();
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual(EXPECTED);
  });

  test('sends wrong bytes once is asked once more', async () => {
    hub.publish(REPO, FILES);
    hub.faults.corrupt = { left: 1, path: DATA };
    await lab.download();
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual(EXPECTED);
  });

  test('sends wrong bytes always is given up, and nothing of it is used', async () => {
    hub.publish(REPO, FILES);
    hub.faults.corrupt = { left: Infinity, path: DATA };
    await lab.download();
    expect((await lab.untilState('failed')).state.error).toMatchObject({ code: 'download-corrupt', detail: DATA });
    expect(await lab.stored()).toBeNull();
  });

  test('has another file than the catalog knows is refused before it is fetched', async () => {
    hub.publish(REPO, FILES);
    await lab.download(order({ files: [{ path: DATA, bytes: null, sha256: sha256(Buffer.from('other')) }] }));
    expect((await lab.untilState('failed')).state.error.code).toBe('download-changed');
    expect(fileRequests()).toHaveLength(0);
  });
});

test('without a network it waits, and goes on when it is back', async ({ context }) => {
  hub.publish(REPO, FILES);
  hub.faults.holdAt = 2 * MIB;
  await lab.download();
  await lab.untilStoredBytes(2 * MIB);
  await context.setOffline(true);
  hub.faults.holdAt = null;
  hub.dropConnections();
  const { state } = await lab.untilState('waiting');
  expect(['download-offline', 'hub-unreachable', 'download-cut']).toContain(state.error.code);
  await context.setOffline(false);
  await lab.untilState('ready');
  expect(await lab.stored()).toEqual(EXPECTED);
});

test.describe('storage', () => {
  test('that is too small is noticed before the first byte', async ({ page, context }) => {
    hub.publish(REPO, FILES);
    const devtools = await context.newCDPSession(page);
    const { origin } = new URL(served.url);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 4 * MIB });
    await lab.download();
    expect((await lab.untilState('failed')).state.error.code).toBe('model-storage-full');
    expect(fileRequests()).toHaveLength(0);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    await lab.command('resume');
    await lab.untilState('ready');
  });

  test('that gets full midway keeps what has arrived', async ({ page, context }) => {
    const old = { bytes: FILES[DATA] ?? Buffer.alloc(0), isLarge: false };
    const commit = hub.publish(REPO, { ...FILES, [DATA]: old });
    hub.faults.holdAt = 3 * MIB;
    await lab.download();
    await lab.untilStoredBytes(3 * MIB);
    const devtools = await context.newCDPSession(page);
    const { origin } = new URL(served.url);
    const usage = await page.evaluate(() => downloads.usage());
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + MIB });
    // The file has become longer than there is room.
    const longer = onnxFiles(16, 9)[DATA] ?? Buffer.alloc(0);
    hub.tamper(REPO, commit, DATA, longer);
    hub.faults.holdAt = null;
    hub.dropConnections();
    const failed = await lab.untilState('failed');
    expect(failed.state.error.code).toBe('model-storage-full');
    expect(failed.storedBytes).toBeGreaterThanOrEqual(300_000);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    await lab.command('resume');
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual({ ...EXPECTED, [DATA]: sha256(longer) });
  });

  test('is given back when a model is removed', async ({ page }) => {
    hub.publish(REPO, FILES);
    await lab.download();
    await lab.untilState('ready');
    const before = await page.evaluate(() => downloads.usage());
    const freed = await page.evaluate((folder) => downloads.client.remove(folder), FOLDER);
    expect(freed).toEqual({ ok: true, value: expect.any(Number) });
    const after = await page.evaluate(() => downloads.usage());
    if (freed.ok) expect(before - after).toBe(freed.value);
    expect(before - after).toBeGreaterThan(6 * MIB);
    await expect.poll(() => lab.model()).toBeNull();
  });
});

test('a bit that flips on the disk is found, and only its piece is fetched again', async ({ page }) => {
  hub.publish(REPO, FILES);
  await lab.download();
  await lab.untilState('ready');
  await page.evaluate(([folder, path, at]) => downloads.damage(folder, path, at), [FOLDER, DATA, 4 * MIB + 5] as const);
  await lab.command('verify');
  const { state } = await lab.untilState('damaged');
  expect(state.badBytes).toBe(MIB);
  // The engine must not load it.
  expect(await lab.stored()).toBeNull();
  await page.reload();
  await lab.open(served.url);
  await lab.untilState('damaged');
  const before = hub.requests.length;
  await lab.command('repair');
  await lab.untilState('ready');
  expect(await lab.stored()).toEqual(EXPECTED);
  const ranges = hub.requests.slice(before).flatMap(({ range }) => range ?? []);
  expect(new Set(ranges)).toEqual(new Set([`bytes=${4 * MIB}-${5 * MIB - 1}`]));
  await lab.command('verify');
  await lab.untilState('ready');
});

test('a repair does not take what is not what was pinned', async ({ page }) => {
  // No checksum from the hub: it was learnt at the first download.
  const own = FILES[DATA] ?? Buffer.alloc(0);
  const commit = hub.publish(REPO, { ...FILES, [DATA]: { bytes: own, isLarge: false } });
  await lab.download();
  await lab.untilState('ready');
  for (const other of [onnxFiles(6, 9)[DATA], onnxFiles(5, 9)[DATA]]) {
    await page.evaluate(([folder, path, at]) => downloads.damage(folder, path, at), [FOLDER, DATA, MIB + 5] as const);
    await lab.command('verify');
    await lab.untilState('damaged');
    hub.tamper(REPO, commit, DATA, other ?? Buffer.alloc(0));
    await lab.command('repair');
    expect(['download-corrupt', 'download-changed']).toContain((await lab.untilState('failed')).state.error.code);
    expect(await lab.stored()).toBeNull();
    hub.tamper(REPO, commit, DATA, own);
    await lab.command('repair');
    await lab.untilState('ready');
    expect(await lab.stored()).toEqual(EXPECTED);
  }
});

test('a bit that flips on the disk before the download ends does not pass', async ({ page }) => {
  // Without a checksum from the hub, only the journal knows what was written.
  const file = { bytes: FILES[DATA] ?? Buffer.alloc(0), isLarge: false };
  hub.publish(REPO, { ...FILES, [DATA]: file });
  hub.faults.holdAt = 3 * MIB;
  await lab.download();
  await lab.untilStoredBytes(3 * MIB);
  await lab.command('pause');
  await lab.untilState('paused');
  await page.reload();
  await lab.open(served.url);
  await page.evaluate(([folder, path, at]) => downloads.damage(folder, path, at), [FOLDER, DATA, MIB + 5] as const);
  hub.heal();
  await lab.command('resume');
  await lab.untilState('ready');
  expect(await lab.stored()).toEqual(EXPECTED);
});

test('a newer revision is fetched beside the old one, which stays until the new one is whole', async ({ page }) => {
  const old = hub.publish(REPO, FILES);
  await lab.download();
  await lab.untilState('ready');
  const update = () => page.evaluate((folder) => downloads.client.update(folder), FOLDER);
  expect(await update()).toEqual({ ok: true, value: 'current' });
  const newer: Record<string, Buffer> = { ...FILES, 'config.json': Buffer.from('{"num_hidden_layers":3}') };
  newer['onnx/model_quantized.onnx'] = Buffer.concat([
    Buffer.from('new'),
    FILES['onnx/model_quantized.onnx'] ?? Buffer.alloc(0),
  ]);
  const commit = hub.publish(REPO, newer);
  hub.faults.holdAt = 100_000;
  const sentBefore = hub.sentBytes;
  expect(await update()).toEqual({ ok: true, value: 'updating' });
  await expect.poll(async () => (await lab.model())?.update?.storedBytes ?? 0).toBeGreaterThan(6 * MIB);
  expect((await lab.model())?.source.revision).toBe(old);
  expect(await lab.stored()).toEqual(EXPECTED);
  await page.reload();
  await lab.open(served.url);
  hub.heal();
  await lab.untilState('ready');
  const model = await lab.model();
  expect(model?.source.revision).toBe(commit);
  expect(model?.update).toBeNull();
  expect(await lab.stored()).toEqual(expectedFiles(newer));
  // The large file is the same, so it was not fetched again.
  expect(hub.sentBytes - sentBefore).toBeLessThan(MIB);
  await lab.command('verify');
  await lab.untilState('ready');
});

test.describe('a model on a stick', () => {
  test.beforeEach(async ({ page }) => {
    hub.publish(REPO, FILES);
    await lab.download();
    await lab.untilState('ready');
    expect(await page.evaluate((folder) => downloads.export(folder), FOLDER)).toMatchObject({ ok: true });
    expect(await page.evaluate((folder) => downloads.client.remove(folder), FOLDER)).toMatchObject({ ok: true });
  });

  test('is the same again after it was imported', async ({ page }) => {
    hub.faults.status = { left: Infinity, code: 500 };
    const imported = await page.evaluate(() => downloads.import());
    expect(imported).toMatchObject({ ok: true, value: { folder: FOLDER, origin: null, state: { type: 'ready' } } });
    expect(await lab.stored()).toEqual(EXPECTED);
    await lab.command('verify');
    await lab.untilState('ready');
  });

  test('is refused with a changed file, and nothing of it is kept', async ({ page }) => {
    const changed = 'x'.repeat(FILES['config.json']?.byteLength ?? 0);
    const imported = await page.evaluate((text) => downloads.import({ 'config.json': text }), changed);
    expect(imported).toMatchObject({ ok: false, error: { code: 'import-corrupt', detail: 'config.json' } });
    await expect.poll(() => lab.model()).toBeNull();
    expect(await lab.stored()).toBeNull();
  });

  test('is refused with a file missing', async ({ page }) => {
    const imported = await page.evaluate((path) => downloads.import({ [path]: null }), DATA);
    expect(imported).toMatchObject({ ok: false, error: { code: 'import-incomplete', detail: DATA } });
  });

  test('can be imported without its list, as copied from a hub; then its checksums are learnt', async ({ page }) => {
    const imported = await page.evaluate(() => downloads.import({ 'hearth-model.json': null }));
    expect(imported).toMatchObject({ ok: true, value: { pinned: 'first-use', folder: 'local-stick-q8' } });
    expect(await lab.stored('local-stick-q8')).toEqual(EXPECTED);
  });

  test('replaces the one that is there only when it was checked', async ({ page }) => {
    expect(await page.evaluate(() => downloads.import())).toMatchObject({ ok: true });
    const changed = 'x'.repeat(FILES['config.json']?.byteLength ?? 0);
    const refused = await page.evaluate((text) => downloads.import({ 'config.json': text }), changed);
    expect(refused).toMatchObject({ ok: false, error: { code: 'import-corrupt' } });
    expect(await lab.stored()).toEqual(EXPECTED);
    expect(await page.evaluate(() => downloads.import())).toMatchObject({ ok: true });
    expect(await lab.stored()).toEqual(EXPECTED);
  });
});

test('what a repository holds is found out from its files', async ({ page }) => {
  const inspect = (reference: string) => page.evaluate((text) => downloads.client.inspect(text), reference);
  const commit = hub.publish(REPO, FILES);
  for (const reference of [REPO, `${hub.url}/${REPO}`, `${hub.url}/${REPO}/tree/main`]) {
    expect(await inspect(reference)).toMatchObject({
      ok: true,
      value: {
        source: { repo: REPO, revision: commit },
        selection: { format: 'onnx', graph: 'model_quantized' },
        manifest: { engine: 'transformers', license: 'mit', contextWindow: 512, kvBytesPerToken: 2 * 2 * 4 * 64 * 4 },
      },
    });
  }
  expect(await inspect('not a model')).toMatchObject({ ok: false, error: { code: 'model-reference-bad' } });
  expect(await inspect('https://elsewhere.example/a/b')).toMatchObject({
    ok: false,
    error: { code: 'model-reference-bad' },
  });
  expect(await inspect(`tests/${randomUUID()}`)).toMatchObject({ ok: false, error: { code: 'hub-not-found' } });
  hub.publish('tests/empty', { 'README.md': Buffer.from('# nothing') });
  expect(await inspect('tests/empty')).toMatchObject({ ok: false, error: { code: 'model-unknown-kind' } });
});

test('an MLC build is fetched with the shards it lists and its compiled library', async ({ page }) => {
  const config = { quantization: 'q4f32_1', context_window_size: 2048, model_config: { num_hidden_layers: 2 } };
  const shards = ['params_shard_0.bin', 'params_shard_1.bin'];
  const files = {
    'mlc-chat-config.json': Buffer.from(JSON.stringify(config)),
    'tokenizer.json': Buffer.from('{}'),
    'tensor-cache.json': Buffer.from(JSON.stringify({ records: shards.map((dataPath) => ({ dataPath })) })),
    [shards[0] ?? '']: FILES[DATA] ?? Buffer.alloc(0),
    [shards[1] ?? '']: Buffer.from('short'),
    'params_shard_9.bin': Buffer.from('of another build'),
  };
  const inspect = () => page.evaluate(() => downloads.client.inspect('tests/mlc'));
  hub.publish('tests/mlc', files);
  expect(await inspect()).toMatchObject({ ok: false, error: { code: 'model-library-needed' } });
  hub.publish('tests/mlc', { ...files, 'model-webgpu.wasm': Buffer.from('\0asm') });
  const found = await inspect();
  expect(found).toMatchObject({ ok: true, value: { manifest: { engine: 'webllm' } } });
  if (!found.ok) return;
  const folder = found.value.manifest.id;
  await lab.download(found.value);
  await lab.untilState('ready', folder);
  expect(Object.keys((await lab.stored(folder)) ?? {}).toSorted()).toEqual(
    ['mlc-chat-config.json', 'model-webgpu.wasm', ...shards, 'tensor-cache.json', 'tokenizer.json'].toSorted(),
  );
  // Its library may also stand elsewhere, where no list tells its size.
  hub.publish('tests/library', { 'lib.wasm': { bytes: Buffer.from('\0asm elsewhere'), isLarge: true } });
  const library = {
    path: 'lib.wasm',
    url: `${hub.url}/tests/library/resolve/main/lib.wasm`,
    bytes: null,
    sha256: null,
  };
  await lab.download(order({ source: { repo: 'tests/mlc', revision: 'main' }, selection: { format: 'mlc', library } }));
  await lab.untilState('ready');
  expect((await lab.stored())?.['lib.wasm']).toBe(sha256(Buffer.from('\0asm elsewhere')));
});

test('of two tabs one downloads, both show it and command it, and the other goes on when it is closed', async ({
  page,
  context,
}) => {
  hub.publish(REPO, FILES);
  hub.faults.holdAt = 2 * MIB;
  await lab.download();
  await lab.untilStoredBytes(2 * MIB);
  const other = new Downloads(await context.newPage(), hub.url);
  await other.open(served.url);
  await other.untilState('downloading');
  await other.command('pause');
  await lab.untilState('paused');
  await lab.command('resume');
  await other.untilState('downloading');
  hub.heal();
  hub.faults.holdAt = 4 * MIB;
  await page.close();
  await other.untilStoredBytes(4 * MIB);
  hub.heal();
  await other.untilState('ready');
  expect(await other.stored()).toEqual(EXPECTED);
  // Had both fetched, it would be twice as much.
  expect(hub.sentBytes).toBeLessThan(12 * MIB);
});
