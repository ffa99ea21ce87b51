import { EXAMPLE_GROUPS } from '../src/ui/chat/empty/examples.ts';
import { App } from './app.ts';
import { holdEngine } from './held-engine.ts';
import { expect, test } from './test.ts';

/** What Ember says to each example, by the example's beginning. */
const RIGHT = [
  ['Does anything I type', 'Nothing leaves your device unless you set up a cloud endpoint'],
  ['Does it work offline', 'After the first visit Hearth works offline'],
  ['Which keyboard', 'Enter sends'],
  ['What is the sentiment', 'Sentiment: positive.'],
  ['How urgent', 'Urgency: high.'],
  ['What is the topic', 'Topic: delivery.'],
  ['Extract the names', '{"names":["Laura Klein","Tom Baker"]}'],
  ['Extract the dates', '{"dates":["12 March 2026","15 March 2026"]}'],
  ['Extract the e-mail', '{"emails":["anna.berg@example.org"]}'],
  ['Rewrite this politely', 'Could you please send me the report?'],
  ['Make bullet points', 'Water the plants'],
  ['Shorten this', 'The meeting is at noon.'],
] as const;

test('answers a question about Hearth, on this device, with true figures', async ({ app, server }) => {
  const foreign: string[] = [];
  app.page.context().on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(blob|data):/.test(request.url())) foreign.push(request.url());
  });
  await app.untilReady();
  const answer = await app.askAndWait('Does anything I write leave my device?');
  await expect(answer).toContainText(/device/i);
  await expect(answer).toContainText(/cloud|endpoint/i);

  const ttftMs = await app.measurement('Time to first token');
  const tokens = await app.measurement('Tokens');
  const totalMs = await app.measurement('Total');
  expect(ttftMs).toBeGreaterThan(0);
  expect(ttftMs).toBeLessThanOrEqual(totalMs);
  expect(tokens).toBeGreaterThan(3);
  expect(await app.measurement('Decode')).toBeGreaterThan(0);
  expect(await app.measurement('Prefill')).toBeGreaterThan(0);
  expect(foreign).toEqual([]);
});

test('says that it needs a bigger model for what it cannot do, and sends nothing', async ({ app }) => {
  await app.untilReady();
  const answer = await app.askAndWait('Write a Python function that sorts a linked list');
  await expect(answer).toContainText(/bigger model/i);
  await expect(answer.getByRole('button', { name: 'Ask the cloud' })).toBeVisible();
  await expect(app.page.getByRole('dialog', { name: 'Send to the cloud?' })).toBeHidden();
});

test('answers each example of the empty chat rightly, one after another in one chat', async ({ app }) => {
  await app.untilReady();
  const examples = EXAMPLE_GROUPS.flatMap(({ prompts }) => prompts);
  expect(examples).toHaveLength(RIGHT.length);
  for (const prompt of examples) {
    const [, wanted] = RIGHT.find(([beginning]) => prompt.startsWith(beginning)) ?? [];
    if (wanted === undefined) throw new Error(`nothing is known of “${prompt}”`);
    await expect(await app.askAndWait(prompt), prompt).toContainText(wanted);
  }
});

test('does a bounded task on a short text', async ({ app }) => {
  await app.untilReady();
  const answer = await app.askAndWait(
    'Extract the e-mail addresses as JSON: Please write to anna.berg@example.org about the invoice.',
  );
  await expect(answer).toContainText('anna.berg@example.org');
  await expect(answer).toContainText('"emails"');
});

test('announces start and end of an answer', async ({ app }) => {
  await app.untilReady();
  const status = app.page.getByRole('status');
  await app.ask('What is Hearth?');
  await expect(status.filter({ hasText: /answering|complete/i })).toHaveCount(1);
  await app.untilEnd();
  await expect(status.filter({ hasText: 'Answer complete' })).toHaveCount(1);
});

test('a second turn computes only what is new', async ({ app }) => {
  await app.untilReady();
  await app.askAndWait('What is Hearth?');
  const second = await app.askAndWait('Does it work offline?');
  await expect(second.getByLabel('Measurements')).toContainText(/cached|reused/i);
});

