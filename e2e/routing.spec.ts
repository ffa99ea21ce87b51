import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { endpointId } from '../src/core/ids.ts';
import type { Settings } from '../src/core/settings.ts';
import { DEFAULT_SETTINGS } from '../src/core/settings.ts';
import { endpointAt } from '../src/testing/endpoints.ts';
import type { StaticServer } from '../tools/static-server.mjs';
import { App } from './app.ts';
import { type OpenAiServer, startOpenAiServer } from './servers/openai-server.ts';
import { withSettings } from './stored-settings.ts';
import { expect, test } from './cloud-test.ts';

const PROMPT = 'Which river is the longest?';

let server: StaticServer;
let endpoint: OpenAiServer;
let app: App;
test.beforeEach(({ page, server: ownServer, endpoint: ownEndpoint }) => {
  [server, endpoint, app] = [ownServer, ownEndpoint, new App(page)];
});

test('says of each answer why it came from where it came from, and takes it back when told that it was wrong', async ({
  page,
}) => {
  await open({});
  await app.untilReady();
  const answer = await app.askAndWait(PROMPT);
  const why = answer.getByRole('button', { name: 'Why this route' });
  await why.click();
  const route = answer.getByRole('region', { name: 'Route' });
  await expect(route).toContainText('This device');
  await expect(route).toContainText('Mode On device: answers are made here.');
  await expect(route).toContainText('0 bytes');
  await expect(why).toHaveAttribute('aria-expanded', 'true');
  await route.getByRole('button', { name: 'This route was wrong' }).click();
  await expect(route.getByRole('button', { name: 'This route was wrong' })).toHaveAttribute('aria-pressed', 'true');

  await page.reload();
  await answer.getByRole('button', { name: 'Why this route' }).click();
  await expect(route.getByRole('button', { name: 'This route was wrong' })).toHaveAttribute('aria-pressed', 'true');
  expect(endpoint.requests).toEqual([]);
});

test('lists every decision with its reasons, filters and exports them, without what was asked and answered', async ({
  page,
}) => {
  await open({ mode: 'cloud' });
  await expect(await app.askAndWait(PROMPT)).toContainText('forty-two');
  await app.chooseMode('On device');
  await app.untilReady();
  await app.askAndWait('Hi');
  const view = await openDecisions(page);
  const rows = view.getByRole('table', { name: 'Decisions' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('This device');
  await expect(rows.nth(2)).toContainText('Cloud: 127.0.0.1');
  await rows.nth(2).getByText('reasons').click();
  await expect(rows.nth(2)).toContainText('Mode Cloud: you chose to have your endpoint answer.');
  await expect(rows.nth(2)).toContainText('the only endpoint that can be asked');

  await view.getByLabel('Show', { exact: true }).selectOption('Sent to the cloud');
  await expect(rows).toHaveCount(2);
  const download = page.waitForEvent('download');
  await view.getByRole('button', { name: 'Export' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  const lines = text.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).outcome)).toEqual(['answered', 'cut-off']);
  expect(text).not.toContain('river');
  expect(text).not.toContain('forty-two');
});

test('the threshold is a slider that says what it comes to', async ({ page }) => {
  await open({});
  await app.untilReady();
  await app.askAndWait(PROMPT);
  const view = await openDecisions(page);
  const slider = view.getByRole('slider', { name: 'Threshold' });
  await expect(slider).toHaveValue(String(DEFAULT_SETTINGS.routing.threshold));
  await expect(view.getByText('Answered on this device').first()).toBeVisible();
  await slider.press('Home');
  await expect(slider).toHaveValue('0');
  await slider.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /^5 %/);
  await page.reload();
  await expect(slider).toHaveValue('0.05');
  await expect(view).toContainText('of your words not sent');
});

test('a chat that never leaves is answered here, in mode Cloud too', async ({ page }) => {
  await open({ mode: 'cloud' });
  await app.untilReady();
  await app.message.fill('Between us');
  await page.getByRole('switch', { name: 'This chat never leaves' }).check();
  await expect(app.message).toHaveValue('Between us');
  const answer = await app.askAndWait(PROMPT);
  await answer.getByRole('button', { name: 'Why this route' }).click();
  await expect(answer.getByRole('region', { name: 'Route' })).toContainText('it never leaves this device');
  await answer.getByRole('button', { name: 'Ask the cloud' }).click();
  await expect(page.getByText('This chat never leaves', { exact: true }).last()).toBeVisible();
  await expect(offer(page)).toBeHidden();
  await page.reload();
  await expect(page.getByRole('switch', { name: 'This chat never leaves' })).toBeChecked();
  expect(endpoint.requests).toEqual([]);
});

