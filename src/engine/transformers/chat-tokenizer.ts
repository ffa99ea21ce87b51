import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { ChatMessage } from '../../core/generate-request.ts';
import { alternating } from './fitted-messages.ts';
import type { Library } from './library.ts';
import { createSeal, marksIn, withSeams } from '../message-seams.ts';
import type { Seal } from '../message-seams.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** A conversation in which a chat template shows all of its marks; every template takes its roles in this order. */
const SAMPLE_CHAT = [
  { role: 'user', content: 'a' },
  { role: 'assistant', content: 'b' },
  { role: 'user', content: 'c' },
];

/** A model's tokenizer and chat template. The marks of a turn are the template's alone: see `message-seams.ts`. */
export class ChatTokenizer {
  /** Text of a message as `render` writes it. */
  readonly seal: Seal;
  readonly #tokenizer: PreTrainedTokenizer;

  /** Takes what `tokenizer.json` and `tokenizer_config.json` hold. Throws when they are no tokenizer of a chat model. */
  constructor(library: Pick<Library, 'PreTrainedTokenizer'>, tokenizer: JsonObject, config: JsonObject) {
    this.#tokenizer = new library.PreTrainedTokenizer(withSeams(tokenizer), config);
    this.seal = createSeal(marksIn(tokenizer, this.#applyTemplate(SAMPLE_CHAT)));
  }

  /** The token that ends a text; undefined where the configuration names none. */
  get endId(): number | undefined {
    return this.#tokenizer.eos_token_id;
  }

  /** Special tokens by their text. */
  get specialIds(): ReadonlyMap<string, number> {
    const { all_special_tokens: tokens, all_special_ids: ids } = this.#tokenizer;
    const special = new Map<string, number>();
    tokens.forEach((token, index) => {
      const id = ids[index];
      if (id !== undefined) special.set(token, id);
    });
    return special;
  }

  /** The conversation as the chat template writes it, up to where the answer begins. */
  render(messages: readonly ChatMessage[]): string {
    const sealed = messages.map(({ role, content }) => ({ role, content: this.seal(content) }));
    try {
      return this.#applyTemplate(sealed);
    } catch (caught) {
      const fitted = alternating(sealed);
      if (fitted.length === messages.length && messages[0]?.role !== 'system') throw caught;
      return this.#applyTemplate(fitted);
    }
  }

  readonly encode = (rendered: string): readonly number[] =>
    this.#tokenizer.encode(rendered, { add_special_tokens: false });

  readonly decode = (ids: readonly number[]): string =>
    ids.length === 0
      ? ''
      : this.#tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false });

  #applyTemplate(messages: readonly { role: string; content: string }[]): string {
    // For models that think aloud if they may: here the answer is wanted, and each token costs time.
    const options = { add_generation_prompt: true, tokenize: false, enable_thinking: false } as const;
    return this.#tokenizer.apply_chat_template([...messages], options);
  }
}
