/** Words in a row that a short answer does not say twice by chance. */
const RUN_WORDS = 5;
/** Longer ones come back to their subject, and say it in the same words. */
const SHORT_ANSWER_WORDS = 60;
const HAS_REFRAINS = /\b(poem|song|lyrics?|verses?|chorus|refrain|rhyme|chant|prayer|tongue twister)s?\b/i;
/** Code and data have a grammar that repeats. */
const IS_CODE = /[{}`]|;\s*$/mu;

/**
 * What a short answer says twice though the prompt does not: where small models lose the thread of a text they copy,
 * they begin it again.
 */
export function findSaidTwice(prompt: string, answer: string): string | null {
  const words = wordsOf(answer);
  if (words.length > SHORT_ANSWER_WORDS || HAS_REFRAINS.test(prompt) || IS_CODE.test(answer)) return null;
  const asked = runsOf(wordsOf(prompt));
  const places = new Map<string, number>();
  for (const [at, run] of runsOf(words).entries()) {
    const before = places.get(run);
    if (before === undefined) places.set(run, at);
    else if (asked.indexOf(run) === asked.lastIndexOf(run) && isSpeech(run)) {
      // What is said again at once may be shorter than a run, which then reaches into the second time.
      return words.slice(before, Math.min(at, before + RUN_WORDS)).join(' ');
    }
  }
  return null;
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu) ?? [];
}

function runsOf(words: readonly string[]): readonly string[] {
  return words.slice(RUN_WORDS - 1).map((_, at) => words.slice(at, at + RUN_WORDS).join(' '));
}

/** Not a row of a table or of numbers. */
function isSpeech(run: string): boolean {
  return (run.match(/\p{L}{3,}/gu) ?? []).length >= 3;
}
