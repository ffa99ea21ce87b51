// A hub with one model of many megabytes, made of one random block, and an account of what was sent.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { unreadBytes } from './unread-bytes.mjs';

const BLOCK = 1 << 16;

/**
 * @param {readonly number[]} shards bytes of each data file
 * @param {{bytesPerSecond: number | null}} options of all connections together
 */
export async function startServer(shards, options) {
  const noise = randomBytes(64 << 20);
  const smallFile = (value) => {
    const bytes = Buffer.from(JSON.stringify(value));
    return { bytes: bytes.byteLength, read: (from, to) => bytes.subarray(from, to) };
  };
  const files = new Map([
    ['config.json', smallFile({ model_type: 'llama', num_hidden_layers: 1 })],
    ['onnx/model_quantized.onnx', smallFile({})],
  ]);
  /** What web-llm looks for instead. */
  const tensorCache = { metadata: {}, records: [] };
  for (const [index, bytes] of shards.entries()) {
    // Each file begins elsewhere in the noise, so that no two are the same.
    const shift = index * 4099;
    const read = (from, to) => {
      const start = (from + shift) % noise.byteLength;
      const end = start + to - from;
      return end <= noise.byteLength
        ? noise.subarray(start, end)
        : Buffer.concat([noise.subarray(start), noise.subarray(0, end - noise.byteLength)]);
    };
    const hash = createHash('sha256');
    for (let at = 0; at < bytes; at += BLOCK) hash.update(read(at, Math.min(bytes, at + BLOCK)));
    const path = `onnx/model_quantized.onnx_data${index === 0 ? '' : `_${index}`}`;
    files.set(path, { bytes, read, oid: hash.digest('hex') });
    tensorCache.records.push({ dataPath: path, nbytes: bytes, records: [] });
  }
  const open = new Set();
  const account = {
    sentBytes: 0,
    get openBodies() {
      return open.size;
    },
    /** Of those that were sent: what no browser has read, being with this server or with the kernel. */
    unreadBytes: () =>
      [...open].reduce((sum, response) => sum + response.writableLength, 0) + unreadBytes(server.address().port),
  };
  let paidAt = 0;

  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', 'Content-Range, ETag');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    if (path.includes('/revision/')) return void response.end(JSON.stringify({ sha: 'c0ffee' }));
    if (path.includes('/tree/')) {
      const tree = [...files].map(([name, { bytes, oid }]) => ({
        type: 'file',
        path: name,
        size: bytes,
        ...(oid === undefined ? {} : { lfs: { oid, size: bytes } }),
      }));
      return void response.end(JSON.stringify(tree));
    }
    if (path.endsWith('/tensor-cache.json')) return void response.end(JSON.stringify(tensorCache));
    const file = files.get(path.replace(/^.*\/resolve\/[^/]+\//, ''));
    if (file === undefined) return void response.writeHead(404).end();
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const from = Number(first ?? 0);
    const to = last === undefined ? file.bytes : Number(last) + 1;
    response.writeHead(first === undefined ? 200 : 206, {
      'Content-Length': to - from,
      ETag: '"1"',
      ...(first === undefined ? {} : { 'Content-Range': `bytes ${from}-${to - 1}/${file.bytes}` }),
    });
    void send(response, file, from, to);
  });

  async function send(response, file, from, to) {
    open.add(response);
    response.once('close', () => open.delete(response));
    for (let at = from; at < to && !response.destroyed; at += BLOCK) {
      const end = Math.min(to, at + BLOCK);
      account.sentBytes += end - at;
      if (!response.write(file.read(at, end))) {
        await new Promise((resolve) => {
          const go = () => {
            response.off('drain', go).off('close', go);
            resolve();
          };
          response.on('drain', go).on('close', go);
        });
      }
      if (options.bytesPerSecond !== null) {
        paidAt = Math.max(paidAt, performance.now()) + ((end - at) * 1000) / options.bytesPerSecond;
        const aheadMs = paidAt - performance.now();
        // A timer is too coarse for one block at a time.
        if (aheadMs > 4) await new Promise((resolve) => setTimeout(resolve, aheadMs));
      }
    }
    response.end();
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    account,
    totalBytes: [...files.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    hashes: Object.fromEntries([...files].flatMap(([name, { oid }]) => (oid === undefined ? [] : [[name, oid]]))),
    fileUrls: [...files.keys()].map((path) => `${url}/bench/model/resolve/c0ffee/${path}`),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
