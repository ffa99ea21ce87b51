import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { App } from './app.ts';
import { emberFiles, ModelsPage } from './models-page.ts';
import { addAndDownload, expect, NAME, test } from './models-test.ts';
import { offerUsbStick, readUsbStick } from './usb-stick.ts';

/** Writes them into a folder of this machine, as copied from a hub; their paths. */
function writeFiles(folder: string, files: Readonly<Record<string, Buffer>>): readonly string[] {
  return Object.entries(files).map(([path, bytes]) => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    return target;
  });
}

/** As files come without their folder. */
const flat = (files: Readonly<Record<string, Buffer>>) =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path.replace('onnx/', ''), bytes]));

/** Holds files or folders of this machine over the page, as from a file manager. Gives what drops them. */
async function drag(page: Page, paths: readonly string[]): Promise<() => Promise<void>> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    browser.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await send('dragEnter');
  await send('dragOver');
  return async () => {
    await send('drop');
    await browser.detach();
  };
}

async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const letGo = await drag(page, paths);
  await letGo();
}

test('a model is exported to a folder and imported from it, with its checksums', async ({ app, models }, info) => {
  await offerUsbStick(app.page);
  await addAndDownload(models);
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  await models.button(NAME, 'Export').click();
  await expect(models.model(NAME)).toContainText('Exported to the folder “usb-stick”');
  const folder = info.outputPath('usb-stick');
  await readUsbStick(app.page, folder);
  await models.button(NAME, 'Delete').click();
  await expect(models.model(NAME)).toBeHidden();

  const chooser = app.page.waitForEvent('filechooser');
  await models.view.getByRole('button', { name: 'Import from folder' }).click();
  await (await chooser).setFiles(folder);
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  await expect(models.model(NAME)).toContainText('imported');
});

test('what was exported is dropped on a machine without a network, and answers there', async ({
  app,
  models,
  hub,
  browser,
  server,
}, info) => {
  await offerUsbStick(app.page);
  await addAndDownload(models);
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  await models.button(NAME, 'Export').click();
  await expect(models.model(NAME)).toContainText('Exported to the folder “usb-stick”');
  const folder = info.outputPath('usb-stick');
  await readUsbStick(app.page, folder);
  await app.page.close();
  await hub.close();

  const context = await browser.newContext();
  const other = new App(await context.newPage());
  await other.open(server.url);
  await other.untilReady();
  const there = new ModelsPage(other.page);
  await there.open();
  // Elsewhere it might have been changed on its way.
  const config = join(folder, 'config.json');
  const whole = readFileSync(config);
  const changed = Buffer.from(whole);
  changed[0] = 0x20;
  writeFileSync(config, changed);
  await drop(other.page, [folder]);
  await expect(there.view.getByRole('alert')).toContainText('A file does not match its checksum');
  await expect(there.model(NAME)).toBeHidden();
  writeFileSync(config, whole);
  await drop(other.page, [folder]);
  await expect(there.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  await expect(there.view.getByRole('alert')).toBeHidden();
  await there.button(NAME, 'Use').click();
  await expect(there.model(NAME).getByText('Ready on WASM')).toBeVisible();
  await there.close();
  await expect(await other.askAndWait('What is Hearth?')).toContainText(/\w{3}/);
  await context.close();
});

test('a folder dropped anywhere on the page is imported', async ({ app, models }, info) => {
  const folder = info.outputPath('my-model');
  writeFiles(folder, emberFiles());
  await models.model('Phi-3 mini 4K').scrollIntoViewIfNeeded();
  const letGo = await drag(app.page, [folder]);
  const veil = models.view.getByText('Drop a model’s folder');
  await expect(veil).toBeVisible();
  // It is taken out of the window again: the browser can be told to move it in, but not out.
  await app.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([], 'model'));
    document.body.dispatchEvent(new DragEvent('dragleave', { dataTransfer, bubbles: true }));
  });
  await expect(veil).toBeHidden();
  await letGo();
  // Said where it can be seen, though the page was scrolled down.
  await expect(models.view.getByRole('paragraph').filter({ hasText: 'my model was imported.' })).toBeInViewport();
  await expect(models.button('my model', 'Use')).toBeVisible();
  expect(await models.storedBytes('my model')).toBeGreaterThan(5_000_000);
  await expect(veil).toBeHidden();
});

test('files dropped on the page are imported', async ({ app, models }, info) => {
  const paths = writeFiles(info.outputPath('loose'), flat(emberFiles()));
  await drop(app.page, paths);
  await expect(models.stored.getByRole('button', { name: 'Use', exact: true })).toBeVisible({ timeout: 30_000 });
});

test('what is dropped and no model is refused with what is missing, and the page stays', async ({
  app,
  models,
}, info) => {
  const { 'config.json': config = Buffer.of() } = emberFiles();
  const paths = writeFiles(info.outputPath('loose'), { 'holiday.txt': Buffer.from('sun') });
  await drop(app.page, paths);
  await expect(models.view.getByRole('alert')).toContainText('Files are missing');
  const folder = info.outputPath('half');
  writeFiles(folder, { 'config.json': config, 'onnx/readme.txt': Buffer.from('none here') });
  await drop(app.page, [folder]);
  await expect(models.view.getByRole('alert')).toContainText('Hearth cannot run this model');
  await expect(models.stored).toBeHidden();
});

test('a model is imported from single files', async ({ models }, info) => {
  const paths = writeFiles(info.outputPath('loose'), flat(emberFiles()));
  await models.view.getByLabel('Model files').setInputFiles([...paths]);
  await expect(models.stored.getByRole('button', { name: 'Use', exact: true })).toBeVisible({ timeout: 30_000 });
});
