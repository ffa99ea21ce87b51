import { errorInfo } from '../core/errors.ts';
import type { StoredModel } from '../core/models/stored-model.ts';
import type { ModelLibrary } from '../ports/model-library.ts';
import { orderOf } from './download-order.ts';
import type { ModelChoice } from './model-choice.ts';
import type { ModelsContext } from './models-control.ts';
import type { ModelsActions } from './models-state.ts';
import { PAGE } from './models-state.ts';

type TransferActions = Pick<
  ModelsActions,
  'download' | 'pause' | 'resume' | 'cancel' | 'verify' | 'repair' | 'update' | 'remove' | 'exportTo' | 'importFiles'
>;

/** Bytes coming, going, and being checked. */
export function createModelTransfers(
  context: ModelsContext,
  choice: ModelChoice,
): TransferActions & { removeAll(): Promise<void> } {
  const { act, note, announce, state } = context;
  const nameOf = (folder: string) => context.stored(folder)?.manifest.name ?? folder;

  /** Asked to be verified, until the library has told how that ended. */
  const checked = new Set<string>();

  state.subscribe(({ stored }, { stored: before }) => {
    if (stored === before) return;
    for (const model of stored ?? []) {
      const text = endOf(
        model,
        before?.find(({ folder }) => folder === model.folder),
      );
      if (text !== null) note(model.folder, { type: 'done', text });
    }
  });

  function endOf(model: StoredModel, before: StoredModel | undefined): string | null {
    const { folder, source } = model;
    if (before !== undefined && before.update !== null && before.source.revision !== source.revision)
      return `Updated to ${source.revision.slice(0, 12)}, which was checked.`;
    if (model.state.type === 'verifying' || !checked.delete(folder)) return null;
    return model.state.type === 'ready' ? 'Every byte was read: all is as it was when it came.' : null;
  }

  /** Deletes one; says the bytes that this gave back. */
  async function remove(library: ModelLibrary, folder: string): Promise<void> {
    const name = nameOf(folder);
    await choice.leave(folder);
    const result = await library.remove(folder);
    if (!result.ok) {
      note(folder, { type: 'failed', error: result.error });
      return;
    }
    note(PAGE, { type: 'done', text: `${name} was deleted: ${megabytes(result.value)} freed.` });
    announce(`${name} was deleted`);
  }

  return {
    download: (model, build) => act(PAGE, (library) => library.download(orderOf(model, build))),
    pause: (folder) => act(folder, (library) => library.pause(folder)),
    resume: (folder) => act(folder, (library) => library.resume(folder)),
    async cancel(folder) {
      const name = nameOf(folder);
      const what = context.stored(folder)?.update ? 'update' : 'download';
      await act(folder, (library) => library.cancel(folder));
      announce(`The ${what} of ${name} was cancelled`);
    },
    verify: (folder) =>
      act(folder, async (library) => {
        await library.verify(folder);
        checked.add(folder);
      }),
    repair: (folder) => act(folder, (library) => library.repair(folder)),
    update: (folder) =>
      act(folder, async (library) => {
        note(folder, { type: 'busy', text: 'Asking for a newer revision…' });
        const result = await library.update(folder);
        if (!result.ok) return note(folder, { type: 'failed', error: result.error });
        // The model itself shows how far it is.
        if (result.value === 'updating') return note(folder, null);
        const text = 'This is the newest revision.';
        note(folder, { type: 'done', text });
        announce(`${nameOf(folder)}: ${text}`);
      }),
    remove: (folder) => act(folder, (library) => remove(library, folder)),
    exportTo: (folder, target) =>
      act(folder, async (library) => {
        note(folder, { type: 'busy', text: `Writing to the folder “${target.name}”…` });
        const result = await library.exportTo(folder, target);
        if (!result.ok) return note(folder, { type: 'failed', error: result.error });
        const text = `Exported to the folder “${target.name}”: ${megabytes(result.value)}.`;
        note(folder, { type: 'done', text });
        announce(`${nameOf(folder)}: ${text}`);
      }),
    importFiles: (files) =>
      act(PAGE, async (library) => {
        if (files.length === 0)
          return note(PAGE, { type: 'failed', error: errorInfo('import-incomplete', 'no files') });
        const count = files.length === 1 ? 'a file' : `${files.length} files`;
        note(PAGE, { type: 'busy', text: `Copying and checking ${count}…` });
        announce(`Copying and checking ${count}`);
        const result = await library.importFiles(files);
        if (!result.ok) return note(PAGE, { type: 'failed', error: result.error });
        const text = `${result.value.manifest.name} was imported.`;
        note(PAGE, { type: 'done', text });
        announce(text);
      }),
    async removeAll() {
      await act(PAGE, async (library) => {
        for (const { folder } of state.getState().stored ?? []) await remove(library, folder);
        note(PAGE, null);
      });
    },
  };
}

function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
