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

test('a hub that is out of reach is said to be, and nothing is promised', async ({ models, hub }) => {
  await hub.close();
  await models.lookUp(REPO);
  await expect(models.view.getByRole('alert')).toContainText('The model source cannot be reached.');
  await expect(models.view.getByRole('alert')).not.toContainText('by itself');
  await expect(models.view.getByRole('alert').getByRole('link', { name: 'Open settings' })).toBeVisible();
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

// The two refusals tell themselves apart, so that the second one is known to have come.
const NO_ROOM_FOR_FILE = { spareBytes: 1_000_000, told: 'no room for the file' };
const NO_ROOM_AT_ALL = { spareBytes: -1_000_000, told: 'exceed its storage quota' };

for (const { name, refusals } of [
  {
    name: 'a disk with too little room is told before the first byte of the model',
    refusals: [NO_ROOM_FOR_FILE, NO_ROOM_AT_ALL],
  },
  {
    name: 'a disk on which nothing can be written at all is told too',
    refusals: [NO_ROOM_AT_ALL, NO_ROOM_FOR_FILE],
  },
]) {
  test(`${name}, and the download begins when there is room`, async ({ app, models, hub }) => {
    const { page } = app;
    const browser = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    // What is kept for offline use takes room meanwhile.
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await models.lookUp(REPO);
    await expect(models.button(NAME, 'Download')).toBeVisible();
    const sentBefore = hub.sentBytes;
    for (const [attempt, { spareBytes, told }] of refusals.entries()) {
      const { usage } = await browser.send('Storage.getUsageAndQuota', { origin });
      await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + spareBytes });
      await models.button(NAME, attempt === 0 ? 'Download' : 'Resume').click();
      await expect(models.model(NAME)).toContainText('Not enough room for this model.');
      await expect(models.model(NAME)).toContainText(told);
      expect(hub.sentBytes - sentBefore).toBe(0);
    }
    await browser.send('Storage.overrideQuotaForOrigin', { origin });
    await models.button(NAME, 'Resume').click();
    await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  });
}
