// What the page itself costs: initial JavaScript, offline reload to a usable composer, the first token after a warm
// load, and long tasks on the main thread while an answer streams.  node bench/page/run.mjs [--rounds 7]
// Needs the build: npm run build.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { findBrowser } from '../../tools/find-browser.mjs';
import { serveFolder } from '../../tools/static-server.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const QUESTION = 'What leaves my device?';

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const row = (name, wanted, list, unit) =>
  console.log(
    `${name.padEnd(44)} ${median(list).toFixed(0).padStart(7)} ${unit.padEnd(3)}` +
      ` (${Math.min(...list).toFixed(0)}–${Math.max(...list).toFixed(0)}, n=${list.length})  wanted ${wanted}`,
  );

function initialScriptBytes() {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  const paths = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path);
  return paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length, 0);
}

const profile = await mkdtemp(join(tmpdir(), 'hearth-page-'));
const server = await serveFolder(DIST, 0);
const context = await chromium.launchPersistentContext(profile, {
  executablePath: findBrowser() ?? undefined,
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = context.pages()[0] ?? (await context.newPage());
const message = page.getByRole('textbox', { name: 'Message' });
const answers = page.getByRole('log', { name: 'Conversation' }).getByRole('article', { name: /^Hearth/ });
const ready = () => page.getByRole('main').getByText('WASM', { exact: true }).first().waitFor();

// The first visit: until the service worker has kept everything.
await page.goto(server.url);
await page.evaluate(() => navigator.serviceWorker.ready);
await ready();
await page.reload();
await ready();
await server.close();

const composerMs = [];
const loadMs = [];
const firstTokenMs = [];
const longTasks = [];
let streamedTasks = 0;
for (let round = 0; round < rounds; round += 1) {
  const startedAt = performance.now();
  await page.reload({ waitUntil: 'commit' });
  await message.waitFor();
  await message.fill('x');
  composerMs.push(performance.now() - startedAt);
  await message.fill('');
  await ready();
  loadMs.push(performance.now() - startedAt);
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await page.evaluate(() => {
    globalThis.longTaskMs = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.longTaskMs.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  await message.fill(QUESTION);
  await message.press('Enter');
  await answers.last().getByRole('button', { name: 'Regenerate' }).waitFor();
  const list = answers.last().getByLabel('Measurements');
  const value = list.locator('dt', { hasText: 'Time to first token' }).locator('xpath=following-sibling::dd[1]');
  firstTokenMs.push(Number(await value.locator('data').first().getAttribute('value')));
  const tasks = await page.evaluate(() => globalThis.longTaskMs);
  streamedTasks += tasks.length;
  longTasks.push(Math.max(0, ...tasks));
}
await context.close();
await rm(profile, { recursive: true, force: true });

console.log(`offline, ${rounds} reloads; median (least–most)`);
row('initial JavaScript, gzip', '<= 90000 B', [initialScriptBytes()], 'B');
row('offline reload to a usable composer', '< 1000 ms', composerMs, 'ms');
row('offline reload to a resident model', '-', loadMs, 'ms');
row('first token after a warm load', '<= 2000 ms', firstTokenMs, 'ms');
row('longest main-thread task while streaming', '<= 50 ms', longTasks, 'ms');
console.log(`long tasks (over 50 ms) while streaming: ${streamedTasks}`);
