import { HearthError, errorInfo, toErrorInfo } from '../core/errors.ts';
import type { ErrorInfo } from '../core/errors.ts';
import { HUB_URL } from '../core/models/source.ts';
import type { DownloadOrder, StoredModel } from '../core/models/stored-model.ts';
import type { ImportFile, LibraryResult, LibrarySettings } from '../ports/model-library.ts';
import type { LibraryCommands } from '../protocol/downloads-protocol.ts';
import type { Clock } from './clock.ts';
import { describeModel } from './describe-model.ts';
import { readDevice } from './device-kind.ts';
import { NEXT, newEntry, openEntry } from './entries.ts';
import { exportModel } from './export-model.ts';
import { SourceFailure } from './failure.ts';
import type { Hasher } from './hasher.ts';
import type { HoldingRecord } from './holding-record.ts';
import { Holding } from './holding.ts';
import { parseReference } from './hub-address.ts';
import { Hub } from './hub.ts';
import { copyModel, readImport } from './import-model.ts';
import { Mirrors } from './mirrors.ts';
import { RateLimit } from './speed.ts';
import type { Folder } from './store-folder.ts';
import { childFolder, removeEntry, storageFailure } from './store-folder.ts';
import { describeRefused, describeStored } from './stored-view.ts';
import type { Entry } from './stored-view.ts';
import { Transfer } from './transfer.ts';
import { verifyModel } from './verify-model.ts';

/** How often a running download is shown at least. */
const TICK_MS = 1000;

export interface LibraryTools {
  readonly root: Folder;
  readonly hasher: Hasher;
  readonly clock: Clock;
  /** Something that is shown has changed; called often. */
  readonly onChange: () => void;
}

/** All models of the store. One is downloaded at a time; the others wait in the order they were asked for. */
export class Library implements LibraryCommands {
  readonly #tools: LibraryTools;
  readonly #entries = new Map<string, Entry>();
  readonly #rateLimit = new RateLimit();
  /** Per folder: commands to one model are done one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Orders that could not even be written down. */
  readonly #refused = new Map<string, { readonly order: DownloadOrder; readonly error: ErrorInfo }>();
  #mirror: string | null = null;
  #isConfigured = false;
  #active: Entry | null = null;

  private constructor(tools: LibraryTools) {
    this.#tools = tools;
  }

  /** Reads what is there. What was going on when the last worker ended waits for `configure`. */
  static async open(tools: LibraryTools): Promise<Library> {
    const library = new Library(tools);
    for await (const [name, handle] of tools.root.entries()) {
      if (handle.kind !== 'directory') continue;
      const folder = await tools.root.getDirectoryHandle(name);
      const entry = await openEntry(folder, name);
      // Null: it was about to be created, or is of another version of Hearth. Neither shown nor touched.
      if (entry !== null && entry.held.record.phase !== 'copying') library.#entries.set(name, entry);
      else if (entry !== null) await removeEntry(tools.root, name);
    }
    return library;
  }

