import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { findBrowser } from '../tools/find-browser.mjs';

const ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
];

/** A browser with a profile on disk, and with its process in hand: Playwright's own can only be closed politely. */
export class KillableBrowser {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #process: ChildProcess;

  private constructor(browser: Browser, page: Page, process: ChildProcess) {
    this.#browser = browser;
    this.page = page;
    this.#process = process;
  }

  static async launch(profile: string): Promise<KillableBrowser> {
    const portFile = join(profile, 'DevToolsActivePort');
    await rm(portFile, { force: true });
    const path = findBrowser() ?? chromium.executablePath();
    // A group of its own, so that its renderers die with it.
    const process = spawn(path, [...ARGUMENTS, `--user-data-dir=${profile}`, 'about:blank'], {
      detached: true,
      stdio: 'ignore',
    });
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portIn(portFile)}`);
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the browser has no profile');
    return new KillableBrowser(browser, context.pages()[0] ?? (await context.newPage()), process);
  }

  /** SIGKILL, as a crash or an empty battery would end it: nothing gets to tidy up. */
  async kill(): Promise<void> {
    const { pid } = this.#process;
    if (pid === undefined || this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => {
      this.#process.once('exit', resolve);
    });
    globalThis.process.kill(-pid, 'SIGKILL');
    await ended;
    await this.#browser.close().catch(() => undefined); // the connection is gone already
  }
}

/** The browser writes the port that it chose once it listens. */
async function portIn(path: string): Promise<number> {
  for (;;) {
    const port = Number((await readFile(path, 'utf8').catch(() => '')).split('\n', 1)[0]);
    if (port > 0) return port;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
