import type { TokenCache } from '../generation/generation.ts';
import type { TestedModel } from '../self-test.ts';
import { promptPieces } from './chat-config.ts';
import type { WebLlmParts } from './web-llm-model.ts';

/** The loaded model token by token, past its conversation: for the self-test, which compares tokens. */
export function tokenModelOf({ engine, config, view, tokens, device }: WebLlmParts): TestedModel<TokenCache> {
  return {
    endIds: new Set(config.conv_template.stop_token_ids),
    render: (messages) => promptPieces(config, messages).join(''),
    encode: view.encode,
    decode: view.decode,
    async read(ids) {
      // It draws a token as well, which nobody asked for.
      await device.orGone(engine.forwardTokensAndSample([...ids], ids.length > 1));
      tokens.take();
      return tokens.logits;
    },
  };
}

/** The engine keeps the one there is. */
export const OWN_CACHE: TokenCache = { ids: [], crop: () => Promise.resolve() };