  models(): readonly StoredModel[] {
    const base = this.#bases()[0] ?? HUB_URL;
    const stored = [...this.#entries.values()]
      .toSorted((a, b) => a.held.record.addedMs - b.held.record.addedMs)
      .map((entry) => describeStored(entry, base));
    return [...stored, ...[...this.#refused].map(([folder, refused]) => describeRefused(folder, refused, base))];
  }

  async configure({ mirror, maxBytesPerSecond }: LibrarySettings): Promise<void> {
    this.#rateLimit.maxBytesPerSecond = maxBytesPerSecond;
    const base = mirror?.replace(/\/+$/, '') ?? null;
    const isOther = base !== this.#mirror;
    this.#mirror = base;
    this.#isConfigured = true;
    // What is being fetched begins again with the new address, where it stopped.
    if (isOther && this.#active !== null) await this.#halt(this.#active);
    this.#pump();
  }

  async download(order: DownloadOrder): Promise<void> {
    const { files } = order.manifest;
    if (files.type !== 'stored') return;
    const result = await this.#result(() =>
      this.#inTurn(files.folder, async () => {
        if (this.#entries.has(files.folder)) return;
        const folder = await childFolder(this.#tools.root, files.folder);
        const held = await Holding.create(folder, this.#newRecord(order, order.source.revision));
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
      await this.#halt(entry);
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
    this.#pump();
  }

  async cancel(folder: string): Promise<void> {
    this.#refused.delete(folder);
    await this.#withEntry(folder, async (entry) => {
      const work = entry.next ?? entry.held;
      if (work.record.phase === 'done' || work.record.phase === 'copying') return;
      // Else the queue would begin with it again as soon as it stands still.
      if (work.record.phase === 'run') await work.update({ phase: 'paused' });
      await this.#halt(entry);
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
    this.#pump();
  }

  async verify(folder: string): Promise<void> {
    await this.#withEntry(folder, async (entry) => {
      if (entry.held.record.phase !== 'done' || entry === this.#active) return;
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
    const result = await this.#result(() =>
      this.#inTurn(folder, async () => {
        const entry = this.#entry(folder);
        if (entry.next !== null) return 'updating' as const;
        const { order, revision } = entry.held.record;
        if (entry.held.record.phase !== 'done') throw new HearthError(errorInfo('model-in-use', 'it is not whole yet'));
        const { commit } = await this.#hub().revision({ repo: order.source.repo, revision: 'main' });
        if (commit === revision) return 'current' as const;
        const beside = await childFolder(entry.held.folder, NEXT);
        // What was known of the old revision's files says nothing about the new ones.
        entry.next = await Holding.create(beside, this.#newRecord({ ...order, files: [] }, commit));
        return 'updating' as const;
      }),
    );
    this.#pump();
    return result;
  }

  remove(folder: string): Promise<LibraryResult<number>> {
    return this.#result(() =>
      this.#inTurn(folder, async () => {
        const entry = this.#entry(folder);
        const work = entry.next ?? entry.held;
        if (work.record.phase === 'run') await work.update({ phase: 'paused' });
        await this.#halt(entry);
        const before = await usedBytes();
        // First, so that nobody loads the half of it that a crash might leave.
        await entry.held.removeList();
        await removeEntry(this.#tools.root, folder);
        this.#entries.delete(folder);
        this.#tools.onChange();
        this.#pump();
        return Math.max(0, before - (await usedBytes()));
      }),
    );
  }

  async touch(folder: string): Promise<void> {
    await this.#withEntry(folder, (entry) => entry.held.update({ lastUsedMs: this.#tools.clock.nowMs() }));
  }

  inspect(reference: string): Promise<LibraryResult<DownloadOrder>> {
    return this.#result(async () => {
      const source = parseReference(reference, this.#bases());
      const hub = this.#hub();
      const { commit, license } = await hub.revision(source);
      const pinned = { repo: source.repo, revision: commit };
      const files = await hub.tree(pinned);
      const readJson = (path: string) => hub.readJson(pinned, path);
      return describeModel({ source: pinned, license, files, device: await readDevice(), readJson });
    });
  }

  importFiles(files: readonly ImportFile[]): Promise<LibraryResult<StoredModel>> {
    return this.#result(async () => {
      const found = await readImport(files, await readDevice());
      const { folder } = found;
      return this.#inTurn(folder, async () => {
        const before = this.#entries.get(folder) ?? null;
        if (before !== null && (before.held.record.phase !== 'done' || before.next !== null))
          throw new HearthError(errorInfo('model-in-use', 'it is being downloaded'));
        const parent = before === null ? this.#tools.root : before.held.folder;
        const name = before === null ? folder : NEXT;
        const record = this.#newRecord(found.order, found.order.source.revision);
        try {
          const copy = await Holding.create(await childFolder(parent, name), { ...record, phase: 'copying' });
          const entry = before ?? newEntry(folder, copy);
          if (before !== null) before.next = copy;
          this.#entries.set(folder, entry);
          await copyModel(found, copy, this.#tools.hasher, this.#tools.onChange);
          await this.#complete(entry, null);
          return describeStored(entry, HUB_URL);
        } catch (caught) {
          // Nothing of it is kept: half a copy is of no use, and the files are still where they were.
          if (before === null) this.#entries.delete(folder);
          else before.next = null;
          await removeEntry(parent, name);
          throw caught;
        } finally {
          this.#tools.onChange();
        }
      });
    });
  }

