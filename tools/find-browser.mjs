// Finds a Chromium for the end-to-end tests, or installs one: a system Chrome or Chromium first, then
// Playwright's own, then Debian's package.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { chromium } from '@playwright/test';

const COMMANDS = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Absolute path of a browser that is already here, or null. `HEARTH_BROWSER` overrides the search. */
export function findBrowser() {
  if (process.env.HEARTH_BROWSER) return process.env.HEARTH_BROWSER;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    ...COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))),
    ...APPLICATIONS,
    chromium.executablePath(),
  ];
  return candidates.find((path) => existsSync(path)) ?? null;
}

/** The browser's path, installed if none was found. Throws with what to do if that fails. */
export function findOrInstallBrowser() {
  const found = findBrowser();
  if (found !== null) return found;
  console.log('No Chrome or Chromium found; installing one.');
  spawnSync('npx', ['playwright', 'install', '--with-deps', 'chromium'], { stdio: 'inherit', timeout: 600_000 });
  if (findBrowser() === null && process.platform === 'linux') installDebianPackage();
  const installed = findBrowser();
  if (installed === null) {
    throw new Error('No browser could be installed. Install Chrome or Chromium, or set HEARTH_BROWSER to its path.');
  }
  return installed;
}

function installDebianPackage() {
  const asRoot = (...command) =>
    process.getuid?.() === 0
      ? execFileSync(command[0], command.slice(1), { stdio: 'inherit' })
      : execFileSync('sudo', ['-n', ...command], { stdio: 'inherit' });
  try {
    asRoot('apt-get', 'update', '-qq');
    asRoot('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium');
  } catch (error) {
    console.error(`Debian's package could not be installed: ${error.message}`);
  }
}
