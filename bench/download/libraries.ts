import { bench, run } from './page.ts';

/** Milliseconds until a library has put all files into its own cache. The cache is emptied afterwards. */
const libraries = {
  transformers: (hub: string, dataFiles: number) =>
    run(new Worker(new URL('./transformers-worker.ts', import.meta.url), { type: 'module' }), { hub, dataFiles }),
  webLlm: (hub: string, dataFiles: number) =>
    run(new Worker(new URL('./web-llm-worker.mjs', import.meta.url), { type: 'module' }), { hub, dataFiles }),
};

Object.assign(bench, libraries);
