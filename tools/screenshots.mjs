// Takes the screenshots of the manifest and the README from the build in dist/, with the model that ships:
// npm run build && node tools/screenshots.mjs
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findOrInstallBrowser } from './find-browser.mjs';
import { serveFolder } from './static-server.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'public/screenshots');
const DEVICES = [
  { name: 'desktop', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, insight: true },
  { name: 'phone', viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, insight: false },
];
const PROMPTS = [
  'Does anything I type leave my device?',
  'Extract the names as JSON: Laura Klein and Tom Baker will join the call.',
];
const PATIENCE_MS = 120_000;

await mkdir(OUT, { recursive: true });
const server = await serveFolder(process.env.HEARTH_DIST ?? join(ROOT, 'dist'), 0);
const browser = await chromium.launch({ executablePath: findOrInstallBrowser(), args: ['--no-sandbox'] });
try {
  for (const colorScheme of /** @type {const} */ (['dark', 'light'])) {
    for (const { name, insight, ...size } of DEVICES) {
      const context = await browser.newContext({ ...size, colorScheme, reducedMotion: 'reduce', locale: 'en-GB' });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      await page.goto(server.url);
      await page.getByRole('main').getByText('WASM', { exact: true }).first().waitFor();
      for (const [index, prompt] of PROMPTS.entries()) {
        await page.getByRole('textbox', { name: 'Message' }).fill(prompt);
        await page.keyboard.press('Enter');
        const answer = page.getByRole('article', { name: /^Hearth/ }).nth(index);
        await answer.getByRole('button', { name: 'Regenerate' }).waitFor();
      }
      if (insight) {
        const toggle = page.getByRole('button', { name: 'Insight' });
        if ((await toggle.getAttribute('aria-pressed')) === 'false') await toggle.click();
        await page.getByText('Weights', { exact: true }).first().waitFor();
      }
      await page.mouse.move(0, 0);
      await page.screenshot({ path: join(OUT, `${name}-${colorScheme}.png`) });
      await context.close();
      console.log(`${name}-${colorScheme}.png`);
    }
  }
} finally {
  await browser.close();
  await server.close();
}
