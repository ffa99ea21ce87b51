import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const STYLES = join(import.meta.dirname, '../src/ui');

/** The browser says nothing of a custom property that does not exist: the line is simply not drawn. */
test('every custom property that a style uses is defined', () => {
  const sources = readdirSync(STYLES, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(css|tsx?)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(STYLES, path), 'utf8') }));
  const defined = new Set(
    sources.flatMap(({ text }) => [...text.matchAll(/(--[a-z][\w-]*)['"]?\s*:/g)].map(([, name]) => name)),
  );
  const missing = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/var\((--[a-z][\w-]*)/g)]
      .filter(([, name]) => !defined.has(name))
      .map(([, name]) => `${path}: ${name}`),
  );
  expect(defined.size).toBeGreaterThan(40);
  expect(missing).toEqual([]);
});
