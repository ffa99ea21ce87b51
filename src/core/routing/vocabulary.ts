/**
 * The terms of a model file by their number: words, and pairs of neighbours with a space between. Pairs are looked up
 * without being joined: a string for each would be most of what a prediction leaves behind, and collecting that takes
 * longer than predicting.
 */
export class Vocabulary {
  readonly terms: readonly string[];
  readonly #words = new Map<string, number>();
  /** By first word, then by second. */
  readonly #pairs = new Map<string, Map<string, number>>();

  private constructor(terms: readonly string[]) {
    this.terms = terms;
    for (const [number, term] of terms.entries()) {
      const [first = '', second] = term.split(' ');
      if (second === undefined) this.#words.set(first, number);
      else this.#pairs.set(first, (this.#pairs.get(first) ?? new Map<string, number>()).set(second, number));
    }
  }

  /** From one string, a term a line, which is half the size of a list; null where a term is empty or there twice. */
  static parse(json: unknown): Vocabulary | null {
    if (typeof json !== 'string') return null;
    const terms = json.split('\n');
    const distinct = new Set(terms);
    return distinct.size === terms.length && !distinct.has('') ? new Vocabulary(terms) : null;
  }

  /** How many of the words it knows, one that comes twice counted twice. */
  countKnown(words: readonly string[]): number {
    let known = 0;
    for (const word of words) if (this.#words.has(word)) known += 1;
    return known;
  }

  /** Of a term of one word. */
  numberOf(word: string): number | undefined {
    return this.#words.get(word);
  }

  /** Numbers of the words and of the pairs of neighbours that it knows, each once, in order of appearance. */
  numbersIn(words: readonly string[]): Set<number> {
    const numbers = new Set<number>();
    let pairs: ReadonlyMap<string, number> | undefined;
    for (const word of words) {
      const alone = this.#words.get(word);
      if (alone !== undefined) numbers.add(alone);
      const together = pairs?.get(word);
      if (together !== undefined) numbers.add(together);
      pairs = this.#pairs.get(word);
    }
    return numbers;
  }
}
