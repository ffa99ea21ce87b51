import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { serveFolder, type StaticServer } from '../tools/static-server.mjs';
import { App } from './app.ts';
import { endpointAt } from '../src/testing/endpoints.ts';
import { ledgerOf } from './ledger.ts';
import { attackPage, attackWorker, PAGE_ATTACKS } from './privacy/attacks.ts';
import { canary, findLeaks, type Leak } from './privacy/canary.ts';
import { type HostileBuild, makeHostileBuild } from './privacy/hostile-build.ts';
import { hostileText, THIEF } from './privacy/hostile-text.ts';
import { type Behaviour, type OpenAiServer, startOpenAiServer } from './servers/openai-server.ts';
import { type RecordingProxy, startRecordingProxy } from './servers/recording-proxy.ts';
import { withSettings } from './stored-settings.ts';
import { DIST, expect, test, withoutServiceWorkers } from './test.ts';

/** Prompts, each with a secret of its own. `npm run e2e:privacy` drives a thousand. */
const PROMPTS = Number(process.env['HEARTH_PRIVACY_PROMPTS'] ?? 30);
/** Where a run that was broken off goes on: the number of the first secret, as the tests' names tell it. */
const FIRST = Number(process.env['HEARTH_PRIVACY_FIRST'] ?? 1);
const KEY = 'sk-canary-of-the-key';

/** What Chromium asks its maker by itself, for any page: help with forms, updates. */
const BROWSERS_OWN = /(^|\.)(google|googleapis|gstatic)\.com(:\d+)?$/;

/** What the attacks leave behind piles up in a page. */
const IN_ONE_BROWSER = 50;

test.describe.configure({ timeout: 900_000 });

let build: HostileBuild;
let site: StaticServer;
let endpoint: OpenAiServer;
let proxy: RecordingProxy;
let browser: Browser;
let context: BrowserContext;

test.beforeAll(async () => {
  build = await makeHostileBuild(DIST);
});
test.afterAll(() => build.remove());

test.beforeEach(async () => {
  site = await serveFolder(build.folder, 0);
  endpoint = await startOpenAiServer();
  proxy = await startRecordingProxy(() => [new URL(site.url).host, endpointHost()]);
  const { launchOptions } = test.info().project.use;
  browser = await chromium.launch({
    ...launchOptions,
    // All of the browser's requests, those to this machine too.
    args: [
      ...(launchOptions?.args ?? []),
      `--proxy-server=http://127.0.0.1:${proxy.port}`,
      '--proxy-bypass-list=<-loopback>',
    ],
  });
  context = await browser.newContext();
});
test.afterEach(async () => {
  await browser.close();
  await proxy.close();
  await endpoint.close();
  await site.close();
});

for (let first = FIRST - 1; first < PROMPTS; first += IN_ONE_BROWSER) {
  const last = Math.min(first + IN_ONE_BROWSER, PROMPTS);
  test(`of secrets ${first + 1} to ${last}, by every mode, route and failure, none leaves without consent`, async () => {
    await tell(first, last);
  });
}

async function tell(first: number, last: number): Promise<void> {
  const app = await open();
  const numbers = Array.from({ length: last - first }, (_, index) => first + index);
  const canaries = numbers.map(canary);
  const consented = new Set<string>();
  for (const number of numbers) {
    const secret = canary(number);
    const way = WAYS[number % WAYS.length];
    if (way === undefined) throw new Error('unreachable');
    await app.page.getByRole('button', { name: 'New chat' }).first().click();
    endpoint.answerWith(hostileText(secret));
    if (way.isConsented) consented.add(secret);
    await test.step(`${way.name} · ${secret}`, () => way.take(app, `Keep the word ${secret} to yourself`, endpoint));
    await attackPage(app.page, number, secret);
    for (const worker of app.page.workers().filter((candidate) => !candidate.url().includes('cloud-worker'))) {
      await attackWorker(worker, number, secret);
    }
  }
  expect(leaks(canaries, consented)).toEqual([]);
  expect(asked(THIEF)).toEqual([]);
  // Those who agreed were heard: the check sees what leaves.
  const heard = [...consented].filter((secret) => endpoint.requests.some(({ body }) => body.includes(secret)));
  expect(heard).toEqual([...consented]);
  for (const { text } of proxy.requests.filter(({ host }) => host !== endpointHost())) expect(text).not.toContain(KEY);
  await expectLedgerToKnow(app);
}

