import type { Locator } from '@playwright/test';
import { App } from './app.ts';
import { ModelsPage } from './models-page.ts';
import { ModelHub } from './servers/model-hub.ts';
import { withSettings } from './stored-settings.ts';
import { syntheticFiles } from './synthetic-files.ts';
import { expect, test } from './test.ts';

const SENTENCE = 'Stored here, said there.';
const NAME = 'tiny llama';
/** No JSON comes, and nothing else speaks against the answer: the judge is in doubt. */
const DOUBTFUL = 'List three fruits as JSON.';
const ASKED = /Asked whether its answer is right, the model gives yes \d+ %, which speaks (for|against) it\./;

let hub: ModelHub;
test.beforeEach(async () => {
  hub = await ModelHub.start();
  hub.publish('makers/tiny-llama', await syntheticFiles(SENTENCE));
});
test.afterEach(() => hub.close());

async function routeOf(answer: Locator): Promise<Locator> {
  await answer.getByRole('button', { name: 'Why this route' }).click();
  return answer.getByRole('region', { name: 'Route' });
}

test('a model is asked about an answer in doubt where the user wants it, and what it says is evidence', async ({
  page,
  server,
}) => {
  await withSettings(page, { downloads: { mirrorUrl: hub.url, maxBytesPerSecond: null } });
  const app = new App(page);
  await app.open(server.url);
  const models = new ModelsPage(page);
  await models.open();
  await models.lookUp('makers/tiny-llama');
  await models.button(NAME, 'Download').click();
  await models.button(NAME, 'Use').click();
  await models.close();
  await app.untilReady();
  await app.askAndWait(DOUBTFUL);
  await expect(await routeOf(app.answers.first())).toContainText('that the answer is good');

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Ask a model about its own answer when in doubt' }).press('Space');
  await page.keyboard.press('Escape');
  const asked = await app.askAndWait(DOUBTFUL);
  await expect(asked).toContainText(SENTENCE);
  await expect(await routeOf(asked)).toContainText(ASKED);
  // Its own question is no part of the chat.
  await expect(app.prompts).toHaveCount(2);
  await expect(app.answers.first().getByRole('region', { name: 'Route' })).not.toContainText(ASKED);

  const sure = await routeOf(await app.askAndWait('Hello'));
  await expect(sure).toContainText('that the answer is good');
  await expect(sure).not.toContainText(ASKED);
});
