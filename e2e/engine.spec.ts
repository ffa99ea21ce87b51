import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ENGINE_CONTRACT } from '../src/testing/engine-contract.ts';
import { servePage } from './pages/serve-page.ts';
import type { ServedPage } from './pages/serve-page.ts';

const GREEDY = { temperature: 0, topP: 1, maxTokens: 4 };
const QUESTION = [{ role: 'user', content: 'What is Hearth?' }] as const;

/** Not worth their minutes on a software adapter. */
const SAME_ON_ANY_BACKEND: ReadonlySet<string> = new Set([
  'counts the tokens it gave and those of the prompt',
  'gives each token the logarithm of a probability',
  'ends with length at the token limit',
  'draws the same tokens from the same seed',
  'refuses a prompt longer than the context window and goes on after it',
  'answers two at once one after the other',
]);

let served: ServedPage;
test.beforeAll(async () => {
  served = await servePage('engine');
});
test.afterAll(() => served.close());

async function openLab(page: Page): Promise<void> {
  await page.goto(served.url);
  await page.waitForFunction(() => 'lab' in globalThis);
}

for (const preference of ['wasm', 'webgpu'] as const) {
  test.describe(`the engine on ${preference} keeps the contract: it`, () => {
    test.describe.configure({ mode: 'serial' });
    let page: Page;
    test.beforeAll(async ({ browser }) => {
      page = await browser.newPage();
      await openLab(page);
      const parts = await page.evaluate((wanted) => lab.load(wanted), preference);
      expect(parts.at(-1)).toMatchObject({ type: 'load-end', choice: { backend: preference } });
    });
    test.afterAll(() => page.close());

    const names = Object.keys(ENGINE_CONTRACT).filter(
      (name) => preference === 'wasm' || !SAME_ON_ANY_BACKEND.has(name),
    );
    for (const name of names) {
      test(name, async () => {
        expect(await page.evaluate((check) => lab.check(check), name)).toBeNull();
      });
    }
  });
}

test('chooses WASM by itself where the adapter is software, and says why', async ({ page }) => {
  await openLab(page);
  const parts = await page.evaluate(() => lab.load('auto'));
  expect(parts.at(-1)).toMatchObject({
    type: 'load-end',
    choice: { backend: 'wasm', why: expect.stringContaining('software'), adapter: { isFallback: true } },
  });
});

test('tells the bytes as they arrive, up to all of them', async ({ page }) => {
  await openLab(page);
  const parts = await page.evaluate(() => lab.load('wasm'));
  const progress = parts.filter((part) => part.type === 'load-progress');
  expect(progress.map(({ stage }) => stage)).toEqual(['probe', 'runtime', 'weights', 'warm-up']);
  const weights = progress.find(({ stage }) => stage === 'weights');
  expect(weights?.loadedBytes).toBe(weights?.totalBytes);
});

test('draws other tokens from another seed', async ({ page }) => {
  await openLab(page);
  await page.evaluate(() => lab.load('wasm'));
  const texts = await page.evaluate(async (messages) => {
    const draw = (seed: number) => lab.ask(messages, { temperature: 2, topP: 1, maxTokens: 12, seed }, `seed-${seed}`);
    return [(await draw(1)).text, (await draw(2)).text];
  }, QUESTION);
  expect(texts[0]).not.toBe(texts[1]);
});

test('gives the same first tokens on WebGPU as on WASM', async ({ page }) => {
  await openLab(page);
  const answers: string[] = [];
  for (const backend of ['wasm', 'webgpu'] as const) {
    await page.evaluate((wanted) => lab.load(wanted), backend);
    const { text } = await page.evaluate(([messages, sampling]) => lab.ask(messages, sampling, 'same'), [
      QUESTION,
      GREEDY,
    ] as const);
    answers.push(text);
  }
  expect(answers[1]).toBe(answers[0]);
});

test('counts the weights on the GPU buffer by buffer, and none after an unload', async ({ page }) => {
  await openLab(page);
  await page.evaluate(() => lab.load('webgpu'));
  const { weightsBytes } = await page.evaluate(() => lab.footprint());
  expect(weightsBytes.basis).toBe('measured');
  expect(weightsBytes.value).toBeGreaterThan(4_000_000);
  await page.evaluate(() => lab.unload());
  expect((await page.evaluate(() => lab.footprint())).weightsBytes.value).toBe(0);
});
