import type { ErrorInfo } from '../core/errors.ts';
import type { ModelFile } from '../core/models/source.ts';
import type { DownloadOrder } from '../core/models/stored-model.ts';

export type KnownFile = ModelFile & { readonly bytes: number };

/** What is written down of a model beside its journal: what was ordered, what it consists of, what is to be done. */
export interface HoldingRecord {
  readonly version: 1;
  readonly order: DownloadOrder;
  /** Null until the hub has told. */
  readonly files: readonly KnownFile[] | null;
  /** The commit the files belong to; a branch name before the hub has told. */
  readonly revision: string;
  /** `copying`: an import; what a crash leaves of it is thrown away. */
  readonly phase: 'run' | 'paused' | 'failed' | 'copying' | 'done';
  readonly error: ErrorInfo | null;
  /** It was whole once: what is missing now is to be repaired, not to be thrown away. */
  readonly wasWhole: boolean;
  /** Base URL that its bytes came from last; null for an import. */
  readonly origin: string | null;
  readonly addedMs: number;
  readonly lastUsedMs: number | null;
}

/** Of an order that is to be downloaded. */
export function newRecord(order: DownloadOrder, revision: string, nowMs: number): HoldingRecord {
  return {
    version: 1,
    order,
    files: null,
    revision,
    phase: 'run',
    error: null,
    wasWhole: false,
    origin: null,
    addedMs: nowMs,
    lastUsedMs: null,
  };
}

/** Null when it is of another version or not there. Only this worker writes it, and whole. */
export function readRecord(json: unknown): HoldingRecord | null {
  return isRecord(json) ? json : null;
}

function isRecord(json: unknown): json is HoldingRecord {
  return (
    typeof json === 'object' &&
    json !== null &&
    'version' in json &&
    json.version === 1 &&
    'order' in json &&
    'files' in json
  );
}
