// Draws the PNG icons from the two SVGs in public/. Run by hand after a change: node tools/icons.mjs
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findOrInstallBrowser } from './find-browser.mjs';

const PUBLIC = fileURLToPath(new URL('../public/', import.meta.url));
const ICONS = [
  { source: 'icon.svg', file: 'icons/icon-192.png', size: 192 },
  { source: 'icon.svg', file: 'icons/icon-512.png', size: 512 },
  { source: 'icon-maskable.svg', file: 'icons/maskable-512.png', size: 512 },
  // iOS rounds the corners itself and shows transparency as black.
  { source: 'icon-maskable.svg', file: 'apple-touch-icon.png', size: 180 },
];

await mkdir(`${PUBLIC}icons`, { recursive: true });
const browser = await chromium.launch({ executablePath: findOrInstallBrowser(), args: ['--no-sandbox'] });
for (const { source, file, size } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = Buffer.from(await readFile(PUBLIC + source)).toString('base64');
  await page.setContent(
    `<body style="margin:0"><img width="${size}" height="${size}" style="display:block" src="data:image/svg+xml;base64,${svg}">`,
  );
  await page.locator('img').screenshot({ path: PUBLIC + file, omitBackground: true });
  await page.close();
}
await browser.close();
