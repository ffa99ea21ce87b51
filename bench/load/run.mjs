// From storage to ready: a stored model loaded by the app's engine against transformers.js with its own cache (the
// Cache API), the same synthetic model, in turns, each load in a fresh browser on a filled profile.
//   node bench/load/run.mjs [--shape small-llama] [--form q4] [--backend wasm|webgpu] [--rounds 3] [--weights-only]
// Memory is the highest resident set of the page's process and of the GPU process, as the kernel counts it (Linux).
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, defaultClientConditions } from 'vite';
import { findBrowser } from '../../tools/find-browser.mjs';
import { serveFolder } from '../../tools/static-server.mjs';
import { writeOnnxModel } from '../../tools/synthesize-model/onnx-model.mjs';

const { values } = parseArgs({
  options: {
    shape: { type: 'string', default: 'small-llama' },
    form: { type: 'string', default: 'q4' },
    backend: { type: 'string', default: 'wasm' },
    rounds: { type: 'string', default: '3' },
    'weights-only': { type: 'boolean', default: false },
    /** Chromium flags for a real adapter, or for another software one. */
    gpu: { type: 'string', default: '--use-webgpu-adapter=swiftshader' },
  },
});

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FOLDER = 'bench-model';
const work = await mkdtemp(join(tmpdir(), 'hearth-load-'));
const outDir = join(work, 'page');
const profile = join(work, 'profile');

await build({
  configFile: false,
  logLevel: 'error',
  root: HERE,
  publicDir: false,
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: { target: 'esnext', assetsInlineLimit: 0, outDir, emptyOutDir: true },
});
const files = writeOnnxModel({
  folder: join(outDir, 'models', FOLDER),
  shape: values.shape,
  form: values.form,
});
const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
const order = {
  folder: FOLDER,
  backend: values.backend,
  form: values.form,
  files,
  weightsOnly: values['weights-only'],
};
const server = await serveFolder(outDir, 0, { plain: true });

/** Runs one function of the page in a fresh browser on the profile that all share. */
async function inFreshBrowser(name) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findBrowser() ?? undefined,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--enable-unsafe-webgpu',
      '--enable-features=Vulkan',
      ...values.gpu.split(' ').filter((flag) => flag !== ''),
    ],
  });
  try {
    const [page = await context.newPage()] = context.pages();
    await page.goto(server.url);
    await page.waitForFunction(() => 'loadStored' in globalThis);
    page.setDefaultTimeout(0);
    const times = await page.evaluate(([call, asked]) => globalThis[call](asked), [name, order]);
    return { ...times, ...(await peaks(profile)) };
  } finally {
    await context.close();
  }
}

/** Highest resident bytes of the browser's renderer and GPU process. */
async function peaks(profilePath) {
  const processes = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      const [command, status] = await Promise.all(
        ['cmdline', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
      );
      const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      processes.push({ pid: Number(pid), parent: field('PPid'), command, peak: field('VmHWM') * 1024 });
    } catch {
      // It ended meanwhile.
    }
  }
  const root = processes.find(({ command }) => command.includes(profilePath) && !command.includes('--type='));
  const isOurs = (process) =>
    process !== undefined && (process.pid === root?.pid || isOurs(processes.find(({ pid }) => pid === process.parent)));
  const peakOf = (type) =>
    Math.max(
      0,
      ...processes
        .filter((process) => process.command.includes(`--type=${type}`) && isOurs(process))
        .map(({ peak }) => peak),
    );
  return { renderer: peakOf('renderer'), gpu: peakOf('gpu-process') };
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const seconds = (list) =>
  `${(median(list) / 1000).toFixed(2)} s (${list.map((ms) => (ms / 1000).toFixed(2)).join(', ')})`;
const megabytes = (list) => `${(median(list) / 1e6).toFixed(0)} MB`;

try {
  await inFreshBrowser('fillStore');
  await inFreshBrowser('loadBare');
  const results = { loadStored: [], loadBare: [] };
  for (let round = 0; round < Number(values.rounds); round++) {
    const turn = round % 2 === 0 ? ['loadStored', 'loadBare'] : ['loadBare', 'loadStored'];
    for (const name of turn) results[name].push(await inFreshBrowser(name));
  }
  console.log(`${values.shape} ${values.form}, ${(bytes / 1e6).toFixed(0)} MB, ${values.backend}, median (all rounds)`);
  for (const [name, runs] of Object.entries(results)) {
    console.log(name === 'loadStored' ? "app's engine, stored model" : 'transformers.js, its own cache');
    console.log(`  weights in memory      ${seconds(runs.map(({ weightsMs }) => weightsMs))}`);
    if (!order.weightsOnly)
      console.log(`  first token            ${seconds(runs.map(({ firstTokenMs }) => firstTokenMs))}`);
    console.log(`  peak of the page       ${megabytes(runs.map(({ renderer }) => renderer))}`);
    console.log(`  peak of the GPU        ${megabytes(runs.map(({ gpu }) => gpu))}`);
  }
} finally {
  await server.close();
  await rm(work, { recursive: true });
}
