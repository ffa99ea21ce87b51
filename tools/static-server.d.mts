export interface StaticServer {
  readonly url: string;
  readonly port: number;
  /** Every path that was asked for, in order, `/` as `/index.html`. */
  readonly requested: readonly string[];
  /** Does not answer for a path until what it gives is called. */
  hold(path: string): () => void;
  /** Serves other text for a path (such as `/sw.js`) until it is given null. */
  override(path: string, content: string | null): void;
  close(): Promise<void>;
}
export function serveFolder(path: string, port: number, options?: { readonly plain?: boolean }): Promise<StaticServer>;
