import { fileURLToPath } from 'node:url';
import { type BrowserContext, test as base } from '@playwright/test';
import { serveFolder, type StaticServer } from '../tools/static-server.mjs';
import { App } from './app.ts';

/** The build under test; `HEARTH_DIST` names another one. */
export const DIST = process.env['HEARTH_DIST'] ?? fileURLToPath(new URL('../dist/', import.meta.url));

export interface TestFixtures {
  /** The app, opened on an empty profile, with the requests to other origins that its page made. */
  readonly app: App;
}

export interface TestOptions {
  /** False: pages are as in a browser that has no service workers, so that every file comes from the server. */
  readonly keepsFiles: boolean;
}

export interface WorkerFixtures {
  /** The build, served as `npm start` serves it. */
  readonly server: StaticServer;
}

export const test = base.extend<TestFixtures & TestOptions, WorkerFixtures>({
  keepsFiles: [true, { option: true }],
  context: async ({ context, keepsFiles }, use) => {
    if (!keepsFiles) await withoutServiceWorkers(context);
    await use(context);
  },
  server: [
    async ({}, use) => {
      const server = await serveFolder(DIST, 0);
      await use(server);
      await server.close();
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
