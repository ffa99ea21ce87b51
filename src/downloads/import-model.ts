import { HearthError, errorInfo } from '../core/errors.ts';
import type { DownloadOrder } from '../core/models/stored-model.ts';
import type { ImportFile } from '../ports/model-library.ts';
import { describeModel } from './describe-model.ts';
import type { DeviceKind } from './describe-model.ts';
import type { Hasher } from './hasher.ts';
import type { Holding } from './holding.ts';
import type { KnownFile } from './holding-record.ts';
import { MLC_LISTS, isSafePath, readShards, selectFiles } from './hub-answers.ts';
import { LISTING, readListing } from './model-listing.ts';
import { createPieceSummer } from './piece-sum.ts';
import { PIECE_BYTES, pieceBytes, pieceCount, toHex } from './pieces.ts';
import { writeAll } from './store-folder.ts';

/** A model found among files that the user chose. */
export interface FoundModel {
  readonly folder: string;
  readonly order: DownloadOrder;
  readonly files: readonly KnownFile[];
  readonly blobs: ReadonlyMap<string, Blob>;
}

const MARKS = [LISTING, 'mlc-chat-config.json', 'config.json'];

/** Throws `import-incomplete`, `import-corrupt`, `model-unknown-kind` or `model-library-needed`. */
export async function readImport(chosen: readonly ImportFile[], device: DeviceKind): Promise<FoundModel> {
  const root = findRoot(chosen);
  const blobs = new Map(
    chosen
      .filter(({ path }) => path.startsWith(root) && isSafePath(path.slice(root.length)))
      .map(({ path, file }) => [path.slice(root.length), file]),
  );
  const listing = blobs.get(LISTING);
  if (listing !== undefined) {
    const { order, files } = readListing(await listing.text());
    const wrong = files.find(({ path, bytes }) => blobs.get(path)?.size !== bytes);
    if (wrong !== undefined) throw new HearthError(errorInfo('import-incomplete', wrong.path));
    return { folder: folderOf(order), order, files, blobs };
  }
  const tree = [...blobs].map(([path, { size }]) => ({ path, bytes: size, sha256: null }));
  const readJson = async (path: string): Promise<unknown> => {
    const blob = blobs.get(path);
    if (blob === undefined) throw new HearthError(errorInfo('import-incomplete', path));
    try {
      const json: unknown = JSON.parse(await blob.text());
      return json;
    } catch {
      throw new HearthError(errorInfo('import-corrupt', path));
    }
  };
  const name = root.split('/').at(-2) ?? 'model';
  const source = { repo: `local/${name}`, revision: 'local' };
  const order = await describeModel({ source, license: null, files: tree, device, readJson });
  const list = MLC_LISTS.find((candidate) => blobs.has(candidate)) ?? MLC_LISTS[0];
  const shards = order.selection.format === 'mlc' ? readShards(await readJson(list)) : null;
  const files = selectOrIncomplete(() => selectFiles(tree, order.selection, shards));
  return {
    folder: folderOf(order),
    order,
    files: files.map((file) => ({ ...file, bytes: file.bytes ?? 0 })),
    blobs,
  };
}

/** Copies the files and checks them against the checksums of the list, if it came with one. Throws `import-corrupt`. */
export async function copyModel(
  { order, files, blobs }: FoundModel,
  holding: Holding,
  hasher: Hasher,
  onChange: () => void,
): Promise<void> {
  await holding.setFiles(files, order.source.revision);
  const summer = await createPieceSummer();
  await holding.begin();
  try {
    for (const [file, { path, bytes, sha256 }] of files.entries()) {
      const blob = blobs.get(path) ?? new Blob();
      const access = await holding.openFile(file);
      for (let piece = 0; piece < pieceCount(bytes); piece += 1) {
        const at = piece * PIECE_BYTES;
        const buffer = await blob.slice(at, at + pieceBytes(bytes, piece)).arrayBuffer();
        const block = new Uint8Array(buffer);
        writeAll(access, block, at);
        summer.begin();
        summer.add(block);
        holding.note({ kind: 'piece', file, piece, sum: summer.sum() });
        onChange();
      }
      await holding.closeFile(file);
      const hash = await hasher.hashFile(await holding.fileHandle(file), bytes);
      if (sha256 !== null && toHex(hash) !== sha256) throw new HearthError(errorInfo('import-corrupt', path));
      holding.note({ kind: 'whole', file, hash });
    }
  } finally {
    await holding.end();
  }
}

/** The folder with the list or the configuration in it, the topmost one, with a trailing slash; '' for the top. */
function findRoot(chosen: readonly ImportFile[]): string {
  for (const mark of MARKS) {
    const found = chosen
      .map(({ path }) => path)
      .filter((path) => path === mark || path.endsWith(`/${mark}`))
      .toSorted((a, b) => a.split('/').length - b.split('/').length)[0];
    if (found !== undefined) return found.slice(0, -mark.length);
  }
  throw new HearthError(errorInfo('import-incomplete', `none of ${MARKS.join(', ')}`));
}

function folderOf({ manifest }: DownloadOrder): string {
  if (manifest.files.type !== 'stored') throw new HearthError(errorInfo('import-corrupt', 'it names no folder'));
  return manifest.files.folder;
}

function selectOrIncomplete<T>(select: () => T): T {
  try {
    return select();
  } catch (caught) {
    throw new HearthError(errorInfo('import-incomplete', String(caught)));
  }
}
