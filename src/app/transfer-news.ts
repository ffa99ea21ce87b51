import { libraryErrorText } from '../core/library-error-text.ts';
import type { StoredModel, TransferState } from '../core/models/stored-model.ts';

/** What of a change is worth saying aloud: beginnings, ends, and every quarter of a download. Null: nothing. */
export function newsOf(before: readonly StoredModel[], after: readonly StoredModel[]): string | null {
  const known = new Map(before.map((model) => [model.folder, model]));
  const news = after.flatMap((model) => {
    const old = known.get(model.folder);
    const text = old === undefined ? null : change(old, model);
    return text === null ? [] : [`${model.manifest.name}: ${text}`];
  });
  return news.length === 0 ? null : news.join('. ');
}

function change(old: StoredModel, model: StoredModel): string | null {
  if (old.state.type !== model.state.type) return stateNews(old.state, model.state);
  if (model.state.type !== 'downloading') return null;
  const quarter = quarterOf(model);
  return quarter > quarterOf(old) && quarter < 4 ? `${quarter * 25} percent downloaded` : null;
}

function stateNews(old: TransferState, state: TransferState): string | null {
  switch (state.type) {
    case 'queued':
    case 'resolving':
      return null;
    case 'downloading':
      return old.type === 'waiting' ? 'the download goes on' : 'the download has begun';
    case 'waiting':
      return `the download waits. ${libraryErrorText(state.error).title}`;
    case 'paused':
      return 'paused';
    case 'verifying':
      return 'being checked';
    case 'ready':
      return 'checked and ready to use';
    case 'damaged':
      return 'damaged pieces were found';
    case 'failed':
      return `the download failed. ${libraryErrorText(state.error).title}`;
  }
}

function quarterOf({ storedBytes, totalBytes }: StoredModel): number {
  return totalBytes === null || totalBytes === 0 ? 0 : Math.floor((4 * storedBytes) / totalBytes);
}
