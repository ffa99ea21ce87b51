import { HearthError, errorInfo } from '../../core/errors.ts';
import type { StoredBuild } from './store-caches.ts';

type Library = typeof import('./mlc-engine.ts');

/** Imports web-llm, several megabytes of it, with the model store in the place of the browser's caches. */
export async function importWebLlm(caches: StoredBuild['caches']): Promise<Library> {
  // Read-only for assignment. This worker caches nothing itself, and lives no longer than its model.
  Object.defineProperty(globalThis, 'caches', { value: caches, configurable: true });
  try {
    return await import('./mlc-engine.ts');
  } catch (caught) {
    throw new HearthError(errorInfo('engine-crashed', `web-llm could not be loaded: ${String(caught)}`));
  }
}
