import type { PreTrainedModel, PreTrainedTokenizer } from '@huggingface/transformers';

/**
 * What ends a turn in the formats of current models. Some published builds name only the end of the text in their
 * configuration, and would go on to play the user.
 */
const TURN_ENDS = ['<end_of_turn>', '<turn|>', '<|im_end|>', '<|eot_id|>', '<|eom_id|>', '<|end|>', '<|endoftext|>'];

/** Special tokens by their text. The library would make its whole vocabulary anew to be asked for one of them. */
export function specialIdsOf(tokenizer: PreTrainedTokenizer): ReadonlyMap<string, number> {
  const { all_special_tokens: tokens, all_special_ids: ids } = tokenizer;
  return new Map(tokens.map((token, index) => [token, ids[index]] as const).filter(isKnown));
}

function isKnown(entry: readonly [string, number | undefined]): entry is readonly [string, number] {
  return entry[1] !== undefined;
}

/** Every token that ends an answer: those of the configurations, and turn ends that are special tokens. */
export function endIdsOf(
  model: PreTrainedModel,
  tokenizer: PreTrainedTokenizer,
  escalateId: number | null,
): ReadonlySet<number> {
  const special = specialIdsOf(tokenizer);
  const turnEnds = TURN_ENDS.map((token) => special.get(token));
  const config: unknown = Reflect.get(model.config, 'eos_token_id');
  const ids = [model.generation_config?.eos_token_id, config, tokenizer.eos_token_id, escalateId, turnEnds].flat(2);
  return new Set(ids.filter((id) => typeof id === 'number'));
}
