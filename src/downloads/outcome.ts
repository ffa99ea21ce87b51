import type { ErrorInfo } from '../core/errors.ts';
import { toErrorInfo } from '../core/errors.ts';
import type { LibraryResult } from '../ports/model-library.ts';
import { SourceFailure } from './failure.ts';
import { storageFailure } from './store-folder.ts';

/** What was thrown by a source, by the store or by anything else, as data. */
export function infoOf(caught: unknown): ErrorInfo {
  return caught instanceof SourceFailure ? caught.info : toErrorInfo(storageFailure(caught));
}

export async function resultOf<T>(act: () => Promise<T>): Promise<LibraryResult<T>> {
  try {
    return { ok: true, value: await act() };
  } catch (caught) {
    return { ok: false, error: infoOf(caught) };
  }
}
