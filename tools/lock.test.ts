import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where a package at `from` would find `name`: its own folder first, then each one above (Node's module resolution). */
function placesOf(from: string, name: string): string[] {
  const place = [from, 'node_modules', name].filter(Boolean).join('/');
  if (from === '') return [place];
  const above = from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1));
  return [place, ...placesOf(above, name)];
}

// npm install mends such a hole without a word, and npm ci refuses the whole lock file for it.
it('the lock file holds every dependency of every package in it, those for other systems included', () => {
  const lock: Lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !placesOf(path, name).some((place) => place in lock.packages))
      .map((name) => `${name}, wanted by ${path || 'the project'}`),
  );
  expect(missing).toEqual([]);
});
