import type { OnBytes } from './model-source.ts';

/** Of a file that can be read at any place without waiting (a sync access handle). */
export interface BytesReader {
  /** Fills `target` from `at` on; returns the bytes it got. */
  readonly read: (target: Uint8Array<ArrayBuffer>, at: number) => number;
}

/**
 * A file in storage that looks like an array of its bytes but holds none of them: a `subarray` is read when it is
 * asked for. The runtime takes external data tensor by tensor in just that way and copies each into its heap or to
 * the GPU before it asks for the next, so gigabytes of weights never lie in JavaScript memory.
 *
 * Only `byteLength`, `length` and `subarray` are those of the file; a `subarray` is good until the next one.
 */
export class StoredBytes extends Uint8Array<ArrayBuffer> {
  readonly #reader: BytesReader;
  readonly #size: number;
  readonly #onBytes: OnBytes;
  #scratch: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  constructor(reader: BytesReader, size: number, onBytes: OnBytes) {
    super(new ArrayBuffer(0));
    this.#reader = reader;
    this.#size = size;
    this.#onBytes = onBytes;
  }

  override get byteLength(): number {
    return this.#size;
  }

  override get length(): number {
    return this.#size;
  }

  override subarray(begin = 0, end: number = this.#size): Uint8Array<ArrayBuffer> {
    const length = Math.max(0, Math.min(end, this.#size) - begin);
    if (this.#scratch.byteLength < length) this.#scratch = new Uint8Array(length);
    const bytes = this.#scratch.subarray(0, length);
    readFully(this.#reader, bytes, begin);
    this.#onBytes(length);
    return bytes;
  }
}

/** Throws `RangeError` where the file ends before `target` is full. */
export function readFully(reader: BytesReader, target: Uint8Array<ArrayBuffer>, at: number): void {
  for (let done = 0; done < target.byteLength;) {
    const got = reader.read(target.subarray(done), at + done);
    if (got === 0) throw new RangeError(`the file ends ${target.byteLength - done} bytes early`);
    done += got;
  }
}
