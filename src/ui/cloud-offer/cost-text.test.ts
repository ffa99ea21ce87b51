import { expect, it } from 'vitest';
import { costText } from './cost-text.ts';

it('tells tokens and the cost at most, or that no price is known', () => {
  const size = { promptTokens: 1200, maxCompletionTokens: 512 };
  expect(costText({ ...size, maxCost: null })).toBe('about 1,200 tokens, up to 512 for the answer; price unknown');
  expect(costText({ ...size, maxCost: 0.0234 })).toBe(
    'about 1,200 tokens, up to 512 for the answer; costs 0.02 at most',
  );
});
