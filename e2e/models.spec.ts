import { emberFiles } from './models-page.ts';
import { addAndDownload, expect, MIDWAY, NAME, REPO, test } from './models-test.ts';

test('every model has a verdict before its first byte, and no byte is asked for', async ({ models, hub }) => {
  const phi = models.model('Phi-3 mini 4K');
  await expect(phi).toContainText(/Runs well|Tight|Will not run/);
  const texts = await models.view.getByRole('article').evaluateAll((articles) =>
    articles.map((article) => ({
      text: article.querySelector('.verdict-grade')?.textContent ?? null,
      isOffered: [...article.querySelectorAll('button')].some((button) => button.textContent === 'Download'),
    })),
  );
  // The first is Ember, which ships.
  const judged = texts.filter(({ text }) => text !== null);
  expect(judged).toHaveLength(texts.length - 1);
  expect(judged.length).toBeGreaterThan(10);
  // Never offered when it cannot run; recommended only where something runs.
  expect(judged.filter(({ text, isOffered }) => isOffered === (text ?? '').startsWith('Will not run'))).toEqual([]);
  const recommended = await models.view.getByText('Recommended', { exact: true }).count();
  expect(recommended).toBe(judged.some(({ isOffered }) => isOffered) ? 1 : 0);
  expect(hub.requests).toEqual([]);
});

test('a model of the user’s own is downloaded, paused, resumed, reloaded midway, used, and deleted', async ({
  app,
  models,
  hub,
}) => {
  test.setTimeout(180_000);
  await models.lookUp(`${hub.url}/${REPO}`);
  await expect(models.model(NAME)).toContainText(/Runs well|Tight/);
  await expect(models.model(NAME)).toContainText(hub.url.replace('http://', ''));
  hub.faults.holdAt = MIDWAY;
  await models.button(NAME, 'Download').click();
  await expect(models.progress(NAME)).toBeVisible();
  await expect.poll(() => hub.heldBodies).toBeGreaterThan(0);

  await models.button(NAME, 'Pause').focus();
  await app.page.keyboard.press('Enter');
  await expect(models.model(NAME)).toContainText('Paused');
  await expect(models.button(NAME, 'Resume')).toBeFocused();
  await app.page.keyboard.press('Enter');
  await expect(models.button(NAME, 'Pause')).toBeFocused();

  await app.page.reload();
  hub.heal();
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  await expect(models.model(NAME)).toContainText('Checksums');
  expect(await models.storedBytes(NAME)).toBeGreaterThan(5_000_000);

  await models.button(NAME, 'Use').click();
  await expect(models.model(NAME).getByText('In use', { exact: true })).toBeVisible();
  await expect(models.model(NAME).getByText('Ready on WASM')).toBeVisible({ timeout: 60_000 });
  await expect(models.model('Ember').getByText('In use', { exact: true })).toBeHidden();
  await models.close();
  const answer = await app.askAndWait('What is Hearth?');
  await expect(answer).toContainText(/\w{3}/);

  // It is the one that is loaded at the next start.
  await app.page.reload();
  await app.untilReady();
  await expect(app.page.getByRole('main').getByText(NAME).first()).toBeVisible();

  await models.open();
  await expect(models.model(NAME)).toContainText('used today');
  await models.button(NAME, 'Delete').click();
  await expect(models.model(NAME)).toBeHidden();
  await expect(models.view.getByText(/was deleted: .* freed/)).toBeVisible();
  await expect(models.model('Ember').getByText('Ready on WASM')).toBeVisible({ timeout: 60_000 });
});

test('a download goes on by itself after a restart, without the page being opened', async ({ app, models, hub }) => {
  hub.faults.holdAt = MIDWAY;
  await addAndDownload(models);
  await expect.poll(() => hub.heldBodies).toBeGreaterThan(0);
  await models.close();
  await app.page.reload();
  await app.untilReady();
  hub.heal();
  const before = hub.requests.length;
  await expect.poll(() => hub.requests.length).toBeGreaterThan(before - 1);
  await models.open();
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
});

test('a cancelled download leaves nothing, and the focus stays in the view', async ({ app, models, hub }) => {
  hub.faults.holdAt = MIDWAY;
  await addAndDownload(models);
  await expect(models.progress(NAME)).toBeVisible();
  await models.button(NAME, 'Cancel').focus();
  await app.page.keyboard.press('Enter');
  await expect(models.model(NAME)).toBeHidden();
  await expect(models.stored).toBeHidden();
  const isInside = () => app.page.evaluate(() => document.activeElement?.closest('dialog') instanceof HTMLElement);
  await expect.poll(isInside).toBe(true);
});

test('a name that is no model says so, what is typed stays, and a link leads to the mirror', async ({
  app,
  models,
}) => {
  await models.lookUp('nobody/nothing');
  await expect(models.view.getByRole('alert')).toContainText('The model is not there');
  await expect(models.view.getByRole('textbox', { name: 'Model URL or Hugging Face id' })).toHaveValue(
    'nobody/nothing',
  );
  await models.view.getByRole('alert').getByRole('link', { name: 'Open settings' }).click();
  await expect(app.page.getByRole('textbox', { name: 'Model mirror' })).toBeInViewport();
});

test('a repository whose list has several pages is read to its end', async ({ models, hub }) => {
  const others = Object.fromEntries(
    Array.from({ length: 2100 }, (_, at) => [`a-checkpoint/part-${at}.bin`, Buffer.from(String(at))]),
  );
  // The hub lists them in this order, so that what is needed comes last.
  hub.publish(REPO, { ...others, ...emberFiles() });
  await addAndDownload(models);
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  const lists = hub.requests.flatMap(({ url }) => (url.includes('/tree/') ? url.replace(/.*\?/, '') : []));
  const pages = ['recursive=true', 'recursive=true&cursor=1000', 'recursive=true&cursor=2000'];
  // Once to say what it is, once more when it is fetched.
  expect(lists).toEqual([...pages, ...pages]);
});

test('a list of files that goes in circles is given up', async ({ models, hub }) => {
  hub.filesPerPage = 0;
  await models.lookUp(REPO);
  await expect(models.view.getByRole('alert')).toContainText('a list of files of over 50 pages');
});

test('a mirror that is no address is not taken, and the page says who is asked', async ({ app, models }) => {
  await expect(models.view.getByText(/A download asks 127\.0\.0\.1:\d+ for files/)).toBeVisible();
  await models.close();
  await app.page.getByRole('button', { name: 'Settings', exact: true }).click();
  const mirror = app.page.getByRole('textbox', { name: 'Model mirror' });
  await mirror.fill('not an address');
  await expect(mirror).toHaveAttribute('aria-invalid', 'true');
  await app.page.keyboard.press('Escape');
  await models.open();
  await expect(models.view.getByText(/A download asks huggingface\.co for files/)).toBeVisible();
});
