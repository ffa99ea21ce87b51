import type { Page } from '@playwright/test';
import type { Settings } from '../src/core/settings.ts';
import { endpointAt } from '../src/testing/endpoints.ts';
import type { StaticServer } from '../tools/static-server.mjs';
import { App } from './app.ts';
import type { OpenAiServer } from './servers/openai-server.ts';
import { withSettings } from './stored-settings.ts';
import { expect, test } from './cloud-test.ts';

// The engine's script is altered on the way, so no service worker may keep it.
test.use({ visit: 'first', serviceWorkers: 'block' });

const PROMPT = 'Which river is the longest?';
const GOOD = 'Good answer';
const BAD = 'Bad answer';

let server: StaticServer;
let endpoint: OpenAiServer;
let app: App;
test.beforeEach(({ page, server: ownServer, endpoint: ownEndpoint }) => {
  [server, endpoint, app] = [ownServer, ownEndpoint, new App(page)];
});

test('an answer that loops is offered to the cloud in mode Ask me, with the reason, and nothing is sent', async ({
  page,
}) => {
  await loopEngine(page);
  await open({ mode: 'ask' });
  const answer = await app.askAndWait(PROMPT);
  const offer = page.getByRole('dialog', { name: 'Send to the cloud?' });
  await expect(offer).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(offer).toBeHidden();
  await answer.getByRole('button', { name: 'Why this route' }).click();
  const route = answer.getByRole('region', { name: 'Route' });
  await expect(route.getByRole('list', { name: 'Evidence' })).toContainText('It loops');
  await expect(route).toContainText('that the answer is good');
  expect(endpoint.requests).toEqual([]);
});

test('an answer that loops is offered to nobody in mode On device', async ({ page }) => {
  await loopEngine(page);
  await open({ mode: 'device' });
  const answer = await app.askAndWait(PROMPT);
  await answer.getByRole('button', { name: 'Why this route' }).click();
  // Judged by now: an offer would have come with it.
  await expect(answer.getByRole('list', { name: 'Evidence' })).toContainText('It loops');
  await expect(page.getByRole('dialog', { name: 'Send to the cloud?' })).toBeHidden();
  expect(endpoint.requests).toEqual([]);
});

test('the two thumbs are never parted by the end of a line, however narrow the phone', async ({ page }) => {
  await open({ mode: 'device' });
  const answer = await app.askAndWait(PROMPT);
  const top = async (name: string) => (await answer.getByRole('button', { name }).boundingBox())?.y;
  await expect(answer.getByRole('button', { name: BAD })).toBeVisible();
  for (let width = 320; width <= 480; width += 8) {
    await page.setViewportSize({ width, height: 800 });
    expect(await top(BAD), `${width} px wide`).toBe(await top(GOOD));
  }
});

test('takes the user’s word on an answer by keyboard, keeps it, and takes another', async ({ page }) => {
  await open({ mode: 'device' });
  const answer = await app.askAndWait(PROMPT);
  const good = answer.getByRole('button', { name: GOOD });
  const bad = answer.getByRole('button', { name: BAD });
  await good.press('Enter');
  await expect(good).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(good).toHaveAttribute('aria-pressed', 'true');
  await bad.press('Enter');
  await expect(bad).toHaveAttribute('aria-pressed', 'true');
  await expect(good).toHaveAttribute('aria-pressed', 'false');
  expect(endpoint.requests).toEqual([]);
});

async function open(settings: Partial<Settings>): Promise<void> {
  await withSettings(app.page, { endpoints: [endpointAt(endpoint.url, 'test')], ...settings });
  await app.open(server.url);
  await app.untilReady();
}

/** No prompt makes the small model loop on every machine, so its words are exchanged as they leave the engine. */
async function loopEngine(page: Page): Promise<void> {
  const alter = `{
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (message, ...rest) {
      const parts = message?.parts?.map((part) =>
        part.type === 'text-delta' ? { ...part, text: 'and again and again and again '.repeat(4) } : part,
      );
      post.call(this, parts === undefined ? message : { ...message, parts }, ...rest);
    };
  }`;
  await page.route('**/engine-worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${alter}\n${await response.text()}` });
  });
}
