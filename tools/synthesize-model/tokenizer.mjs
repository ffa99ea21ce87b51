// A byte-level tokenizer of any vocabulary size: 256 bytes, the words the model is to say, fillers, special tokens.
// It has no merges, so a prompt is one token a byte; the words are only ever written, never read.

/** The printable stand-in of each byte, as GPT-2's byte-level tokenizers write them. */
function byteSymbols() {
  const isPlain = (byte) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  let spare = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPlain(byte) ? byte : spare++));
}

/**
 * `text`: what the model is to say, as words that are each used once. Returns the files' contents, `chain`: the ids
 * from the last token of any prompt over the words to the token that ends the answer, and the ids of the specials.
 */
export function makeTokenizer({ vocabulary, format, text, contextWindow }) {
  const symbols = byteSymbols();
  const written = (part) => [...Buffer.from(part)].map((byte) => symbols[byte]).join('');
  const words = text.match(/\s*\S+/g) ?? [];
  if (new Set(words).size !== words.length) throw new Error('the words to say must differ from each other');
  const firstSpecial = vocabulary - format.special.length;
  if (firstSpecial < 256 + words.length) throw new Error(`a vocabulary of ${vocabulary} is too small for the text`);

  const vocab = {};
  symbols.forEach((symbol, byte) => (vocab[symbol] = byte));
  words.forEach((word, index) => (vocab[written(word)] = 256 + index));
  if (Object.keys(vocab).length !== 256 + words.length) throw new Error('a word of one byte is a token already');
  for (let id = 256 + words.length; id < firstSpecial; id++) vocab[written(` w${id}`)] = id;
  const specialIds = Object.fromEntries(format.special.map((token, index) => [token, firstSpecial + index]));

  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const lineBreak = 10;
  const chain = [lineBreak, ...words.map((_, index) => 256 + index), specialIds[format.end]];
  return {
    chain: words.length === 0 ? [] : chain,
    beginId: specialIds[format.begin],
    endIds: [format.end, ...format.endAlso].map((token) => specialIds[token]),
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: format.special.map((content) => ({
        id: specialIds[content],
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
      normalizer: null,
      pre_tokenizer: byteLevel,
      post_processor: byteLevel,
      decoder: byteLevel,
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        vocab: { ...vocab, ...specialIds },
        merges: [],
      },
    },
    config: {
      tokenizer_class: 'PreTrainedTokenizerFast',
      bos_token: format.begin,
      eos_token: format.endAlso[0],
      pad_token: format.special[0],
      add_bos_token: false,
      add_eos_token: false,
      clean_up_tokenization_spaces: false,
      model_max_length: contextWindow,
      chat_template: format.template,
    },
  };
}
