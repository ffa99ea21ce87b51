/** A folder, as far as reading needs it. */
interface ReadableFolder {
  getFileHandle(name: string): Promise<{ getFile(): Promise<Pick<File, 'text'>> }>;
}

/** One that is replaced this often while it is read is being written without an end. */
const TRIES = 5;

/**
 * All of a file that others replace by moving another one over it. A `File` is of the file as it was: seen in Chromium
 * 156, reading one that was replaced meanwhile fails with `NotReadableError` or `NotFoundError`, and the new one is
 * there. Rejects with `NotFoundError` where there is none.
 */
export async function readText(folder: ReadableFolder, name: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const handle = await folder.getFileHandle(name);
    try {
      return await (await handle.getFile()).text();
    } catch (caught) {
      if (attempt === TRIES || !(caught instanceof DOMException)) throw caught;
    }
  }
}
