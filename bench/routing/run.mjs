// How well the difficulty score sends the right prompts on, for prompts that it was not trained on, and what it costs.
// HEARTH_ROUTING_DATA=FOLDER node bench/routing/run.mjs [--predictions folder] [--samples 400]   Needs /usr/bin/python3 with numpy.
// node bench/routing/run.mjs --cost   what it costs alone, which needs neither.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../../tools/find-browser.mjs';

const { values } = parseArgs({
  options: {
    predictions: { type: 'string' },
    samples: { type: 'string', default: '400' },
    cost: { type: 'boolean', default: false },
  },
});
const SAMPLES = Number(values.samples);
const BINS = 10;
const BEST_OF = 60;
const SETTLING_ROUNDS = 6;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The same numbers in every run (mulberry32). */
let state = 20_231;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** Rows by falling score; equal scores in random order. */
function ranked(rows, score) {
  return rows
    .map((row) => ({ row, score: score(row), tie: random() }))
    .toSorted((a, b) => b.score - a.score || a.tie - b.tie)
    .map(({ row }) => row);
}

const gainOf = (row) => row.localFails - row.strongFails;

/** Mean share of the gap that is recovered, over every share of prompts sent on; `times` counts a row in a sample. */
function apgr(order, times) {
  let recovered = 0;
  let area = 0;
  let count = 0;
  for (const row of order) {
    const n = times === null ? 1 : times[row.index];
    const gain = gainOf(row) * n;
    area += (recovered + gain / 2) * n;
    recovered += gain;
    count += n;
  }
  return recovered === 0 ? NaN : area / count / recovered;
}

/** Share answered right when the first `share` of the order is sent on. */
function quality(order, times, share) {
  const total = order.reduce((sum, row) => sum + (times === null ? 1 : times[row.index]), 0);
  let sent = 0;
  let right = 0;
  for (const row of order) {
    const n = times === null ? 1 : times[row.index];
    const on = Math.max(0, Math.min(n, share * total - sent));
    right += on * (1 - row.strongFails) + (n - on) * (1 - row.localFails);
    sent += n;
  }
  return right / total;
}

/** Expected calibration error, `BINS` bins of equal width. */
function calibrationError(rows, times, chance, label) {
  const bins = Array.from({ length: BINS }, () => ({ difference: 0 }));
  let total = 0;
  for (const row of rows) {
    const n = times === null ? 1 : times[row.index];
    bins[Math.min(BINS - 1, Math.floor(chance(row) * BINS))].difference += n * (chance(row) - label(row));
    total += n;
  }
  return bins.reduce((sum, { difference }) => sum + Math.abs(difference), 0) / total;
}

function withInterval(rows, measure) {
  const sampled = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const times = new Uint16Array(rows.length);
    for (let draw = 0; draw < rows.length; draw += 1) times[Math.floor(random() * rows.length)] += 1;
    sampled.push(measure(times));
  }
  sampled.sort((a, b) => a - b);
  const at = (share) => sampled[Math.min(SAMPLES - 1, Math.floor(share * SAMPLES))].toFixed(3);
  return `${measure(null).toFixed(3)} (${at(0.025)}–${at(0.975)})`;
}

const line = (name, ...cells) => console.log(`${name.padEnd(14)} ${cells.map((cell) => cell.padEnd(22)).join('')}`);

