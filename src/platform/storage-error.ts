import { HearthError, errorInfo } from '../core/errors.ts';

/** What the browser's storage threw, as `storage-full` or `storage-blocked`. */
export function storageError(caught: unknown): HearthError {
  if (caught instanceof HearthError) return caught;
  const detail = caught instanceof Error ? `${caught.name}: ${caught.message}` : String(caught);
  const isFull = caught instanceof DOMException && caught.name === 'QuotaExceededError';
  return new HearthError(errorInfo(isFull ? 'storage-full' : 'storage-blocked', detail));
}
