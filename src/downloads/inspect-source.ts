import type { DownloadOrder } from '../core/models/stored-model.ts';
import { describeModel } from './describe-model.ts';
import { readDevice } from './device-kind.ts';
import { parseReference } from './hub-address.ts';
import type { HubChoice } from './hub-choice.ts';

/** What there is at an address or a hub's id, pinned to its newest commit. Rejects with `SourceFailure` or `HearthError`. */
export async function inspectSource(reference: string, hubs: HubChoice): Promise<DownloadOrder> {
  const source = parseReference(reference, hubs.bases);
  const hub = hubs.impatientHub();
  const { commit, license } = await hub.revision(source);
  const pinned = { repo: source.repo, revision: commit };
  const files = await hub.tree(pinned);
  const readJson = (path: string) => hub.readJson(pinned, path);
  return describeModel({ source: pinned, license, files, device: await readDevice(), readJson });
}
