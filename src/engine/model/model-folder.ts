import { modelFailure } from './model-source.ts';
import type { ModelSource } from './model-source.ts';

/** A response whose body is already here: the library's `arrayBuffer()` gets it without another copy. */
class HeldResponse extends Response {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super(null, { headers: { 'content-length': String(bytes.byteLength) } });
    this.#bytes = bytes;
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#bytes.buffer);
  }
}

/** A source as the library sees it: addresses under one folder, answered without a request of the library's own. */
export class ModelFolder {
  /** Absolute, with a trailing slash. Of a stored model it names nothing but itself. */
  readonly url: string;
  readonly source: ModelSource;
  readonly #small = new Map<string, Promise<Response>>();
  #failure: unknown = null;

  constructor(url: string, source: ModelSource) {
    this.url = url;
    this.source = source;
  }

  /** The first thing that went wrong with a file; the library would report it in words of its own. Null: nothing. */
  get failure(): unknown {
    return this.#failure;
  }

  /** For the library's `env.fetch`. An optional file that is not there is a 404. */
  readonly fetch = async (input: string | URL): Promise<Response> => {
    const url = new URL(input, self.location.href).href;
    try {
      if (!url.startsWith(this.url)) throw modelFailure('model-missing', `not in the model's folder: ${url}`);
      return await this.#fetch(url.slice(this.url.length));
    } catch (caught) {
      this.#failure ??= caught;
      throw caught;
    }
  };

  /** After the load: the files are needed no more. */
  close(): void {
    this.#small.clear();
    this.source.close();
  }

  #fetch(path: string): Promise<Response> {
    if (path.startsWith('onnx/')) return this.#answer(path);
    // The library asks for small files more than once.
    const held = this.#small.get(path) ?? this.#answer(path);
    this.#small.set(path, held);
    return held;
  }

  async #answer(path: string): Promise<Response> {
    const bytes = await this.source.read(path);
    return bytes === null ? new Response(null, { status: 404 }) : new HeldResponse(bytes);
  }
}
