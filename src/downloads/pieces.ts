/** What is written, hashed, journalled and repaired as one. */
export const PIECE_BYTES = 1 << 20;

/** Connections, each with a piece that was begun. */
export const OPEN_PIECES = 3;

/** So much of a piece is journalled before it is whole: less of each connection is lost by a kill. */
export const PART_BYTES = PIECE_BYTES / 4;

/** SHA-256, of files. */
export const HASH_BYTES = 32;

/** XXHash64, of pieces. */
export const SUM_BYTES = 8;

/** Up to here a file is hashed in one go when it is there; a larger one while it comes. */
export const ONE_GO_BYTES = 32 * PIECE_BYTES;

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
