import { type Locator } from '@playwright/test';
import { type OpenAiServer, startOpenAiServer } from './servers/openai-server.ts';
import { expect, test as base } from './test.ts';

interface EndpointFixture {
  /** Answers in mode Cloud: its words are known, a model's are not. */
  readonly endpoint: OpenAiServer;
}

const test = base.extend<EndpointFixture>({
  endpoint: async ({ app }, use) => {
    const endpoint = await startOpenAiServer();
    const { page } = app;
    await page.getByRole('button', { name: 'Settings' }).click();
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByRole('textbox', { name: 'Endpoint URL' }).fill(endpoint.url);
    await settings.getByRole('textbox', { name: 'Model name' }).fill('test');
    await page.keyboard.press('Escape');
    await app.untilGated();
    await app.chooseMode('Cloud');
    await use(endpoint);
    await endpoint.close();
  },
});

const WHEEL_PX = 400;
const LONG_ANSWER = Array.from({ length: 60 }, (_, index) => `Paragraph ${index}.`).join('\n\n');

/** What is shown of the conversation, in CSS pixels: how far down it begins, and how much comes below it. */
async function position(log: Locator): Promise<{ readonly top: number; readonly below: number }> {
  return await log.evaluate((element) => {
    let scroller = element.parentElement;
    while (scroller !== null && scroller.scrollHeight <= scroller.clientHeight) scroller = scroller.parentElement;
    if (scroller === null) return { top: 0, below: 0 };
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    return { top: scrollTop, below: scrollHeight - clientHeight - scrollTop };
  });
}

async function untilAtEnd(log: Locator): Promise<void> {
  await expect.poll(async () => (await position(log)).below).toBeLessThan(2);
}

test('an answer is followed until the reader goes up, and again from the latest on', async ({ app, endpoint }) => {
  const { page } = app;
  endpoint.answerWith(LONG_ANSWER);
  endpoint.behave('in-halves');
  await app.ask('Tell me more');
  await expect(app.answers.last()).toContainText('Paragraph 28.');
  await untilAtEnd(app.log);

  // The middle of the window: to hover over the answer would scroll it there.
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.mouse.move(width / 2, height / 2);
  await page.mouse.wheel(0, -WHEEL_PX);
  // A wheel scrolls over several frames: by so much when it has come to rest.
  await expect.poll(async () => Math.round((await position(app.log)).below)).toBe(WHEEL_PX);
  const jump = page.getByRole('button', { name: 'Jump to the latest' });
  await expect(jump).toBeVisible();
  const left = await position(app.log);
  endpoint.goOn();
  await app.untilEnd();
  // The text went on below, and the reader was left in place.
  await expect.poll(async () => (await position(app.log)).below).toBeGreaterThan(left.below + 200);
  expect((await position(app.log)).top).toBe(left.top);

  await jump.click();
  await untilAtEnd(app.log);
  await expect(jump).toBeHidden();
});

test('a hostile answer stays text, and loads nothing', async ({ app, endpoint }) => {
  const requested: string[] = [];
  app.page.on('request', (request) => requested.push(request.url()));
  endpoint.answerWith(
    [
      `<img src="${endpoint.url}/leak-1.png" onerror="window.hacked = true">`,
      `![picture](${endpoint.url}/leak-2.png)`,
      '[click me](javascript:window.hacked=true)',
      '<script>window.hacked = true</script>',
    ].join('\n\n'),
  );
  const answer = await app.askAndWait('Be evil');
  await expect(answer).toContainText('<script>');
  await expect(answer.getByRole('link', { name: 'Image: picture' })).toHaveAttribute('rel', /noreferrer/);
  await expect(answer.getByRole('link')).toHaveCount(1);
  await answer.getByText('click me').click();
  expect(await app.page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(requested.filter((url) => url.includes('leak'))).toEqual([]);
});

test('code has its language and a button that copies just the code', async ({ app, endpoint }) => {
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  endpoint.answerWith('Here:\n\n```ts\nconst answer = 42;\n```\n\nDone.');
  const answer = await app.askAndWait('Show code');
  await expect(answer.getByRole('figure', { name: 'Code, ts' })).toContainText('const answer = 42;');
  await answer.getByRole('button', { name: 'Copy code' }).click();
  const clipboard = () => app.page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toBe('const answer = 42;');
});

test('a draft stays with its chat and survives a reload', async ({ app, endpoint }) => {
  const { page } = app;
  await app.askAndWait('First chat');
  expect(endpoint.requests).toHaveLength(1);
  await app.message.fill('half a thought');
  await page.getByRole('button', { name: 'New chat' }).click();
  await expect(app.message).toHaveValue('');
  await app.message.fill('another thought');
  await page.reload();
  await expect(app.message).toHaveValue('another thought');
  await page.getByRole('navigation').getByText('First chat').click();
  await expect(app.message).toHaveValue('half a thought');
});

test('an empty message gets a clear error at the box, which goes with the first letter', async ({ app }) => {
  await app.send.click();
  const error = app.page.getByText('Write a message first.');
  await expect(error).toBeVisible();
  await expect(app.message).toHaveAccessibleDescription(/Write a message first/);
  await app.message.fill('H');
  await expect(error).toBeHidden();
});

test('the keyboard is enough', async ({ app, endpoint }) => {
  const { page } = app;
  endpoint.behave('slow');
  await page.locator('body').click({ position: { x: 700, y: 20 } });
  await page.keyboard.press('/');
  await expect(app.message).toBeFocused();
  await page.keyboard.type('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  await expect(app.message).toHaveValue('one\ntwo');
  await page.keyboard.press('Enter');
  await expect(app.message).toHaveValue('');
  await expect(app.answers.last()).toContainText('The cloud');
  await page.keyboard.press('Escape');
  await expect(app.stop).toBeHidden();
  await expect(app.answers.last()).toContainText('Stopped');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+Shift+o');
  await expect(app.prompts).toHaveCount(0);
  await expect(app.message).toBeFocused();
});

test.describe('on a phone', () => {
  test.use({ visit: 'first', viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

  test('the chats are a drawer, and nothing is wider than the screen', async ({ app, endpoint }) => {
    const { page } = app;
    endpoint.answerWith(
      `| a | b |\n|---|---|\n| ${'long '.repeat(30)} | x |\n\n\`\`\`\n${'wide '.repeat(60)}\n\`\`\`\n`,
    );
    const answer = await app.askAndWait('Wide things');
    await expect(answer.getByRole('table')).toBeVisible();
    await expect(answer.getByRole('figure', { name: 'Code' })).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);

    await page.getByRole('button', { name: 'Show sidebar' }).click();
    const drawer = page.getByRole('dialog', { name: 'Chats' });
    await drawer.getByRole('button', { name: 'New chat' }).click();
    await expect(drawer).toBeHidden();
    await expect(app.prompts).toHaveCount(0);
    await page.getByRole('button', { name: 'Show sidebar' }).click();
    await drawer.getByText('Wide things').click();
    await expect(drawer).toBeHidden();
    await expect(app.prompts).toHaveCount(1);
  });
});
