import { readFileSync } from 'node:fs';

/** All that index.html asks for before the first paint: the entry and what it preloads. */
const html = readFileSync(new URL('./dist/index.html', import.meta.url), 'utf8');
const initial = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, path]) => `dist/${path}`);

export default [{ name: 'initial JavaScript', path: initial, limit: '90 kB', gzip: true }];
