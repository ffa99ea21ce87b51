import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { untilGated } from './gate.ts';

/** The app as a person sees it: everything is found by role and name. */
export class App {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get message(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }
  get log(): Locator {
    return this.page.getByRole('log', { name: 'Conversation' });
  }
  get answers(): Locator {
    return this.log.getByRole('article', { name: /^Hearth/ });
  }
  get prompts(): Locator {
    return this.log.getByRole('article', { name: /^You/ });
  }
  get stop(): Locator {
    return this.page.getByRole('button', { name: 'Stop', exact: true });
  }
  get send(): Locator {
    return this.page.getByRole('button', { name: 'Send', exact: true });
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.message).toBeVisible();
  }

  /** Waits until the model is resident; it says by name what runs it. */
  async untilReady(backend: 'WebGPU' | 'WASM' = 'WASM'): Promise<void> {
    const status = this.page.getByRole('main').getByText(backend, { exact: true }).first();
    await expect(status).toBeVisible();
  }

  /** The cloud is refused before. */
  untilGated(): Promise<void> {
    return untilGated(this.page);
  }

  async ask(text: string): Promise<void> {
    // While an answer is made the box keeps what is sent.
    await expect(this.send).toBeVisible();
    await this.message.fill(text);
    await this.message.press('Enter');
  }

  /** Asks and waits for the end; gives the newest answer. */
  async askAndWait(text: string): Promise<Locator> {
    const before = await this.prompts.count();
    await this.ask(text);
    await expect(this.prompts).toHaveCount(before + 1);
    await this.untilEnd();
    return this.answers.last();
  }

  async untilEnd(): Promise<void> {
    await expect(this.answers.last().getByRole('button', { name: 'Regenerate' })).toBeVisible();
    await expect(this.stop).toBeHidden();
  }

  async chooseMode(name: 'On device' | 'Ask me' | 'Cloud'): Promise<void> {
    const modes = this.page.getByRole('radiogroup', { name: 'Answer with' });
    // The visible label is what a person clicks, once it stands still; the input itself may be drawn over.
    await modes.locator('label', { hasText: name }).click();
    await expect(modes.getByRole('radio', { name })).toBeChecked();
  }

  /** The figure of a term in the newest answer's measurements, in the unit that the term implies. */
  async measurement(term: string): Promise<number> {
    const list = this.answers.last().getByLabel('Measurements');
    const value = list.locator('dt', { hasText: term }).locator('xpath=following-sibling::dd[1]').locator('data');
    return Number(await value.first().getAttribute('value'));
  }
}
