import type { ErrorInfo } from '../core/errors.ts';
import type { StoredModel } from '../core/models/stored-model.ts';
import type { ModelLibrary } from '../ports/model-library.ts';

/** What can be asked of the library, by the page or by the downloads worker of another tab. */
export type LibraryCommands = Omit<ModelLibrary, 'subscribe'>;

/** Control plane of the downloads worker. */
export interface DownloadsWorkerApi extends LibraryCommands {
  /**
   * Posts all models (`StoredModel[]`) as soon as they are known and at every change, at most 10 times a second. Null when
   * they are, else why they never will be: then this worker is of no more use.
   */
  watch(port: MessagePort): Promise<ErrorInfo | null>;
}

/**
 * Between the downloads workers of several tabs: one holds the Web Lock and is the only one that touches the store,
 * the others pass on what they are asked.
 */
export type TabMessage =
  | { readonly type: 'models'; readonly models: readonly StoredModel[] }
  /** A new tab asks for the models. */
  | { readonly type: 'hello' }
  /** The library is open here from now on; what was asked before may not have been heard. */
  | { readonly type: 'leads' }
  | {
      readonly type: 'command';
      readonly id: string;
      readonly name: keyof LibraryCommands;
      readonly args: readonly unknown[];
    }
  | { readonly type: 'outcome'; readonly id: string; readonly value: unknown };

/** Name of the Web Lock and of the channel. */
export const LIBRARY_CHANNEL = 'hearth-model-library';
