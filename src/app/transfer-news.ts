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
  const what = model.update === null ? 'download' : 'update';
  if (old.update !== null && model.update === null)
    return old.source.revision === model.source.revision ? null : 'updated and ready to use';
  if (old.state.type !== model.state.type) return stateNews(old.state, model.state, what);
  if (model.state.type !== 'downloading') return null;
  const quarter = quarterOf(model);
  return quarter > quarterOf(old) && quarter < 4
    ? `${quarter * 25} percent ${what === 'update' ? 'of the update ' : ''}downloaded`
    : null;
}

function stateNews(old: TransferState, state: TransferState, what: 'download' | 'update'): string | null {
  switch (state.type) {
    case 'queued':
    case 'resolving':
      return null;
    case 'downloading':
      return old.type === 'waiting' ? `the ${what} goes on` : `the ${what} has begun`;
    case 'waiting':
      return `the ${what} waits. ${libraryErrorText(state.error).title}`;
    case 'paused':
      return 'paused';
    case 'verifying':
      return 'being checked';
    case 'ready':
      return 'checked and ready to use';
    case 'damaged':
      return 'damaged pieces were found';
    case 'failed':
      return `the ${what} failed. ${libraryErrorText(state.error).title}`;
  }
}

function quarterOf(model: StoredModel): number {
  const { storedBytes, totalBytes } = model.update ?? model;
  return totalBytes === null || totalBytes === 0 ? 0 : Math.floor((4 * storedBytes) / totalBytes);
}
