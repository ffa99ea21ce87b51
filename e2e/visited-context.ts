import type { Browser } from '@playwright/test';
import { App } from './app.ts';
import { SharedContext } from './shared-context.ts';

/** The browser writes what it compiled of the engine beside the kept file, and tells nobody when. Too early only takes longer. */
const UNTIL_CODE_KEPT_MS = 3000;

/**
 * A browser's context after a first visit of the app at `url`, and another from what was kept: the service worker has
 * kept every file, and nothing of the user's is there. What most tests begin with, as most visits do; it spares each of
 * them the install of 44 MB. One that alters the kept files makes a first visit of its own.
 */
export async function visitedContext(browser: Browser, url: string): Promise<SharedContext> {
  const shared = await SharedContext.make(browser, 'user data');
  const app = new App(await shared.context.newPage());
  await app.open(url);
  await app.untilGated();
  await app.untilReady();
  await app.page.reload();
  await app.untilReady();
  await app.askAndWait('Hello');
  await app.page.waitForTimeout(UNTIL_CODE_KEPT_MS);
  await shared.forget();
  return shared;
}
