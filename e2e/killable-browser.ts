import { execFileSync } from 'node:child_process';
import type { BrowserContext, Page, PlaywrightWorkerOptions } from '@playwright/test';
import { chromium } from '@playwright/test';

/** A browser with a profile on disk, whose process can be killed: Playwright itself only closes politely. */
export class KillableBrowser {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #profile: string;

  private constructor(context: BrowserContext, page: Page, profile: string) {
    this.#context = context;
    this.page = page;
    this.#profile = profile;
  }

  static async launch(
    profile: string,
    launchOptions: PlaywrightWorkerOptions['launchOptions'],
  ): Promise<KillableBrowser> {
    const context = await chromium.launchPersistentContext(profile, launchOptions);
    return new KillableBrowser(context, context.pages()[0] ?? (await context.newPage()), profile);
  }

  /** SIGKILL, as a crash or an empty battery would end it: nothing gets to tidy up. */
  async kill(): Promise<void> {
    const closed = this.#context.isClosed() ? null : this.#context.waitForEvent('close');
    // All of its processes name the profile or belong to the group of the one that does.
    for (const pid of processesNaming(this.#profile)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (caught) {
        // Ended with its parent meanwhile.
        if (!(caught instanceof Error && 'code' in caught && caught.code === 'ESRCH')) throw caught;
      }
    }
    await closed;
  }
}

function processesNaming(profile: string): readonly number[] {
  return execFileSync('ps', ['-axwwo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`--user-data-dir=${profile}`))
    .map((line) => Number.parseInt(line, 10));
}
