import type { Locator } from '@playwright/test';
import type { App } from './app.ts';
import { expect, test } from './test.ts';

/** Short answers: what they say is not the matter here. */
async function answerShortly(app: App): Promise<void> {
  const settings = await openSettings(app);
  await settings.getByRole('textbox', { name: 'Max tokens' }).fill('3');
  await app.page.keyboard.press('Escape');
}

async function openSettings(app: App): Promise<Locator> {
  await app.page.getByRole('button', { name: 'Settings', exact: true }).click();
  return app.page.getByRole('dialog', { name: 'Settings' });
}

function choice(settings: Locator, group: string, name: string): Locator {
  return settings.getByRole('radiogroup', { name: group }).getByRole('radio', { name, exact: true });
}

test('changes apply at once and outlive a reload', async ({ app }) => {
  const settings = await openSettings(app);
  await choice(settings, 'Theme', 'Dark').check();
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await choice(settings, 'Engine', 'WASM').check();
  await settings.getByRole('slider', { name: 'Temperature' }).fill('0.7');
  await settings.getByRole('slider', { name: 'Top-p' }).fill('0.9');
  await settings.getByRole('textbox', { name: 'Max tokens' }).fill('64');
  await settings.getByRole('textbox', { name: 'Endpoint URL' }).fill('http://localhost:1/v1');
  await settings.getByRole('textbox', { name: 'Model name' }).fill('some-model');

  // The view is in the address, so it is still open.
  await app.page.reload();
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(choice(settings, 'Theme', 'Dark')).toBeChecked();
  await expect(choice(settings, 'Engine', 'WASM')).toBeChecked();
  await expect(settings.getByRole('slider', { name: 'Temperature' })).toHaveValue('0.7');
  await expect(settings.getByRole('slider', { name: 'Top-p' })).toHaveValue('0.9');
  await expect(settings.getByRole('textbox', { name: 'Max tokens' })).toHaveValue('64');
  await expect(settings.getByRole('textbox', { name: 'Endpoint URL' })).toHaveValue('http://localhost:1/v1');
  await expect(settings.getByRole('textbox', { name: 'Model name' })).toHaveValue('some-model');
});

test('two tabs keep each other’s changes', async ({ app }) => {
  const settings = await openSettings(app);
  const other = await app.page.context().newPage();
  await other.goto(app.page.url());
  await settings.getByRole('textbox', { name: 'Model name' }).fill('some-model');
  await choice(other.getByRole('dialog', { name: 'Settings' }), 'Theme', 'Dark').check();
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await app.page.reload();
  await expect(settings.getByRole('textbox', { name: 'Model name' })).toHaveValue('some-model');
  await expect(choice(settings, 'Theme', 'Dark')).toBeChecked();
  await other.close();
});

test('a shorter limit ends the next answer, without a new load', async ({ app }) => {
  await app.untilReady();
  await answerShortly(app);
  await app.askAndWait('What is Hearth?');
  expect(await app.measurement('Tokens')).toBe(3);
});

test('what is no number of tokens is said to be none, and not taken', async ({ app }) => {
  const settings = await openSettings(app);
  const maxTokens = settings.getByRole('textbox', { name: 'Max tokens' });
  const before = await maxTokens.inputValue();
  await maxTokens.fill('many');
  await expect(settings.getByText('Enter a whole number')).toBeVisible();
  await expect(maxTokens).toHaveAttribute('aria-invalid', 'true');
  await maxTokens.blur();
  await expect(maxTokens).toHaveValue(before);
});

test('another preset fills in its address and forgets the key of the last one', async ({ app }) => {
  const settings = await openSettings(app);
  const key = settings.getByRole('textbox', { name: 'API key' });
  await settings.getByRole('combobox', { name: 'Preset' }).selectOption('OpenAI');
  await key.fill('sk-test-secret');
  await expect(settings.getByRole('button', { name: 'Forget the key' })).toBeVisible();

  await settings.getByRole('combobox', { name: 'Preset' }).selectOption('Ollama');
  await expect(settings.getByRole('textbox', { name: 'Endpoint URL' })).toHaveValue('http://localhost:11434/v1');
  await expect(settings.getByRole('button', { name: 'Forget the key' })).toBeHidden();
  await expect(key).toHaveValue('');
  await expect(settings.getByText('OLLAMA_ORIGINS')).toBeVisible();
});

test('a key that is set is said to be set and never shown again', async ({ app }) => {
  const settings = await openSettings(app);
  const key = settings.getByRole('textbox', { name: 'API key' });
  await expect(key).toHaveAttribute('type', 'password');
  // A key belongs to one host: without an address there is nothing that it could be the key of.
  await expect(key).toBeDisabled();
  await settings.getByRole('textbox', { name: 'Endpoint URL' }).fill('http://localhost:8000/v1');
  await key.fill('sk-test-secret');
  await expect(settings.getByRole('button', { name: 'Forget the key' })).toBeVisible();
  await app.page.keyboard.press('Escape');

  await openSettings(app);
  await expect(key).toHaveValue('');
  await expect(key).toHaveAttribute('placeholder', 'A key is set');
  await settings.getByRole('button', { name: 'Forget the key' }).click();
  await expect(key).not.toHaveAttribute('placeholder', 'A key is set');
});

test('the keyboard alone opens settings, stays inside, and comes back out', async ({ app }) => {
  const opener = app.page.getByRole('button', { name: 'Settings', exact: true });
  await opener.focus();
  await app.page.keyboard.press('Enter');
  const settings = app.page.getByRole('dialog', { name: 'Settings' });
  await expect(settings.getByRole('heading', { name: 'Settings', exact: true })).toBeFocused();
  for (let presses = 0; presses < 30; presses++) {
    await app.page.keyboard.press('Tab');
    // The browser's own controls stand between the last and the first element: then the page has no focus.
    const outside = await app.page.evaluate(
      () => document.activeElement !== document.body && document.activeElement?.closest('dialog') === null,
    );
    expect(outside).toBe(false);
  }
  await app.page.keyboard.press('Escape');
  await expect(settings).toBeHidden();
  await expect(opener).toBeFocused();
});

test('deletes all data, but asks first', async ({ app }) => {
  await app.untilReady();
  await answerShortly(app);
  await app.askAndWait('What is Hearth?');
  const settings = await openSettings(app);
  await choice(settings, 'Theme', 'Dark').check();
  await settings.getByRole('button', { name: 'Delete all data' }).click();
  const confirmation = app.page.getByRole('alertdialog', { name: 'Delete all data?' });
  await expect(confirmation).toBeVisible();
  await app.page.keyboard.press('Escape');
  await expect(confirmation).toBeHidden();
  await expect(settings.getByText('1 chat,')).toBeVisible();

  await settings.getByRole('button', { name: 'Delete all data' }).click();
  await confirmation.getByRole('button', { name: 'Delete everything' }).click();
  await expect(settings.getByText('0 chats,')).toBeVisible();
  await expect(choice(settings, 'Theme', 'As the system')).toBeChecked();
  await app.page.reload();
  await expect(app.message).toBeVisible();
  await expect(app.prompts).toHaveCount(0);
});
