import { createServer, request as ask } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface RecordedRequest {
  readonly host: string;
  /** All that came: request line, headers and body, or what went into a tunnel. */
  readonly text: string;
}

export interface RecordingProxy {
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

/**
 * A real HTTP proxy for a whole browser. It passes on what is meant for these hosts and keeps a record of everything; to
 * any other host it answers itself, kindly, so that what tries to leave gets all the way here.
 */
export async function startRecordingProxy(passedOn: () => readonly string[]): Promise<RecordingProxy> {
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://unknown.invalid');
      const body = await buffer(request);
      const headers = request.rawHeaders.join('\n');
      const line = `${request.method} ${url.href}`;
      requests.push({ host: url.host, text: `${line}\n${headers}\n\n${body.toString('utf8')}` });
      if (!passedOn().includes(url.host)) {
        response
          .writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' })
          .end('taken');
        return;
      }
      const { host, hostname, port, pathname, search } = url;
      const onward = ask(
        {
          host: hostname,
          port,
          method: request.method,
          path: pathname + search,
          headers: { ...request.headers, host },
        },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
          answer.on('error', () => response.destroy());
        },
      );
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      onward.end(body);
    })();
  });
  server.on('connect', (request, socket) => {
    const host = request.url ?? '';
    requests.push({ host, text: `CONNECT ${host}\n${request.rawHeaders.join('\n')}` });
    socket.on('error', () => socket.destroy());
    socket.on('data', (data: Buffer) => {
      requests.push({ host, text: data.toString('latin1') });
      socket.destroy();
    });
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
