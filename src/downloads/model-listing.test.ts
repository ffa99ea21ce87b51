import { describe, expect, it } from 'vitest';
import { modelId } from '../core/ids.ts';
import { readListing, writeListing } from './model-listing.ts';
import type { Listing } from './model-listing.ts';

const FILES = [{ path: 'onnx/a.onnx', bytes: 5, sha256: 'a'.repeat(64) }];
const LISTING: Listing = {
  order: {
    manifest: {
      id: modelId('m'),
      name: 'M',
      engine: 'transformers',
      files: { type: 'stored', folder: 'm-q8' },
      license: 'MIT',
      parameters: 1,
      contextWindow: 2,
      kvBytesPerToken: 3,
      builds: { wasm: { quantization: 'q8', downloadBytes: 5 } },
      escalateToken: null,
    },
    source: { repo: 'o/n', revision: 'abc' },
    selection: { format: 'onnx', graph: 'a' },
    files: FILES,
  },
  files: FILES,
};

describe('the list of an exported model', () => {
  it('can be read again', () => {
    expect(readListing(writeListing(LISTING))).toEqual(LISTING);
  });

  it.each([
    ['no JSON', 'x'],
    ['another version', writeListing(LISTING).replace('"version": 1', '"version": 2')],
    ['a way out of the folder', writeListing(LISTING).replace('onnx/a.onnx', '../a.onnx')],
    ['a folder that is none', writeListing(LISTING).replace('m-q8', '../m')],
    ['no checksum', writeListing(LISTING).replace('a'.repeat(64), '')],
    ['no files', writeListing({ ...LISTING, files: [] })],
  ])('is refused with %s', (_name, text) => {
    expect(() => readListing(text)).toThrow('import-corrupt');
  });
});
