// From storage to ready: a stored model loaded by the app's engine against the library with its own cache (the Cache
// API), the same synthetic model, in turns, each load in a fresh browser on a filled profile.
//   node bench/load/run.mjs [--shape small-llama] [--backend wasm|webgpu] [--form q8|q4] [--rounds 3] [--weights-only]
//   HEARTH_WEBLLM=0.2.79 node bench/load/run.mjs --library FILE   web-llm, with a compiled library and weights made for it
// Memory is the highest resident set of the page's process and of the GPU process, as the kernel counts it (Linux).
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, loadConfigFromFile } from 'vite';
import { findBrowser } from '../../tools/find-browser.mjs';
import { serveFolder } from '../../tools/static-server.mjs';
import { writeMlcModel } from '../../tools/synthesize-model/mlc.mjs';
import { writeOnnxModel } from '../../tools/synthesize-model/onnx-model.mjs';
import { processPeaks } from './process-peaks.mjs';

const { values } = parseArgs({
  options: {
    shape: { type: 'string', default: 'small-llama' },
    /** As the app chooses it: int8 on WASM, int4 on WebGPU. */
    form: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
    library: { type: 'string' },
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

const app = await loadConfigFromFile(
  { command: 'build', mode: 'production' },
  fileURLToPath(new URL('../../vite.config.ts', import.meta.url)),
);
await build({
  configFile: false,
  logLevel: 'error',
  root: HERE,
  publicDir: false,
  resolve: app?.config.resolve,
  worker: { format: 'es' },
  build: { target: 'esnext', assetsInlineLimit: 0, outDir, emptyOutDir: true },
});
const { library } = values;
const modelOrder = library === undefined ? writeOnnx() : await writeMlc(library);
const order = { folder: FOLDER, weightsOnly: values['weights-only'], ...modelOrder };
const bytes = order.files.reduce((sum, file) => sum + file.bytes, 0);
const server = await serveFolder(outDir, 0, { plain: true });
// web-llm caches no library of a host with that name.
const pageUrl = server.url.replace('localhost', '127.0.0.1');

function writeOnnx() {
  const { shape, backend, form = backend === 'wasm' ? 'q8' : 'q4' } = values;
  const files = writeOnnxModel({ folder: join(outDir, 'models', FOLDER), shape, form });
  return { engine: 'transformers', path: `models/${FOLDER}/`, backend, form, files };
}

/** Where web-llm looks for it: it takes an address as that of a hub. */
async function writeMlc(compiled) {
  const path = `models/${FOLDER}/resolve/main/`;
  const folder = join(outDir, path);
  const files = [];
  for (const file of writeMlcModel({ library: compiled, folder, text: 'It is made of noise.' })) {
    const content = await readFile(join(folder, file.path));
    files.push({ ...file, sha256: createHash('sha256').update(content).digest('hex') });
  }
  const form = /q4f(?:16|32)_1/.exec(basename(compiled))?.[0] ?? 'q4f32_1';
  return { engine: 'webllm', path, backend: 'webgpu', form, files };
}

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
    await page.goto(pageUrl);
    await page.waitForFunction(() => 'loadStored' in globalThis);
    page.setDefaultTimeout(0);
    const times = await page.evaluate(([call, asked]) => globalThis[call](asked), [name, order]);
    return { ...times, ...(await processPeaks(profile)) };
  } finally {
    await context.close();
  }
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
  const name = library === undefined ? values.shape : basename(library);
  console.log(`${name} ${order.form}, ${(bytes / 1e6).toFixed(0)} MB, ${order.backend}, median (all rounds)`);
  const bareName = order.engine === 'webllm' ? 'web-llm' : 'transformers.js';
  for (const [which, runs] of Object.entries(results)) {
    console.log(which === 'loadStored' ? "app's engine, stored model" : `${bareName}, its own cache`);
    console.log(`  weights in memory      ${seconds(runs.map(({ weightsMs }) => weightsMs))}`);
    if (!order.weightsOnly) {
      console.log(`  ready for a question   ${seconds(runs.map(({ readyMs }) => readyMs))}`);
      if (runs.every(({ testedMs }) => testedMs !== null))
        console.log(`  self-test passed       ${seconds(runs.map(({ testedMs }) => testedMs))}`);
      console.log(`  first token            ${seconds(runs.map(({ firstTokenMs }) => firstTokenMs))}`);
    }
    console.log(`  peak of the page       ${megabytes(runs.map(({ renderer }) => renderer))}`);
    console.log(`  peak of the GPU        ${megabytes(runs.map(({ gpu }) => gpu))}`);
  }
} finally {
  await server.close();
  await rm(work, { recursive: true });
}
