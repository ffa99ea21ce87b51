import { HearthError, errorInfo } from '../core/errors.ts';
import type { ErrorInfo } from '../core/errors.ts';
import { HUB_URL } from '../core/models/source.ts';
import type { DownloadOrder, StoredModel } from '../core/models/stored-model.ts';
import type { ImportFile, LibraryResult, LibrarySettings } from '../ports/model-library.ts';
import type { LibraryCommands } from '../protocol/downloads-protocol.ts';
import { modelLock } from '../protocol/model-store.ts';
import { beginUpdate } from './begin-update.ts';
import { readDevice } from './device-kind.ts';
import { DownloadQueue } from './download-queue.ts';
import { NEXT, newEntry, openEntries } from './entries.ts';
import { exportModel } from './export-model.ts';
import { newRecord } from './holding-record.ts';
import { Holding } from './holding.ts';
import { HubChoice } from './hub-choice.ts';
import { importEntry } from './import-entry.ts';
import type { StoreTools } from './import-entry.ts';
import { readImport } from './import-model.ts';
import { inspectSource } from './inspect-source.ts';
import { infoOf, resultOf } from './outcome.ts';
import { childFolder, removeEntry } from './store-folder.ts';
import { describeRefused, describeStored } from './stored-view.ts';
import type { Entry } from './stored-view.ts';
import { Turns } from './turns.ts';
import { verifyModel } from './verify-model.ts';

/** All models of the store, and what can be done with them. */
export class Library implements LibraryCommands {
  readonly #tools: StoreTools;
  readonly #entries: Map<string, Entry>;
  readonly #hubs: HubChoice;
  readonly #queue: DownloadQueue;
  /** Per folder: commands to one model are done one after the other. */
  readonly #turns = new Turns();
  /** Orders that could not even be written down. */
  readonly #refused = new Map<string, { readonly order: DownloadOrder; readonly error: ErrorInfo }>();

  private constructor(tools: StoreTools, entries: Map<string, Entry>) {
    this.#tools = tools;
    this.#entries = entries;
    this.#hubs = new HubChoice(tools.clock);
    this.#queue = new DownloadQueue({ ...tools, hubs: this.#hubs, entries });
  }

  /** Reads what is there. What was going on when the last worker ended waits for `configure`. */
  static async open(tools: StoreTools): Promise<Library> {
    return new Library(tools, await openEntries(tools.root));
  }

