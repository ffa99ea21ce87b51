import type { SelfTest } from '../../core/models/self-test.ts';
import { formatCount } from '../shared/format-figure.ts';

/** What the run right after the load showed. */
export function selfTestText({ basis, agreement, tokens, isSecondTry, contextWindow }: SelfTest): string {
  const smaller = isSecondTry
    ? ` The first load failed it: this one has ${formatCount(contextWindow)} tokens of context.`
    : '';
  if (basis === 'first-load' || agreement === null) {
    return `Self-test passed: it writes sense. Its answer is remembered for the next load.${smaller}`;
  }
  const known = basis === 'pinned' ? 'the answer it came with' : 'its answer of the first load';
  return `Self-test passed: ${Math.round(agreement * tokens)} of ${tokens} tokens as in ${known}.${smaller}`;
}
