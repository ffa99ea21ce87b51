import type { Hasher } from './hasher.ts';
import type { Holding } from './holding.ts';

/** Reads every piece and compares it with the journal. Bad ones are journalled as such, and the engine no longer sees the model. */
export async function verifyModel(holding: Holding, hasher: Hasher, onChecked: (bytes: number) => void): Promise<void> {
  const { files } = holding.known;
  await holding.begin();
  try {
    for (const [file, { bytes }] of files.entries()) {
      const handle = await holding.fileHandle(file);
      const bad = await hasher.badPieces(handle, bytes, holding.piecesOf(file).sums, onChecked);
      if (bad.length > 0) await holding.removeList();
      for (const piece of bad) holding.note({ kind: 'bad', file, piece });
    }
  } finally {
    await holding.end();
  }
}
