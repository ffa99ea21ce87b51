import { HearthError, errorInfo } from '../../core/errors.ts';
import { createSeal, isRecord, marksIn, withSeams } from '../message-seams.ts';
import type { Seal } from '../message-seams.ts';
import { promptPieces } from './chat-config.ts';
import type { ChatConfig } from './chat-config.ts';

export const TOKENIZER = 'tokenizer.json';

/** A conversation in which a template shows all of its marks. */
const SAMPLE_CHAT = [
  { role: 'system', content: 'a' },
  { role: 'user', content: 'b' },
  { role: 'assistant', content: 'c' },
] as const;

/**
 * A model's `tokenizer.json` on its way to web-llm, which writes a whole prompt as one text and takes a special token in
 * it for one wherever it stands. The file it gets cuts at seams (`message-seams.ts`), and we learn from it what to seal.
 */
export class SealedTokenizer {
  readonly #config: ChatConfig;
  #seal: Seal | null = null;

  /**
   * Throws `HearthError` `model-unknown-kind` for a model with SentencePiece's own file alone: a seam in a message would
   * reach it as a character.
   */
  constructor(config: ChatConfig) {
    if (!config.tokenizer_files.includes(TOKENIZER))
      throw new HearthError(
        errorInfo('model-unknown-kind', `no ${TOKENIZER} among ${config.tokenizer_files.join(', ')}`),
      );
    this.#config = config;
  }

  /** Throws `HearthError` `model-corrupt` where the bytes are no tokenizer. */
  readonly rewrite = (bytes: ArrayBuffer): ArrayBuffer => {
    const tokenizer = parse(bytes);
    this.#seal = createSeal(marksIn(tokenizer, promptPieces(this.#config, SAMPLE_CHAT).join('')));
    return new TextEncoder().encode(JSON.stringify(withSeams(tokenizer))).buffer;
  };

  /** Text of a message as web-llm is to be given it. Throws `HearthError` `engine-crashed` if it read no tokenizer. */
  get seal(): Seal {
    if (this.#seal === null) throw new HearthError(errorInfo('engine-crashed', `web-llm did not read ${TOKENIZER}`));
    return this.#seal;
  }
}

function parse(bytes: ArrayBuffer): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isRecord(parsed)) return parsed;
  } catch (caught) {
    throw new HearthError(errorInfo('model-corrupt', `${TOKENIZER}: ${String(caught)}`));
  }
  throw new HearthError(errorInfo('model-corrupt', `${TOKENIZER}: no object`));
}
