import { HASH_BYTES, SUM_BYTES } from './pieces.ts';

/**
 * The journal of a model's files: fixed records, only ever appended.
 *
 *   kind u32 · file u32 · piece u32 · 32 bytes · checksum u32 (CRC-32 of the rest), little-endian
 *
 * A record that was torn by a crash, or damaged since, fails its checksum and counts as never written.
 */
export type JournalRecord =
  /** The piece is in the file and has this XXHash64, or this SHA-256 if an earlier version fetched it. */
  | { readonly kind: 'piece'; readonly file: number; readonly piece: number; readonly sum: Uint8Array }
  /** So many first bytes of the piece are in the file and have this XXHash64. */
  | {
      readonly kind: 'part';
      readonly file: number;
      readonly piece: number;
      readonly bytes: number;
      readonly sum: Uint8Array;
    }
  /** The piece was found bad: it has to be fetched again. */
  | { readonly kind: 'bad'; readonly file: number; readonly piece: number }
  /** The file begins anew: it changed at its source, or its checksum never fitted. */
  | { readonly kind: 'restart'; readonly file: number }
  /** All of the file is there and has this SHA-256, which is the expected one. */
  | { readonly kind: 'whole'; readonly file: number; readonly hash: Uint8Array }
  /** What told this version of the file from others at its source: half a hash of its origin, half of its ETag. */
  | { readonly kind: 'version'; readonly file: number; readonly hash: Uint8Array };

export const RECORD_BYTES = 48;
const SUM_AT = RECORD_BYTES - 4;
const HASH_AT = 12;
const BYTES_AT = HASH_AT + SUM_BYTES;
/** By the number they are written as, from 1, so that a run of zeros is no record. Numbers are never used again. */
const KINDS = ['piece with SHA-256', 'bad', 'restart', 'whole', 'version', 'piece', 'part'] as const;

export function encodeRecord(record: JournalRecord): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  const isOld = record.kind === 'piece' && record.sum.byteLength === HASH_BYTES;
  view.setUint32(0, KINDS.indexOf(isOld ? 'piece with SHA-256' : record.kind) + 1, true);
  view.setUint32(4, record.file, true);
  view.setUint32(8, 'piece' in record ? record.piece : 0, true);
  if ('hash' in record) bytes.set(record.hash, HASH_AT);
  if ('sum' in record) bytes.set(record.sum, HASH_AT);
  if ('bytes' in record) view.setUint32(BYTES_AT, record.bytes, true);
  view.setUint32(SUM_AT, crc32(bytes.subarray(0, SUM_AT)), true);
  return bytes;
}

/** The records that can be trusted, in the order they were written. */
export function* decodeRecords(bytes: Uint8Array<ArrayBuffer>): Generator<JournalRecord, void, undefined> {
  for (let at = 0; at + RECORD_BYTES <= bytes.byteLength; at += RECORD_BYTES) {
    const record = decodeRecord(bytes.subarray(at, at + RECORD_BYTES));
    if (record !== null) yield record;
  }
}

function decodeRecord(bytes: Uint8Array<ArrayBuffer>): JournalRecord | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, RECORD_BYTES);
  const kind = KINDS[view.getUint32(0, true) - 1];
  if (kind === undefined || view.getUint32(SUM_AT, true) !== crc32(bytes.subarray(0, SUM_AT))) return null;
  const file = view.getUint32(4, true);
  const piece = view.getUint32(8, true);
  const hash = bytes.slice(HASH_AT, HASH_AT + HASH_BYTES);
  switch (kind) {
    case 'piece with SHA-256':
      return { kind: 'piece', file, piece, sum: hash };
    case 'piece':
      return { kind, file, piece, sum: hash.slice(0, SUM_BYTES) };
    case 'part':
      return { kind, file, piece, bytes: view.getUint32(BYTES_AT, true), sum: hash.slice(0, SUM_BYTES) };
    case 'bad':
      return { kind, file, piece };
    case 'restart':
      return { kind, file };
    case 'whole':
    case 'version':
      return { kind, file, hash };
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as in ISO 3309 (zip, PNG). */
export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (CRC_TABLE[(sum ^ byte) & 0xff] ?? 0);
  return (sum ^ 0xffffffff) >>> 0;
}
