import { errorInfo } from '../core/errors.ts';
import type { Clock } from './clock.ts';
import { askOutside } from './ask-outside.ts';
import { SourceFailure, answerFailure } from './failure.ts';
import { toHex } from './pieces.ts';
import { readBody } from './read-body.ts';

/** A connection that says nothing for so long is given up. */
const SILENCE_MS = 30_000;

/** The file at the source is not the one that was announced. */
export class SourceChanged extends Error {
  override readonly name = 'SourceChanged';
}

export interface RangeAnswer {
  /** Where the body begins: what was asked for, or 0 from a server that ignores ranges. */
  readonly start: number;
  /** Tells versions of the file apart: origin and ETag; null where the server shows none. */
  readonly version: Uint8Array | null;
  /** Where redirects led; null without any. */
  readonly redirectedTo: string | null;
  /** Chunks of the body, each to be used up before the next is asked for. Leaving early closes the connection. Throws `SourceFailure` when it breaks off. */
  read(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
}

/** Asks for bytes `from` up to before `to` of a file of `fileBytes`. Throws `SourceFailure` or `SourceChanged`. */
export async function requestRange(
  url: string,
  [from, to, fileBytes]: readonly [from: number, to: number, fileBytes: number],
  clock: Clock,
  signal: AbortSignal,
): Promise<RangeAnswer> {
  const silence = new AbortController();
  let heardMs = clock.nowMs();
  const watch = setInterval(() => {
    if (clock.nowMs() - heardMs > SILENCE_MS) silence.abort(new Error('silence'));
  }, SILENCE_MS / 6);
  const either = AbortSignal.any([signal, silence.signal]);
  const stop = () => {
    clearInterval(watch);
    silence.abort();
  };
  try {
    const { response, meter } = await askOutside(url, {
      headers: { Range: `bytes=${from}-${to - 1}` },
      signal: either,
    });
    const failure = answerFailure(response, clock.nowMs());
    if (failure !== null) {
      await meter?.end('failed');
      throw failure;
    }
    const start = startOf(response, from, fileBytes);
    const version = await versionOf(response);
    return {
      start,
      version,
      redirectedTo: response.redirected ? response.url : null,
      async *read() {
        try {
          for await (const chunk of response.body === null ? [] : readBody(response.body)) {
            meter?.received(chunk.byteLength);
            yield chunk;
            // Time that the reader took for itself is not silence.
            heardMs = clock.nowMs();
          }
          await meter?.end('sent');
        } catch (caught) {
          await meter?.end('failed');
          signal.throwIfAborted();
          if (caught instanceof SourceFailure) throw caught;
          throw new SourceFailure(
            errorInfo(navigator.onLine ? 'download-cut' : 'download-offline', String(caught)),
            'wait',
          );
        } finally {
          stop();
          // Left early where all that was needed had come.
          await meter?.end('sent');
        }
      },
    };
  } catch (caught) {
    stop();
    throw caught;
  }
}

function startOf(response: Response, from: number, fileBytes: number): number {
  const { headers, status } = response;
  if (status === 200) {
    // The length of a packed body says nothing about the file.
    const length = headers.has('content-encoding') ? null : headers.get('content-length');
    if (length !== null && Number(length) !== fileBytes) throw new SourceChanged(`${length} bytes, not ${fileBytes}`);
    return 0;
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  if (range === null) return from;
  const [, first, total] = range;
  if (total !== '*' && Number(total) !== fileBytes) throw new SourceChanged(`${total} bytes, not ${fileBytes}`);
  if (Number(first) !== from)
    throw new SourceFailure(errorInfo('hub-bad-answer', `from byte ${first} instead of ${from}`), 'refused');
  return from;
}

/** Half a hash of the origin, half a hash of the ETag: versions of different origins cannot be compared. */
async function versionOf(response: Response): Promise<Uint8Array | null> {
  const etag = response.headers.get('etag');
  if (etag === null) return null;
  const version = new Uint8Array(32);
  version.set(await halfHash(new URL(response.url).origin), 0);
  version.set(await halfHash(etag), 16);
  return version;
}

async function halfHash(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)), 0, 16);
}

/** Of the same origin, but another version. */
export function isOtherVersion(before: Uint8Array, now: Uint8Array): boolean {
  const [originBefore, originNow] = [before, now].map((version) => toHex(version.subarray(0, 16)));
  return originBefore === originNow && toHex(before) !== toHex(now);
}