  exportTo(folder: string, target: FileSystemDirectoryHandle): Promise<LibraryResult<number>> {
    return this.#result(() =>
      this.#inTurn(folder, async () => {
        const { held } = this.#entry(folder);
        if (held.record.phase !== 'done' || !held.known.pieces.isWhole)
          throw new HearthError(errorInfo('import-incomplete', 'it is not whole'));
        return exportModel(held, target, this.#tools.hasher);
      }),
    );
  }

  #pump(): void {
    this.#tools.onChange();
    // Nobody is asked before it is known whom to ask.
    if (this.#active !== null || !this.#isConfigured) return;
    const next = [...this.#entries.values()]
      .filter(({ held, next: beside }) => (beside ?? held).record.phase === 'run')
      .toSorted((a, b) => (a.next ?? a.held).record.addedMs - (b.next ?? b.held).record.addedMs)[0];
    if (next === undefined) return;
    this.#active = next;
    const abort = new AbortController();
    next.abort = abort;
    next.running = this.#run(next, abort.signal).finally(() => {
      next.transfer = null;
      next.abort = null;
      next.running = null;
      this.#active = null;
      this.#pump();
    });
  }

  async #run(entry: Entry, signal: AbortSignal): Promise<void> {
    const work = entry.next ?? entry.held;
    const { hasher, clock, onChange } = this.#tools;
    const beside = entry.next === null ? null : entry.held;
    const tools = { hasher, clock, onChange, rateLimit: this.#rateLimit, bases: this.#bases() };
    const transfer = new Transfer(work, beside, tools, signal);
    entry.transfer = transfer;
    // A rate that falls because nothing comes is seen by no other event.
    const ticking = setInterval(onChange, TICK_MS);
    try {
      await transfer.run(entry.mustResolve);
      entry.mustResolve = false;
      await this.#complete(entry, transfer.base);
    } catch (caught) {
      // Whoever stopped it has also written down why.
      if (signal.aborted) return;
      // In memory it is noted even where the disk is too full to write it down.
      await work.update({ phase: 'failed', error: infoOf(caught) }).catch((full: unknown) => infoOf(full));
    } finally {
      clearInterval(ticking);
    }
  }

  async #complete(entry: Entry, origin: string | null): Promise<void> {
    const work = entry.next ?? entry.held;
    // First, so that what is shown as ready is so for the engine too.
    if (entry.next === null) await work.writeList();
    await work.update({ phase: 'done', error: null, wasWhole: true, origin });
    if (entry.next === null) return;
    entry.held = await entry.held.takeOver(entry.next);
    entry.next = null;
    await removeEntry(entry.held.folder, NEXT);
  }

  /** Stops its transfer, if it is the one that runs. */
  async #halt(entry: Entry): Promise<void> {
    entry.abort?.abort(new DOMException('stopped', 'AbortError'));
    await entry.running;
  }

  #newRecord(order: DownloadOrder, revision: string): HoldingRecord {
    return {
      version: 1,
      order,
      files: null,
      revision,
      phase: 'run',
      error: null,
      wasWhole: false,
      origin: null,
      addedMs: this.#tools.clock.nowMs(),
      lastUsedMs: null,
    };
  }

  #bases(): readonly string[] {
    return this.#mirror === null ? [HUB_URL] : [this.#mirror, HUB_URL];
  }

  /** For a person who waits: what is not there is said rather than waited for. */
  #hub(): Hub {
    const patience = new AbortController();
    return new Hub(new Mirrors(this.#bases(), Math.random), this.#tools.clock, patience.signal, (waiting) => {
      if (waiting !== null) patience.abort(new SourceFailure(waiting.error, 'refused'));
    });
  }

  #entry(folder: string): Entry {
    const entry = this.#entries.get(folder);
    if (entry === undefined) throw new HearthError(errorInfo('model-missing', folder));
    return entry;
  }

  /** A command to a model that may be gone meanwhile: then there is nothing to do. */
  async #withEntry(folder: string, act: (entry: Entry) => Promise<void>): Promise<void> {
    await this.#inTurn(folder, async () => {
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

  #inTurn<T>(folder: string, act: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(folder) ?? Promise.resolve();
    const turn = before.then(act, act);
    this.#turns.set(folder, turn);
    return turn;
  }

  async #result<T>(act: () => Promise<T>): Promise<LibraryResult<T>> {
    try {
      return { ok: true, value: await act() };
    } catch (caught) {
      return { ok: false, error: infoOf(caught) };
    }
  }
}

function infoOf(caught: unknown): ErrorInfo {
  return caught instanceof SourceFailure ? caught.info : toErrorInfo(storageFailure(caught));
}

async function usedBytes(): Promise<number> {
  return (await navigator.storage.estimate()).usage ?? 0;
}
