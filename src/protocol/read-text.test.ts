import { describe, expect, it } from 'vitest';
import { readText } from './read-text.ts';

/** A folder whose file is replaced before it was read, as often as told, failing as Chromium's private file system does. */
function folderReplaced(times: number, error: unknown) {
  const seen = { reads: 0 };
  const text = () => {
    seen.reads += 1;
    return seen.reads <= times ? Promise.reject(error) : Promise.resolve(`version ${seen.reads}`);
  };
  return { seen, getFileHandle: () => Promise.resolve({ getFile: () => Promise.resolve({ text }) }) };
}

describe('readText', () => {
  it.each(['NotReadableError', 'NotFoundError'])('reads the new file where the old one went: %s', async (name) => {
    const folder = folderReplaced(2, new DOMException('replaced', name));
    await expect(readText(folder, 'list.json')).resolves.toBe('version 3');
  });

  it('gives up on a file that can never be read', async () => {
    const folder = folderReplaced(Infinity, new DOMException('no permission', 'NotReadableError'));
    await expect(readText(folder, 'list.json')).rejects.toThrow('no permission');
    expect(folder.seen.reads).toBe(5);
  });

  it('says at once that there is no file, and what else goes wrong', async () => {
    const missing = { getFileHandle: () => Promise.reject(new DOMException('none', 'NotFoundError')) };
    await expect(readText(missing, 'list.json')).rejects.toThrow('none');
    const folder = folderReplaced(1, new TypeError('a fault of ours'));
    await expect(readText(folder, 'list.json')).rejects.toThrow('a fault of ours');
    expect(folder.seen.reads).toBe(1);
  });
});
