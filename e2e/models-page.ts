import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { DIST } from './test.ts';

/** The view Models as a person sees it. */
export class ModelsPage {
  readonly page: Page;
  readonly view: Locator;
  constructor(page: Page) {
    this.page = page;
    this.view = page.getByRole('dialog', { name: 'Models' });
  }

  get stored(): Locator {
    return this.view.getByRole('list', { name: 'Stored models' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Models', exact: true }).click();
    await expect(this.view.getByRole('button', { name: 'Add a model' })).toBeVisible();
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.view).toBeHidden();
  }

  model(name: string): Locator {
    return this.view.getByRole('article', { name, exact: true });
  }

  button(model: string, name: string): Locator {
    return this.model(model).getByRole('button', { name, exact: true });
  }

  progress(model: string): Locator {
    return this.model(model).getByRole('progressbar', { name: 'Download progress' });
  }

  /** Names a repository; what it holds is shown before anything of it is fetched. */
  async lookUp(reference: string): Promise<void> {
    await this.view.getByRole('button', { name: 'Add a model' }).click();
    await this.view.getByRole('textbox', { name: 'Model URL or Hugging Face id' }).fill(reference);
    await this.view.getByRole('button', { name: 'Look up' }).click();
  }

  /** What the list says is stored, in bytes. */
  async storedBytes(model: string): Promise<number> {
    const item = this.stored
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('heading', { name: model, exact: true }) });
    return Number(await item.locator('data').first().getAttribute('value'));
  }
}

const PATHS = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'onnx/model_q4.onnx',
  'onnx/model_quantized.onnx',
];

/** Ember's own files, to be served or imported as if they were somebody's model. */
export function emberFiles(): Record<string, Buffer> {
  return Object.fromEntries(PATHS.map((path) => [path, readFileSync(join(DIST, 'models/ember', path))]));
}
