import { createSHA256 } from 'hash-wasm';

interface Stream {
  readonly hasher: Awaited<ReturnType<typeof createSHA256>>;
  at: number;
}

/** SHA-256 of files that come piece by piece, each under a number that the asker chose. */
export class HashStreams {
  readonly #streams = new Map<number, Promise<Stream>>();

  /** Rejects where these are not the bytes that come next. */
  async add(number: number, at: number, bytes: Uint8Array): Promise<void> {
    const stream = await this.#stream(number);
    if (stream.at !== at) throw new Error(`byte ${at} instead of ${stream.at}`);
    stream.hasher.update(bytes);
    stream.at += bytes.byteLength;
  }

  /** Rejects where these were not all bytes. */
  async end(number: number, bytes: number): Promise<Uint8Array> {
    const { at, hasher } = await this.#stream(number);
    this.#streams.delete(number);
    if (at !== bytes) throw new Error(`${at} bytes instead of ${bytes}`);
    return hasher.digest('binary');
  }

  drop(number: number): void {
    this.#streams.delete(number);
  }

  #stream(number: number): Promise<Stream> {
    const known = this.#streams.get(number);
    if (known !== undefined) return known;
    const begun = createSHA256().then((hasher) => ({ hasher: hasher.init(), at: 0 }));
    this.#streams.set(number, begun);
    return begun;
  }
}
