import type { Page } from '@playwright/test';
import { expect, NAME, REPO, test } from './models-test.ts';

// The worker's script is asked for anew, so that it can be told to behave like a browser that stores nothing.
test.use({ visit: 'unkept' });

async function blockFiles(page: Page): Promise<void> {
  await page.route('**/downloads-worker-*.js', async (route) => {
    const response = await route.fetch();
    const refusal = `navigator.storage.getDirectory = () => Promise.reject(new DOMException('blocked', 'SecurityError'));`;
    await route.fulfill({ response, body: `${refusal}\n${await response.text()}` });
  });
}

test('a browser that keeps no files says so on the Models page, and works as soon as it does', async ({
  app,
  models,
}) => {
  await models.close();
  await app.page.reload();
  await app.untilReady();
  await blockFiles(app.page);
  await models.open();
  await expect(models.view.getByRole('alert')).toContainText('Storage is blocked');
  await app.page.unrouteAll();
  await models.lookUp(REPO);
  await models.button(NAME, 'Download').click();
  await expect(models.button(NAME, 'Use')).toBeVisible();
  await expect(models.view.getByText('Storage is blocked')).toBeHidden();
});
