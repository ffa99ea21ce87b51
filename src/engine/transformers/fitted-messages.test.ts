import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../core/generate-request.ts';
import { alternating } from './fitted-messages.ts';

const said = (...turns: readonly (readonly [ChatMessage['role'], string])[]): ChatMessage[] =>
  turns.map(([role, content]) => ({ role, content }));

describe('alternating', () => {
  it('leaves turns that alternate as they are', () => {
    const messages = said(['user', 'a'], ['assistant', 'b'], ['user', 'c']);
    expect(alternating(messages)).toEqual(messages);
  });

  it('puts the system text before what the user says', () => {
    expect(alternating(said(['system', 'Be brief.'], ['user', 'Hi']))).toEqual(said(['user', 'Be brief.\n\nHi']));
  });

  it('joins prompts that were left without an answer', () => {
    expect(alternating(said(['user', 'a'], ['user', 'b'], ['assistant', 'c'], ['user', 'd']))).toEqual(
      said(['user', 'a\n\nb'], ['assistant', 'c'], ['user', 'd']),
    );
  });
});
