// Finds a Chromium for the end-to-end tests, or installs one: a system Chrome or Chromium first, then
// Debian's package, then Playwright's own.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { chromium } from '@playwright/test';

const INSTALL_LIMIT_MS = 600_000;
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
  return candidates.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile()) ?? null;
}

/** The browser's path, installed if none was found. Throws with what to do if that fails. */
export function findOrInstallBrowser() {
  const found = findBrowser();
  if (found !== null) return found;
  console.log('No Chrome or Chromium found; installing one.');
  // Debian's package first: it needs no network but Debian's own.
  for (const install of [installDebianPackage, installPlaywrightBrowser]) {
    install();
    const installed = findBrowser();
    if (installed !== null) return installed;
  }
  throw new Error('No browser could be installed. Install Chrome or Chromium, or set HEARTH_BROWSER to its path.');
}

function installDebianPackage() {
  if (!isDebian() || !canBeRoot()) return;
  runAsRoot('apt-get', 'update', '-qq');
  runAsRoot('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium');
}

/** Its own system libraries need root; without it they may be there already. */
function installPlaywrightBrowser() {
  const withLibraries = process.platform === 'linux' && canBeRoot() ? ['--with-deps'] : [];
  run('npx', 'playwright', 'install', ...withLibraries, 'chromium');
}

/** Ubuntu's package of that name is a stub for a snap. */
function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function isRoot() {
  return process.getuid?.() === 0;
}

/** Never by asking for a password: nobody may be there to type it. */
function canBeRoot() {
  return isRoot() || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
}

function runAsRoot(...command) {
  run(...(isRoot() ? command : ['sudo', '-n', ...command]));
}

/** What fails shows in its output, and in that there is still no browser. */
function run(command, ...args) {
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], timeout: INSTALL_LIMIT_MS });
}
