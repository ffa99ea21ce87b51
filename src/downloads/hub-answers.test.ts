import { describe, expect, it } from 'vitest';
import { hubAddress, parseReference } from './hub-address.ts';
import { completeFiles, nextPage, readRevision, readShards, readTree, selectFiles } from './hub-answers.ts';

const OID = 'A'.repeat(64);
const file = (path: string, bytes = 1) => ({ path, bytes, sha256: null });

describe('addresses', () => {
  it('have the layout of the hub, with names escaped', () => {
    const source = { repo: 'o/n', revision: 'refs/pr/1' };
    expect(hubAddress.revision('https://h', source)).toBe('https://h/api/models/o/n/revision/refs%2Fpr%2F1');
    expect(hubAddress.file('https://h', source, 'a b/c#d')).toBe('https://h/o/n/resolve/refs%2Fpr%2F1/a%20b/c%23d');
  });

  it.each([
    ['o/n', 'main'],
    [' o/n/ ', 'main'],
    ['o/n@v1', 'v1'],
    ['https://huggingface.co/o/n', 'main'],
    ['https://huggingface.co/o/n/tree/abc?x=1', 'abc'],
    ['https://huggingface.co/o/n/tree/refs%2Fpr%2F1', 'refs/pr/1'],
    ['o/n@refs/pr/1', 'refs/pr/1'],
    ['huggingface.co/o/n', 'main'],
    ['http://www.huggingface.co/o/n/', 'main'],
    ['https://hf.co/o/n/tree/abc', 'abc'],
    ['https://m.example/hub/o/n/resolve/abc/config.json', 'abc'],
  ])('of a model are understood: %s', (text, revision) => {
    expect(parseReference(text, ['https://m.example/hub'])).toEqual({ repo: 'o/n', revision });
  });

  it.each([
    '',
    'name',
    'o/',
    '../..',
    'https://elsewhere.example/o/n',
    'https://huggingface.co.evil.example/o/n',
    'o/n/discussions',
    'javascript:alert(1)',
    'https://huggingface.co/o/n/tree/100%',
    'https://huggingface.co/o%2Fn',
  ])('of something else are not: %j', (text) => {
    expect(() => parseReference(text, [])).toThrow('model-reference-bad');
  });
});

describe('what a hub answers', () => {
  it('is a commit and a licence, from the card or a tag', () => {
    expect(readRevision({ sha: 'abc', cardData: { license: 'mit' }, tags: ['license:other'] })).toEqual({
      commit: 'abc',
      license: 'mit',
    });
    expect(readRevision({ sha: 'abc', tags: ['x', 'license:apache-2.0'] }).license).toBe('apache-2.0');
    expect(readRevision({ sha: 'abc' }).license).toBeNull();
  });

  it('is a list of files, with the size and checksum of large ones', () => {
    expect(
      readTree([
        { type: 'directory', path: 'onnx' },
        { type: 'file', path: 'config.json', size: 12, oid: 'git' },
        { type: 'file', path: 'onnx/a.onnx', size: 130, lfs: { oid: `sha256:${OID}`, size: 5_000_000_000 } },
      ]),
    ).toEqual([
      { path: 'config.json', bytes: 12, sha256: null },
      { path: 'onnx/a.onnx', bytes: 5_000_000_000, sha256: OID.toLowerCase() },
    ]);
  });

  it.each([
    ['<https://h/api/models/o/n/tree/c?recursive=true&limit=1000&cursor=a%3D>; rel="next"', true],
    ['<https://h/?first>; rel="first", <https://h/x?recursive=true&limit=1000&cursor=a%3D#top>; a=b; REL=next', true],
    ['<https://h/?cursor=z>; rel="prev"', false],
    ['<https://h/?cursor=z>; rel="prev", <https://h/?cursor=y>; rel="nextish"', false],
    ['', false],
    [null, false],
  ])('says where a list goes on, of which only the query counts: %j', (link, goesOn) => {
    expect(nextPage(link)).toBe(goesOn ? '?recursive=true&limit=1000&cursor=a%3D' : null);
  });

  it.each([
    null,
    '<html>',
    {},
    [{ type: 'file', path: '../../etc/passwd', size: 1 }],
    [{ type: 'file', path: 'a', size: -1 }],
    [{ type: 'file', path: 'a', size: '1' }],
  ])('is refused where it is something else: %j', (json) => {
    expect(() => readTree(json)).toThrow('hub-bad-answer');
    expect(() => readRevision(json)).toThrow('hub-bad-answer');
  });
});

describe('the files of a build', () => {
  it('are the graph, its data and the small files of the root', () => {
    const tree = [
      'config.json',
      'chat_template.jinja',
      'README.md',
      'onnx/model_q4.onnx',
      'onnx/model_q4.onnx_data',
      'onnx/model_q4.onnx_data_1',
      'onnx/model_q4.onnx_database',
      'onnx/model_q4f16.onnx',
      'sub/config.json',
    ].map((path) => file(path));
    const chosen = selectFiles(tree, { format: 'onnx', graph: 'model_q4' }, null).map(({ path }) => path);
    expect(chosen).toEqual([
      'config.json',
      'chat_template.jinja',
      'onnx/model_q4.onnx',
      'onnx/model_q4.onnx_data',
      'onnx/model_q4.onnx_data_1',
    ]);
    expect(() => selectFiles(tree, { format: 'onnx', graph: 'model' }, null)).toThrow('hub-bad-answer');
  });

  it('are the shards that the list names, the tokenizer and the library', () => {
    const shards = readShards({ records: [{ dataPath: 'params_shard_0.bin' }] });
    const tree = [
      'mlc-chat-config.json',
      'tensor-cache.json',
      'tokenizer.json',
      'params_shard_0.bin',
      'params_shard_1.bin',
    ];
    const library = { path: 'm.wasm', url: 'https://l/m.wasm', bytes: null, sha256: null };
    const paths = selectFiles(
      tree.map((path) => file(path)),
      { format: 'mlc', library },
      shards,
    ).map(({ path }) => path);
    expect(paths).toEqual([...tree.slice(0, 4), 'm.wasm']);
    const packaged = { format: 'mlc', library, packageManifest: 'package.json' } as const;
    expect(
      selectFiles(
        [...tree, 'package.json'].map((path) => file(path)),
        packaged,
        shards,
      ),
    ).toContainEqual(file('package.json'));
    expect(() =>
      selectFiles(
        tree.map((path) => file(path)),
        packaged,
        shards,
      ),
    ).toThrow('hub-bad-answer');
    const elsewhere = { path: 'm.wasm', bytes: null, sha256: null };
    expect(() =>
      selectFiles(
        tree.map((path) => file(path)),
        { format: 'mlc', library: elsewhere },
        shards,
      ),
    ).toThrow();
    expect(() => selectFiles([file('mlc-chat-config.json')], { format: 'mlc', library }, shards)).toThrow();
    expect(() => readShards({ records: [] })).toThrow('hub-bad-answer');
  });

  it('keep what was known of them before, and are refused where the hub says otherwise', () => {
    const known = [{ path: 'a', bytes: null, sha256: 'old' }];
    expect(completeFiles([file('a', 5)], known)).toEqual([{ path: 'a', bytes: 5, sha256: 'old' }]);
    expect(() => completeFiles([{ path: 'a', bytes: 5, sha256: 'new' }], known)).toThrow('download-changed');
    expect(() => completeFiles([file('a', 5)], [file('a', 6)])).toThrow('download-changed');
  });
});
