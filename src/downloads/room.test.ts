import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkRoom } from './room.ts';

const MIB = 1 << 20;

/** Browsers whose quota is a bound; Chromium's promises more than there is, which no test can change. */
function withRoom(roomBytes: number): void {
  vi.stubGlobal('navigator', {
    storage: { estimate: () => Promise.resolve({ quota: 100 * MIB + roomBytes, usage: 100 * MIB }) },
  });
}

/** Files of 10 MiB, each with what of it is on the disk, and whether it is whole. */
function holding(
  files: readonly { readonly onDisk: number; readonly isWhole?: boolean }[],
): Parameters<typeof checkRoom>[0] {
  return {
    known: { pieces: { files: files.map(({ isWhole }) => ({ whole: isWhole === true ? new Uint8Array(32) : null })) } },
    file: () => ({ bytes: 10 * MIB }),
    fileHandle: (file) => Promise.resolve({ getFile: () => Promise.resolve({ size: files[file]?.onDisk ?? 0 }) }),
  };
}

afterEach(() => vi.unstubAllGlobals());

describe('room for a download', () => {
  it('is needed for all of it at first', async () => {
    withRoom(35 * MIB);
    await expect(checkRoom(holding([{ onDisk: 0 }, { onDisk: 0 }]))).rejects.toThrow('model-storage-full');
    withRoom(36 * MIB);
    await checkRoom(holding([{ onDisk: 0 }, { onDisk: 0 }]));
  });

  it('is not needed again for what is reserved', async () => {
    withRoom(0);
    await checkRoom(holding([{ onDisk: 10 * MIB }, { onDisk: 10 * MIB, isWhole: true }]));
    await expect(checkRoom(holding([{ onDisk: 9 * MIB }]))).rejects.toThrow('model-storage-full');
  });
});
