import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';

export interface FolderServer {
  /** With a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the files of one folder to pages of any origin. */
export async function serveFolderAnywhere(folder: string): Promise<FolderServer> {
  const server = createServer((request, response) => {
    const path = join(folder, basename(decodeURIComponent(request.url ?? '')));
    const bytes = statSync(path, { throwIfNoEntry: false })?.size;
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (bytes === undefined) response.writeHead(404).end();
    else createReadStream(path).pipe(response.setHeader('Content-Length', bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
