import { emberFiles } from './models-page.ts';
import { addAndDownload, expect, MIDWAY, NAME, REPO, test } from './models-test.ts';
import { ModelHub } from './servers/model-hub.ts';

const hostOf = ({ url }: ModelHub) => new URL(url).host;

test('a download says from which mirror it comes, and goes on from another one in the middle', async ({
  app,
  models,
  hub,
}) => {
  const other = await ModelHub.start();
  other.publish(REPO, emberFiles());
  hub.faults.holdAt = MIDWAY;
  await addAndDownload(models);
  await expect(models.model(NAME)).toContainText(`from ${hostOf(hub)}`);
  await expect.poll(() => hub.heldBodies).toBeGreaterThan(0);
  await models.close();
  await app.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await app.page.getByRole('textbox', { name: 'Model mirror' }).fill(other.url);
  await app.page.keyboard.press('Escape');
  await models.open();
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  await expect(models.model(NAME)).toContainText(`from ${hostOf(other)}`);
  // What had arrived from the first is not fetched again.
  expect(other.sentBytes).toBeLessThan(6_000_000);
  await other.close();
});

test('a limit holds from the moment it is typed to the moment it is taken away', async ({ app, models }) => {
  const limit = app.page.getByRole('textbox', { name: 'Download limit in MB/s' });
  const typeLimit = async (text: string) => {
    await models.close();
    await app.page.getByRole('button', { name: 'Settings', exact: true }).click();
    await limit.fill(text);
    await app.page.keyboard.press('Escape');
    await models.open();
  };
  await typeLimit('0.001');
  await addAndDownload(models);
  // What is in the network's buffers comes; for the rest it would take hours.
  await expect(models.model(NAME)).toContainText(/[1-9].*[kM]B of 7\.38.MB · 0.bytes\/s/);
  // No number: the limit stays.
  await typeLimit('x');
  await expect(models.progress(NAME)).toBeVisible();
  await expect(models.model(NAME)).toContainText(/ · 0.bytes\/s/);
  await typeLimit('');
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
});
