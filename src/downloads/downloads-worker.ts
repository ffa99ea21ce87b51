import { expose } from 'comlink';
import { STORE_ROOT } from '../protocol/model-store.ts';
import { workerClock } from './clock.ts';
import { Hasher } from './hasher.ts';
import { Library } from './library.ts';
import { SharedLibrary } from './shared-library.ts';

const shared = new SharedLibrary(async (onChange) => {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(STORE_ROOT, { create: true });
  const hasher = new Hasher(
    () => new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module', name: 'hearth-hash' }),
  );
  return Library.open({ root, hasher, clock: workerClock, onChange });
});

expose(shared.api);
