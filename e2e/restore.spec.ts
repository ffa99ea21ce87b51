import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { App } from './app.ts';
import { KillableBrowser } from './killable-browser.ts';
import { startOpenAiServer } from './servers/openai-server.ts';
import { withSettings } from './stored-settings.ts';
import { expect, test } from './test.ts';
import { endpointAt } from '../src/testing/endpoints.ts';

let profile: string;
test.beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'hearth-profile-'));
});
test.afterEach(() => rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }));

test('a browser that is killed while an answer streams loses nothing that was written', async ({
  launchOptions,
  server,
}) => {
  test.slow(); // two browsers are started, one after the other
  const endpoint = await startOpenAiServer();
  const first = await KillableBrowser.launch(profile, launchOptions);
  let second: KillableBrowser | null = null;
  try {
    const app = new App(first.page);
    await withSettings(first.page, { mode: 'cloud', endpoints: [endpointAt(endpoint.url, 'test-model')] });
    await app.open(server.url);
    await app.untilGated();
    await app.ask('What was said before?');
    await app.untilEnd();
    const whole = await app.answers.last().locator('.answer-text').innerText();
    // Some words, then the stream stands still: it is surely streaming when the browser dies.
    endpoint.behave('slow');
    await app.ask('What is said now?');
    await expect(app.answers.last().locator('.answer-text')).toContainText(/\w+ \w+/);
    const partial = await app.answers.last().locator('.answer-text').innerText();
    await expect(app.stop).toBeVisible();
    await untilStored(first, partial);
    await first.kill();

    second = await KillableBrowser.launch(profile, launchOptions);
    await withSettings(second.page, { endpoints: [endpointAt(endpoint.url, 'test-model')] });
    const again = new App(second.page);
    await again.open(server.url);
    await openFromList(again, 'What was said before?');
    await expect(again.prompts).toHaveCount(2);
    await expect(again.answers.first().locator('.answer-text')).toHaveText(whole);
    await expect(again.answers.last().locator('.answer-text')).toHaveText(partial);
    await expect(again.answers.last()).toContainText('Interrupted');
    await expect(again.stop).toBeHidden();

    await again.untilReady();
    await again.chooseMode('On device');
    await again.askAndWait('What is Hearth?');
    endpoint.behave('ok');
    await again.untilGated();
    await again.chooseMode('Cloud');
    await again.answers.nth(1).getByRole('button', { name: 'Regenerate' }).click();
    await expect(again.answers.nth(1)).not.toContainText('Interrupted');
    await expect(again.answers.nth(1).locator('.answer-text')).toHaveText(whole);
  } finally {
    await first.kill();
    await second?.kill();
    await endpoint.close();
  }
});

test('a reload brings back the chat, its answers and the words not sent yet', async ({ page, server }) => {
  await withSettings(page);
  const app = new App(page);
  await app.open(server.url);
  await app.untilReady();
  await app.askAndWait('What is Hearth?');
  const text = await app.answers.last().locator('.answer-text').innerText();
  await app.message.fill('Half a thought');
  await page.reload();
  await expect(app.prompts).toHaveCount(1);
  await expect(app.answers.last().locator('.answer-text')).toHaveText(text);
  await expect(app.message).toHaveValue('Half a thought');
  await app.untilReady();
  await app.message.press('Enter');
  await app.untilEnd();
  await expect(app.prompts).toHaveCount(2);
});

test.describe('a prompt that was asked is stored before the request goes out, and can still be answered', () => {
  const harms: Record<string, (page: Page) => Promise<Page>> = {
    'after a reload': async (page) => {
      await page.reload();
      return page;
    },
    'after a crash of the page': async (page) => {
      const context = page.context();
      const devtools = await context.newCDPSession(page);
      const crashed = page.waitForEvent('crash');
      // Never answered: there is no one left to do it.
      devtools.send('Page.crash').catch(() => undefined);
      await crashed;
      return context.newPage();
    },
  };
  for (const [name, harm] of Object.entries(harms)) {
    test(name, async ({ page, server }) => {
      const endpoint = await startOpenAiServer();
      endpoint.behave('silent');
      const settings = { mode: 'cloud', endpoints: [endpointAt(endpoint.url, 'test-model')] } as const;
      await withSettings(page, settings);
      const app = new App(page);
      await app.open(server.url);
      await app.untilGated();
      await app.ask('Are you there?');
      await endpoint.asked;

      const again = new App(await harm(page));
      await again.open(server.url);
      await expect(again.prompts).toHaveCount(1);
      await expect(again.prompts.last()).toContainText('Are you there?');
      await expect(again.message).toHaveValue('');
      await again.untilGated();
      endpoint.behave('ok');
      await again.answers.last().getByRole('button', { name: 'Regenerate' }).click();
      await again.untilEnd();
      await expect(again.answers.last().locator('.answer-text')).not.toBeEmpty();
      await endpoint.close();
    });
  }
});

/** Which chat was open is only known if the browser had written that down before it died; the list always has it. */
async function openFromList(app: App, title: string): Promise<void> {
  await app.page.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name: title }).first().click();
}

/** The store lags behind the screen by half a second at most. */
async function untilStored({ page }: KillableBrowser, text: string): Promise<void> {
  await expect.poll(() => page.evaluate(hasStored, text.trim())).toBe(true);
}

function hasStored(text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('hearth-conversations');
    opening.addEventListener('error', () => reject(new Error('the database did not open')));
    opening.addEventListener('success', () => {
      const getting = opening.result.transaction('conversations').objectStore('conversations').getAll();
      getting.addEventListener('success', () => {
        opening.result.close();
        // The whole text of an answer, but for a space at its end: an earlier, longer answer may begin the same.
        resolve(
          JSON.stringify(getting.result)
            .replaceAll(' "', '"')
            .includes(`"text":${JSON.stringify(text)}`),
        );
      });
    });
  });
}