test('offers a prompt that looks hard before it is answered, and asks no more where the user said always', async ({
  page,
}) => {
  await open({ mode: 'ask', routing: { ...DEFAULT_SETTINGS.routing, threshold: 0 } });
  await app.ask(PROMPT);
  await expect(offer(page)).toContainText('This looks too hard for the model on this device');
  expect(endpoint.requests).toEqual([]);
  await offer(page).getByRole('radio', { name: 'Always for this reason' }).check();
  await offer(page).getByRole('button', { name: 'Send', exact: true }).click();
  await expect(app.answers.last()).toContainText('forty-two');
  await app.untilEnd();
  const second = await app.askAndWait('Which river is the longest in Europe?');
  await expect(second).toContainText('forty-two');
  await second.getByRole('button', { name: 'Why this route' }).click();
  await expect(second.getByRole('region', { name: 'Route' })).toContainText('A bigger model would gain an estimated');

  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('button', { name: /^Ask again when a prompt looks too hard/ }).click();
  await page.keyboard.press('Escape');
  await app.ask('Which river is the longest in Asia?');
  await expect(offer(page)).toBeVisible();
  expect(endpoint.requests).toHaveLength(2);
});

test('a rule keeps its prompts here, and can be taken back', async ({ page }) => {
  await open({ mode: 'cloud' });
  await app.untilReady();
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByLabel('Text', { exact: true }).fill('river');
  await settings.getByRole('button', { name: 'Add the rule' }).click();
  await expect(settings.getByRole('list', { name: 'Rules' })).toContainText('If it contains “river”');
  await page.keyboard.press('Escape');
  await app.askAndWait(PROMPT);
  expect(endpoint.requests).toEqual([]);
  await page.getByRole('button', { name: 'Settings' }).click();
  await settings.getByRole('button', { name: /^Remove: if it contains/ }).click();
  await page.keyboard.press('Escape');
  const answer = await app.askAndWait(`${PROMPT} Really?`);
  await expect(answer).toContainText('forty-two');
});

test('asks the smallest endpoint first, and each gets its own key alone', async ({ page }) => {
  const far = await startOpenAiServer();
  far.answerWith('The far one answers.');
  try {
    const big = endpointAt(far.url, 'frontier', { tier: 'frontier', privacy: 'third-party' });
    const small = { ...endpointAt(endpoint.url, 'medium'), id: endpointId('second') };
    await open({ mode: 'cloud', endpoints: [big, small] });
    await page.getByRole('button', { name: 'Settings' }).click();
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByLabel('API key', { exact: true }).fill('sk-far');
    await settings.getByLabel('Key of endpoint 2', { exact: true }).fill('sk-near');
    await page.keyboard.press('Escape');
    const answer = await app.askAndWait(PROMPT);
    await expect(answer).toContainText('forty-two');
    expect(endpoint.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-near']);
    expect(far.requests).toEqual([]);
  } finally {
    await far.close();
  }
});

test('shows both answers side by side, and logs which one was better', async ({ page }) => {
  await open({});
  await app.untilReady();
  const answer = await app.askAndWait(PROMPT);
  await answer.getByRole('button', { name: 'Side by side' }).click();
  await offer(page).getByRole('button', { name: 'Send', exact: true }).click();
  const both = answer.getByRole('region', { name: 'Side by side' });
  await expect(both.getByRole('article', { name: 'Cloud' })).toContainText('forty-two');
  await both.getByRole('button', { name: 'Cloud is better' }).click();
  await expect(both).toContainText('on this device alone');
  const view = await openDecisions(page);
  const rows = view.getByRole('table', { name: 'Decisions' }).getByRole('row');
  await expect(rows.nth(1).getByRole('cell', { name: 'Yes', exact: true })).toBeVisible();
  await expect(rows.nth(2).getByRole('cell', { name: 'No', exact: true })).toBeVisible();
});

test('deleting all data deletes the log too', async ({ page }) => {
  await open({});
  await app.untilReady();
  await app.askAndWait(PROMPT);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Delete all data' }).click();
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await expect(page.getByText('All data deleted')).toBeAttached();
  await page.keyboard.press('Escape');
  const view = await openDecisions(page);
  await expect(view).toContainText('No turn was decided yet');
});

/** With one endpoint, set up in an earlier visit. */
async function open(settings: Partial<Settings>): Promise<void> {
  await withSettings(app.page, { endpoints: [endpointAt(endpoint.url, 'test')], ...settings });
  await app.open(server.url);
  await app.untilGated();
}

async function openDecisions(page: Page): Promise<Locator> {
  await page.evaluate(() => {
    window.location.hash = 'decisions';
  });
  const view = page.getByRole('dialog', { name: 'Decisions' });
  await expect(view).toBeVisible();
  return view;
}

function offer(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Send to the cloud?' });
}