  models(): readonly StoredModel[] {
    const base = this.#hubs.preferred;
    const stored = [...this.#entries.values()]
      .toSorted((a, b) => a.held.record.addedMs - b.held.record.addedMs)
      .map((entry) => describeStored(entry, base));
    return [...stored, ...[...this.#refused].map(([folder, refused]) => describeRefused(folder, refused, base))];
  }

  async configure({ mirror, maxBytesPerSecond }: LibrarySettings): Promise<void> {
    this.#queue.maxBytesPerSecond = maxBytesPerSecond;
    // What is being fetched begins again with the new address, where it stopped.
    if (this.#hubs.setMirror(mirror)) await this.#queue.haltActive();
    this.#queue.open();
  }

  async download(order: DownloadOrder): Promise<void> {
    const { files } = order.manifest;
    if (files.type !== 'stored') return;
    const result = await resultOf(() =>
      this.#turns.take(files.folder, async () => {
        if (this.#entries.has(files.folder)) return;
        const folder = await childFolder(this.#tools.root, files.folder);
        const held = await Holding.create(folder, newRecord(order, order.source.revision, this.#tools.clock.nowMs()));
        this.#entries.set(files.folder, newEntry(files.folder, held));
      }),
    );
    // There is no room for even the record of it, or no store at all.
    if (!result.ok) {
      this.#refused.set(files.folder, { order, error: result.error });
      this.#tools.onChange();
      return;
    }
    this.#refused.delete(files.folder);
    await this.resume(files.folder);
  }

  async pause(folder: string): Promise<void> {
    await this.#withEntry(folder, async (entry) => {
      const work = entry.next ?? entry.held;
      if (work.record.phase !== 'run') return;
      await work.update({ phase: 'paused' });
      await this.#queue.halt(entry);
    });
  }

  async resume(folder: string): Promise<void> {
    const refused = this.#refused.get(folder);
    if (refused !== undefined) return this.download(refused.order);
    await this.#withEntry(folder, async (entry) => {
      const work = entry.next ?? entry.held;
      const { phase, error } = work.record;
      if (phase === 'run' || phase === 'copying' || (phase === 'done' && work.pieces?.isWhole)) return;
      // What the hub said before does not hold any more.
      const isOutdated = error?.code === 'download-changed' && !work.record.wasWhole;
      await work.update({ phase: 'run', error: null });
      if (isOutdated) entry.mustResolve = true;
    });
    this.#queue.pump();
  }

  async cancel(folder: string): Promise<void> {
    this.#refused.delete(folder);
    await this.#withEntry(folder, async (entry) => {
      const work = entry.next ?? entry.held;
      if (work.record.phase === 'done' || work.record.phase === 'copying') return;
      // Else the queue would begin with it again as soon as it stands still.
      if (work.record.phase === 'run') await work.update({ phase: 'paused' });
      await this.#queue.halt(entry);
      if (entry.next !== null) {
        await removeEntry(entry.held.folder, NEXT);
        entry.next = null;
      } else if (entry.held.record.wasWhole) {
        await entry.held.update({ phase: 'done', error: null });
      } else {
        await removeEntry(this.#tools.root, folder);
        this.#entries.delete(folder);
      }
    });
    this.#queue.pump();
  }

  async verify(folder: string): Promise<void> {
    await this.#withEntry(folder, async (entry) => {
      if (entry.held.record.phase !== 'done' || this.#queue.isActive(entry)) return;
      entry.checkedBytes = 0;
      try {
        await verifyModel(entry.held, this.#tools.hasher, (bytes) => {
          entry.checkedBytes = (entry.checkedBytes ?? 0) + bytes;
          this.#tools.onChange();
        });
      } finally {
        entry.checkedBytes = null;
      }
    });
  }

  repair(folder: string): Promise<void> {
    return this.resume(folder);
  }

  async update(folder: string): Promise<LibraryResult<'current' | 'updating'>> {
    const result = await resultOf(() =>
      this.#turns.take(folder, () => beginUpdate(this.#entry(folder), this.#hubs, this.#tools.clock.nowMs())),
    );
    this.#queue.pump();
    return result;
  }

  remove(folder: string): Promise<LibraryResult<number>> {
    return resultOf(() =>
      this.#turns.take(folder, async () => {
        const entry = this.#entry(folder);
        const work = entry.next ?? entry.held;
        if (work.record.phase === 'run') await work.update({ phase: 'paused' });
        await this.#queue.halt(entry);
        const before = await usedBytes();
        await navigator.locks.request(modelLock(folder), async () => {
          // First, so that nobody loads the half of it that a crash might leave.
          await entry.held.removeList();
          await removeEntry(this.#tools.root, folder);
        });
        this.#entries.delete(folder);
        this.#tools.onChange();
        this.#queue.pump();
        return Math.max(0, before - (await usedBytes()));
      }),
    );
  }

  async touch(folder: string): Promise<void> {
    await this.#withEntry(folder, (entry) =>
      // Where there is no room to note it, the model is no worse for that.
      entry.held.update({ lastUsedMs: this.#tools.clock.nowMs() }).catch(() => undefined),
    );
  }

  inspect(reference: string): Promise<LibraryResult<DownloadOrder>> {
    return resultOf(() => inspectSource(reference, this.#hubs));
  }

  importFiles(files: readonly ImportFile[]): Promise<LibraryResult<StoredModel>> {
    return resultOf(async () => {
      const found = await readImport(files, await readDevice());
      return this.#turns.take(found.folder, async () =>
        describeStored(await importEntry(found, this.#entries, this.#tools), HUB_URL),
      );
    });
  }

  exportTo(folder: string, target: FileSystemDirectoryHandle): Promise<LibraryResult<number>> {
    return resultOf(() =>
      this.#turns.take(folder, async () => {
        const { held } = this.#entry(folder);
        if (held.record.phase !== 'done' || !held.known.pieces.isWhole)
          throw new HearthError(errorInfo('import-incomplete', 'it is not whole'));
        return exportModel(held, target);
      }),
    );
  }

  #entry(folder: string): Entry {
    const entry = this.#entries.get(folder);
    if (entry === undefined) throw new HearthError(errorInfo('model-missing', folder));
    return entry;
  }

  /** A command to a model that may be gone meanwhile: then there is nothing to do. */
  async #withEntry(folder: string, act: (entry: Entry) => Promise<void>): Promise<void> {
    await this.#turns.take(folder, async () => {
      const entry = this.#entries.get(folder);
      if (entry === undefined) return;
      entry.trouble = null;
      try {
        await act(entry);
      } catch (caught) {
        entry.trouble = infoOf(caught);
      }
    });
    this.#tools.onChange();
  }
}

async function usedBytes(): Promise<number> {
  return (await navigator.storage.estimate()).usage ?? 0;
}
