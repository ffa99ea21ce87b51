import type { ErrorInfo } from '../core/errors.ts';
import type { StoredModel } from '../core/models/stored-model.ts';
import type { LibrarySettings } from '../ports/model-library.ts';
import type { DownloadsWorkerApi, LibraryCommands, TabMessage } from '../protocol/downloads-protocol.ts';
import { LIBRARY_CHANNEL } from '../protocol/downloads-protocol.ts';
import type { Library } from './library.ts';
import { infoOf } from './outcome.ts';

const SHOW_EVERY_MS = 100;

interface Pending {
  readonly name: keyof LibraryCommands;
  readonly args: readonly unknown[];
  /** Does it here: the tab that was asked is gone. */
  readonly act: (library: Library) => void;
  /** Told in the message that another tab answers with. */
  readonly settle: (event: MessageEvent) => void;
}

/**
 * The library as all tabs see it. The tab whose worker has the lock opens it; the others pass their commands on and
 * show what it shows. When that tab goes, another takes over and does what nobody has answered.
 */
export class SharedLibrary {
  readonly #open: (onChange: () => void) => Promise<Library>;
  readonly #tabs = new BroadcastChannel(LIBRARY_CHANNEL);
  readonly #pending = new Map<string, Pending>();
  readonly #ports = new Set<MessagePort>();
  /** Settled when the models are known, or will never be. */
  readonly #opened = Promise.withResolvers<ErrorInfo | null>();
  #library: Library | null = null;
  #models: readonly StoredModel[] | null = null;
  /** What this tab's page wants, for when this tab leads. */
  #settings: LibrarySettings | null = null;
  #isShowingSoon = false;

  constructor(open: (onChange: () => void) => Promise<Library>) {
    this.#open = open;
    this.#tabs.addEventListener('message', (event: MessageEvent<TabMessage>) => this.#hear(event.data, event));
    this.#tell({ type: 'hello' });
    // Held for as long as this worker lives, unless it can do nothing with it: another tab may try.
    void navigator.locks.request(LIBRARY_CHANNEL, async () => {
      try {
        await this.#lead();
      } catch (caught) {
        this.#opened.resolve(infoOf(caught));
        return;
      }
      await new Promise(() => undefined);
    });
  }

  get api(): DownloadsWorkerApi {
    return {
      watch: (port) => {
        this.#ports.add(port);
        if (this.#models !== null) port.postMessage(this.#models);
        return this.#opened.promise;
      },
      configure: (settings) => {
        this.#settings = settings;
        return this.#ask('configure', [settings], (library) => library.configure(settings));
      },
      download: (order) => this.#ask('download', [order], (library) => library.download(order)),
      pause: (folder) => this.#ask('pause', [folder], (library) => library.pause(folder)),
      resume: (folder) => this.#ask('resume', [folder], (library) => library.resume(folder)),
      cancel: (folder) => this.#ask('cancel', [folder], (library) => library.cancel(folder)),
      verify: (folder) => this.#ask('verify', [folder], (library) => library.verify(folder)),
      repair: (folder) => this.#ask('repair', [folder], (library) => library.repair(folder)),
      update: (folder) => this.#ask('update', [folder], (library) => library.update(folder)),
      remove: (folder) => this.#ask('remove', [folder], (library) => library.remove(folder)),
      touch: (folder) => this.#ask('touch', [folder], (library) => library.touch(folder)),
      inspect: (reference) => this.#ask('inspect', [reference], (library) => library.inspect(reference)),
      importFiles: (files) => this.#ask('importFiles', [files], (library) => library.importFiles(files)),
      exportTo: (folder, target) =>
        this.#ask('exportTo', [folder, target], (library) => library.exportTo(folder, target)),
    };
  }

  async #lead(): Promise<void> {
    const library = await this.#open(() => this.#showSoon());
    this.#library = library;
    if (this.#settings !== null) await library.configure(this.#settings);
    for (const { act } of this.#pending.values()) act(library);
    this.#pending.clear();
    this.#tell({ type: 'leads' });
    this.#show();
  }

  #ask<T>(name: keyof LibraryCommands, args: readonly unknown[], act: (library: Library) => Promise<T>): Promise<T> {
    if (this.#library !== null) return act(this.#library);
    const id = crypto.randomUUID();
    return new Promise((resolve, reject) => {
      this.#pending.set(id, {
        name,
        args,
        act: (library) => void act(library).then(resolve, reject),
        settle: ({ data }) => resolve(data.value),
      });
      this.#tell({ type: 'command', id, name, args });
    });
  }

  async #answer({ id, name, args }: TabMessage & { readonly type: 'command' }): Promise<void> {
    const method: unknown = this.#library?.[name];
    if (typeof method !== 'function') return;
    const value: unknown = await Reflect.apply(method, this.#library, args);
    this.#tell({ type: 'outcome', id, value });
  }

  #hear(message: TabMessage, event: MessageEvent): void {
    switch (message.type) {
      case 'hello':
        if (this.#library !== null) this.#show();
        return;
      case 'models':
        if (this.#library === null) this.#publish(message.models);
        return;
      case 'leads':
        for (const [id, { name, args }] of this.#pending) this.#tell({ type: 'command', id, name, args });
        return;
      case 'command':
        if (this.#library !== null) void this.#answer(message);
        return;
      case 'outcome':
        this.#pending.get(message.id)?.settle(event);
        this.#pending.delete(message.id);
        return;
    }
  }

  #showSoon(): void {
    if (this.#isShowingSoon) return;
    this.#isShowingSoon = true;
    setTimeout(() => {
      this.#isShowingSoon = false;
      this.#show();
    }, SHOW_EVERY_MS);
  }

  #show(): void {
    if (this.#library === null) return;
    const models = this.#library.models();
    this.#tell({ type: 'models', models });
    this.#publish(models);
  }

  #publish(models: readonly StoredModel[]): void {
    this.#models = models;
    this.#opened.resolve(null);
    for (const port of this.#ports) port.postMessage(models);
  }

  #tell(message: TabMessage): void {
    this.#tabs.postMessage(message);
  }
}
