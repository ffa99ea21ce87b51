import type { Locator } from '@playwright/test';
import { App } from './app.ts';
import { endpointAt } from '../src/testing/endpoints.ts';
import type { OpenAiServer } from './servers/openai-server.ts';
import { withSettings } from './stored-settings.ts';
import { expect, test } from './cloud-test.ts';

const PROMPT = 'My name is Anna Meyer. Write to anna.meyer@example.com and ask Anna Meyer for the time.';

let endpoint: OpenAiServer;
let app: App;

test.beforeEach(async ({ page, server, endpoint: own }) => {
  endpoint = own;
  endpoint.answerWith('Dear [PERSON_1], I wrote to [EMAIL_1] for you.');
  await withSettings(page, { endpoints: [endpointAt(endpoint.url)] });
  app = new App(page);
  await app.open(server.url);
  await app.untilGated();
  await app.untilReady();
});

test('placeholders leave in place of personal data, and the answer shows the values', async ({ page }) => {
  const answer = await app.askAndWait(PROMPT);
  await answer.getByRole('button', { name: 'Ask the cloud' }).click();
  await expect(redactions().getByRole('checkbox')).toHaveCount(2);
  const shown = await body().textContent();
  await offer().getByRole('button', { name: 'Send', exact: true }).click();
  await expect(answer).toContainText('Dear Anna Meyer, I wrote to anna.meyer@example.com for you.');

  expect(endpoint.requests.map((request) => request.body)).toEqual([shown]);
  expect(shown).toContain('My name is [PERSON_1]. Write to [EMAIL_1] and ask [PERSON_1] for the time.');
  expect(shown).not.toContain('Meyer');
  expect(shown).not.toContain('anna');

  await page.reload();
  await expect(answer).toContainText('Dear Anna Meyer');
});

test('by keyboard alone: what is unchecked is sent as it is, and the body shows it at once', async ({ page }) => {
  const answer = await app.askAndWait(PROMPT);
  await answer.getByRole('button', { name: 'Ask the cloud' }).focus();
  await page.keyboard.press('Enter');
  await expect(offer().getByRole('heading', { name: 'Send to the cloud?' })).toBeFocused();

  const mail = redactions().getByRole('checkbox', { name: /anna\.meyer@example\.com/ });
  await tabTo(mail);
  await page.keyboard.press('Space');
  await expect(mail).not.toBeChecked();
  await expect(mail).toBeFocused();
  await expect(body()).toContainText('Write to anna.meyer@example.com and ask [PERSON_1]');
  await tabTo(offer().getByRole('radio', { name: 'Once' }));
  await page.keyboard.press('ArrowDown');
  await expect(offer().getByRole('radio', { name: 'This conversation' })).toBeChecked();
  const shown = await body().textContent();
  expect(endpoint.requests).toEqual([]);
  await tabTo(offer().getByRole('button', { name: 'Send', exact: true }));
  await page.keyboard.press('Enter');
  await expect(answer).toContainText('Dear Anna Meyer, I wrote to [EMAIL_1] for you.');
  expect(endpoint.requests.map((request) => request.body)).toEqual([shown]);
});

function offer(): Locator {
  return app.page.getByRole('dialog', { name: 'Send to the cloud?' });
}

function redactions(): Locator {
  return offer().getByRole('list', { name: 'Redactions' });
}

function body(): Locator {
  return offer().getByRole('region', { name: 'What leaves this device' }).locator('pre');
}

async function tabTo(target: Locator): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    await app.page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target).toBeFocused();
}
