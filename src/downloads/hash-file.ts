import { createSHA256 } from 'hash-wasm';
import { breathe } from './breathe.ts';
import { openBlockReader } from './block-reader.ts';
import { ONE_GO_BYTES, PIECE_BYTES } from './pieces.ts';

/** The memory for one go is kept so long after its last use: getting it anew costs as much as reading the file. */
const KEEP_MS = 5000;

let memory = new ArrayBuffer(0);
let letGo: ReturnType<typeof setTimeout> | undefined;
/** Settles when the memory is free. */
let turn: Promise<unknown> = Promise.resolve();

/** SHA-256 of a file's first bytes, which are on the disk from then on. */
export function hashFile(handle: FileSystemFileHandle, bytes: number): Promise<Uint8Array> {
  if (bytes > ONE_GO_BYTES) return hashByPieces(handle, bytes);
  const hashing = turn.then(() => hashInOneGo(handle, bytes));
  turn = hashing.catch(() => undefined);
  return hashing;
}

/** By the browser: three times as fast as WebAssembly, but it cannot go on with a hash. */
async function hashInOneGo(handle: FileSystemFileHandle, bytes: number): Promise<Uint8Array> {
  clearTimeout(letGo);
  const reader = await openBlockReader(handle);
  try {
    if (memory.byteLength < bytes) memory = new ArrayBuffer(bytes);
    const read = await reader.read(new Uint8Array(memory, 0, bytes), 0);
    const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(memory, 0, read));
    reader.flush();
    return new Uint8Array(hash);
  } finally {
    reader.close();
    letGo = setTimeout(() => {
      memory = new ArrayBuffer(0);
    }, KEEP_MS);
  }
}

async function hashByPieces(handle: FileSystemFileHandle, bytes: number): Promise<Uint8Array> {
  const reader = await openBlockReader(handle);
  try {
    const hasher = await createSHA256();
    const block = new Uint8Array(PIECE_BYTES);
    for (let at = 0; at < bytes; at += PIECE_BYTES) {
      const read = await reader.read(block.subarray(0, Math.min(PIECE_BYTES, bytes - at)), at);
      hasher.update(block.subarray(0, read));
      // Other requests wait behind this one.
      await breathe();
    }
    reader.flush();
    return hasher.digest('binary');
  } finally {
    reader.close();
  }
}