function report(experiment) {
  const rows = experiment.rows.map(([domain, localFails, strongFails, length, local, strong], index) => {
    return { index, domain, localFails, strongFails, length, local, strong };
  });
  const mean = Object.values(experiment.gainByDomain).reduce((sum, gain, _, all) => sum + gain / all.length, 0);
  const scores = {
    random: () => 0,
    length: (row) => row.length,
    'task label': (row) => experiment.gainByDomain[row.domain] ?? mean,
    'this score': (row) => row.local - row.strong,
    oracle: gainOf,
  };
  console.log(`\n${experiment.name}: ${experiment.labels} labels, ${rows.length} prompts tested`);
  line('', 'APGR', 'right at 10 %', '20 %', '30 % sent on');
  for (const [name, score] of Object.entries(scores)) {
    const order = ranked(rows, score);
    const cells = [0.1, 0.2, 0.3].map((share) => withInterval(rows, (times) => quality(order, times, share)));
    line(
      name,
      withInterval(rows, (times) => apgr(order, times)),
      ...cells,
    );
  }
  const heads = [
    { name: 'local', chance: (row) => row.local, label: (row) => row.localFails },
    { name: 'strong', chance: (row) => row.strong, label: (row) => row.strongFails },
  ];
  const errors = heads.map(({ name, chance, label }) => {
    return `${name} ${withInterval(rows, (times) => calibrationError(rows, times, chance, label))}`;
  });
  console.log(`calibration error: ${errors.join(', ')}`);
}

async function reportCost(folder) {
  const file = await readFile(here('../../public/routing/difficulty.json'));
  const references = JSON.parse(await readFile(here('../../tools/router/reference.json'), 'utf8'));
  const prompts = Array.from({ length: 40 }, () => references.map(({ prompt }) => prompt)).flat();
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir: folder,
      emptyOutDir: false,
      lib: { entry: here('page.ts'), formats: ['es'], fileName: () => 'predict.mjs' },
    },
  });
  const bundle = join(folder, 'predict.mjs');
  const { timePredictions } = await import(pathToFileURL(bundle).href);
  const p99 = (list) => `${list.toSorted((a, b) => a - b)[Math.floor(list.length * 0.99)].toFixed(3)} ms`;
  const json = JSON.parse(file.toString());
  console.log(`\nmodel file ${file.length} B (gzip ${gzipSync(file, { level: 9 }).length} B), wanted <= 100000 B`);
  console.log(`p99 of ${prompts.length} predictions, wanted < 1 ms: node ${p99(timePredictions(json, prompts, 1))}`);
  const browser = await chromium.launch({ executablePath: findBrowser() ?? undefined, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.addScriptTag({ type: 'module', content: await readFile(bundle, 'utf8') });
  await page.waitForFunction('globalThis.timePredictions !== undefined');
  // The browser compiles better code while the first ones run.
  const settling = await page.evaluate(
    ([model, asked, count]) => Array.from({ length: count }, () => globalThis.timePredictions(model, asked, 1)),
    [json, prompts, SETTLING_ROUNDS],
  );
  console.log(`browser (${browser.version()}), round by round: ${settling.map(p99).join(', ')}, clock steps of 0.1 ms`);
  // Waiting for a core shows in any p99. The best of many runs shows what the prediction itself takes.
  const texts = [...new Set(prompts)];
  const rounds = await page.evaluate(
    ([model, asked, count]) => Array.from({ length: count }, () => globalThis.timePredictions(model, asked, 4)),
    [json, texts, BEST_OF],
  );
  const best = texts.map((_, at) => Math.min(...rounds.map((round) => round[at])));
  console.log(`slowest of ${texts.length} prompts, best of ${BEST_OF} runs of 4: ${Math.max(...best).toFixed(3)} ms`);
  await browser.close();
}

const folder = await mkdtemp(join(tmpdir(), 'hearth-routing-'));
const predictions = values.predictions ?? folder;
if (values.predictions === undefined && !values.cost) {
  const script = here('../../tools/router/experiments.py');
  const { status } = spawnSync('/usr/bin/python3', [script, folder], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The experiments did not finish.');
}
for (const name of (await readdir(predictions)).toSorted()) {
  if (name.endsWith('.json')) report(JSON.parse(await readFile(join(predictions, name), 'utf8')));
}
await writeFile(join(folder, 'package.json'), '{"type":"module"}');
await reportCost(folder);
await rm(folder, { recursive: true, force: true });
