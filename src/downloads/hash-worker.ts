import { createSHA256 } from 'hash-wasm';
import type { HashReply, HashRequest } from './hash-protocol.ts';
import { HASH_BYTES, PIECE_BYTES, pieceBytes, pieceCount } from './pieces.ts';

/** Up to here a file is hashed in one go, by the browser: three times as fast as piece by piece in WebAssembly. */
const ONE_GO_BYTES = 32 * PIECE_BYTES;

self.addEventListener('message', ({ data }: MessageEvent<HashRequest>) => {
  void answer(data).catch((caught: unknown) => {
    reply({
      type: 'failed',
      id: data.id,
      message: caught instanceof Error ? `${caught.name}: ${caught.message}` : String(caught),
    });
  });
});

async function answer(request: HashRequest): Promise<void> {
  const { id } = request;
  switch (request.type) {
    case 'piece': {
      const { buffer, bytes } = request;
      const hash = await sha256(new Uint8Array(buffer, 0, bytes));
      reply({ type: 'piece', id, hash, buffer }, [buffer]);
      return;
    }
    case 'file':
      reply({ type: 'file', id, hash: await hashFile(request.handle, request.bytes) });
      return;
    case 'check':
      reply({ type: 'check', id, badPieces: await badPieces(request) });
      return;
  }
}

function reply(message: HashReply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Reads blocks of a file. */
interface Reader {
  /** Fills the target from a byte on, as far as the file goes. Returns the bytes read. */
  read(target: Uint8Array<ArrayBuffer>, at: number): number | Promise<number>;
  close(): void;
}

async function openReader(handle: FileSystemFileHandle): Promise<Reader> {
  try {
    const access = await handle.createSyncAccessHandle();
    return { read: (target, at) => access.read(target, { at }), close: () => access.close() };
  } catch (caught) {
    if (!(caught instanceof DOMException && caught.name === 'NoModificationAllowedError')) throw caught;
    // An engine is reading it: slower, but without a lock.
    const file = await handle.getFile();
    return {
      read: async (target, at) => {
        const block = new Uint8Array(await file.slice(at, at + target.byteLength).arrayBuffer());
        target.set(block);
        return block.byteLength;
      },
      close: () => undefined,
    };
  }
}

async function hashFile(handle: FileSystemFileHandle, bytes: number): Promise<Uint8Array> {
  const reader = await openReader(handle);
  try {
    if (bytes <= ONE_GO_BYTES) {
      const all = new Uint8Array(bytes);
      const read = await reader.read(all, 0);
      return await sha256(all.subarray(0, read));
    }
    const hasher = await createSHA256();
    const block = new Uint8Array(PIECE_BYTES);
    for (let at = 0; at < bytes; at += PIECE_BYTES) {
      const read = await reader.read(block.subarray(0, Math.min(PIECE_BYTES, bytes - at)), at);
      hasher.update(block.subarray(0, read));
      // Pieces of the next file wait behind this one.
      await breathe();
    }
    return hasher.digest('binary');
  } finally {
    reader.close();
  }
}

async function badPieces({ id, handle, bytes, hashes }: HashRequest & { type: 'check' }): Promise<readonly number[]> {
  const reader = await openReader(handle);
  const bad: number[] = [];
  const block = new Uint8Array(PIECE_BYTES);
  try {
    for (let piece = 0; piece < pieceCount(bytes); piece += 1) {
      const length = pieceBytes(bytes, piece);
      const read = await reader.read(block.subarray(0, length), piece * PIECE_BYTES);
      const hash = await sha256(block.subarray(0, read));
      const expected = hashes.subarray(piece * HASH_BYTES, (piece + 1) * HASH_BYTES);
      if (read !== length || hash.some((byte, index) => byte !== expected[index])) bad.push(piece);
      reply({ type: 'checked', id, bytes: length });
    }
    return bad;
  } finally {
    reader.close();
  }
}

const channel = new MessageChannel();
const breathing: (() => void)[] = [];
channel.port2.addEventListener('message', () => breathing.shift()?.());
channel.port2.start();

/** Lets waiting messages in; timers would be slowed down. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    breathing.push(resolve);
    channel.port1.postMessage(null);
  });
}
