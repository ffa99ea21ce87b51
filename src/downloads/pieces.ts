/** What is written, hashed, journalled and repaired as one. */
export const PIECE_BYTES = 1 << 20;

/** Buffers in flight: what has arrived and is lost by a kill. One less than allowed, for what is still in the socket. */
export const OPEN_PIECES = 3;

export const HASH_BYTES = 32;

export function pieceCount(fileBytes: number): number {
  return Math.ceil(fileBytes / PIECE_BYTES);
}

/** Only a file's last piece is shorter. */
export function pieceBytes(fileBytes: number, piece: number): number {
  return Math.min(PIECE_BYTES, fileBytes - piece * PIECE_BYTES);
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
