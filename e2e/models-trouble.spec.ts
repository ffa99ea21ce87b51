import { addAndDownload, expect, MIDWAY, NAME, REPO, test } from './models-test.ts';

test('a hub that is busy is waited for, which the page says, and then asked again', async ({ models, hub }) => {
  await models.lookUp(REPO);
  await expect(models.button(NAME, 'Download')).toBeVisible();
  hub.faults.busy = { left: 1, retryAfter: '3' };
  await models.button(NAME, 'Download').click();
  await expect(models.model(NAME)).toContainText(
    /asks to wait\. It goes on by itself, at \d\d:\d\d:\d\d at the latest/,
  );
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
});

test('a hub that refuses stops the download, the page says why, and Resume asks again', async ({ models, hub }) => {
  hub.faults.holdAt = MIDWAY;
  await addAndDownload(models);
  await expect.poll(() => hub.heldBodies).toBeGreaterThan(0);
  hub.heal();
  hub.faults.status = { left: Infinity, code: 403 };
  hub.dropConnections();
  await expect(models.model(NAME)).toContainText('The model source refused access.');
  await expect(models.model(NAME)).toContainText('What has arrived is kept.');
  hub.heal();
  await models.button(NAME, 'Resume').click();
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
});

test('a disk that is full is told before the first byte, and the download begins when there is room', async ({
  app,
  models,
  hub,
}) => {
  const { page } = app;
  const browser = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await models.lookUp(REPO);
  await expect(models.button(NAME, 'Download')).toBeVisible();
  const { usage } = await browser.send('Storage.getUsageAndQuota', { origin });
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 1_000_000 });
  await models.button(NAME, 'Download').click();
  await expect(models.model(NAME)).toContainText('Not enough room for this model.');
  expect(hub.sentBytes).toBeLessThan(100_000);
  await browser.send('Storage.overrideQuotaForOrigin', { origin });
  await models.button(NAME, 'Resume').click();
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
});
