import type { Browser, BrowserContext, Page } from '@playwright/test';

/** Of every app and page of these tests: what a window shows that only has to be there. */
const PICTURE = 'icon.svg';

const USER_DATA = 'cookies,file_systems,indexeddb,local_storage';
const ALL = `${USER_DATA},cache_storage,service_workers`;

/**
 * A browser's context that one test after another uses, and that forgets in between. Its window stays, and with it the
 * process of the site and all that is compiled there: to make them anew takes as long as the rest of a short test.
 */
export class SharedContext {
  readonly context: BrowserContext;
  readonly #forgets: string;
  /** Stays open when the pages of a test are closed. */
  #keeper: Page;
  #isCrashed = false;

  private constructor(context: BrowserContext, keeper: Page, forgets: string) {
    this.context = context;
    this.#forgets = forgets;
    this.#keeper = this.#watched(keeper);
  }

  /** `forgets`: what of an origin goes after each test. */
  static async make(browser: Browser, forgets: 'user data' | 'all'): Promise<SharedContext> {
    const context = await browser.newContext();
    return new SharedContext(context, await context.newPage(), forgets === 'all' ? ALL : USER_DATA);
  }

  /** What a test stored, set up and left running goes; the browser's own cache stays. */
  async forget(): Promise<void> {
    const { context } = this;
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await context.setOffline(false);
    await context.clearPermissions();
    if (this.#isCrashed) {
      await this.#keeper.close();
      this.#keeper = this.#watched(await context.newPage());
      this.#isCrashed = false;
    }
    const pages = context.pages().filter((page) => page !== this.#keeper);
    // The picture's last: a test may have closed its page itself.
    const origins = [...pages, this.#keeper].map((page) => new URL(page.url()).origin);
    const [origin] = origins.filter((each) => each !== 'null');
    if (origin !== undefined && new URL(this.#keeper.url()).origin !== origin) {
      // The server may be gone by now.
      await this.#keeper.goto(new URL(PICTURE, origin).href).catch(() => this.#keeper.goto('about:blank'));
    }
    await Promise.all(pages.map((page) => page.close()));
    const devtools = await context.newCDPSession(this.#keeper);
    // With its memory of grants, and its hold on the database.
    await devtools.send('ServiceWorker.enable');
    await devtools.send('ServiceWorker.stopAllWorkers');
    for (const each of new Set(origins)) {
      if (each === 'null') continue;
      await devtools.send('Storage.clearDataForOrigin', { origin: each, storageTypes: this.#forgets });
    }
    await devtools.detach();
  }

  /** One process, one crash: a test that crashes its page takes the picture along. */
  #watched(page: Page): Page {
    return page.on('crash', () => {
      this.#isCrashed = true;
    });
  }
}
