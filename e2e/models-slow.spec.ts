import type { Page } from '@playwright/test';
import { expect, NAME, REPO, test } from './models-test.ts';

// The probe's script is asked for anew, so that its clock can be changed.
test.use({ visit: 'unkept' });

/** The real probe, by a clock that runs so fast that the device seems to take thousands of times as long. */
async function hurryClock(page: Page): Promise<void> {
  await page.route('**/probe-worker-*.js', async (route) => {
    const response = await route.fetch();
    const hurry = 'const now = performance.now.bind(performance); performance.now = () => now() * 20_000;';
    await route.fulfill({ response, body: `${hurry}\n${await response.text()}` });
  });
}

test.beforeEach(async ({ app, models }) => {
  await models.close();
  await app.page.reload();
  await app.untilReady();
  await hurryClock(app.page);
  await models.open();
});

test('a device that was busy when it was measured is measured again, and every verdict with it', async ({
  app,
  models,
}) => {
  const offers = models.view.getByRole('button', { name: 'Download', exact: true });
  await models.lookUp(REPO);
  await expect(models.model(NAME)).toContainText('Will not run at a usable speed');
  await expect(offers).toHaveCount(0);
  await expect(models.view.getByText('Recommended', { exact: true })).toHaveCount(0);
  await app.page.unrouteAll();
  await models.view.getByRole('button', { name: 'Measure again' }).click();
  await expect(models.model(NAME)).toContainText(/Runs well|Tight/u);
  await expect(models.button(NAME, 'Download')).toBeVisible();
  await expect(models.view.getByText('Recommended', { exact: true })).toHaveCount(1);
  expect(await offers.count()).toBeGreaterThan(1);
});

test('what would only be too slow can be downloaded all the same, and tried', async ({ models }) => {
  await models.lookUp(REPO);
  await models.button(NAME, 'Try anyway').click();
  await models.button(NAME, 'Use').click({ timeout: 30_000 });
  await expect(models.model(NAME)).toContainText('In use');
});
