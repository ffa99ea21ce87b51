import type { Locator } from '@playwright/test';
import type { App } from './app.ts';
import { startOpenAiServer } from './servers/openai-server.ts';
import { expect, test } from './test.ts';

/** Opens Settings and asks for short answers: what they say is not the matter here. */
async function openSettings(app: App): Promise<Locator> {
  await app.page.getByRole('button', { name: 'Settings', exact: true }).click();
  const settings = app.page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('textbox', { name: 'Max tokens' }).fill('8');
  return settings;
}

async function openInsight(app: App): Promise<void> {
  await app.page.getByRole('button', { name: 'Insight', exact: true }).click();
}

/** The description that follows a term. */
function described(list: Locator, term: string): Locator {
  return list.getByRole('definition').and(list.locator('dt', { hasText: term }).locator('xpath=following-sibling::dd'));
}

test('Memory tells what is held, in bytes, each measured or estimated', async ({ app }) => {
  await app.untilReady();
  await openInsight(app);
  const memory = app.page.getByRole('region', { name: 'Memory' });
  for (const term of ['Weights', 'JavaScript heap', 'Storage']) {
    const value = described(memory, term).locator('data');
    await expect(value).toHaveAttribute('value', /^[1-9]\d*$/);
    await expect(described(memory, term)).toContainText(/measured|estimated/);
  }
  for (const term of ['KV cache', 'GPU buffers']) {
    await expect(described(memory, term).locator('data')).toHaveAttribute('value', /^\d+$/);
  }
});

test('the KV cache grows with an answer', async ({ app }) => {
  await app.untilReady();
  await openSettings(app);
  await app.page.keyboard.press('Escape');
  await openInsight(app);
  const cache = described(app.page.getByRole('region', { name: 'Memory' }), 'KV cache').locator('data');
  await expect(cache).toHaveAttribute('value', '0');
  await app.askAndWait('What is Hearth?');
  await expect(cache).toHaveAttribute('value', /^[1-9]\d*$/);
});

test('every answer stands in the table and in the chart, device and cloud side by side', async ({ app }) => {
  const endpoint = await startOpenAiServer();
  const settings = await openSettings(app);
  await settings.getByRole('textbox', { name: 'Endpoint URL' }).fill(endpoint.url);
  await settings.getByRole('textbox', { name: 'Model name' }).fill('test');
  await app.page.keyboard.press('Escape');

  await app.untilReady();
  await app.askAndWait('What is Hearth?');
  await app.untilGated();
  await app.chooseMode('Cloud');
  await app.askAndWait('Does it work offline?');
  await openInsight(app);

  const table = app.page.getByRole('table', { name: 'Answers' });
  await expect(table.getByRole('row', { name: /^1 WASM/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /^2 Cloud/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /^Median on device/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /^Median cloud/ })).toBeVisible();
  const tokens = await table
    .getByRole('row', { name: /^2 Cloud/ })
    .getByRole('cell')
    .nth(4)
    .locator('data')
    .getAttribute('value');
  expect(Number(tokens)).toBe(await app.measurement('Tokens'));

  await app.page
    .getByRole('radiogroup', { name: 'Figure in the chart' })
    .getByRole('radio', { name: 'First token' })
    .check();
  await expect(app.page.getByRole('img', { name: /first token.*On device: 1 turn.*Cloud: 1 turn/ })).toBeVisible();
  await endpoint.close();
});

test('Models says where Ember runs and why, unloads it and loads it again', async ({ app }) => {
  await app.untilReady();
  await app.page.getByRole('button', { name: 'Models', exact: true }).click();
  const ember = app.page.getByRole('dialog', { name: 'Models' }).getByRole('article', { name: 'Ember' });
  await expect(ember).toContainText('Ready on WASM');
  await expect(ember).toContainText('1,024 tokens');
  await expect(ember).toContainText('8-bit weights (q8)');
  await ember.getByRole('button', { name: 'Unload' }).click();
  await expect(ember).toContainText('Not loaded');
  await ember.getByRole('button', { name: 'Load' }).click();
  await expect(ember).toContainText('Ready on WASM');
});
