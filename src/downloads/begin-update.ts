import { HearthError, errorInfo } from '../core/errors.ts';
import { NEXT } from './entries.ts';
import { newRecord } from './holding-record.ts';
import { Holding } from './holding.ts';
import type { HubChoice } from './hub-choice.ts';
import { childFolder } from './store-folder.ts';
import type { Entry } from './stored-view.ts';

/** Orders a model's newest revision, to be put beside it, if there is one. Rejects with `SourceFailure` or `HearthError`. */
export async function beginUpdate(entry: Entry, hubs: HubChoice, nowMs: number): Promise<'current' | 'updating'> {
  if (entry.next !== null) return 'updating';
  const { order, phase, revision } = entry.held.record;
  if (phase !== 'done') throw new HearthError(errorInfo('model-in-use', 'it is not whole yet'));
  const { commit } = await hubs.impatientHub().revision({ repo: order.source.repo, revision: 'main' });
  if (commit === revision) return 'current';
  const beside = await childFolder(entry.held.folder, NEXT);
  // What was known of the old revision's files says nothing about the new ones.
  entry.next = await Holding.create(beside, newRecord({ ...order, files: [] }, commit, nowMs));
  return 'updating';
}
