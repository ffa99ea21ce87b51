import type { PreTrainedModel } from '@huggingface/transformers';
import type { ChatTokenizer } from './chat-tokenizer.ts';

/**
 * What ends a turn in the formats of current models. Some published builds name only the end of the text in their
 * configuration, and would go on to play the user.
 */
const TURN_ENDS = ['<end_of_turn>', '<turn|>', '<|im_end|>', '<|eot_id|>', '<|eom_id|>', '<|end|>', '<|endoftext|>'];

/** Every token that ends an answer: those of the configurations, and turn ends that are special tokens. */
export function endIdsOf(
  model: PreTrainedModel,
  tokenizer: ChatTokenizer,
  escalateId: number | null,
): ReadonlySet<number> {
  const turnEnds = TURN_ENDS.map((token) => tokenizer.specialIds.get(token));
  const config: unknown = Reflect.get(model.config, 'eos_token_id');
  const ids = [model.generation_config?.eos_token_id, config, tokenizer.endId, escalateId, turnEnds].flat(2);
  return new Set(ids.filter((id) => typeof id === 'number'));
}
