import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { errorText } from '../src/core/error-text.ts';
import { errorInfo, type ErrorCode } from '../src/core/errors.ts';
import type { StaticServer } from '../tools/static-server.mjs';
import { App } from './app.ts';
import type { Behaviour, OpenAiServer } from './servers/openai-server.ts';
import { expect, reach, test } from './cloud-test.ts';
import { DIST } from './test.ts';

const KEY = 'sk-test-secret';
const PROMPT = 'Which river is the longest?';
/** Put before the cloud worker's script: its minute is over when the page says so, and not before. */
const PATIENCE_ON_CALL = `{
  const start = setTimeout;
  let expire = () => {};
  globalThis.setTimeout = (run, delayMs, ...rest) => {
    if (delayMs !== 60_000) return start(run, delayMs, ...rest);
    expire = run;
    return undefined;
  };
  new BroadcastChannel('patience').addEventListener('message', () => expire());
}`;

let server: StaticServer;
let endpoint: OpenAiServer;
let app: App;
test.beforeEach(({ page, server: ownServer, endpoint: ownEndpoint }) => {
  [server, endpoint, app] = [ownServer, ownEndpoint, new App(page)];
});

test.describe('the offer', () => {
  test('shows exactly what would leave, and sends nothing before yes', async ({ page }) => {
    await open();
    const answer = await deviceAnswer();
    await answer.getByRole('button', { name: 'Ask the cloud' }).click();
    await expect(offer()).toBeVisible();
    const shown = await offer().getByRole('region', { name: 'What leaves this device' }).locator('pre').textContent();
    expect(shown).toContain(PROMPT);
    expect(endpoint.requests).toEqual([]);

    await offer().getByRole('button', { name: 'Keep on device' }).click();
    await expect(offer()).toBeHidden();
    expect(endpoint.requests).toEqual([]);

    await answer.getByRole('button', { name: 'Ask the cloud' }).click();
    await expect(offer()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(offer()).toBeHidden();
    expect(endpoint.requests).toEqual([]);

    await answer.getByRole('button', { name: 'Ask the cloud' }).click();
    await offer().getByRole('button', { name: 'Send', exact: true }).click();
    await expect(answer).toContainText('The cloud answers: forty-two.');
    expect(endpoint.requests.map(({ body }) => body)).toEqual([shown]);
    expect(endpoint.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(endpoint.requests[0]?.headers.cookie).toBeUndefined();
    expect(endpoint.requests[0]?.headers.referer).toBeUndefined();
  });

  test('leaves two answers, and the reader toggles between them', async ({ page }) => {
    await open();
    const answer = await deviceAnswer();
    const deviceText = await answer.textContent();
    await askTheCloud(answer);
    const sources = answer.getByRole('tablist', { name: 'Answer source' });
    await expect(sources.getByRole('tab', { name: 'Cloud' })).toHaveAttribute('aria-selected', 'true');
    await sources.getByRole('tab', { name: 'On device' }).click();
    await expect(answer).not.toContainText('forty-two');
    expect(deviceText).not.toContain('forty-two');
    await sources.getByRole('tab', { name: 'Cloud' }).click();
    await expect(answer).toContainText('forty-two');

    await page.reload();
    await expect(answer).toContainText('forty-two');
    await sources.getByRole('tab', { name: 'On device' }).click();
    await expect(answer).not.toContainText('forty-two');
  });

  test('says first that no endpoint is configured', async ({ page }) => {
    await app.open(server.url);
    await app.untilReady();
    const answer = await app.askAndWait(PROMPT);
    await answer.getByRole('button', { name: 'Ask the cloud' }).click();
    await expect(page.getByText(errorText(errorInfo('cloud-not-configured')).title)).toBeVisible();
    await expect(app.prompts.last()).toContainText(PROMPT);
  });
});

test.describe('in mode Cloud', () => {
  test.beforeEach(async () => {
    await open();
    await app.chooseMode('Cloud');
  });

  test('the endpoint answers, with its own count of tokens', async () => {
    const answer = await app.askAndWait(PROMPT);
    await expect(answer).toContainText('The cloud answers: forty-two.');
    expect(await app.measurement('Tokens')).toBe(4);
    expect(await app.measurement('Time to first token')).toBeGreaterThan(0);
    expect(await app.measurement('Total')).toBeGreaterThan(0);
  });

  test('a second prompt carries the first answer', async () => {
    await app.askAndWait(PROMPT);
    await app.askAndWait('And the second longest?');
    const sent = endpoint.requests.at(-1)?.body ?? '';
    expect(sent).toContain(PROMPT);
    expect(sent).toContain('forty-two');
  });

  test('Stop ends the request at the endpoint and keeps what had arrived', async () => {
    endpoint.behave('slow');
    await app.ask(PROMPT);
    await expect(app.answers.last()).toContainText('The cloud');
    await app.stop.click();
    await endpoint.clientLeft;
    await app.untilEnd();
    await expect(app.answers.last()).toContainText('The cloud');
  });

  test('every failure has a message of its own, keeps the prompt, and can be tried again', async () => {
    const failures: readonly [Behaviour, ErrorCode][] = [
      ['400', 'cloud-rejected'],
      ['401', 'cloud-unauthorized'],
      ['404', 'cloud-not-found'],
      ['500', 'cloud-server-error'],
      ['no-cors', 'cloud-unreachable'],
      ['redirect', 'cloud-unreachable'],
      ['web-page', 'cloud-stream-broken'],
    ];
    for (const [behaviour, code] of failures) {
      await test.step(behaviour, async () => {
        endpoint.behave(behaviour);
        await app.ask(`${PROMPT} (${behaviour})`);
        await expectFailure(code);
        await expect(app.prompts.last()).toContainText(behaviour);
        await tryAgain();
      });
    }
  });

  test('what had arrived before a failure stays, also after a reload', async ({ page }) => {
    for (const behaviour of ['broken', 'malformed'] as const) {
      await test.step(behaviour, async () => {
        endpoint.behave(behaviour);
        await app.ask(`${PROMPT} (${behaviour})`);
        await expect(app.answers.last()).toContainText('The cloud');
        endpoint.goOn();
        await expectFailure('cloud-stream-broken');
        await expect(app.answers.last()).toContainText('The cloud');
      });
    }
    await page.reload();
    await expect(app.answers).toHaveCount(2);
    for (const answer of await app.answers.all()) await expect(answer).toContainText('The cloud');
  });

  test('429: says how long the endpoint asks to wait', async () => {
    endpoint.behave('429');
    await app.ask(PROMPT);
    await expectFailure('cloud-rate-limited');
    await expect(app.answers.last()).toContainText('7 seconds');
  });

  test('a server that is gone, and a device that is offline, are told apart', async ({ context }) => {
    await context.setOffline(true);
    await app.ask(PROMPT);
    await expectFailure('cloud-offline');
    await context.setOffline(false);
    await tryAgain();
    await endpoint.close();
    await app.ask('And now?');
    await expectFailure('cloud-unreachable');
  });
});

test.describe('with another cloud worker', () => {
  test('an endpoint that says nothing times out', async ({ page }) => {
    const losePatience = () => page.evaluate(() => new BroadcastChannel('patience').postMessage('over'));
    await open();
    await alterWorker((source) => `${PATIENCE_ON_CALL}\n${source}`);
    await app.chooseMode('Cloud');
    endpoint.behave('silent');
    await app.ask(PROMPT);
    await endpoint.asked;
    await losePatience();
    await expectFailure('cloud-timeout');
    endpoint.behave('slow');
    await app.ask('And now?');
    await expect(app.answers.last()).toContainText('The cloud');
    await losePatience();
    await expectFailure('cloud-timeout');
    await expect(app.answers.last()).toContainText('The cloud');
  });

  test('a worker that cannot start is an error, and the next one is asked afresh', async () => {
    await open();
    const restore = await alterWorker(() => 'throw new Error("no such luck")');
    await app.chooseMode('Cloud');
    await app.ask(PROMPT);
    await expectFailure('unexpected');
    await restore();
    await tryAgain();
    expect(endpoint.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
  });
});

test.describe('settings', () => {
  test('Test connection tells the model that answered, or what is wrong', async ({ page }) => {
    await app.open(server.url);
    await app.untilGated();
    const settings = await openSettings();
    await settings.getByRole('button', { name: 'Test connection' }).click();
    await expect(settings).toContainText('test-model-1');
    expect(JSON.parse(endpoint.requests[0]?.body ?? '')).toMatchObject({ max_tokens: 1 });
    endpoint.behave('401');
    await settings.getByRole('button', { name: 'Test connection' }).click();
    await expect(settings).toContainText(errorText(errorInfo('cloud-unauthorized')).title);
    await expect(page.getByText(KEY)).toHaveCount(0);
  });

  test('the key outlives a reload in this tab’s session and stands nowhere else', async ({ page, context }) => {
    const logged: string[] = [];
    page.on('console', (message) => logged.push(message.text()));
    await open();
    await app.chooseMode('Cloud');
    await app.askAndWait(PROMPT);
    await page.reload();
    await expect(app.prompts).toHaveCount(1);
    await app.chooseMode('Cloud');
    await app.askAndWait('Again');
    expect(endpoint.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);

    const state = await context.storageState({ indexedDB: true });
    expect(JSON.stringify(state)).not.toContain(KEY);
    expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(KEY);
    expect(await page.content()).not.toContain(KEY);
    expect(logged.join('\n')).not.toContain(KEY);

    const other = await context.newPage();
    const otherTab = new App(other);
    await otherTab.open(server.url);
    expect(await other.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))).not.toContain(KEY);
  });
});

test('a key that is to be remembered outlives the tab, is stored encrypted only, and can be forgotten', async ({
  page,
  context,
}) => {
  await open();
  await page.getByRole('button', { name: 'Settings' }).click();
  const remember = page.getByRole('checkbox', { name: 'Remember on this device' });
  await remember.check();
  await expect(remember).toBeChecked();
  const inTheOpen = () =>
    page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]));
  // It goes from the session once the encrypted one is stored.
  await expect.poll(inTheOpen).not.toContain(KEY);
  const stored = JSON.stringify(await context.storageState({ indexedDB: true }));
  expect(stored).toContain('hearth-key-vault');
  expect(stored).not.toContain(KEY);

  const later = new App(await context.newPage());
  await page.close();
  await later.open(server.url);
  await later.untilGated();
  await later.chooseMode('Cloud');
  await later.askAndWait(PROMPT);
  expect(endpoint.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
  await later.page.getByRole('button', { name: 'Settings' }).click();
  await later.page.getByRole('button', { name: 'Forget the key' }).click();
  await expect(later.page.getByRole('checkbox', { name: 'Remember on this device' })).toBeHidden();
  await later.page.keyboard.press('Escape');
  await later.page.reload();
  await expect(later.prompts).toHaveCount(1);
  await later.askAndWait('And without a key?');
  expect(endpoint.requests.at(-1)?.headers.authorization).toBeUndefined();
});

