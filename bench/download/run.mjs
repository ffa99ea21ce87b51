// Downloads of the app, with all their checks, against a bare fetch-to-disk loop on the same server, in turns; and what
// a killed browser has to fetch again.
//   node bench/download/run.mjs [--megabytes 256] [--shard 32] [--rounds 3] [--line MIB_PER_S] [--kills 0]
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, defaultClientConditions, preview } from 'vite';
import { findBrowser } from '../../tools/find-browser.mjs';
import { HeapWatch } from './heap-watch.mjs';
import { startServer } from './server.mjs';
import { threadDifferences, threadTimes } from './thread-times.mjs';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '256' },
    /** Megabytes of each file; 0: one file. */
    shard: { type: 'string', default: '32' },
    rounds: { type: 'string', default: '3' },
    /** Megabytes a second that the server sends at most; 0: as fast as it can. */
    line: { type: 'string', default: '0' },
    /** Also in turns: transformers.js and web-llm with their own caches. */
    libraries: { type: 'boolean', default: false },
    /** Also tells which threads took the browser's time. */
    threads: { type: 'boolean', default: false },
    /** One download, and how far the JavaScript heaps grow meanwhile. */
    heap: { type: 'boolean', default: false },
    kills: { type: 'string', default: '0' },
    /** Megabytes a second while browsers are killed: slower than they read, so that what was sent has arrived. */
    rate: { type: 'string', default: '24' },
  },
});
const MIB = 1 << 20;
const HERE = fileURLToPath(new URL('.', import.meta.url));
const HEADERS = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const total = Number(values.megabytes);
const shard = Number(values.shard) || total;
const shards = Array.from(
  { length: Math.ceil(total / shard) },
  (_, index) => Math.min(shard, total - index * shard) * MIB,
);

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const spread = (list) => `${Math.min(...list).toFixed(2)}–${Math.max(...list).toFixed(2)}`;

function order(folder) {
  return {
    manifest: {
      id: folder,
      name: 'Bench',
      engine: 'transformers',
      files: { type: 'stored', folder },
      license: 'none',
      parameters: 1,
      contextWindow: 1,
      kvBytesPerToken: 1,
      builds: { wasm: { quantization: 'q8', downloadBytes: total * MIB } },
      escalateToken: null,
    },
    source: { repo: 'bench/model', revision: 'main' },
    selection: { format: 'onnx', graph: 'model_quantized' },
    files: [],
  };
}

