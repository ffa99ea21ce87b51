import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { errorText } from '../src/core/error-text.ts';
import type { ErrorCode } from '../src/core/errors.ts';
import { errorInfo } from '../src/core/errors.ts';
import type { Settings } from '../src/core/settings.ts';
import { App } from './app.ts';
import { withSettings } from './stored-settings.ts';
import { DIST, expect, test, withoutServiceWorkers } from './test.ts';
import { endpointAt } from '../src/testing/endpoints.ts';

// What a test puts in the way must not be passed by: files come from the server, not from the offline copy.
test.use({ visit: 'unkept' });

const LONG_PROMPT = `${'word '.repeat(2500)}end`;
const NOWHERE = endpointAt('http://127.0.0.1:9/v1');

const titleOf = (code: ErrorCode) => errorText(errorInfo(code)).title;

async function open(page: Page, url: string, settings: Partial<Settings> = {}): Promise<App> {
  await withSettings(page, settings);
  const app = new App(page);
  await app.open(url);
  return app;
}

const alerts = (page: Page, code: ErrorCode): Locator => page.getByRole('alert').filter({ hasText: titleOf(code) });
const banner = (page: Page): Locator => page.getByRole('region', { name: 'Engine' });

test.describe('a prompt', () => {
  test('that is empty is not sent, and says so', async ({ page, server }) => {
    const app = await open(page, server.url);
    await app.message.focus();
    await page.keyboard.press('Enter');
    await expect(alerts(page, 'prompt-empty')).toContainText('Write a message first');
    await app.message.fill('   ');
    await app.send.click();
    await expect(alerts(page, 'prompt-empty')).toBeVisible();
    await expect(app.prompts).toHaveCount(0);
    await app.message.fill('What is Hearth?');
    await expect(alerts(page, 'prompt-empty')).toHaveCount(0);
  });

  test('that is too long for the model is kept, and says what to do', async ({ page, server }) => {
    const app = await open(page, server.url);
    await app.untilReady();
    await app.ask(LONG_PROMPT);
    const answer = app.answers.last();
    await expect(answer).toContainText(titleOf('context-overflow'));
    await expect(answer.getByRole('link', { name: 'Start a new chat' })).toBeVisible();
    await expect(answer.getByRole('button', { name: 'Ask the cloud' })).toBeVisible();
    await app.prompts.last().getByRole('button', { name: 'Edit' }).click();
    await expect(app.prompts.last().getByRole('textbox')).toHaveValue(LONG_PROMPT);
    await app.prompts.last().getByRole('textbox').fill('What is Hearth?');
    await app.page.keyboard.press('Enter');
    await app.untilEnd();
    await expect(app.answers.last()).not.toContainText(titleOf('context-overflow'));
  });

  test('that is too long is offered to the cloud in mode Ask me, and nothing has left', async ({ page, server }) => {
    const left: string[] = [];
    page.context().on('request', (request) => {
      if (request.url().startsWith(NOWHERE.url)) left.push(request.url());
    });
    const app = await open(page, server.url, { mode: 'ask', endpoints: [NOWHERE] });
    await app.untilReady();
    await app.ask(LONG_PROMPT);
    const dialog = page.getByRole('dialog', { name: 'Send to the cloud?' });
    await expect(dialog).toBeVisible();
    const region = dialog.getByRole('region', { name: 'What leaves this device' });
    await expect(region).toContainText(LONG_PROMPT.slice(0, 100));
    await dialog.getByRole('button', { name: 'Keep on device' }).click();
    await expect(dialog).toBeHidden();
    await expect(app.prompts).toHaveCount(1);
    await expect(app.answers.last()).toContainText(titleOf('context-overflow'));
    await app.untilEnd();
    await expect(dialog).toBeHidden();
    expect(left).toEqual([]);
  });
});

