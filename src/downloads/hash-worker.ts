import { badPieces } from './check-pieces.ts';
import { openBlockReader } from './block-reader.ts';
import type { HashReply, HashRequest } from './hash-protocol.ts';
import { hashFile } from './hash-file.ts';
import { HashStreams } from './hash-streams.ts';

const streams = new HashStreams();

self.addEventListener('message', ({ data }: MessageEvent<HashRequest>) => {
  if (data.type === 'drop') {
    streams.drop(data.stream);
    return;
  }
  void answer(data).catch((caught: unknown) => {
    reply({
      type: 'failed',
      id: data.id,
      message: caught instanceof Error ? `${caught.name}: ${caught.message}` : String(caught),
    });
  });
});

async function answer(request: Exclude<HashRequest, { type: 'drop' }>): Promise<void> {
  const { id } = request;
  switch (request.type) {
    case 'file':
      reply({ type: 'hash', id, hash: await hashFile(request.handle, request.bytes) });
      return;
    case 'add': {
      const { at, buffer, bytes, stream } = request;
      await streams.add(stream, at, new Uint8Array(buffer, 0, bytes));
      reply({ type: 'added', id, buffer }, [buffer]);
      return;
    }
    case 'end':
      reply({ type: 'hash', id, hash: await streams.end(request.stream, request.bytes) });
      return;
    case 'flush': {
      const reader = await openBlockReader(request.handle);
      reader.flush();
      reader.close();
      reply({ type: 'done', id });
      return;
    }
    case 'check': {
      const { bytes, handle, sums } = request;
      const bad = await badPieces(handle, bytes, sums, (checked) => reply({ type: 'checked', id, bytes: checked }));
      reply({ type: 'bad', id, badPieces: bad });
      return;
    }
  }
}

function reply(message: HashReply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
