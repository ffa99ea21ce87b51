import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';

const NAME = 'usb-stick';

/** A browser's folder dialog cannot be driven: the page is given a folder of its own private files instead. */
export async function offerUsbStick(page: Page): Promise<void> {
  await page.evaluate((name) => {
    Object.assign(window, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true }),
    });
  }, NAME);
}

/** Copies what the page wrote on it to a folder of this machine. */
export async function readUsbStick(page: Page, folder: string): Promise<void> {
  const files = await page.evaluate(async (stick) => {
    const found: Record<string, string> = {};
    const visit = async (from: FileSystemDirectoryHandle, before: string): Promise<void> => {
      for await (const [name, handle] of from.entries()) {
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
    await visit(await root.getDirectoryHandle(stick), '');
    return found;
  }, NAME);
  for (const [path, dataUrl] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64'));
  }
}
