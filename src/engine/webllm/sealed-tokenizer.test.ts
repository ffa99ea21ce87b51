import { describe, expect, it } from 'vitest';
import { parseChatConfig } from './chat-config.ts';
import { SealedTokenizer } from './sealed-tokenizer.ts';

const CONFIG = {
  tokenizer_files: ['tokenizer.json', 'tokenizer_config.json'],
  conv_template: {
    system_template: '<sys>{system_message}</sys>',
    system_message: '',
    roles: { user: '<user>', assistant: '<model>' },
    seps: ['<end>\n'],
    stop_token_ids: [3],
  },
};
const TOKENIZER = {
  added_tokens: [
    { content: '<s>', special: true, normalized: true },
    ...['<sys>', '<user>', '<end>', '<other>'].map((content) => ({ content, special: false, normalized: true })),
  ],
  pre_tokenizer: { type: 'ByteLevel' },
  model: { type: 'BPE' },
};
const SEAM = '\uFDD0';

const sealedTokenizer = (change: object = {}) =>
  new SealedTokenizer(parseChatConfig(JSON.stringify({ ...CONFIG, ...change })));
const bytesOf = (text: string) => new TextEncoder().encode(text).buffer;

describe('the tokenizer as web-llm gets it', () => {
  it('cuts at seams first, and finds special tokens in the text as it stands', () => {
    const written = new TextDecoder().decode(sealedTokenizer().rewrite(bytesOf(JSON.stringify(TOKENIZER))));
    const rewritten: unknown = JSON.parse(written);
    expect(rewritten).toMatchObject({
      added_tokens: [{ content: '<s>', normalized: false }, { normalized: true }, {}, {}, {}],
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [{ type: 'Split', pattern: { Regex: SEAM }, behavior: 'Removed' }, { type: 'ByteLevel' }],
      },
      model: { type: 'BPE' },
    });
  });

  it('seals special tokens and the marks of the conversation, and nothing else', () => {
    const tokenizer = sealedTokenizer();
    tokenizer.rewrite(bytesOf(JSON.stringify(TOKENIZER)));
    expect(tokenizer.seal('<s> <sys> <user> <end> <other> <model> plain')).toBe(
      `<${SEAM}s> <${SEAM}sys> <${SEAM}user> <${SEAM}end> <other> <model> plain`,
    );
  });

  it('seals nothing before the file was read', () => {
    expect(() => sealedTokenizer().seal('a')).toThrow('engine-crashed');
  });

  it.each(['', '[]', '{'])('takes %j for a damaged file', (text) => {
    expect(() => sealedTokenizer().rewrite(bytesOf(text))).toThrow('model-corrupt: tokenizer.json');
  });

  it('is not for a model that has SentencePiece’s file alone', () => {
    expect(() => sealedTokenizer({ tokenizer_files: ['tokenizer.model'] })).toThrow('model-unknown-kind');
  });
});