test('airtight: whatever is tried, no request leaves but to this origin', async () => {
  const app = await open({ mode: 'cloud' });
  await app.ask('Hello, endpoint');
  await app.untilEnd();
  await app.page.getByRole('button', { name: 'Settings' }).click();
  await app.page.getByRole('switch', { name: 'Airtight' }).check();
  await app.page.keyboard.press('Escape');
  await expect(app.page.getByText('Airtight: nothing leaves this device')).toBeVisible();
  const before = proxy.requests.length;
  const secret = canary(7);
  for (const prompt of [`The word ${secret}`, `The word ${secret} (escalating)`, `The word ${secret} (failing)`]) {
    await app.page.getByRole('button', { name: 'New chat' }).first().click();
    await app.ask(prompt);
    await app.untilEnd();
    const link = app.answers.last().getByRole('link').first();
    await link.click();
  }
  await app.message.fill(`The word ${secret}`);
  await app.page.getByRole('button', { name: 'Send to the cloud' }).click();
  const cloud = app.page.workers().find((worker) => worker.url().includes('cloud-worker'));
  for (let number = 0; number < PAGE_ATTACKS; number += 1) {
    await attackPage(app.page, number, secret);
    if (cloud !== undefined) await attackWorker(cloud, number, secret);
  }
  await app.page.getByRole('button', { name: 'Models' }).click();
  const models = app.page.getByRole('dialog', { name: 'Models' });
  await models.getByRole('button', { name: 'Add a model' }).click();
  await models.getByRole('textbox', { name: 'Model URL or Hugging Face id' }).fill('owner/name');
  await models.getByRole('button', { name: 'Look up' }).click();
  await expect(models.getByText('Airtight: nothing is downloaded').nth(1)).toBeVisible();
  const outside = proxy.requests.slice(before).map(({ host }) => host);
  expect(outside.filter((host) => host !== new URL(site.url).host && !BROWSERS_OWN.test(host))).toEqual([]);
});

test('a planted leak is found: the check can fail', async () => {
  await context.close();
  context = await browser.newContext({ bypassCSP: true });
  await withoutServiceWorkers(context);
  const app = await open({}, false);
  const secret = canary(3);
  await attackPage(app.page, 0, secret);
  await expect.poll(() => leaks([secret], new Set()).map((leak) => leak.host)).toContain(THIEF);
  const sly = Buffer.from(`a${secret}`).toString('base64');
  await attackPage(app.page, 1, sly);
  await expect.poll(() => leaks([secret], new Set()).length).toBeGreaterThan(1);
});

interface Way {
  readonly name: string;
  readonly isConsented?: true;
  take(app: App, prompt: string, endpoint: OpenAiServer): Promise<void>;
}

const offer = (app: App) => app.page.getByRole('dialog', { name: 'Send to the cloud?' });

async function onDevice(app: App, prompt: string): Promise<void> {
  await app.chooseMode('On device');
  await app.ask(prompt);
  await app.untilEnd();
}

/** What the user sends, and what comes of it. */
function answeredWith(behaviour: Behaviour): Way {
  return {
    name: `mode Cloud, the endpoint's answer: ${behaviour}`,
    isConsented: true,
    async take(app, prompt, server) {
      server.behave(behaviour);
      await app.chooseMode('Cloud');
      await app.ask(prompt);
      if (behaviour === 'broken') {
        await expect(app.answers.last()).toContainText('diagram');
        server.goOn();
      }
      await app.untilEnd();
      server.behave('ok');
    },
  };
}

