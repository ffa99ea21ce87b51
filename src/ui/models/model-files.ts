import type { ImportFile } from '../../ports/model-library.ts';

/** What an input gave: with the path from the chosen folder's name on, or only names where files were chosen. */
export function filesOfInput(files: FileList): readonly ImportFile[] {
  return withFolders(
    Array.from(files, (file) => ({ path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file })),
  );
}

/**
 * What was dropped: folders are read to their bottom. The browser empties the list when the event is over, so the
 * entries are taken before anything is awaited.
 */
export async function filesOfDrop(items: DataTransferItemList): Promise<readonly ImportFile[]> {
  const taken = Array.from(items, (item) => item.webkitGetAsEntry() ?? item.getAsFile()).filter((it) => it !== null);
  return withFolders((await Promise.all(taken.map((it) => filesIn(it, '')))).flat());
}

/** Single files have lost their folders; of an ONNX model the graphs and their weights lie in one, the rest does not. */
export function withFolders(files: readonly ImportFile[]): readonly ImportFile[] {
  if (files.some(({ path }) => path.includes('/'))) return files;
  return files.map(({ path, file }) => ({ path: path.includes('.onnx') ? `onnx/${path}` : path, file }));
}

async function filesIn(entry: FileSystemEntry | File, before: string): Promise<readonly ImportFile[]> {
  const path = `${before}${entry.name}`;
  if (entry instanceof File) return [{ path, file: entry }];
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

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
