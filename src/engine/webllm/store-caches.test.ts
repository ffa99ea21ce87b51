import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HearthError, errorInfo } from '../../core/errors.ts';
import type { OpfsModel } from '../model/opfs-folder.ts';
import { storedBuild } from './store-caches.ts';

function folderOf(
  contents: Readonly<Record<string, string>>,
  listed = contents,
): Pick<OpfsModel, 'list' | 'open' | 'openSync'> {
  const list = new Map(
    Object.entries(listed).map(([path, text]) => {
      const sha256 = createHash('sha256').update(text).digest('hex');
      return [path, { path, bytes: text.length, sha256 }] as const;
    }),
  );
  return {
    list,
    open(path) {
      const text = contents[path];
      return text === undefined
        ? Promise.reject(new HearthError(errorInfo('model-missing', path)))
        : Promise.resolve(new File([text], path));
    },
    openSync: () => Promise.resolve(null),
  };
}

const MODEL = { 'tensor-cache.json': '{"a":1}', 'params_shard_0.bin': 'weights', 'x-webgpu.wasm': 'library' };

describe('a stored model as web-llm’s cache', () => {
  it('answers with the stored files, and tells what was read', async () => {
    const read: [string, number][] = [];
    const build = storedBuild(folderOf(MODEL), (path, bytes) => read.push([path, bytes]));
    const cache = await build.caches.open();
    const library = await cache.match(build.libraryUrl);
    expect(new TextDecoder().decode(await library?.arrayBuffer())).toBe('library');
    const list = await cache.match(new Request(`${build.modelUrl}tensor-cache.json`));
    expect(await list?.json()).toEqual({ a: 1 });
    expect(read).toEqual([
      ['x-webgpu.wasm', 7],
      ['tensor-cache.json', 7],
    ]);
  });

  it('gives what a file is rewritten to, once the file itself was found whole', async () => {
    const rewrite = () => new TextEncoder().encode('{"a":2}').buffer;
    const whole = storedBuild(folderOf(MODEL), () => undefined, { 'tensor-cache.json': rewrite });
    const list = await (await whole.caches.open()).match(`${whole.modelUrl}tensor-cache.json`);
    expect(await list?.json()).toEqual({ a: 2 });
    const damaged = storedBuild(folderOf({ ...MODEL, 'tensor-cache.json': '{"a":3}' }, MODEL), () => undefined, {
      'tensor-cache.json': rewrite,
    });
    const other = await (await damaged.caches.open()).match(`${damaged.modelUrl}tensor-cache.json`);
    await expect(other?.json()).rejects.toThrow('model-corrupt');
  });

  it('knows the list of weights by both of its names', async () => {
    const build = storedBuild(folderOf(MODEL), () => undefined);
    const cache = await build.caches.open();
    expect(await (await cache.match(`${build.modelUrl}ndarray-cache.json`))?.json()).toEqual({ a: 1 });
    const keys = (await cache.keys()).map(({ url }) => url);
    expect(keys).toContain(`${build.modelUrl}ndarray-cache.json`);
    expect(keys).toContain(`${build.modelUrl}params_shard_0.bin`);
    expect(keys).toContain(build.libraryUrl);
  });

  it('has nothing else, fetches nothing and deletes nothing', async () => {
    const build = storedBuild(folderOf(MODEL), () => undefined);
    const cache = await build.caches.open();
    expect(await cache.match(`${build.modelUrl}tokenizer.json`)).toBeUndefined();
    expect(await cache.match('https://elsewhere.example/tensor-cache.json')).toBeUndefined();
    expect(await cache.delete(build.libraryUrl)).toBe(false);
    expect(build.failure).toBeNull();
    await expect(cache.add(`${build.modelUrl}tokenizer.json`)).rejects.toThrow('model-missing: tokenizer.json');
    expect(build.failure).toMatchObject({ info: { code: 'model-missing' } });
  });

  it('checks everything but the weights against its checksum', async () => {
    const damaged = { ...MODEL, 'x-webgpu.wasm': 'librarx', 'params_shard_0.bin': 'weightx' };
    const build = storedBuild(folderOf(damaged, MODEL), () => undefined);
    const cache = await build.caches.open();
    const weights = await cache.match(`${build.modelUrl}params_shard_0.bin`);
    expect(new TextDecoder().decode(await weights?.arrayBuffer())).toBe('weightx');
    const library = await cache.match(build.libraryUrl);
    await expect(library?.arrayBuffer()).rejects.toThrow('model-corrupt: x-webgpu.wasm: its checksum differs');
    expect(build.failure).toMatchObject({ info: { code: 'model-corrupt' } });
  });

  it('needs a compiled library', () => {
    expect(() => storedBuild(folderOf({ 'tensor-cache.json': '{}' }), () => undefined)).toThrow('model-missing');
  });
});
