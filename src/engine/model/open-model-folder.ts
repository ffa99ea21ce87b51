import type { ModelManifest } from '../../core/models/manifest.ts';
import { ModelFolder } from './model-folder.ts';
import type { OnBytes } from './model-source.ts';
import { OriginSource } from './origin-source.ts';
import { StoredSource } from './stored-source.ts';

/** The folder that a manifest names: served with the app, or in the model store. Nothing is read yet. */
export function openModelFolder({ files }: ModelManifest, signal: AbortSignal, onBytes: OnBytes): ModelFolder {
  const { origin } = self.location;
  if (files.type === 'stored') {
    const url = new URL(`/stored-models/${encodeURIComponent(files.folder)}/`, origin).href;
    return new ModelFolder(url, new StoredSource(files.folder, signal, onBytes));
  }
  const url = new URL(`${files.basePath}/`, origin).href;
  return new ModelFolder(url, new OriginSource(url, signal, onBytes));
}
