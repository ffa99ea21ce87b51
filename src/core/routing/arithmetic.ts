/** A sum that a text states and gets wrong. */
export interface WrongSum {
  readonly stated: string;
  /** What it comes to. */
  readonly value: string;
}

const NUMBER = String.raw`\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,12})?`;
const SIGN = String.raw`[ \t]*(?:[-+*/×·÷−]|\\times|\\cdot|\\div)[ \t]*`;
/** Two to eight numbers with signs between them, then what they are said to make. */
const STATED = new RegExp(
  String.raw`(?<![\d.,])(${NUMBER}(?:${SIGN}${NUMBER}){1,7})[ \t]*=[ \t]*([-−]?${NUMBER})(?![\d.,]*[\d\p{L}^(%°!_]|[ \t]*(?:[-+*/×·÷−^(!/:]|\\(?![)\]])|mod|\())`,
  'gu',
);
/** What stands right before a sum of its own: not the rest of a longer one, an exponent, a variable or a unit. */
const APART = /(?:^|[\s,;:([{“"'`$>]|\\[([])$/u;
const GOES_ON = /(?:[-+*/×·÷−^=_.,<|\d)\]}]|\\(?:times|cdot|div|frac|sqrt|\w+))[ \t]*\(?$/u;
/** Rounded results are not wrong ones. */
const TOLERANCE = 0.01;

/** The first that is plainly wrong; null: none is. Only sums of bare numbers count, in the order of operations. */
export function findWrongSum(text: string): WrongSum | null {
  for (const match of text.matchAll(STATED)) {
    const [, left = '', right = ''] = match;
    const before = text.slice(Math.max(0, match.index - 12), match.index);
    if (!APART.test(before) || GOES_ON.test(before) || isDateLike(left)) continue;
    const value = valueOf(left);
    const said = Number(right.replaceAll(',', '').replace('−', '-'));
    if (value === null || Math.abs(value - said) <= TOLERANCE * Math.max(1, Math.abs(value))) continue;
    return { stated: match[0].trim(), value: String(Math.round(value * 1e4) / 1e4) };
  }
  return null;
}

/** 2024-01-05, 1-800-555: numbers joined by signs without a space are seldom a sum where there are many. */
function isDateLike(left: string): boolean {
  return /^\d+([-/])\d+\1\d/.test(left);
}

function valueOf(sum: string): number | null {
  const parts = sum.match(new RegExp(`${NUMBER}|[-+*/×·÷−]|\\\\\\w+`, 'gu')) ?? [];
  let total = 0;
  let product = Number.NaN;
  let sign = 1;
  for (const [at, part] of parts.entries()) {
    if (at % 2 === 1) continue;
    const number = Number(part.replaceAll(',', ''));
    const operation = parts[at - 1] ?? '+';
    if (at > 0 && /^(?:[*×·]|\\times|\\cdot)$/.test(operation)) product *= number;
    else if (at > 0 && /^(?:[/÷]|\\div)$/.test(operation)) product /= number;
    else {
      if (at > 0) total += sign * product;
      sign = /^[-−]$/.test(operation) ? -1 : 1;
      product = number;
    }
  }
  const value = total + sign * product;
  return Number.isFinite(value) ? value : null;
}
