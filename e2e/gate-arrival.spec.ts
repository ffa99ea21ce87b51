import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { errorText } from '../src/core/error-text.ts';
import { errorInfo } from '../src/core/errors.ts';
import { endpointAt } from '../src/testing/endpoints.ts';
import type { StaticServer } from '../tools/static-server.mjs';
import { App } from './app.ts';
import { DIST } from './test.ts';
import { expect, reach, test } from './cloud-test.ts';
import { ledgerOf } from './ledger.ts';
import type { OpenAiServer } from './servers/openai-server.ts';
import { withSettings } from './stored-settings.ts';

test.use({ visit: 'first' });

const KEY = 'sk-given-before-the-gate';

/** The service worker is not active before it has kept every file, so one that nobody else asks for holds it. */
function holdGate(server: StaticServer): () => void {
  const file = readdirSync(join(DIST, 'assets')).find((name) => /^DecisionsView-.*\.js$/.test(name));
  if (file === undefined) throw new Error('the build has no such file');
  return server.hold(`/assets/${file}`);
}

const stateOf = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return { isInstalling: registration?.installing != null, isGated: navigator.serviceWorker.controller !== null };
  });

/** The app in mode Cloud, ready to be asked while its gate is held. */
async function openUngated(page: Page, server: StaticServer, endpoint: OpenAiServer) {
  const letGateCome = holdGate(server);
  await withSettings(page, { mode: 'cloud', endpoints: [endpointAt(endpoint.url, 'test')] });
  const app = new App(page);
  await app.open(server.url);
  await app.untilReady();
  await expect.poll(() => stateOf(page)).toEqual({ isInstalling: true, isGated: false });
  return { app, letGateCome };
}

/** What is in the message box is sent in the very event in which the gate takes control, before anything else can run. */
async function sendWhenGateArrives(page: Page): Promise<void> {
  await page.evaluate(() => {
    const send = () => {
      const button = [...document.querySelectorAll('button')].find(
        (each) => each.getAttribute('aria-label') === 'Send',
      );
      if (button === undefined) throw new Error('there is no button Send');
      button.click();
    };
    navigator.serviceWorker.addEventListener('controllerchange', send, { once: true });
  });
}

test('until the gate rules the page the cloud is refused; from the moment it does, it answers', async ({
  page,
  server,
  endpoint,
}) => {
  const { app, letGateCome } = await openUngated(page, server, endpoint);

  // A key starts the cloud worker before there is a gate, so that the gate can never know that worker.
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByLabel('API key', { exact: true }).fill(KEY);
  await page.keyboard.press('Escape');
  await expect.poll(() => cloudWorkers(page)).toHaveLength(1);

  // Asked in good time before: refused, whatever the worker could do.
  const early = await app.askAndWait('Which river is the longest?');
  await expect(early).toContainText(errorText(errorInfo('cloud-ungated')).title);
  await expect(early.getByRole('button', { name: 'Reload' })).toBeVisible();
  expect(endpoint.requests).toEqual([]);
  expect(await stateOf(page)).toEqual({ isInstalling: true, isGated: false });

  await app.message.fill('Which river is the widest?');
  await sendWhenGateArrives(page);
  letGateCome();
  await expect(app.prompts).toHaveCount(2);
  await expect(app.answers.last()).toContainText('forty-two');
  await app.untilEnd();
  // One request, and the refused prompt, which had no answer, is not even part of it.
  expect(endpoint.requests.map(({ body }) => [body.includes('widest'), body.includes('longest')])).toEqual([
    [true, false],
  ]);
  expect(endpoint.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  // The refused one was never granted, so the ledger knows of none.
  expect((await ledgerOf(page)).map(({ outcome }) => outcome)).toEqual(['sent']);
  const [cloud, ...others] = cloudWorkers(page);
  expect(others).toEqual([]);
  expect(await cloud?.evaluate(reach, endpoint.url)).toBe('blocked');
});

test('requests that are begun while the gate arrives leave only through it', async ({ page, server, endpoint }) => {
  const { app, letGateCome } = await openUngated(page, server, endpoint);
  await app.message.fill('Which river is the longest?');
  // Sent, and let come in the same breath: which of the two is first is for the browser to say.
  const sent = app.message.press('Enter');
  letGateCome();
  await sent;
  await app.untilEnd();
  await app.untilGated();
  const isAnswered = await app.answers.last().getByText('forty-two').isVisible();
  const granted = (await ledgerOf(page)).filter(({ outcome }) => outcome === 'sent');
  expect(endpoint.requests).toHaveLength(isAnswered ? 1 : 0);
  expect(granted).toHaveLength(endpoint.requests.length);
  // Whatever became of it, it works now.
  await expect(await app.askAndWait('And now?')).toContainText('forty-two');
  expect((await ledgerOf(page)).filter(({ outcome }) => outcome === 'sent')).toHaveLength(endpoint.requests.length);
});

function cloudWorkers(page: Page) {
  return page.workers().filter((worker) => worker.url().includes('cloud-worker'));
}
