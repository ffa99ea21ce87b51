import { defineConfig } from '@playwright/test';
import { findBrowser } from './tools/find-browser.mjs';

const executablePath = findBrowser();

/** Chromium takes only the last list of a command line: these are Playwright's own that bear on tests. */
const PLAYWRIGHT_DISABLES = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];
/** The address bar's drop-down is a page of its own, loaded with each window: some 300 scripts, a second of processor time. */
const ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];
/**
 * Most tests run the engine for a few seconds, in which V8's second compiler takes more time than it saves. What is
 * compiled nevertheless is kept sooner than else, since there is less of it.
 */
const WASM_TIERS = ['--wasm-tiering-budget=50000000', '--wasm-caching-hard-threshold=700000'];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  // One browser, waiting for this and that, leaves a quarter of two cores idle.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Speed is not what is tested: patience for a slow or busy machine.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: {
    // Shorter than a test's, so that what stands on the page where a button never comes is in the report.
    actionTimeout: 150_000,
    // Drawn by the processor, what moves while a model loads takes a third of it from the load.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        // Pages of one site and context share a process, and what is compiled there: see `e2e/shared-context.ts`.
        '--process-per-site',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--disable-features=${[...PLAYWRIGHT_DISABLES, ...ADDRESS_BAR].join()}`,
        `--js-flags=${WASM_TIERS.join(' ')}`,
        // The public hub stands behind every mirror; here it is out of reach.
        '--host-resolver-rules=MAP huggingface.co ~NOTFOUND, MAP *.huggingface.co ~NOTFOUND',
        // SwiftShader gives a real WebGPU adapter without a GPU. It says that it is a fallback, so that Hearth
        // chooses WASM unless a test forces WebGPU.
        '--enable-unsafe-webgpu',
        '--use-webgpu-adapter=swiftshader',
        '--enable-features=Vulkan',
      ],
    },
  },
});
