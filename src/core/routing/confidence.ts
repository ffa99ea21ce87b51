import { type Calibration, normalise, sigmoid, weightsOf } from './calibration.ts';
import type { AnswerTrace, Confidence, Evidence, FeatureName } from './evidence.ts';
import { FEATURES, measure, summariseTokens } from './evidence.ts';
import { findProblems, type Problem } from './validators.ts';

/** Log-odds that a problem costs. Set by hand: the data that the rest is trained on hardly holds any of them. */
const COST: Record<Problem['code'], number> = {
  empty: 6,
  looping: 4,
  echo: 3,
  refusal: 3,
  'broken-json': 2.5,
  'wrong-language': 2.5,
  'wrong-format': 1.5,
  'cut-off': 1,
};

/**
 * What the look of an answer can come to, in log-odds: it was learnt from two tasks, so alone it never brings a usual
 * answer under 40 %. How sure the model was of its words counts by itself.
 */
const MAX_LOOK = 1.2;
const MAX_SURENESS = 1.5;
const OF_TOKENS: ReadonlySet<FeatureName> = new Set(['mean-logprob', 'worst-logprob', 'mean-margin']);
const SHOWN = 5;

/** How likely the answer is good, from what can be seen of it alone; nothing is asked of anybody. */
export function judgeAnswer(trace: AnswerTrace, calibration: Calibration): Confidence {
  const problems = findProblems(trace);
  const z = normalise(calibration, trace.task, measure(trace, summariseTokens(trace)));
  const weights = weightsOf(calibration, trace.task);
  const parts = FEATURES.map((name, at) => ({ name, z: z[at] ?? 0, weight: (weights[at] ?? 0) * (z[at] ?? 0) }));
  const look = bounded(sum(parts.filter(({ name }) => !OF_TOKENS.has(name))), MAX_LOOK);
  const sureness = bounded(sum(parts.filter(({ name }) => OF_TOKENS.has(name))), MAX_SURENESS);
  const logit = calibration.bias + look.value + sureness.value - costOf(problems);
  const evidence = [
    ...problems.map(({ code, text }): Evidence => ({ code, text, weight: -COST[code] })),
    ...parts.flatMap((part) => evidenceOf(part, OF_TOKENS.has(part.name) ? sureness.scale : look.scale)),
  ];
  return {
    value: sigmoid(logit),
    evidence: evidence.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, SHOWN),
    problems: problems.map(({ text }) => text),
  };
}

export function costOf(problems: readonly Problem[]): number {
  return problems.reduce((total, { code }) => total + COST[code], 0);
}

interface Part {
  readonly name: FeatureName;
  readonly z: number;
  readonly weight: number;
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { weight }) => total + weight, 0);
}

/** Drawn in smoothly, so that the order of two answers stays; `scale`: what is left of each part. */
function bounded(value: number, bound: number): { readonly value: number; readonly scale: number } {
  const drawnIn = bound * Math.tanh(value / bound);
  return { value: drawnIn, scale: value === 0 ? 1 : drawnIn / value };
}

/** What is said when a figure is higher than usual, and when it is lower. */
const SAYS: Record<FeatureName, readonly [string, string]> = {
  length: ['It is longer than usual', 'It is shorter than usual'],
  'length-to-prompt': ['It is long for its prompt', 'It is short for its prompt'],
  lines: ['It has more lines than usual', 'It has fewer lines than usual'],
  variety: ['Its words vary more than usual', 'Its words vary less than usual'],
  repetition: ['It repeats itself more than usual', 'It repeats itself less than usual'],
  'new-words': ['More of its words than usual are not in the prompt', 'More of its words than usual are in the prompt'],
  'prompt-covered': ['It takes up much of the prompt', 'It takes up little of the prompt'],
  digits: ['It has more digits than usual', 'It has fewer digits than usual'],
  'new-numbers': ['It brings in many numbers', 'It brings in few numbers'],
  'largest-number': ['Its numbers are large', 'Its numbers are small'],
  symbols: ['It has more signs than usual', 'It has fewer signs than usual'],
  hedging: ['It hedges more than usual', 'It hedges less than usual'],
  concluding: ['It draws more conclusions than usual', 'It draws fewer conclusions than usual'],
  equations: ['It has more equations than usual', 'It has fewer equations than usual'],
  'result-length': ['Its result is long', 'Its result is short'],
  'result-derived': ['Its result stands in what leads to it', 'Its result comes out of nowhere'],
  'result-count': ['Its result comes up again and again', 'Its result comes up once'],
  'result-in-prompt': ['Its result stands in the prompt', 'Its result does not stand in the prompt'],
  'result-numbers-derived': ['The numbers of its result were derived', 'The numbers of its result come out of nowhere'],
  finished: ['It ends where a sentence ends', 'It ends within a sentence'],
  'sentence-length': ['Its sentences are long', 'Its sentences are short'],
  steps: ['It goes in more steps than usual', 'It goes in fewer steps than usual'],
  'prompt-length': ['The prompt is longer than usual', 'The prompt is shorter than usual'],
  'mean-logprob': ['The model was surer of its words than usual', 'The model was less sure of its words than usual'],
  'worst-logprob': ['It was sure even where it was least sure', 'There is a place where the model was very unsure'],
  'mean-margin': ['Its choices were clear', 'Its choices were close'],
};

/** Nothing where it hardly counts. */
function evidenceOf({ name, z, weight: whole }: Part, scale: number): readonly Evidence[] {
  const weight = whole * scale;
  if (Math.abs(weight) < 0.1) return [];
  const text = `${SAYS[name][z > 0 ? 0 : 1]}, which speaks ${weight > 0 ? 'for' : 'against'} it.`;
  return [{ code: name, text, weight }];
}