const processesOf = (profile) =>
  execFileSync('ps', ['-axwwo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`--user-data-dir=${profile}`) || line.includes(profile))
    .map((line) => ({ pid: Number.parseInt(line, 10), args: line }));

function signal(profile, name) {
  for (const { pid } of processesOf(profile)) {
    try {
      process.kill(pid, name);
    } catch {
      // Ended with its parent.
    }
  }
}

/** Largest memory of a renderer, in MB, now and since it was started. */
function rendererMb(profile) {
  const sizes = processesOf(profile)
    .filter(({ args }) => args.includes('--type=renderer'))
    .map(({ pid }) => {
      try {
        return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
      } catch {
        return 0; // Ended meanwhile.
      }
    });
  return Math.max(0, ...sizes);
}

/** Processor time of the browser's processes so far, in ms; ended ones are left out. */
function processorMs(profile) {
  return processesOf(profile)
    .map(({ pid }) => {
      try {
        const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
        return (Number(user) + Number(system)) * 10;
      } catch {
        return 0; // Ended meanwhile.
      }
    })
    .reduce((sum, ms) => sum + ms, 0);
}

const pageName = values.libraries ? 'libraries.html' : 'index.html';
/** web-llm does not export the part of its bundle that loads shards. */
const SHOW_RUNTIME = {
  name: 'show-runtime',
  transform: (code, id) =>
    id.endsWith('@mlc-ai/web-llm/lib/index.js') ? `${code}\nexport { libExports$2 as runtime };` : null,
};
const outDir = await mkdtemp(join(tmpdir(), 'hearth-bench-'));
const shared = {
  configFile: false,
  logLevel: 'error',
  root: HERE,
  publicDir: false,
  plugins: [SHOW_RUNTIME],
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es', plugins: () => [SHOW_RUNTIME] },
  build: {
    target: 'esnext',
    assetsInlineLimit: 0,
    outDir,
    emptyOutDir: true,
    rolldownOptions: { input: join(HERE, pageName) },
  },
};
await build(shared);
const page = await preview({ ...shared, preview: { port: 0, host: '127.0.0.1', headers: HEADERS } });
const pageUrl = `${page.resolvedUrls.local[0]}${pageName}`;
const profile = await mkdtemp(join(tmpdir(), 'hearth-profile-'));

async function openBrowser(hubUrl) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findBrowser() ?? undefined,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  const tab = context.pages()[0] ?? (await context.newPage());
  await tab.goto(pageUrl);
  await tab.waitForFunction(() => 'bench' in globalThis);
  const storedBytes = await tab.evaluate((url) => globalThis.bench.open(url), hubUrl);
  return { context, tab, storedBytes };
}

async function throughput() {
  const server = await startServer(shards, { bytesPerSecond: Number(values.line) * MIB || null });
  const { context, tab } = await openBrowser(server.url);
  const kinds = values.libraries ? ['ours', 'bare', 'transformers', 'webLlm'] : ['ours', 'bare'];
  const lists = () => Object.fromEntries(kinds.map((kind) => [kind, []]));
  const rates = lists();
  const costs = lists();
  const growths = [];
  const megabytes = server.totalBytes / MIB;
  for (let round = -1; round < Number(values.rounds); round += 1) {
    for (const kind of round % 2 === 0 ? kinds : kinds.toReversed()) {
      const before = rendererMb(profile);
      let peak = before;
      const processorBefore = processorMs(profile);
      const threadsBefore = threadTimes(processesOf(profile));
      // Those that end meanwhile count as far as they were seen.
      const threads = new Map(threadsBefore);
      const watch = setInterval(() => {
        peak = Math.max(peak, rendererMb(profile));
        if (values.threads) for (const [key, times] of threadTimes(processesOf(profile))) threads.set(key, times);
      }, 500);
      const task = { ours: [order('bench')], bare: [server.fileUrls] }[kind] ?? [server.url, shards.length];
      const ms = await tab.evaluate(([name, args]) => globalThis.bench[name](...args), [kind, task]);
      clearInterval(watch);
      const processor = (processorMs(profile) - processorBefore) / megabytes;
      if (values.threads && round >= 0) {
        for (const [key, times] of threadTimes(processesOf(profile))) threads.set(key, times);
        console.log(`  ${kind}: ms a MiB by thread, user's + kernel's`);
        for (const { name, userMs, kernelMs } of threadDifferences(threadsBefore, threads).slice(0, 12))
          console.log(`    ${(userMs / megabytes).toFixed(2)} + ${(kernelMs / megabytes).toFixed(2)}  ${name}`);
      }
      if (kind === 'ours') await tab.evaluate(() => globalThis.bench.remove('bench'));
      // The first round warms up.
      if (round < 0) continue;
      costs[kind].push(processor);
      rates[kind].push((megabytes * 1000) / ms);
      if (kind === 'ours') growths.push(peak - before);
    }
  }
  await context.close();
  server.close();
  const ratios = rates.ours.map((rate, index) => rate / rates.bare[index]);
  console.log(
    `${megabytes.toFixed(0)} MiB in files of ${shard} MiB, ${values.rounds} rounds${Number(values.line) ? `, a line of ${values.line} MiB/s` : ''}     MiB/s: median (range)`,
  );
  console.log(`  the app's, checked           ${median(rates.ours).toFixed(1)} (${spread(rates.ours)})`);
  console.log(`  bare fetch to disk           ${median(rates.bare).toFixed(1)} (${spread(rates.bare)})`);
  for (const kind of kinds.slice(2)) {
    const factors = rates.ours.map((rate, index) => rate / rates[kind][index]);
    console.log(`  ${kind.padEnd(29)}${median(rates[kind]).toFixed(1)} (${spread(rates[kind])})`);
    console.log(`  app ÷ ${kind.padEnd(23)}${median(factors).toFixed(2)} (${spread(factors)})`);
  }
  console.log(`  app ÷ bare, of the medians   ${(median(rates.ours) / median(rates.bare)).toFixed(2)}`);
  console.log(`  app ÷ bare, of the rounds    ${median(ratios).toFixed(2)} (${spread(ratios)})`);
  for (const [kind, list] of Object.entries(costs))
    console.log(`  browser's ms a MiB, ${kind}     ${median(list).toFixed(1)} (${spread(list)})`);
  console.log(`  growth of the page's process ${median(growths).toFixed(0)} MB (${spread(growths)})`);
}

async function heap() {
  const server = await startServer(shards, { bytesPerSecond: Number(values.line) * MIB || null });
  const { context, tab } = await openBrowser(server.url);
  const heaps = await HeapWatch.open(context, tab);
  const before = await heaps.sample();
  const samples = [];
  const watch = setInterval(() => void heaps.sample().then((sample) => samples.push(sample)), 250);
  const ms = await tab.evaluate((asked) => globalThis.bench.ours(asked), order('bench'));
  clearInterval(watch);
  await context.close();
  server.close();
  const grown = samples.map(({ bytes }) => (bytes - before.bytes) / MIB);
  console.log(
    `${total} MiB in files of ${shard} MiB, ${((total * 1000) / ms).toFixed(1)} MiB/s; heaps of ${Math.max(...samples.map(({ realms }) => realms))} realms, ${samples.length} samples`,
  );
  console.log(
    `  before ${(before.bytes / MIB).toFixed(1)} MiB; growth: median (range) ${median(grown).toFixed(1)} (${spread(grown)})`,
  );
}

async function kills() {
  const server = await startServer(shards, { bytesPerSecond: Number(values.rate) * MIB });
  const count = Number(values.kills);
  const costs = [];
  /** Without what no browser had read. */
  const received = [];
  let unread = 0;
  let lost = 0;
  let corrupt = 0;
  for (let isWhole = false, sent = 0; !isWhole;) {
    const { context, tab, storedBytes } = await openBrowser(server.url);
    if (sent > 0) {
      const cost = (sent - storedBytes - lost) / MIB;
      costs.push(cost);
      received.push(cost - unread / MIB);
      console.log(
        `  killed at ${(storedBytes / MIB).toFixed(0)} MiB, ${cost.toFixed(2)} MiB to be fetched again, of which the browser had ${received.at(-1).toFixed(2)}`,
      );
      lost = sent - storedBytes;
    }
    const done = tab
      .evaluate((asked) => globalThis.bench.ours(asked), order('bench'))
      .then(
        () => 'whole',
        () => 'killed',
      );
    if (costs.length < count) {
      const stopAt = server.account.sentBytes + Math.random() * 2 * (server.totalBytes / (count + 1));
      const reached = (async () => {
        while (server.account.sentBytes < stopAt) await new Promise((resolve) => setTimeout(resolve, 2));
        return 'reached';
      })();
      isWhole = (await Promise.race([done, reached])) === 'whole';
    } else {
      isWhole = (await done) === 'whole';
    }
    if (isWhole) {
      const stored = await tab.evaluate((folder) => globalThis.bench.hashes(folder), 'bench');
      const expected = Object.entries(server.hashes);
      corrupt = expected.filter(([path, hash]) => stored[encodeURIComponent(path)] !== hash).length;
      await context.close();
      break;
    }
    // Nothing is sent or read between the two: the server is in this process.
    signal(profile, 'SIGSTOP');
    unread = server.account.unreadBytes();
    sent = server.account.sentBytes;
    signal(profile, 'SIGKILL');
    await done;
    // What the server still writes for a browser that is gone counts as sent, but nobody could have got it.
    while (server.account.openBodies > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    lost += server.account.sentBytes - sent;
    sent = server.account.sentBytes;
  }
  console.log(
    `${costs.length} kills at random bytes of ${total} MiB, ${values.rate} MiB/s        MiB fetched again: median (range)`,
  );
  for (const { name, list } of [
    { name: 'all', list: costs },
    { name: 'without what the browser had not read', list: received },
  ]) {
    const sorted = list.toSorted((a, b) => a - b);
    const quantile = (part) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(2);
    const over = list.filter((cost) => cost > 4).length;
    console.log(`  ${quantile(0.5)} (${spread(list)}), 90 % at most ${quantile(0.9)}; over 4: ${over}      ${name}`);
  }
  console.log(
    `  files of the end result that differ from the server's: ${corrupt} of ${Object.keys(server.hashes).length}`,
  );
  server.close();
}

try {
  if (values.heap) await heap();
  else if (Number(values.rounds) > 0) await throughput();
  if (Number(values.kills) > 0) await kills();
} finally {
  page.httpServer.close();
  await rm(outDir, { recursive: true });
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
