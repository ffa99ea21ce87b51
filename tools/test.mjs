// The one command that passes the tests: format, lint, types, dead code, unit tests, build, size, end-to-end.
// Every step runs; the closing line counts steps' tests, and the exit code says whether all passed.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { findOrInstallBrowser } from './find-browser.mjs';
import { tally } from './tally.mjs';

const reports = mkdtempSync(join(tmpdir(), 'hearth-test-'));
const unitReport = join(reports, 'unit.json');
const e2eReport = join(reports, 'e2e.json');

let passed = 0;
let failed = 0;

/** Runs a command with its output shown; resolves to its exit code. */
function run(name, command, args, env = {}) {
  console.log(`\n── ${name}`);
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (code) => {
      console.log(`── ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
      resolve(code ?? 1);
    });
  });
}

async function check(name, command, ...args) {
  const code = await run(name, command, args);
  if (code === 0) passed += 1;
  else failed += 1;
  return code === 0;
}

function count(exitCode, readReport) {
  const counts = tally(exitCode, readReport);
  passed += counts.passed;
  failed += counts.failed;
  if (counts.trouble !== null) console.error(counts.trouble);
}

/** The browser's path; null, with the reason told, when there is none and none could be installed. */
function browserOrNull() {
  try {
    return findOrInstallBrowser();
  } catch (error) {
    console.error(error.message);
    return null;
  }
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

await check('format', 'npx', 'oxfmt', '--check', '.');
await check('lint', 'npx', 'oxlint', '--type-aware', '--deny-warnings');
await check('types', 'npx', 'tsc', '-b');
await check('dead code', 'npx', 'knip');

const unitCode = await run('unit tests', 'npx', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${unitReport}`,
]);
count(unitCode, () => {
  const report = readJson(unitReport);
  return { passed: report.numPassedTests, failed: report.numFailedTests };
});

const built = await check('build', 'npx', 'vite', 'build');
if (built) {
  await check('size', 'npx', 'size-limit');
}
const browser = built ? browserOrNull() : null;
if (browser === null) {
  failed += 1;
  console.error('── end-to-end tests: FAILED, not run');
} else {
  const e2eCode = await run('end-to-end tests', 'npx', ['playwright', 'test', '--reporter=list,json'], {
    HEARTH_BROWSER: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport,
  });
  count(e2eCode, () => {
    const { stats } = readJson(e2eReport);
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
  });
}

rmSync(reports, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
