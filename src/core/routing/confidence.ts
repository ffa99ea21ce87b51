import { baseOf, type Calibration, sigmoid, sumOf, weigh, type WeighedFigure } from './calibration.ts';
import type { AnswerTrace, Confidence, Evidence, FeatureName } from './evidence.ts';
import { measure, summariseTokens } from './evidence.ts';
import { findProblems, type Problem } from './validators.ts';

/** Log-odds that a problem costs. Set by hand: the data that the rest is trained on holds hardly any but loops. */
const COST: Record<Problem['code'], number> = {
  empty: 6,
  looping: 4,
  echo: 3,
  refusal: 3,
  'broken-json': 2.5,
  'wrong-language': 2.5,
  'wrong-sum': 2,
  'said-twice': 2,
  'wrong-format': 1.5,
  'cut-off': 1,
};

const SHOWN = 5;

/** How likely the answer is good, from what can be seen of it alone; nothing is asked of anybody. */
export function judgeAnswer(trace: AnswerTrace, calibration: Calibration): Confidence {
  const problems = findProblems(trace);
  const parts = weigh(calibration, trace.task, measure(trace, summariseTokens(trace)));
  const logit = baseOf(calibration, trace.task) + sumOf(parts) - costOf(problems);
  const evidence = [
    ...problems.map(({ code, text }): Evidence => ({ code, text, weight: -COST[code] })),
    ...parts.flatMap(evidenceOf),
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
  'prompt-numbers': ['The prompt has many numbers', 'The prompt has few numbers'],
  'prompt-conditions': ['The prompt has many conditions', 'The prompt has few conditions'],
  stepping: ['It goes through much one by one', 'It goes through little one by one'],
  grounds: ['It gives more grounds than usual', 'It gives fewer grounds than usual'],
  'mean-logprob': ['The model was surer of its words than usual', 'The model was less sure of its words than usual'],
  'worst-logprob': ['It was sure even where it was least sure', 'There is a place where the model was very unsure'],
  'mean-margin': ['Its choices were clear', 'Its choices were close'],
};

/** Nothing where it hardly counts. */
function evidenceOf({ name, z, weight }: WeighedFigure): readonly Evidence[] {
  if (Math.abs(weight) < 0.1) return [];
  const text = `${SAYS[name][z > 0 ? 0 : 1]}, which speaks ${weight > 0 ? 'for' : 'against'} it.`;
  return [{ code: name, text, weight }];
}
