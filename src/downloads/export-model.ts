import { HearthError, errorInfo } from '../core/errors.ts';
import type { Holding } from './holding.ts';
import { LISTING, writeListing } from './model-listing.ts';
import { createPieceSummer, isSumOf } from './piece-sum.ts';
import { PIECE_BYTES, pieceBytes, pieceCount, toHex } from './pieces.ts';
import type { Folder } from './store-folder.ts';

/** Copies a whole model, checking every piece on its way, and writes the list last. Resolves with the bytes written. */
export async function exportModel(holding: Holding, target: Folder): Promise<number> {
  const { files, pieces } = holding.known;
  const summer = await createPieceSummer();
  let written = 0;
  for (const [index, { path, bytes }] of files.entries()) {
    const source = await (await holding.fileHandle(index)).getFile();
    const out = await (await createIn(target, path)).createWritable();
    try {
      for (let piece = 0; piece < pieceCount(bytes); piece += 1) {
        const at = piece * PIECE_BYTES;
        const block = await source.slice(at, at + pieceBytes(bytes, piece)).arrayBuffer();
        const sum = pieces.files[index]?.sums[piece] ?? null;
        if (sum === null || !(await isSumOf(sum, new Uint8Array(block), summer)))
          throw new HearthError(errorInfo('model-corrupt', path));
        await out.write(block);
      }
      await out.close();
    } catch (caught) {
      await out.abort();
      throw caught;
    }
    written += bytes;
  }
  const out = await (await target.getFileHandle(LISTING, { create: true })).createWritable();
  const listed = files.map(({ path, bytes }, index) => {
    return { path, bytes, sha256: toHex(pieces.files[index]?.whole ?? new Uint8Array()) };
  });
  // After an update the files are those of another revision than was ordered.
  const { order, revision } = holding.record;
  const source = { ...order.source, revision };
  const text = new Blob([writeListing({ order: { ...order, source }, files: listed })]);
  await out.write(text);
  await out.close();
  return written + text.size;
}

async function createIn(target: Folder, path: string): Promise<FileSystemFileHandle> {
  const parts = path.split('/');
  let folder = target;
  for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
  return folder.getFileHandle(parts.at(-1) ?? path, { create: true });
}
