import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from './app.ts';
import { emberFiles, ModelsPage } from './models-page.ts';
import { ModelHub } from './servers/model-hub.ts';
import { withSettings } from './stored-settings.ts';
import { expect, test as base } from './test.ts';

const REPO = 'makers/tiny-model';
const NAME = 'tiny model';
/** In the middle of the one large file. */
const MIDWAY = 3_000_000;

/** Today's page on an empty profile, its model downloads pointed at a hub of the test's own. */
const test = base.extend<{ readonly hub: ModelHub; readonly models: ModelsPage; readonly app: App }>({
  hub: async ({ server: _server }, use) => {
    const hub = await ModelHub.start();
    hub.publish(REPO, emberFiles());
    await use(hub);
    await hub.close();
  },
  app: async ({ page, server, hub }, use) => {
    await withSettings(page, { downloads: { mirrorUrl: hub.url, maxBytesPerSecond: null } });
    const app = new App(page);
    await app.open(server.url);
    await use(app);
  },
  models: async ({ app }, use) => {
    const models = new ModelsPage(app.page);
    await models.open();
    await use(models);
  },
});

const nameOf = (path: string) => path.replace('onnx/', '');

async function addAndDownload(models: ModelsPage): Promise<void> {
  await models.lookUp(REPO);
  await models.button(NAME, 'Download').click();
}

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
  expect(judged.filter(({ text, isOffered }) => isOffered === (text === 'Will not run'))).toEqual([]);
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

test('a model is exported to a folder and imported from it, with its checksums', async ({ app, models }, info) => {
  // A browser's folder dialog cannot be driven: the page is given a folder of its own private files instead.
  await app.page.evaluate(() => {
    Object.assign(window, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('usb-stick', { create: true }),
    });
  });
  await addAndDownload(models);
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  await models.button(NAME, 'Export').click();
  await expect(models.model(NAME)).toContainText('Exported to the folder “usb-stick”');

  const files = await app.page.evaluate(async () => {
    const found: Record<string, string> = {};
    const visit = async (folder: FileSystemDirectoryHandle, before: string): Promise<void> => {
      for await (const [name, handle] of folder.entries()) {
        if (handle instanceof FileSystemDirectoryHandle) await visit(handle, `${before}${name}/`);
        else if (handle instanceof FileSystemFileHandle) {
          const reader = new FileReader();
          reader.readAsDataURL(await handle.getFile());
          await new Promise((resolve) => {
            reader.addEventListener('load', resolve);
          });
          found[before + name] = typeof reader.result === 'string' ? reader.result : '';
        }
      }
    };
    const root = await navigator.storage.getDirectory();
    await visit(await root.getDirectoryHandle('usb-stick'), '');
    return found;
  });
  const folder = info.outputPath('usb-stick');
  for (const [path, dataUrl] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64'));
  }
  await models.button(NAME, 'Delete').click();
  await expect(models.model(NAME)).toBeHidden();

  const chooser = app.page.waitForEvent('filechooser');
  await models.view.getByRole('button', { name: 'Import from folder' }).click();
  await (await chooser).setFiles(folder);
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
});

test('a model is imported from single files', async ({ models }) => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-import-'));
  try {
    const files = emberFiles();
    const paths = Object.keys(files);
    for (const path of paths) writeFileSync(join(folder, nameOf(path)), files[path] ?? '');
    await models.view.getByLabel('Model files').setInputFiles(paths.map((path) => join(folder, nameOf(path))));
    await expect(models.stored.getByRole('button', { name: 'Use', exact: true })).toBeVisible({ timeout: 30_000 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a name that is no model says so, and what is typed stays', async ({ models }) => {
  await models.lookUp('nobody/nothing');
  await expect(models.view.getByRole('alert')).toContainText('The model is not there');
  await expect(models.view.getByRole('textbox', { name: 'Model URL or Hugging Face id' })).toHaveValue(
    'nobody/nothing',
  );
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
