import { deleteModelAllInfoInCache, hasModelInCache } from '@mlc-ai/web-llm';
import { openOpfsFolder } from '../../src/engine/model/opfs-folder.ts';
import { storedBuild } from '../../src/engine/webllm/store-caches.ts';

/*
 * Asks web-llm itself whether it has a stored model, through the caches that the engine worker gives it. `folder` in,
 * the answer out: before and after web-llm was told to delete it, or the words of what went wrong.
 */
globalThis.addEventListener('message', ({ data }: MessageEvent<string>) => {
  void answer(data).then((answered) => globalThis.postMessage(answered));
});

async function answer(folder: string): Promise<readonly [boolean, boolean] | string> {
  try {
    const build = storedBuild(await openOpfsFolder(folder), () => undefined);
    Object.defineProperty(globalThis, 'caches', { value: build.caches, configurable: true });
    const config = { model_list: [{ model_id: folder, model: build.modelUrl, model_lib: build.libraryUrl }] };
    const before = await hasModelInCache(folder, config);
    await deleteModelAllInfoInCache(folder, config);
    return [before, await hasModelInCache(folder, config)];
  } catch (caught) {
    return String(caught);
  }
}