test('only the cloud worker can reach another origin', async ({ page }) => {
  await open();
  await app.untilReady();
  await app.chooseMode('Cloud');
  await app.askAndWait(PROMPT);
  const sent = endpoint.requests.length;
  expect(await page.evaluate(reach, endpoint.url)).toBe('blocked');
  const engine = page.workers().find((worker) => worker.url().includes('engine-worker'));
  expect(await engine?.evaluate(reach, endpoint.url)).toBe('blocked');
  expect(endpoint.requests).toHaveLength(sent);
});

/** Opens the app with the endpoint configured through Settings. The cloud needs no model here, so none is waited for. */
async function open(): Promise<void> {
  await app.open(server.url);
  await app.untilGated();
  await openSettings();
  await app.page.keyboard.press('Escape');
}

async function openSettings(): Promise<Locator> {
  const { page } = app;
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('textbox', { name: 'Endpoint URL' }).fill(endpoint.url);
  await settings.getByRole('textbox', { name: 'Model name' }).fill('test');
  await settings.getByLabel('API key', { exact: true }).fill(KEY);
  return settings;
}

function offer(): Locator {
  return app.page.getByRole('dialog', { name: 'Send to the cloud?' });
}

/** What the model on the device makes of it is not the matter here: in mode On device no offer comes by itself. */
async function deviceAnswer(): Promise<Locator> {
  await app.untilReady();
  return app.askAndWait(PROMPT);
}

