export interface StaticServer {
  readonly url: string;
  readonly port: number;
  /** Serves other text for a path (such as `/sw.js`) until it is given null. */
  override(path: string, content: string | null): void;
  close(): Promise<void>;
}
export function serveFolder(folder: string, port: number): Promise<StaticServer>;
