import type { Locator, Page } from '@playwright/test';
import { addAndDownload, expect, MIDWAY, NAME, REPO, test } from './models-test.ts';
import { expectReadable, focusFault } from './readable.ts';

/** Presses Tab until it is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await isThere()); presses += 1) {
    if (presses > 200) throw new Error('the keyboard does not get there');
    await page.keyboard.press('Tab');
  }
}

test('a model is found, fetched, used, checked and deleted with the keyboard alone', async ({ app }) => {
  const { page } = app;
  const view = page.getByRole('dialog', { name: 'Models' });
  const card = view.getByRole('article', { name: NAME, exact: true });
  const button = (name: string) => card.getByRole('button', { name, exact: true });
  const press = async (target: Locator) => {
    await tabTo(page, target);
    await page.keyboard.press('Enter');
  };
  const opener = page.getByRole('button', { name: 'Models', exact: true });
  await press(opener);
  await press(view.getByRole('button', { name: 'Add a model' }));
  await expect(view.getByRole('textbox', { name: 'Model URL or Hugging Face id' })).toBeFocused();
  await page.keyboard.type(REPO);
  await page.keyboard.press('Enter');
  await expect(button('Download')).toBeVisible();
  await press(button('Download'));
  // It stays with what was begun, also when its buttons change.
  await expect(card.getByRole('heading', { name: NAME })).toBeFocused();
  await expect(button('Use')).toBeVisible({ timeout: 30_000 });
  await press(button('Use'));
  await expect(card.getByText('Ready on WASM')).toBeVisible();
  await expect(card.getByRole('heading', { name: NAME })).toBeFocused();
  await press(button('Verify'));
  await expect(card).toContainText('Every byte was read');
  await expect(button('Verify')).toBeFocused();
  await press(button('Delete'));
  await expect(card).toBeHidden();
  await expect.poll(() => focusFault(view)).toBeNull();
  await page.keyboard.press('Escape');
  await expect(view).toBeHidden();
  await expect(opener).toBeFocused();
});

test('the focus stays in a card when a download ends under it', async ({ app, models, hub }) => {
  hub.faults.holdAt = MIDWAY;
  await addAndDownload(models);
  await tabTo(app.page, models.button(NAME, 'Pause'));
  hub.heal();
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  await expect(models.model(NAME).getByRole('heading')).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every stop of the keyboard can be seen in the ${colorScheme}`, async ({ app, models }) => {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await addAndDownload(models);
    await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
    await models.view.getByRole('button', { name: 'Add a model' }).click();
    await models.model('Phi-3 mini 4K').getByText('Builds').click();
    const last = models.view.getByRole('article').last().locator('a, summary').last();
    await models.view.getByRole('button', { name: 'Close' }).focus();
    const faults: string[] = [];
    let stops = 0;
    for (const isLast = () => last.evaluate((element) => element === document.activeElement); !(await isLast());) {
      await app.page.keyboard.press('Tab');
      const fault = await focusFault(models.view);
      if (fault !== null) faults.push(fault);
      stops += 1;
      if (stops > 200) throw new Error('the keyboard does not get there');
    }
    expect(faults).toEqual([]);
    expect(stops).toBeGreaterThan(40);
  });
}

test('everything has a name and can be read, in the light and in the dark, whatever happens', async ({
  models,
  hub,
}) => {
  await expectReadable(models.view);
  await models.lookUp('nobody/nothing');
  await expect(models.view.getByRole('alert')).toBeVisible();
  await expectReadable(models.view);
  await models.view.getByRole('textbox', { name: 'Model URL or Hugging Face id' }).fill(REPO);
  await models.view.getByRole('button', { name: 'Look up' }).click();
  await expect(models.button(NAME, 'Download')).toBeVisible();
  await expectReadable(models.view);
  hub.faults.holdAt = MIDWAY;
  await models.button(NAME, 'Download').click();
  await expect.poll(() => hub.heldBodies).toBeGreaterThan(0);
  await expectReadable(models.view);
  await models.button(NAME, 'Pause').click();
  await expect(models.button(NAME, 'Resume')).toBeVisible();
  await expectReadable(models.view);
  hub.heal();
  hub.faults.status = { left: Infinity, code: 403 };
  await models.button(NAME, 'Resume').click();
  await expect(models.model(NAME)).toContainText('refused access');
  await expectReadable(models.view);
  hub.heal();
  await models.button(NAME, 'Resume').click();
  await models.button(NAME, 'Use').click();
  await expect(models.model(NAME).getByText('Ready on WASM')).toBeVisible();
  await expectReadable(models.view);
});
