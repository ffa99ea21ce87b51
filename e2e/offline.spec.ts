import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import * as v from 'valibot';
import { serveFolder, type StaticServer } from '../tools/static-server.mjs';
import { App } from './app.ts';
import { DIST } from './test.ts';

const Manifest = v.object({
  name: v.literal('Hearth'),
  display: v.literal('standalone'),
  start_url: v.literal('./'),
  icons: v.array(v.object({ src: v.string(), sizes: v.string() })),
  screenshots: v.array(v.object({ src: v.string(), sizes: v.string() })),
});

// Every test keeps the whole app, 44 MB, and some start a second browser: patience for a slow or busy disk.
test.describe.configure({ timeout: 300_000 });

let profile: string;
let server: StaticServer;
let context: BrowserContext;

test.beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'hearth-profile-'));
  server = await serveFolder(DIST, 0);
  context = await launch();
});

test.afterEach(async () => {
  await context.close();
  await server.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

test('after one visit Hearth starts and answers with the server stopped, in a browser started anew', async () => {
  const first = await openApp(server.url);
  await untilKept(first.page);
  await context.close();
  await server.close();

  context = await launch();
  const app = await openApp(server.url);
  await app.untilReady();
  const answer = await app.askAndWait('What is Hearth?');
  await expect(answer).not.toBeEmpty();
  expect(await app.measurement('Tokens')).toBeGreaterThan(0);
});

test('the first visit and an answer ask this origin alone', async () => {
  const origins = new Set<string>();
  context.on('request', (request) => origins.add(new URL(request.url()).origin));
  const app = await openApp(server.url);
  await untilKept(app.page);
  await app.untilReady();
  await app.askAndWait('Hello');
  expect([...origins].filter((origin) => origin !== 'null')).toEqual([new URL(server.url).origin]);
});

test('an update is offered, waits for a yes, and fetches only what changed', async () => {
  const app = await openApp(server.url);
  await untilKept(app.page);
  await app.untilReady();
  await app.askAndWait('Hello');
  await publishUpdate();
  const before = server.requested.length;
  await app.page.reload();

  const update = app.page.getByRole('region', { name: 'Update' });
  await expect(update).toBeVisible();
  await expect(app.prompts).toHaveCount(1);
  const pageOfBefore = await app.page.evaluate(() => performance.timeOrigin);
  await app.untilReady();
  await app.askAndWait('Hello again');
  expect(await app.page.evaluate(() => performance.timeOrigin)).toBe(pageOfBefore);

  const reloaded = app.page.waitForEvent('load');
  await update.getByRole('button', { name: 'Reload' }).click();
  await reloaded;
  await expect(app.prompts).toHaveCount(2);
  await expect(update).toBeHidden();
  expect(server.requested.slice(before).filter((path) => /\.(wasm|onnx)$/.test(path))).toEqual([]);
});

test('a file altered on the way is not kept, and the next visit fetches only what is missing', async () => {
  const largest = `/assets/${(await readdir(join(DIST, 'assets'))).find((name) => /jspi.*\.wasm$/.test(name))}`;
  const asked = () => server.requested.filter((path) => path === largest).length;
  server.override(largest, 'altered');
  const app = await openApp(server.url);
  // Once from any cache, once past all of them.
  await expect.poll(asked, { timeout: 180_000 }).toBe(2);
  await expect.poll(() => app.page.evaluate(hasServiceWorker)).toBe(false);

  server.override(largest, null);
  const before = server.requested.length;
  await app.page.reload();
  await untilKept(app.page);
  expect(asked()).toBe(3);
  expect(server.requested.slice(before)).not.toContain('/models/ember/onnx/model_q4.onnx');
});

test('a host that sets no headers still gives an isolated page after the first visit', async () => {
  await server.close();
  server = await serveFolder(DIST, 0, { plain: true });
  const app = await openApp(server.url);
  await untilKept(app.page);
  await app.page.reload();
  await expect(app.message).toBeVisible();
  expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(true);
  await app.untilReady();
});

test('everything an install needs is there', async () => {
  const app = await openApp(server.url);
  await untilKept(app.page);
  const devtools = await context.newCDPSession(app.page);
  const { errors, data } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual([]);

  const { icons, screenshots } = v.parse(Manifest, JSON.parse(data ?? '{}'));
  expect(icons.length + screenshots.length).toBeGreaterThan(0);
  for (const { src, sizes } of [...icons, ...screenshots]) {
    const file = await readFile(join(DIST, src));
    if (src.endsWith('.png')) expect(`${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`, src).toBe(sizes);
    else expect(file.toString('utf8')).toContain('<svg');
  }
});

async function launch(): Promise<BrowserContext> {
  const { launchOptions } = test.info().project.use;
  return chromium.launchPersistentContext(profile, { ...launchOptions });
}

async function openApp(url: string): Promise<App> {
  const app = new App(await context.newPage());
  await app.open(url);
  return app;
}

async function hasServiceWorker(): Promise<boolean> {
  return (await navigator.serviceWorker.getRegistration()) !== undefined;
}

/** Everything is kept and the service worker serves this page. */
async function untilKept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), { timeout: 180_000 })
    .toBe('activated');
}

/** The next version: other bytes in the service worker, the same files. */
async function publishUpdate(): Promise<void> {
  server.override('/sw.js', `${await readFile(join(DIST, 'sw.js'), 'utf8')}\n// the next version\n`);
}
