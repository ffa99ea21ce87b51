import type { ImportFile } from '../../ports/model-library.ts';

/** What an input gave. Paths are relative to the folder that was chosen; single files have none but their names. */
export function filesOfInput(files: FileList): readonly ImportFile[] {
  return Array.from(files, (file) => {
    const inFolder = file.webkitRelativePath.split('/').slice(1).join('/');
    return { path: inFolder === '' ? file.name : inFolder, file };
  });
}

/**
 * What was dropped: folders are read to their bottom. The browser empties the list when the event is over, so the
 * entries are taken before anything is awaited.
 */
export async function filesOfDrop(items: DataTransferItemList): Promise<readonly ImportFile[]> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const [only] = entries;
  // One folder is the model's own; its name is not part of any path.
  const roots = entries.length === 1 && isFolder(only) ? await childrenOf(only) : entries;
  return (await Promise.all(roots.map((entry) => filesIn(entry, '')))).flat();
}

async function filesIn(entry: FileSystemEntry, before: string): Promise<readonly ImportFile[]> {
  const path = `${before}${entry.name}`;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => {
      entry.file(resolve, reject);
    });
    return [{ path, file }];
  }
  if (!isFolder(entry)) return [];
  const children = await childrenOf(entry);
  return (await Promise.all(children.map((child) => filesIn(child, `${path}/`)))).flat();
}

/** `readEntries` gives a hundred at a time and ends with none. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry | undefined): entry is FileSystemDirectoryEntry {
  return entry?.isDirectory ?? false;
}