/** Every way that a prompt can take, with a hostile model at each end. */
const WAYS: readonly Way[] = [
  { name: 'on the device', take: onDevice },
  {
    name: 'the device fails',
    take: (app, prompt) => onDevice(app, `${prompt} (failing)`),
  },
  {
    name: 'stopped and regenerated',
    async take(app, prompt) {
      await app.chooseMode('On device');
      await app.ask(`${prompt} (endless)`);
      await app.stop.click();
      await app.untilEnd();
      await app.answers.last().getByRole('button', { name: 'Regenerate' }).click();
      await app.stop.click();
      await app.untilEnd();
    },
  },
  {
    name: 'the model asks for a bigger one, and is refused',
    async take(app, prompt) {
      await app.chooseMode('Ask me');
      await app.ask(`${prompt} (escalating)`);
      await offer(app).getByRole('button', { name: 'Keep on device' }).click();
      await expect(offer(app)).toBeHidden();
    },
  },
  {
    name: 'offered by hand, and refused by Escape',
    async take(app, prompt) {
      await app.chooseMode('On device');
      await app.message.fill(prompt);
      await app.page.getByRole('button', { name: 'Send to the cloud' }).click();
      await expect(offer(app)).toBeVisible();
      await app.page.keyboard.press('Escape');
      await expect(offer(app)).toBeHidden();
      await app.untilEnd();
    },
  },
  {
    name: 'offered, and sent',
    isConsented: true,
    async take(app, prompt) {
      await app.chooseMode('Ask me');
      await app.message.fill(prompt);
      await app.page.getByRole('button', { name: 'Send to the cloud' }).click();
      await offer(app).getByRole('button', { name: 'Send', exact: true }).click();
      await app.untilEnd();
    },
  },
  {
    name: 'with the page offline',
    async take(app, prompt) {
      await app.page.context().setOffline(true);
      await onDevice(app, prompt);
      await app.page.context().setOffline(false);
    },
  },
  {
    name: 'on the device, read again after a reload',
    async take(app, prompt) {
      await onDevice(app, prompt);
      await app.page.reload();
      await expect(app.prompts.last()).toContainText(prompt);
    },
  },
  {
    name: 'on the device, searched for after',
    async take(app, prompt) {
      await onDevice(app, prompt);
      await app.page.getByRole('searchbox').fill(prompt);
      await app.page.getByRole('searchbox').fill('');
    },
  },
  answeredWith('ok'),
  answeredWith('500'),
  answeredWith('redirect-away'),
  answeredWith('429'),
  answeredWith('web-page'),
  answeredWith('ok-not-streamed'),
  answeredWith('malformed'),
];

async function open(settings: { readonly mode?: 'cloud' } = {}, isGated = true): Promise<App> {
  const page = await context.newPage();
  await withSettings(page, { ...settings, endpoints: [endpointAt(endpoint.url, 'test')] });
  await page.addInitScript(
    ([origin, key]) => sessionStorage.setItem('hearth.cloud-keys', JSON.stringify({ [origin]: key })),
    [new URL(endpoint.url).origin, KEY] as const,
  );
  const app = new App(page);
  await app.open(site.url);
  if (isGated) await app.untilGated();
  await app.untilReady();
  return app;
}

/** Whatever left for the endpoint is in the ledger, and nothing else is said to have left. */
async function expectLedgerToKnow(app: App): Promise<void> {
  const sent = (await ledgerOf(app.page)).filter(({ outcome }) => outcome !== 'refused');
  const bytes = sent.map(({ bytesOut }) => bytesOut).toSorted((a, b) => a - b);
  const bodies = endpoint.requests.map(({ body }) => Buffer.byteLength(body)).toSorted((a, b) => a - b);
  expect(bytes).toEqual(bodies);
  expect(new Set(sent.map(({ host }) => host))).toEqual(new Set([endpointHost()]));
}

function leaks(canaries: readonly string[], consented: ReadonlySet<string>): readonly Leak[] {
  return findLeaks(proxy.requests, canaries, consented, endpointHost());
}

function asked(host: string): readonly string[] {
  return proxy.requests.filter((request) => request.host.includes(host)).map(({ text }) => text.slice(0, 200));
}

function endpointHost(): string {
  return new URL(endpoint.url).host;
}