test.describe('storage', () => {
  test('that is blocked is said once, and the chat goes on in memory', async ({ page, server }) => {
    await page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('The user denied permission to access the database.', 'SecurityError');
      };
      IDBFactory.prototype.open = refuse;
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse });
    });
    await expectMemoryOnly(page, server.url, 'storage-blocked');
  });

  test('that is full is said once, with the way to make room, and the chat goes on in memory', async ({
    page,
    server,
  }) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(server.url).origin, quotaSize: 1 });
    await expectMemoryOnly(page, server.url, 'storage-full');
    await expect(alerts(page, 'storage-full').getByRole('link', { name: 'Manage data' })).toBeVisible();
  });
});

async function expectMemoryOnly(page: Page, url: string, code: ErrorCode): Promise<void> {
  const app = await open(page, url);
  await app.untilReady();
  await app.askAndWait('What is Hearth?');
  await app.askAndWait('Does it work offline?');
  await expect(alerts(page, code)).toHaveCount(1);
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(app.prompts).toHaveCount(2);
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await expect(app.prompts).toHaveCount(0);
  await page
    .getByRole('navigation', { name: 'Chats' })
    .getByRole('button', { name: 'What is Hearth?' })
    .first()
    .click();
  await expect(app.prompts).toHaveCount(2);
  await expect(app.answers.last().getByRole('button', { name: 'Regenerate' })).toBeVisible();
}

test.describe('a model file', () => {
  const FILE = 'models/ember/onnx/model_quantized.onnx';
  const harms: Record<string, (bytes: Buffer) => Buffer> = {
    'that is damaged': (bytes) => Buffer.from(bytes.map((byte, index) => (index === 100_000 ? byte ^ 1 : byte))),
    'that is cut off': (bytes) => bytes.subarray(0, bytes.length / 2),
  };
  for (const [name, harm] of Object.entries(harms)) {
    test(`${name} is not used, and fetched again on request`, async ({ page, server }) => {
      const body = harm(await readFile(join(DIST, FILE)));
      await page.route(`**/${FILE}`, (route) => route.fulfill({ body, contentType: 'application/octet-stream' }));
      const app = await open(page, server.url);
      await expect(banner(page)).toContainText(titleOf('model-corrupt'));
      await app.ask('What is Hearth?');
      await expect(app.answers.last()).toContainText(titleOf('model-corrupt'));
      await page.unroute(`**/${FILE}`);
      await banner(page).getByRole('button', { name: 'Reload' }).click();
      await app.untilReady();
      await expect(app.prompts.last()).toContainText('What is Hearth?');
      await app.answers.last().getByRole('button', { name: 'Regenerate' }).click();
      await app.untilEnd();
      await expect(app.answers.last()).not.toContainText(titleOf('model-corrupt'));
    });
  }

  test('that is missing is said, and tried again', async ({ page, server }) => {
    await page.route(`**/${FILE}`, (route) => route.fulfill({ status: 404, body: '' }));
    const app = await open(page, server.url);
    await expect(banner(page)).toContainText(titleOf('model-missing'));
    await page.unroute(`**/${FILE}`);
    await banner(page).getByRole('button', { name: 'Try again' }).click();
    await app.untilReady();
  });
});

test.describe('the offline copy', () => {
  test.use({ visit: 'first' });

  test('of a model file that is damaged is replaced by itself', async ({ page, server }) => {
    const app = await open(page, server.url);
    await app.untilReady();
    // Everything is kept, and the next load reads from there.
    await expect
      .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), { timeout: 180_000 })
      .toBe('activated');
    expect(await page.evaluate(damageCopies, 'model_quantized.onnx')).toBe(1);
    await page.reload();
    await app.untilReady();
    await expect(banner(page)).toHaveCount(0);
  });
});

/** Runs in the page: empties the kept copies of a file; tells how many there were. */
async function damageCopies(file: string): Promise<number> {
  let damaged = 0;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (!request.url.includes(file)) continue;
      await cache.put(request, new Response(new Uint8Array(1000)));
      damaged += 1;
    }
  }
  return damaged;
}

