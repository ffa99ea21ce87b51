// Decode speed of the app's engine against transformers.js called bare in a worker: same model, same settings, same
// run, interleaved.  node bench/overhead/run.mjs [--backend wasm|webgpu] [--tokens 64] [--rounds 9] [--threads 2]
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, defaultClientConditions, preview } from 'vite';
import { findBrowser } from '../../tools/find-browser.mjs';

const { values } = parseArgs({
  options: {
    backend: { type: 'string' },
    tokens: { type: 'string' },
    rounds: { type: 'string' },
    threads: { type: 'string' },
    /** Chromium flags for a real adapter, or for another software one. */
    gpu: { type: 'string', default: '--use-webgpu-adapter=swiftshader' },
  },
});

const HERE = fileURLToPath(new URL('.', import.meta.url));
const EMBER = fileURLToPath(new URL('../../public/models/ember', import.meta.url));
const HEADERS = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
/** A software adapter takes up to seconds a token. */
const DEFAULTS = { wasm: { tokens: 128, rounds: 15 }, webgpu: { tokens: 8, rounds: 7 } };

/** Ember with an end token that it never says. Without its file list, whose checksums no longer hold. */
async function endlessEmber(folder) {
  await cp(EMBER, folder, { recursive: true });
  await rm(join(folder, 'manifest.json'));
  const edit = async (name, change) => {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...change }));
  };
  const { pad_token_id: never } = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
  await edit('config.json', { eos_token_id: never });
  await edit('generation_config.json', { eos_token_id: never });
  const { pad_token: neverText } = JSON.parse(await readFile(join(folder, 'tokenizer_config.json'), 'utf8'));
  await edit('tokenizer_config.json', { eos_token: neverText });
  // The app's engine also ends at what ends a turn by its name.
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll('<|end|>', '<|over|>').replaceAll('<|escalate|>', '<|pass|>'));
  }
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const spread = (list) => `${Math.min(...list).toFixed(1)}–${Math.max(...list).toFixed(1)}`;

const outDir = await mkdtemp(join(tmpdir(), 'hearth-bench-'));
const shared = {
  configFile: false,
  logLevel: 'error',
  root: HERE,
  publicDir: false,
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: { target: 'esnext', assetsInlineLimit: 0, outDir, emptyOutDir: true },
};
await build(shared);
await endlessEmber(join(outDir, 'models/ember-endless'));
const server = await preview({ ...shared, preview: { port: 0, host: '127.0.0.1', headers: HEADERS } });
const browser = await chromium.launch({
  executablePath: findBrowser() ?? undefined,
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--enable-unsafe-webgpu',
    '--enable-features=Vulkan',
    ...values.gpu.split(' '),
  ],
});
try {
  for (const backend of values.backend === undefined ? ['wasm', 'webgpu'] : [values.backend]) {
    const order = {
      backend,
      tokens: Number(values.tokens ?? DEFAULTS[backend].tokens),
      rounds: Number(values.rounds ?? DEFAULTS[backend].rounds),
      threads: values.threads === undefined || backend !== 'wasm' ? null : Number(values.threads),
    };
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls.local[0]);
    await page.waitForFunction(() => 'bench' in globalThis);
    const { app, bare, bareThreaded } = await page.evaluate((asked) => globalThis.bench(asked), order);
    await page.close();
    const ratios = app.map((rate, index) => rate / bare[index]);
    console.log(`${backend}, ${order.tokens} tokens, ${order.rounds} rounds        tok/s: median (range)`);
    console.log(`  app's engine                     ${median(app).toFixed(1)} (${spread(app)})`);
    console.log(`  bare generate()                  ${median(bare).toFixed(1)} (${spread(bare)})`);
    if (bareThreaded.length > 0) {
      console.log(
        `  bare generate(), ${order.threads} threads       ${median(bareThreaded).toFixed(1)} (${spread(bareThreaded)})`,
      );
    }
    console.log(`  app ÷ bare, of the medians       ${(median(app) / median(bare)).toFixed(3)}`);
    console.log(
      `  app ÷ bare, median of the rounds ${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
    );
  }
} finally {
  await browser.close();
  await server.close();
  await rm(outDir, { recursive: true });
}
