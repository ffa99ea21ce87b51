import { libraryErrorText } from '../../core/library-error-text.ts';
import type { StoredModel } from '../../core/models/stored-model.ts';
import { formatBytes } from '../shared/format-figure.ts';

/** Bytes, rate and time left: `812 MB of 2.39 GB · 24.1 MB/s · 1 min left`. */
export function progressText({ state, storedBytes, totalBytes }: StoredModel): string {
  const bytes =
    totalBytes === null ? formatBytes(storedBytes) : `${formatBytes(storedBytes)} of ${formatBytes(totalBytes)}`;
  if (state.type !== 'downloading') return bytes;
  const rate = `${formatBytes(state.bytesPerSecond)}/s`;
  return [bytes, rate, ...(state.leftMs === null ? [] : [`${leftText(state.leftMs)} left`])].join(' · ');
}

/** Coarse, so that it does not flicker: `40 s`, `12 min`, `2 h 5 min`. */
export function leftText(leftMs: number): string {
  const seconds = Math.max(1, Math.round(leftMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** What it is doing, in words; null where the buttons and the progress say it. */
export function stateText({ state, storedBytes }: StoredModel): string | null {
  switch (state.type) {
    case 'queued':
      return 'Waits for its turn.';
    case 'resolving':
      return 'Asking for the list of files…';
    case 'downloading':
      return 'Downloading. You can close this and go on chatting.';
    case 'waiting':
      return `${libraryErrorText(state.error).title}. It goes on by itself, at ${TIME.format(state.retryAtMs)} at the latest.`;
    case 'paused':
      return 'Paused. What has arrived is kept.';
    case 'verifying':
      return 'Checking every byte…';
    case 'ready':
      return null;
    case 'damaged':
      return `${formatBytes(state.badBytes)} are damaged. Repair fetches only those again.`;
    case 'failed': {
      const { title, message } = libraryErrorText(state.error);
      return storedBytes > 0 ? `${title}. ${message} What has arrived is kept.` : `${title}. ${message}`;
    }
  }
}

export function usedText(lastUsedMs: number | null, nowMs: number): string {
  if (lastUsedMs === null) return 'not used yet';
  const days = Math.floor((nowMs - lastUsedMs) / 86_400_000);
  if (days <= 0) return 'used today';
  return days === 1 ? 'used yesterday' : `used ${days} days ago`;
}

export function pinnedText(pinned: StoredModel['pinned']): string | null {
  switch (pinned) {
    case 'source':
      return 'Checksums came with the source.';
    case 'first-use':
      return 'Checksums were learnt at the first download.';
    case null:
      return null;
  }
}