test.describe('a browser', () => {
  test('without WebGPU says so where WebGPU is forced, and the way to WASM works', async ({
    playwright,
    launchOptions,
    server,
  }) => {
    const browser = await playwright.chromium.launch({
      ...launchOptions,
      args: ['--no-sandbox', '--disable-blink-features=WebGPU'],
    });
    try {
      const page = await browser.newPage();
      await withoutServiceWorkers(page.context());
      const app = await open(page, server.url, { engine: 'webgpu' });
      await expect(banner(page)).toContainText(titleOf('webgpu-unavailable'));
      await banner(page).getByRole('link', { name: 'Open settings' }).click();
      const engine = page.getByRole('radiogroup', { name: 'Engine' });
      await engine.getByRole('radio', { name: 'Automatic' }).check({ force: true });
      await page.keyboard.press('Escape');
      await app.untilReady('WASM');
      await expect(banner(page)).toHaveCount(0);
    } finally {
      await browser.close();
    }
  });

  test('without WebAssembly SIMD is told to be too old, and the prompt is kept', async ({ page, server }) => {
    await page.route('**/engine-worker-*.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `WebAssembly.validate = () => false;\n${await response.text()}` });
    });
    const app = await open(page, server.url);
    await expect(banner(page)).toContainText(titleOf('wasm-unsupported'));
    await expect(banner(page)).toContainText('Update the browser');
    await app.ask('What is Hearth?');
    await expect(app.answers.last()).toContainText(titleOf('wasm-unsupported'));
    await expect(app.prompts.last()).toContainText('What is Hearth?');
  });
});

test('a chat of a newer version is listed, says why it does not open, and is left as it is', async ({
  page,
  server,
}) => {
  const app = await open(page, server.url);
  await app.untilReady();
  await app.askAndWait('What is Hearth?');
  const record = { version: 99, conversation: { shape: 'of the future' } };
  await page.evaluate(putRecord, record);
  await page.reload();
  const unreadable = page.getByRole('region', { name: 'Unreadable' });
  await unreadable.getByRole('button', { name: 'Saved by another version' }).click();
  await expect(alerts(page, 'stored-data-newer').getByRole('button', { name: 'Reload' })).toBeVisible();
  await expect(app.prompts).toHaveCount(1);
  await unreadable.getByRole('button', { name: 'Delete unreadable chat' }).click();
  expect(await page.evaluate(getRecord)).toEqual(record);
  await unreadable.getByRole('button', { name: 'Delete for good' }).click();
  await expect(unreadable).toHaveCount(0);
  expect(await page.evaluate(getRecord)).toBeUndefined();
});

/** Runs in the page: puts a record there as a newer version would have left it. */
function putRecord(record: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('hearth-conversations');
    opening.addEventListener('error', () => reject(new Error('the database did not open')));
    opening.addEventListener('success', () => {
      const transaction = opening.result.transaction('conversations', 'readwrite');
      transaction.objectStore('conversations').put(record, 'from-the-future');
      transaction.addEventListener('complete', () => resolve());
    });
  });
}

function getRecord(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('hearth-conversations');
    opening.addEventListener('error', () => reject(new Error('the database did not open')));
    opening.addEventListener('success', () => {
      const getting = opening.result.transaction('conversations').objectStore('conversations').get('from-the-future');
      getting.addEventListener('success', () => resolve(getting.result));
    });
  });
}

test('of two tabs one holds the model; the other says so, can take it, and gets it when the first closes', async ({
  context,
  page,
  server,
}) => {
  const app = await open(page, server.url);
  await app.untilReady();
  const second = await open(await context.newPage(), server.url);
  await expect(banner(second.page)).toContainText('open in another tab');
  await second.ask('What is Hearth?');
  await expect(alerts(second.page, 'engine-elsewhere')).toBeVisible();
  await expect(second.message).toHaveValue('What is Hearth?');

  await banner(second.page).getByRole('button', { name: 'Use it here' }).click();
  await second.untilReady();
  await expect(banner(app.page)).toContainText('open in another tab');
  await second.message.press('Enter');
  await second.untilEnd();
  await expect(second.prompts).toHaveCount(1);

  await second.page.close();
  await app.untilReady();
  await expect(banner(app.page)).toHaveCount(0);
});
