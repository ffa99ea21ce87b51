import { libraryErrorText } from '../../core/library-error-text.ts';
import { type StoredModel, type TransferState, isUsable } from '../../core/models/stored-model.ts';
import { formatBytes } from '../shared/format-figure.ts';

/** Bytes, rate and time left: `812 MB of 2.39 GB · 24.1 MB/s · 1 min left`; of the newer revision, if one is coming. */
export function progressText(model: StoredModel): string {
  const { state } = model;
  const { storedBytes, totalBytes } = model.update ?? model;
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
export function stateText(model: StoredModel): string | null {
  const text = transferText(model);
  return text === null || model.update === null || !isUsable(model)
    ? text
    : `${text} The revision that is here can still be used.`;
}

function transferText({ state, storedBytes, update }: StoredModel): string | null {
  switch (state.type) {
    case 'queued':
      return 'Waits for its turn.';
    case 'resolving':
      return 'Asking for the list of files…';
    case 'downloading':
      return update === null
        ? 'Downloading. You can close this and go on chatting.'
        : 'A newer revision is being fetched.';
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
      return (update ?? { storedBytes }).storedBytes > 0
        ? `${title}. ${message} What has arrived is kept.`
        : `${title}. ${message}`;
    }
  }
}

/** Goes on with a sentence; empty of what cannot be used yet. */
export function usedText({ lastUsedMs, state }: StoredModel, nowMs: number): string {
  if (lastUsedMs === null && isComing(state)) return '';
  if (lastUsedMs === null) return ', not used yet';
  const days = Math.floor((nowMs - lastUsedMs) / 86_400_000);
  if (days <= 0) return ', used today';
  return days === 1 ? ', used yesterday' : `, used ${days} days ago`;
}

export function pinnedText({ pinned, state }: StoredModel): string | null {
  switch (pinned) {
    case 'source':
      return 'Checksums came with the source.';
    case 'first-use':
      return isComing(state)
        ? 'Checksums that the source does not give are learnt with this download.'
        : 'Checksums were learnt at the first download.';
    case null:
      return null;
  }
}

/** It is not here yet, or not all of it. */
export function isComing({ type }: TransferState): boolean {
  return ['queued', 'resolving', 'downloading', 'waiting', 'paused', 'failed'].includes(type);
}
