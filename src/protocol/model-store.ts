/*
 * The layout of the model store in the origin's private file system: written by the downloads worker, read by the
 * engine worker.
 *
 *   models/<folder>/files/<path of the file, percent-encoded>   whole once `list.json` is there
 *   models/<folder>/list.json                                   written last: what is here and was checked
 *   models/<folder>/self-test.json                              by the engine worker: what it said when first loaded
 */
import type { ModelFile } from '../core/models/source.ts';

export const STORE_ROOT = 'models';
export const STORED_FILES = 'files';
export const STORED_LIST = 'list.json';
/** Answers by build and files, as `{ "<key>": [{ "prompt": …, "ids": […] }] }`. May be missing; deleting it is harmless. */
export const STORED_ANSWERS = 'self-test.json';

/** Every file of a stored model with its size and checksum; `path`s as in `ModelFile`. */
export interface StoredList {
  readonly version: 1;
  readonly files: readonly (ModelFile & { readonly bytes: number; readonly sha256: string })[];
}

/**
 * Name of the Web Lock of a stored model: shared while an engine worker loads it, exclusive while its files are removed or
 * give way to others.
 */
export function modelLock(folder: string): string {
  return `hearth-stored-model ${folder}`;
}

/** A path as the name of one file: the store has no folders inside a model's. */
export function storedName(path: string): string {
  return encodeURIComponent(path);
}
