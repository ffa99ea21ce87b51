import type { Locator, Page } from '@playwright/test';
import { App } from './app.ts';
import { startOpenAiServer } from './servers/openai-server.ts';
import { withSettings } from './stored-settings.ts';
import { expect, test } from './test.ts';
import { endpointAt } from '../src/testing/endpoints.ts';

const PHONE = { width: 390, height: 844 };
/** Wide enough that the insight panel stands beside the chat. */
const WIDE = { width: 1400, height: 900 };

const settingsOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Settings' });

test.describe('a notice can be read and used over an open dialog:', () => {
  test('undo, in the list of chats on a phone', async ({ app }) => {
    const { page } = app;
    await page.setViewportSize(PHONE);
    await app.untilReady();
    await app.askAndWait('Hello');
    await page.getByRole('button', { name: 'Show sidebar' }).click();
    const drawer = page.getByRole('dialog', { name: 'Chats' });
    await drawer.getByText('Hello').hover();
    await drawer.getByRole('button', { name: /^Delete.*Hello/ }).click();
    await expect(drawer.getByText('Hello')).toBeHidden();
    // A click only lands on what nothing else covers.
    await drawer.getByRole('button', { name: 'Undo' }).click();
    await expect(drawer.getByText('Hello')).toBeVisible();
  });

  test('an error, in the settings, with the keyboard too', async ({ page, server }) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    const app = new App(page);
    await app.open(`${server.url}#settings`);
    const settings = settingsOf(page);
    await settings.getByRole('radio', { name: 'Dark' }).check();
    const alert = settings.getByRole('alert');
    await expect(alert).toContainText('Storage is full');
    await expect(alert).toBeInViewport({ ratio: 1 });
    await alert.getByRole('button', { name: 'Dismiss' }).focus();
    await page.keyboard.press('Enter');
    await expect(alert).toBeHidden();
    await expect(settings).toBeVisible();
  });

  test('it stays when the dialog closes, and leads to the data when asked', async ({ page, server }) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    const app = new App(page);
    await app.open(`${server.url}#settings`);
    await settingsOf(page).getByRole('radio', { name: 'Dark' }).check();
    await expect(settingsOf(page).getByRole('alert')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(settingsOf(page)).toBeHidden();
    await page.getByRole('alert').getByRole('link', { name: 'Manage data' }).click();
    await expect(settingsOf(page).getByRole('heading', { name: 'Your data' })).toBeFocused();
  });
});

test('what is missing in the cloud settings leads to them, each time it is asked for', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize(PHONE);
  await app.chooseMode('Cloud');
  await app.ask('Hello');
  const link = page.getByRole('alert').getByRole('link', { name: 'Open settings' });
  const cloud = settingsOf(page).getByRole('heading', { name: 'Cloud' });
  for (const visit of ['first', 'second']) {
    await link.click();
    await expect(cloud, `${visit} visit`).toBeFocused();
    await expect(cloud).toBeInViewport({ ratio: 1 });
    await expect(settingsOf(page).getByRole('button', { name: 'Close' })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await expect(settingsOf(page)).toBeHidden();
  }
  await expect(link).toBeFocused();
});

test('an engine that cannot run leads to the choice of engines', async ({ playwright, launchOptions, server }) => {
  const args = ['--no-sandbox', '--disable-blink-features=WebGPU'];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  const page = await browser.newPage();
  await withSettings(page, { engine: 'webgpu' });
  await new App(page).open(server.url);
  await page.getByRole('region', { name: 'Engine' }).getByRole('link', { name: 'Open settings' }).click();
  await expect(settingsOf(page).getByRole('heading', { name: 'Engine', exact: true })).toBeFocused();
  await browser.close();
});

test.describe('Escape in the insight panel', () => {
  test('closes it and goes back to what opened it', async ({ app }) => {
    const { page } = app;
    await page.setViewportSize(WIDE);
    const opener = page.getByRole('button', { name: 'Insight', exact: true });
    await opener.click();
    const panel = page.getByRole('complementary', { name: 'Insight' });
    await panel.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(opener).toBeFocused();

    await opener.press('Enter');
    await panel.getByRole('button', { name: 'Close' }).press('Enter');
    await expect(panel).toBeHidden();
    await expect(opener).toBeFocused();
  });

  test('stops an answer first, and closes nothing from elsewhere', async ({ page, server }) => {
    const endpoint = await startOpenAiServer();
    endpoint.behave('slow');
    await withSettings(page, { mode: 'cloud', endpoints: [endpointAt(endpoint.url, 'test')] });
    await page.setViewportSize(WIDE);
    const app = new App(page);
    await app.open(server.url);
    await app.untilGated();
    await page.getByRole('button', { name: 'Insight', exact: true }).click();
    const panel = page.getByRole('complementary', { name: 'Insight' });
    await app.ask('Hello');
    await expect(app.stop).toBeVisible();
    await panel.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Escape');
    await app.untilEnd();
    await expect(panel).toBeVisible();

    await app.message.press('Escape');
    await expect(panel).toBeVisible();
    await endpoint.close();
  });
});

test('arrow keys go from one answer to the other', async ({ page, server }) => {
  const endpoint = await startOpenAiServer();
  await withSettings(page, { endpoints: [endpointAt(endpoint.url, 'test')] });
  const app = new App(page);
  await app.open(server.url);
  await app.untilReady();
  await app.untilGated();
  const answer = await app.askAndWait('What is Hearth?');
  await answer.getByRole('button', { name: 'Ask the cloud' }).click();
  await page.getByRole('dialog', { name: 'Send to the cloud?' }).getByRole('button', { name: 'Send' }).click();
  const tabs = answer.getByRole('tablist', { name: 'Answer source' });
  const device = tabs.getByRole('tab', { name: 'On device' });
  const cloud = tabs.getByRole('tab', { name: 'Cloud' });
  await app.untilEnd();
  await expect(cloud).toHaveAttribute('aria-selected', 'true');

  // One stop for the Tab key, whichever answer is shown.
  await expect(device).toHaveAttribute('tabindex', '-1');
  await cloud.focus();
  for (const [key, shown, hidden] of [
    ['ArrowLeft', device, cloud],
    ['ArrowRight', cloud, device],
    ['ArrowRight', device, cloud],
    ['End', cloud, device],
    ['Home', device, cloud],
  ] as const) {
    await page.keyboard.press(key);
    await expect(shown, key).toBeFocused();
    await expect(shown, key).toHaveAttribute('aria-selected', 'true');
    await expect(hidden, key).toHaveAttribute('tabindex', '-1');
  }
  await expect(answer.getByRole('tabpanel', { name: 'On device' })).toBeVisible();
  await endpoint.close();
});