test('edits a prompt and answers again, dropping what came after', async ({ app }) => {
  await app.untilReady();
  await app.askAndWait('What is Hearth?');
  await app.askAndWait('Thanks');
  await app.prompts.first().getByRole('button', { name: 'Edit' }).click();
  const box = app.prompts.first().getByRole('textbox');
  await box.fill('Does Hearth cost money?');
  await box.press('Enter');
  await expect(app.prompts).toHaveCount(1);
  await app.untilEnd();
  await expect(app.prompts.first()).toContainText('Does Hearth cost money?');
  await expect(app.answers).toHaveCount(1);
});

test('regenerates an answer in place', async ({ app }) => {
  await app.untilReady();
  const answer = await app.askAndWait('What is Hearth?');
  const text = await answer.innerText();
  await answer.getByRole('button', { name: 'Regenerate' }).click();
  await app.untilEnd();
  await expect(app.answers).toHaveCount(1);
  // Greedy by default: the same question has the same answer.
  expect((await app.answers.first().innerText()).slice(0, 40)).toBe(text.slice(0, 40));
});

test('copies an answer', async ({ app }) => {
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.untilReady();
  const answer = await app.askAndWait('What is Hearth?');
  await answer.getByRole('button', { name: 'Copy', exact: true }).click();
  const clipboard = () => app.page.evaluate(() => navigator.clipboard.readText());
  const begin = (await answer.locator('.answer-text').innerText()).slice(0, 20);
  await expect.poll(clipboard).toContain(begin);
});

test('keeps chats in a list: new, rename, search, delete with undo, and after a reload', async ({ app }) => {
  const { page } = app;
  await app.untilReady();
  await app.askAndWait('What is Hearth?');
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await expect(app.prompts).toHaveCount(0);
  await app.askAndWait('Does it work offline?');

  const list = page.getByRole('navigation');
  await expect(list.getByText('What is Hearth?')).toBeVisible();
  await expect(list.getByText('Does it work offline?')).toBeVisible();

  await page.getByRole('searchbox').fill('offline');
  await expect(list.getByText('What is Hearth?')).toBeHidden();
  await expect(list.getByText('Does it work offline?')).toBeVisible();
  await page.getByRole('searchbox').fill('');

  await page.reload();
  await expect(app.prompts.first()).toContainText('Does it work offline?');
  await expect(list.getByText('What is Hearth?')).toBeVisible();

  await list.getByText('What is Hearth?').hover();
  await list.getByRole('button', { name: /^Delete.*What is Hearth/ }).click();
  await expect(list.getByText('What is Hearth?')).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByText('What is Hearth?')).toBeVisible();
});

test('the focus comes back from a name and from an edit that is given up', async ({ app }) => {
  const { page } = app;
  await app.untilReady();
  await app.askAndWait('What is Hearth?');
  const chat = page.getByRole('navigation').getByRole('button', { name: 'What is Hearth?', exact: true });
  await chat.focus();
  await page.keyboard.press('F2');
  await page.keyboard.press('Escape');
  await expect(chat).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('About Hearth');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation').getByRole('button', { name: 'About Hearth', exact: true })).toBeFocused();
  const edit = app.prompts.first().getByRole('button', { name: 'Edit' });
  await edit.click();
  await page.keyboard.press('Escape');
  await expect(edit).toBeFocused();
});

test('what is typed on while a prompt is being sent stays in the box', async ({ app }) => {
  await app.untilReady();
  await app.message.fill('What is Hearth?');
  await app.message.press('Enter');
  await app.page.keyboard.type('Is it free?');
  await expect(app.prompts).toHaveCount(1);
  await app.untilEnd();
  await expect(app.prompts.first()).toHaveText('What is Hearth?');
  await expect(app.message).toHaveValue('Is it free?');
});

test.describe('in the middle of an answer', () => {
  test.use({ visit: 'unkept' });

  test('Stop takes effect within a token and keeps what was written', async ({ page, server }) => {
    const engine = await holdEngine(page);
    const app = new App(page);
    await app.open(server.url);
    await app.untilReady();
    await app.ask('What is Hearth?');
    const tokens = await engine.held;
    const text = app.answers.last().locator('.answer-text');
    await expect(text).not.toBeEmpty();
    const written = await text.innerText();
    await app.stop.click();
    engine.letGo();
    await app.untilEnd();
    await expect(app.answers.last()).toContainText('Stopped');
    await expect(text).toContainText(written);
    expect(await app.measurement('Tokens')).toBeLessThanOrEqual(tokens + 1);
  });
});
