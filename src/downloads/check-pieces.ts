import { breathe } from './breathe.ts';
import { openBlockReader } from './block-reader.ts';
import { createPieceSummer, isSumOf } from './piece-sum.ts';
import { PIECE_BYTES, pieceBytes, pieceCount } from './pieces.ts';

/** Numbers of a file's pieces that differ from these sums, null being none. */
export async function badPieces(
  handle: FileSystemFileHandle,
  bytes: number,
  sums: readonly (Uint8Array | null)[],
  onChecked: (bytes: number) => void,
): Promise<readonly number[]> {
  const summer = await createPieceSummer();
  const reader = await openBlockReader(handle);
  const bad: number[] = [];
  const block = new Uint8Array(PIECE_BYTES);
  try {
    for (let piece = 0; piece < pieceCount(bytes); piece += 1) {
      const length = pieceBytes(bytes, piece);
      const read = await reader.read(block.subarray(0, length), piece * PIECE_BYTES);
      const sum = sums[piece] ?? null;
      if (read !== length || sum === null || !(await isSumOf(sum, block.subarray(0, read), summer))) bad.push(piece);
      onChecked(length);
      // Other requests wait behind this one.
      await breathe();
    }
    return bad;
  } finally {
    reader.close();
  }
}
