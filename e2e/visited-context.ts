import type { Browser, BrowserContext, Page } from '@playwright/test';
import { App } from './app.ts';

/**
 * The browser keeps what it compiled of the engine with the kept file, once nothing was compiled for two seconds; it
 * tells nobody. A visit that comes too early only takes longer.
 */
const UNTIL_CODE_KEPT_MS = 3000;

/**
 * A browser's context after a first visit: the service worker has kept every file, and nothing of the user's is there.
 * What most tests begin with, as most visits do; it spares each of them the install of 44 MB. One test after another
 * uses it, and it forgets in between; one that alters the kept files makes a first visit of its own.
 */
export class VisitedContext {
  readonly context: BrowserContext;
  readonly #origin: string;
  /** An empty page that stays: with the last one its window would go, and each window costs half a second to make. */
  readonly #blank: Page;

  private constructor(context: BrowserContext, origin: string, blank: Page) {
    this.context = context;
    this.#origin = origin;
    this.#blank = blank;
  }

  /** Visits the app at `url`, and once more from what was kept. */
  static async make(browser: Browser, url: string): Promise<VisitedContext> {
    const context = await browser.newContext();
    const visited = new VisitedContext(context, new URL(url).origin, await context.newPage());
    const app = new App(await context.newPage());
    await app.open(url);
    await app.untilGated();
    await app.untilReady();
    await app.page.reload();
    await app.untilReady();
    await app.askAndWait('Hello');
    await app.page.waitForTimeout(UNTIL_CODE_KEPT_MS);
    await visited.forget();
    return visited;
  }

  /** What a test stored, set up and left running goes; the kept files stay. */
  async forget(): Promise<void> {
    const { context } = this;
    await Promise.all(context.pages().flatMap((page) => (page === this.#blank ? [] : [page.close()])));
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await context.setOffline(false);
    await context.clearPermissions();
    await this.#clear();
  }

  async #clear(): Promise<void> {
    const devtools = await this.context.newCDPSession(this.#blank);
    // With its memory of grants, and its hold on the database.
    await devtools.send('ServiceWorker.enable');
    await devtools.send('ServiceWorker.stopAllWorkers');
    await devtools.send('Storage.clearDataForOrigin', {
      origin: this.#origin,
      storageTypes: 'cookies,file_systems,indexeddb,local_storage',
    });
    await devtools.detach();
  }
}
