/** As much as Chromium has ready at once. */
const CHUNK_BYTES = 1 << 20;

type Chunk = Uint8Array<ArrayBuffer>;

/** Memory of bodies that ended, for those that begin: what is thrown away lies about until it is collected. */
const spare: ArrayBuffer[] = [];
/** As many as there are connections, of two downloads that overlap. */
const MOST_SPARE = 8;

/**
 * The chunks of a body, each to be used up before the next is asked for: where the browser can, all are read into the
 * same memory. Fresh memory for each costs as much time as writing it to the disk.
 */
export async function* readBody(body: ReadableStream<Chunk>): AsyncGenerator<Chunk, void, undefined> {
  const reader = byteReader(body);
  if (reader === null) {
    const plain = body.getReader();
    for (let read = await plain.read(); !read.done; read = await plain.read()) yield read.value;
    return;
  }
  let memory = spare.pop() ?? new ArrayBuffer(CHUNK_BYTES);
  try {
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(memory));
      if (value !== undefined) memory = value.buffer;
      if (done || value === undefined) return;
      yield value;
    }
  } finally {
    // A read that broke off has kept it.
    if (memory.byteLength === CHUNK_BYTES && spare.length < MOST_SPARE) spare.push(memory);
  }
}

/** Null where bodies are no byte streams. */
function byteReader(body: ReadableStream<Chunk>): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}
