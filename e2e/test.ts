import { fileURLToPath } from 'node:url';
import { type BrowserContext, test as base } from '@playwright/test';
import { serveFolder, type StaticServer } from '../tools/static-server.mjs';
import { App } from './app.ts';
import type { SharedContext } from './shared-context.ts';
import { visitedContext } from './visited-context.ts';

/** The build under test; `HEARTH_DIST` names another one. */
export const DIST = process.env['HEARTH_DIST'] ?? fileURLToPath(new URL('../dist/', import.meta.url));

export interface TestFixtures {
  /** The app, opened where nothing is stored. */
  readonly app: App;
}

export interface TestOptions {
  /**
   * - `later`: the service worker has kept every file in an earlier visit, and nothing else is stored. The context is
   *   shared with other tests, so options of the context have no effect;
   * - `first`: an empty profile, on which the service worker installs itself;
   * - `unkept`: as in a browser that has no service workers, so that every file comes from the server.
   */
  readonly visit: 'later' | 'first' | 'unkept';
}

export interface WorkerFixtures {
  /** The build, served as `npm start` serves it. */
  readonly server: StaticServer;
  /** What `later` visits take place in; made when the first one does. */
  readonly visited: { readonly open: () => Promise<SharedContext> };
}

export const test = base.extend<TestFixtures & TestOptions, WorkerFixtures>({
  visit: ['later', { option: true }],
  context: async ({ browser, visited, visit }, use) => {
    if (visit === 'later') {
      const earlier = await visited.open();
      await use(earlier.context);
      await earlier.forget();
      return;
    }
    const context = await browser.newContext();
    if (visit === 'unkept') await withoutServiceWorkers(context);
    await use(context);
    await context.close();
  },
  server: [
    async ({}, use) => {
      const server = await serveFolder(DIST, 0);
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  visited: [
    async ({ browser, server }, use) => {
      let made: Promise<SharedContext> | undefined;
      await use({ open: () => (made ??= visitedContext(browser, server.url)) });
    },
    { scope: 'worker' },
  ],
  app: async ({ page, server }, use) => {
    const app = new App(page);
    await app.open(server.url);
    await use(app);
  },
});

/** Playwright's own way of blocking makes `register` resolve to nothing, which no browser does. */
export async function withoutServiceWorkers(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
}

export { expect } from '@playwright/test';
