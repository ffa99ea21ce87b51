import { describe, expect, it } from 'vitest';
import { parseFileList } from './file-list.ts';

describe('parseFileList', () => {
  it('reads path, bytes and checksum of each file', () => {
    const list = parseFileList('{"id":"x","files":[{"path":"a/b","bytes":3,"sha256":"AB"}]}');
    expect(list?.get('a/b')).toEqual({ path: 'a/b', bytes: 3, sha256: 'ab' });
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"files":{}}',
    '{"files":[{"path":"a","bytes":"3","sha256":"ab"}]}',
    '<!doctype html>',
  ])('takes %j for no list', (text) => {
    expect(parseFileList(text)).toBeNull();
  });
});
