import { describe, expect, it } from 'vitest';
import { faultOf, findingsOf } from './self-test.ts';
import type { SelfTestStep } from './self-test.ts';

const steps = (count: number, change: (at: number) => Partial<SelfTestStep> = () => ({})): SelfTestStep[] =>
  Array.from({ length: count }, (_, at) => ({ id: at, gap: 0, entropy: 0.2, ...change(at) }));
const judge = (run: SelfTestStep[], text: string, isKnown: boolean) => faultOf(run, findingsOf(run, text, isKnown));

describe('the self-test', () => {
  it('passes a sane answer that nothing is known of', () => {
    expect(judge(steps(16), 'Red, green and blue — 红绿蓝 🎨.\n', false)).toBeNull();
  });

  it('passes the known answer with near ties that fell otherwise', () => {
    const run = steps(16, (at) => (at % 4 === 0 ? { gap: 0.3 } : {}));
    expect(findingsOf(run, 'x', true).agreement).toBe(1);
    expect(judge(run, 'x', true)).toBeNull();
  });

  it('passes when a quarter of the known tokens would be others, and fails beyond', () => {
    expect(
      judge(
        steps(16, (at) => (at < 4 ? { gap: 3 } : {})),
        'x',
        true,
      ),
    ).toBeNull();
    expect(
      judge(
        steps(16, (at) => (at < 5 ? { gap: 3 } : {})),
        'x',
        true,
      ),
    ).toBe('69 % of a known answer of 16 tokens');
  });

  it.each([
    ['no numbers', steps(3, (at) => (at === 2 ? { gap: Number.NaN } : {})), 'abc', 'it computes no numbers'],
    ['noise', steps(16, () => ({ entropy: 0.97 })), 'abc', 'any token is as likely as another (97 %)'],
    ['broken text', steps(16), 'a\u{FFFD}\u{FFFD}\u{0001}\u{E000}', '20 % of its text can be read'],
    ['one token over and over', steps(8, () => ({ id: 5 })), 'the the the', 'one token 8 times'],
  ])('fails on %s', (_, run, text, fault) => {
    expect(judge(run, text, false)).toBe(fault);
  });

  it('takes an empty answer for one: the model may end at once', () => {
    expect(judge(steps(1), '', false)).toBeNull();
  });
});
