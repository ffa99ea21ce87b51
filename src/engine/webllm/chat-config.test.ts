import { describe, expect, it } from 'vitest';
import { asGiven, configOverrides, parseChatConfig, promptPieces } from './chat-config.ts';

const TEMPLATE = {
  system_template: '<s>{system_message}</s>\n',
  system_message: 'Be kind.',
  roles: { user: '<user>', assistant: '<model>' },
  role_templates: { user: '{user_message}', assistant: '{assistant_message}', tool: 'T: {tool_message}' },
  seps: ['<end>\n'],
  role_content_sep: '\n',
  role_empty_sep: '\n',
  stop_str: [],
  stop_token_ids: [7],
};
const configOf = (change: object = {}, rest: object = {}) =>
  parseChatConfig(
    JSON.stringify({
      tokenizer_files: [],
      sliding_window_size: -1,
      ...rest,
      conv_template: { ...TEMPLATE, ...change },
    }),
  );

const HELLO = { role: 'user', content: 'Hello' } as const;
const HI = { role: 'assistant', content: 'Hi' } as const;

describe('promptPieces', () => {
  it('writes a conversation in pieces, with an open answer at the end', () => {
    expect(promptPieces(configOf(), [HELLO, HI, HELLO])).toEqual([
      '<s>Be kind.</s>\n',
      '<user>\nHello<end>\n',
      '<model>\nHi<end>\n',
      '<user>\nHello<end>\n',
      '<model>\n',
    ]);
  });

  it('puts a system message in the place of the model’s own', () => {
    const system = { role: 'system', content: 'Be brief, for $1.' } as const;
    expect(promptPieces(configOf(), [system, HELLO])[0]).toBe('<s>Be brief, for $1.</s>\n');
  });

  it('leaves out a system part that is empty', () => {
    const bare = configOf({ system_template: '{system_message}', system_message: '' });
    expect(promptPieces(bare, [HELLO])).toEqual(['<user>\nHello<end>\n', '<model>\n']);
  });

  it('leaves out an empty system part where the model wants none', () => {
    const unsaid = configOf({ system_message: '', render_empty_system_message: false });
    expect(promptPieces(unsaid, [HELLO])[0]).toBe('<user>\nHello<end>\n');
    expect(promptPieces(configOf({ system_message: '' }), [HELLO])[0]).toBe('<s></s>\n');
  });

  it('takes the separators in turn, and a colon after the role where none is given', () => {
    const config = configOf({ seps: [' ', '|'], role_content_sep: undefined, role_empty_sep: undefined });
    expect(promptPieces(config, [HELLO, HI, HELLO]).slice(1)).toEqual([
      '<user>: Hello ',
      '<model>: Hi|',
      '<user>: Hello ',
      '<model>: ',
    ]);
  });

  it('names no role after a system part that ends in one', () => {
    const config = configOf({ add_role_after_system_message: false });
    expect(promptPieces(config, [HELLO])[1]).toBe('Hello<end>\n');
  });

  it('keeps a role’s own template', () => {
    const config = configOf({ role_templates: { user: 'Q: {user_message}?' } });
    expect(promptPieces(config, [HELLO])[1]).toBe('<user>\nQ: Hello?<end>\n');
  });
});

describe('configOverrides', () => {
  it('sets the window, and keeps the templates for us', () => {
    expect(configOverrides(configOf(), 1024)).toEqual({
      context_window_size: 1024,
      max_history_size: 1,
      conv_config: { role_templates: {} },
    });
  });

  it('leaves a sliding window', () => {
    const sliding = configOf({}, { sliding_window_size: 4096 });
    expect(configOverrides(sliding, 1024)).not.toHaveProperty('context_window_size');
  });
});

describe('asGiven', () => {
  const content = "costs $$5, $& and $' and $1 {user_message}";

  it('makes a system message come through String.replace as it was written', () => {
    const [given] = asGiven(configOf(), [{ role: 'system', content }]);
    expect('{system_message}'.replace('{system_message}', given?.content ?? '')).toBe(content);
  });

  it('gives the others as they are where a template says nothing but the message', () => {
    expect(asGiven(configOf(), [{ role: 'user', content }])).toEqual([{ role: 'user', content }]);
    const without = configOf({ role_templates: undefined });
    expect(asGiven(without, [{ role: 'assistant', content }])).toEqual([{ role: 'assistant', content }]);
  });

  it('puts them into a template that says more, character for character', () => {
    const config = configOf({ role_templates: { user: '{function_string}Q: {user_message}?' } });
    expect(asGiven(config, [{ role: 'user', content }])).toEqual([{ role: 'user', content: `Q: ${content}?` }]);
  });
});

describe('parseChatConfig', () => {
  it.each(['', '{}', '{"conv_template":{}}', JSON.stringify({ conv_template: { ...TEMPLATE, seps: [] } })])(
    'takes %s for a damaged file',
    (text) => {
      expect(() => parseChatConfig(text)).toThrow(
        expect.objectContaining({ info: expect.objectContaining({ code: 'model-corrupt' }) }),
      );
    },
  );
});
