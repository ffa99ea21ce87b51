import type { JudgedAnswer } from './decision-record.ts';

/**
 * The model is asked whether its own answer is right, and the probabilities of yes and no are read, not what it would
 * say: P(True) of Kadavath et al. 2022 (arXiv 2207.05221). How much that is worth depends on the model: there it grew
 * with size. So it only tips the scales where the judge is in doubt, and what it can come to is bounded.
 */
export const SELF_CHECK = {
  question: 'Is your answer above right and complete? Say only Yes or No.',
  choices: ['Yes', 'No'],
} as const;

/** Between these the judge does not know: below, the answer counts as weak anyway. */
const GREY = { from: 0.4, to: 0.7 } as const;
/** Set by hand, as nothing was measured yet on models that people run: half of what the model itself says. */
const TRUST = 0.5;
const MAX_WEIGHT = 1.2;

export function isInDoubt({ confidence }: Pick<JudgedAnswer, 'confidence'>): boolean {
  return confidence >= GREY.from && confidence < GREY.to;
}

/** The judgement with what the model said of itself; unchanged where that says nothing. */
export function withSelfCheck(judged: JudgedAnswer, logprobs: readonly number[]): JudgedAnswer {
  const [yes = Number.NEGATIVE_INFINITY, no = Number.NEGATIVE_INFINITY] = logprobs;
  // Neither was likely, or one of them cannot be told from the other.
  if (!Number.isFinite(yes) || !Number.isFinite(no)) return judged;
  const share = 1 / (1 + Math.exp(no - yes));
  const weight = Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, TRUST * (yes - no)));
  const speaks = weight > 0 ? 'for' : 'against';
  const text = `Asked whether its answer is right, the model gives yes ${Math.round(share * 100)} %, which speaks ${speaks} it.`;
  const logit = Math.log(judged.confidence / (1 - judged.confidence)) + weight;
  return {
    ...judged,
    confidence: 1 / (1 + Math.exp(-logit)),
    evidence: [...judged.evidence, { code: 'self-check', text, weight }].toSorted(
      (a, b) => Math.abs(b.weight) - Math.abs(a.weight),
    ),
    // What is learnt from the user's word is not learnt from this.
    fixed: judged.fixed + weight,
  };
}
