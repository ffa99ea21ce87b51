import type { EndReason } from '../stream-part.ts';
import type { TaskType } from './task-type.ts';

/** An answer as its engine made it. */
export interface AnswerTrace {
  readonly prompt: string;
  readonly text: string;
  readonly task: TaskType;
  readonly end: EndReason;
  /** Natural log, one per token, of the model's own distribution. */
  readonly logprobs: readonly number[];
  /** Logit of the best token minus that of the second, per token; empty where unknown. */
  readonly margins: readonly number[];
  readonly responseSchema?: string;
}

/** One thing that speaks for an answer (weight above 0) or against it, in units of log-odds. */
export interface Evidence {
  readonly code: string;
  readonly text: string;
  readonly weight: number;
}

export interface Confidence {
  /** Probability that the answer is good, 0…1. */
  readonly value: number;
  /** Strongest first. */
  readonly evidence: readonly Evidence[];
  /** Sentences about what can be seen to be wrong. */
  readonly problems: readonly string[];
}

/** What is kept of the probabilities of an answer's tokens. Null: unknown. */
export interface TokenSummary {
  readonly meanLogprob: number | null;
  /** Mean over the least likely 8 tokens in a row. */
  readonly worstLogprob: number | null;
  readonly meanMargin: number | null;
}

const WINDOW = 8;

export function summariseTokens({ logprobs, margins }: Pick<AnswerTrace, 'logprobs' | 'margins'>): TokenSummary {
  return { meanLogprob: mean(logprobs), worstLogprob: worstWindow(logprobs), meanMargin: mean(margins) };
}

/** What is measured of an answer, in the order of `measure`; tools/router trains on the same. */
export const FEATURES = [
  'length',
  'length-to-prompt',
  'lines',
  'variety',
  'repetition',
  'new-words',
  'prompt-covered',
  'digits',
  'new-numbers',
  'largest-number',
  'symbols',
  'hedging',
  'concluding',
  'equations',
  'result-length',
  'result-derived',
  'result-count',
  'result-in-prompt',
  'result-numbers-derived',
  'finished',
  'sentence-length',
  'steps',
  'prompt-length',
  'prompt-numbers',
  'prompt-conditions',
  'stepping',
  'grounds',
  'mean-logprob',
  'worst-logprob',
  'mean-margin',
] as const;
export type FeatureName = (typeof FEATURES)[number];

const HEDGES =
  /\b(however|assum\w*|let's try|try|might|may|perhaps|approximat\w*|closest|guess|seems?|probably|wait|mistake|re-?evaluat\w*|unfortunately|would|could|should)\b/g;

/** Figures of an answer, none of them normalised; null where unknown. No clock, linear in the text. */
export function measure(trace: Pick<AnswerTrace, 'prompt' | 'text'>, tokens: TokenSummary): readonly (number | null)[] {
  const { prompt, text } = trace;
  const [words, promptWords] = [wordsOf(text), wordsOf(prompt)];
  const [known, said] = [new Set(promptWords), new Set(words)];
  const count = Math.max(1, words.length);
  const triples = words.slice(2).map((_, at) => words.slice(at, at + 3).join(' '));
  const numbers = new Set(numbersOf(text));
  const promptNumbers = new Set(numbersOf(prompt));
  const newNumbers = [...numbers].filter((number) => !promptNumbers.has(number));
  const { result, body } = splitResult(text);
  const resultNumbers = numbersOf(result);
  const bodyNumbers = new Set(numbersOf(body));
  const lower = text.toLowerCase();
  const per100 = (pattern: RegExp) => (hits(lower, pattern) * 100) / count;
  return [
    Math.log1p(words.length),
    Math.log1p(words.length) - Math.log1p(promptWords.length),
    Math.log1p(hits(text, /\n/g)),
    said.size / count ** 0.75,
    1 - new Set(triples).size / Math.max(1, triples.length),
    words.filter((word) => !known.has(word)).length / count,
    [...known].filter((word) => said.has(word)).length / Math.max(1, known.size),
    hits(text, /\d/g) / Math.max(1, text.length),
    Math.log1p(newNumbers.length),
    Math.min(12, Math.max(0, ...[...numbers].map((number) => Math.log10(1 + Number(number))))),
    hits(text, /[^\p{L}\p{N}\s]/gu) / Math.max(1, text.length),
    per100(HEDGES),
    per100(/\b(therefore|thus|hence|so|finally)\b/g),
    Math.log1p(hits(text, /=/g)),
    Math.log1p(result.length),
    Number(result !== '' && body.includes(result)),
    Math.log1p(result === '' ? 0 : body.split(result).length - 1),
    Number(result !== '' && prompt.includes(result.replaceAll(/^['"]|['"]$/g, ''))),
    resultNumbers.length === 0
      ? 0.5
      : resultNumbers.filter((number) => bodyNumbers.has(number)).length / resultNumbers.length,
    Number(/[.!?)\]}`]$/.test(text.trimEnd())),
    Math.log1p(words.length / Math.max(1, hits(text, /[.!?\n]/g))),
    Math.log1p(hits(text, /^\s*(?:\d+[.)]|[-*])/gm)),
    Math.log1p(promptWords.length),
    Math.log1p(hits(prompt, /\d+/g)),
    Math.log1p(hits(prompt, /\b(?:if|else|elif|unless|when)\b/g)),
    Math.log1p(hits(lower, /\b(?:iterat\w*|each|loop|repeat\w*|step|until)\b/g)),
    Math.log1p(hits(lower, /\b(?:given|since|because)\b/g)),
    tokens.meanLogprob,
    tokens.worstLogprob,
    tokens.meanMargin,
  ];
}

/** What the answer comes to, and what leads there: the field "answer", \boxed{…}, else the last line. */
function splitResult(text: string): { readonly result: string; readonly body: string } {
  const field = /"answer"\s*:\s*([\s\S]+?)\s*\}?\s*`*\s*$/.exec(text)?.[1];
  const boxed = /\\boxed\{([^{}]+)\}(?![\s\S]*\\boxed)/.exec(text)?.[1];
  const last = text.split('\n').findLast((line) => /[\p{L}\p{N}]/u.test(line));
  const result = (field ?? boxed ?? last ?? '').trim().replaceAll(/^"|"$/g, '');
  const at = result === '' ? -1 : text.lastIndexOf(result);
  return { result, body: at > 0 ? text.slice(0, at) : '' };
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function numbersOf(text: string): readonly string[] {
  return text.match(/\d+(?:\.\d+)?/g) ?? [];
}

function hits(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function worstWindow(values: readonly number[]): number | null {
  const first = mean(values.slice(0, WINDOW));
  if (first === null) return null;
  let worst = first;
  for (let at = 1; at + WINDOW <= values.length; at++)
    worst = Math.min(worst, mean(values.slice(at, at + WINDOW)) ?? 0);
  return worst;
}
