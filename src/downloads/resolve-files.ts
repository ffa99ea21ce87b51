import type { DownloadOrder } from '../core/models/stored-model.ts';
import type { KnownFile } from './holding-record.ts';
import { completeFiles, selectFiles } from './hub-answers.ts';
import type { Hub } from './hub.ts';

/** Which files an order means at a revision, and its commit. Rejects with `SourceFailure`. */
export async function resolveFiles(
  hub: Hub,
  { source: { repo }, selection, files: known }: DownloadOrder,
  revision: string,
): Promise<{ readonly files: readonly KnownFile[]; readonly commit: string }> {
  const { commit } = await hub.revision({ repo, revision });
  const source = { repo, revision: commit };
  const tree = await hub.tree(source);
  const shards = await hub.shards(source, tree, selection);
  const selected = completeFiles(selectFiles(tree, selection, shards), known);
  const files: KnownFile[] = [];
  for (const file of selected) files.push({ ...file, bytes: file.bytes ?? (await hub.sizeOf(file)) });
  return { files, commit };
}