async function askTheCloud(answer: Locator): Promise<void> {
  await answer.getByRole('button', { name: 'Ask the cloud' }).click();
  await offer().getByRole('button', { name: 'Send', exact: true }).click();
  await expect(answer).toContainText('forty-two');
  await app.untilEnd();
}

async function expectFailure(code: ErrorCode): Promise<void> {
  await expect(app.answers.last()).toContainText(errorText(errorInfo(code)).title);
  await expect(app.stop).toBeHidden();
  await expect(app.prompts.first()).toContainText(PROMPT);
}

async function tryAgain(): Promise<void> {
  endpoint.behave('ok');
  await app.answers.last().getByRole('button', { name: 'Regenerate' }).click();
  await expect(app.answers.last()).toContainText('The cloud answers: forty-two.');
  await app.untilEnd();
}

/** Changes the cloud worker's script where the service worker keeps it, until the returned function is called. */
async function alterWorker(change: (source: string) => string): Promise<() => Promise<void>> {
  const name = (await readdir(join(DIST, 'assets'))).find((file) => file.startsWith('cloud-worker-')) ?? '';
  const source = await readFile(join(DIST, 'assets', name), 'utf8');
  const changed = change(source);
  expect(changed).not.toBe(source);
  const keep = (text: string) =>
    app.page.evaluate(
      async ([file, script]) => {
        const cache = await caches.open((await caches.keys())[0] ?? '');
        const key = (await cache.keys()).find(({ url }) => url.includes(file));
        const kept = key === undefined ? undefined : await cache.match(key);
        if (key === undefined || kept === undefined) throw new Error(`${file} is not kept`);
        const headers = new Headers(kept.headers);
        headers.set('Content-Length', String(new TextEncoder().encode(script).byteLength));
        await cache.put(key, new Response(script, { headers }));
      },
      [name, text] as const,
    );
  await keep(changed);
  // Another page, since this one may have started its worker.
  await app.page.reload();
  await expect(app.message).toBeVisible();
  return () => keep(source);
}
