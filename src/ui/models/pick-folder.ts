/** The File System Access API, which Chromium has and others do not. */
interface FolderPicker {
  showDirectoryPicker(options: { readonly mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
}

function hasPicker(page: Window): page is Window & FolderPicker {
  return 'showDirectoryPicker' in page;
}

export function canPickFolder(): boolean {
  return hasPicker(window);
}

/** Asks for a folder to write to. Null: the user thought better of it, or the browser has no such question. */
export async function pickFolder(): Promise<FileSystemDirectoryHandle | null> {
  if (!hasPicker(window)) return null;
  try {
    return await window.showDirectoryPicker({ mode: 'readwrite' });
  } catch (caught) {
    if (caught instanceof DOMException && caught.name === 'AbortError') return null;
    throw caught;
  }
}
