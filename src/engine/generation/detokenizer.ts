/** Token ids to text, special tokens left out. */
export type Decode = (ids: readonly number[]) => string;

const REPLACEMENT = '\uFFFD';

/**
 * Text of an answer token by token, at constant cost: only a window of the last tokens is decoded, once with
 * and once without the new one, because a tokenizer may write a token differently at the start of a text.
 * Bytes of an unfinished UTF-8 character are held back until it is whole.
 */
export class Detokenizer {
  readonly #decode: Decode;
  /** Tokens from the last point where text was given out; `#settled` of them are already text. */
  #window: number[] = [];
  #settled = 0;
  /** Texts of tokens that stood alone before the new one, as most do: a decode costs as much as choosing the token. */
  readonly #alone = new Map<number, string>();

  constructor(decode: Decode) {
    this.#decode = decode;
  }

  /** The text that became known with this token; may be empty. */
  push(id: number): string {
    this.#window.push(id);
    return this.#takeText(false);
  }

  /** What is left at the end, without a character that was cut in half. */
  flush(): string {
    return this.#takeText(true);
  }

  #takeText(atEnd: boolean): string {
    const before = this.#settledText();
    const after = this.#decode(this.#window);
    if (after.endsWith(REPLACEMENT) && !atEnd) return '';
    const whole = atEnd ? after.replace(/\uFFFD+$/u, '') : after;
    const text = whole.slice(before.length);
    // A token without text (a special one) is no ground to decode the next one on: keep the window.
    if (text === '') return '';
    this.#window = this.#window.slice(this.#settled);
    this.#settled = this.#window.length;
    return text;
  }

  #settledText(): string {
    const [id] = this.#window;
    if (id === undefined || this.#settled === 0) return '';
    if (this.#settled > 1) return this.#decode(this.#window.slice(0, this.#settled));
    const known = this.#alone.get(id);
    if (known !== undefined) return known;
    const text = this.#decode([id]);
    this.#alone.set(id, text);
    return text;
  }
}
