import type { ErrorInfo } from '../core/errors.ts';
import type { DownloadOrder, StoredModel, TransferState } from '../core/models/stored-model.ts';
import type { Holding } from './holding.ts';
import type { Transfer } from './transfer.ts';

/** A model in the library. */
export interface Entry {
  readonly name: string;
  held: Holding;
  /** A newer revision, or an import, that is to replace it. */
  next: Holding | null;
  transfer: Transfer | null;
  abort: AbortController | null;
  /** Never rejects. */
  running: Promise<void> | null;
  /** While it is being verified. */
  checkedBytes: number | null;
  /** Why the last command to it came to nothing. */
  trouble: ErrorInfo | null;
  /** The list of files has to be asked for again. */
  mustResolve: boolean;
}

/** What is shown of a model. `base`: where its bytes would come from. */
export function describeStored(entry: Entry, base: string): StoredModel {
  const { held, next, transfer } = entry;
  const { order, files, revision, lastUsedMs, origin } = held.record;
  const isAllPinned = files?.every(({ sha256 }) => sha256 !== null) ?? false;
  const comesFrom = transfer === null ? origin : (transfer.base ?? base);
  return {
    folder: entry.name,
    manifest: order.manifest,
    source: { repo: order.source.repo, revision },
    state: stateOf(entry),
    storedBytes: held.pieces?.storedBytes ?? 0,
    totalBytes: held.pieces?.totalBytes ?? null,
    origin: comesFrom ?? (held.record.phase === 'done' ? null : base),
    pinned: files === null ? null : isAllPinned ? 'source' : 'first-use',
    lastUsedMs,
    update:
      next === null
        ? null
        : {
            revision: next.record.revision,
            storedBytes: next.pieces?.storedBytes ?? 0,
            totalBytes: next.pieces?.totalBytes ?? null,
          },
  };
}

/** An order that could not be written down. */
export function describeRefused(
  folder: string,
  { order, error }: { readonly order: DownloadOrder; readonly error: ErrorInfo },
  base: string,
): StoredModel {
  return {
    folder,
    manifest: order.manifest,
    source: order.source,
    state: { type: 'failed', error },
    storedBytes: 0,
    totalBytes: null,
    origin: base,
    pinned: null,
    lastUsedMs: null,
    update: null,
  };
}

function stateOf({ held, next, transfer, checkedBytes, trouble }: Entry): TransferState {
  if (trouble !== null) return { type: 'failed', error: trouble };
  if (checkedBytes !== null) return { type: 'verifying', checkedBytes };
  const { record, pieces } = next ?? held;
  if (transfer !== null && record.phase === 'run') return transfer.state;
  switch (record.phase) {
    case 'run':
      return { type: 'queued' };
    case 'paused':
      return { type: 'paused' };
    case 'failed':
      return { type: 'failed', error: record.error ?? { code: 'unexpected' } };
    case 'copying':
      return { type: 'verifying', checkedBytes: pieces?.storedBytes ?? 0 };
    case 'done':
      // A newer revision that is whole is just being put in the place of the old one.
      if (next !== null) return { type: 'verifying', checkedBytes: pieces?.totalBytes ?? 0 };
      if (pieces?.isWhole) return { type: 'ready' };
      return { type: 'damaged', badBytes: pieces === null ? 0 : pieces.totalBytes - pieces.storedBytes };
  }
}
