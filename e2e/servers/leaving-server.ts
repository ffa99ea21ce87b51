import { createServer, request as ask } from 'node:http';

export interface LeavingServer {
  readonly url: string;
  /** From the first request for this path on, that one included, every connection is cut. */
  leaveAt(path: string): void;
  comeBack(): void;
  close(): Promise<void>;
}

/** Passes everything on to the server at `origin`, until it goes away in the middle of something. */
export async function startLeavingServer(origin: string): Promise<LeavingServer> {
  let lastPath: string | null = null;
  let isGone = false;
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    isGone ||= path === lastPath;
    if (isGone) {
      server.closeAllConnections();
      return;
    }
    const { headers, method } = incoming;
    const forwarded = ask(new URL(path, origin), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://localhost:${address.port}/`,
    leaveAt: (path) => {
      lastPath = path;
    },
    comeBack: () => {
      lastPath = null;
      isGone = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
