import type { ModelsHost } from './app/models-control.ts';
import { createModels } from './app/models-control.ts';
import type { Models } from './app/models-state.ts';
import { createLocalModelKeeper } from './platform/local-model-keeper.ts';

/** The part of the composition root that the first paint does not need; each adapter is fetched on first use. */
export function composeModels(host: ModelsHost): Models {
  return createModels(host, {
    keeper: createLocalModelKeeper(),
    async library() {
      const { createWorkerModelLibrary } = await import('./platform/worker-model-library.ts');
      return createWorkerModelLibrary(
        () =>
          new Worker(new URL('./downloads/downloads-worker.ts', import.meta.url), {
            type: 'module',
            name: 'hearth-downloads',
          }),
      );
    },
    async probe() {
      const { createGpuProbe } = await import('./platform/gpu-probe.ts');
      return createGpuProbe();
    },
    async catalog() {
      return (await import('./core/models/catalog.ts')).CATALOG;
    },
  });
}
