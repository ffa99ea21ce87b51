import { type Redaction, restore } from './redact.ts';
import type { StreamPart } from '../stream-part.ts';

/** The longest that can still become a placeholder: from its bracket to the end of the text so far. */
const BEGUN = /\[(?:[A-Z]{0,12}|[A-Z]{1,12}_\d{0,6})$/;

/** An answer with its placeholders restored. What may be the first half of one waits for the second. */
export async function* restoreStream(
  parts: AsyncIterable<StreamPart>,
  redactions: readonly Redaction[],
): AsyncGenerator<StreamPart> {
  let held = '';
  for await (const part of parts) {
    if (part.type === 'text-delta') {
      const text = held + part.text;
      const begun = BEGUN.exec(text);
      held = begun === null ? '' : begun[0];
      // Also an empty one counts its tokens.
      yield { ...part, text: restore(text.slice(0, text.length - held.length), redactions) };
      continue;
    }
    if (held !== '' && part.type !== 'stream-start') {
      yield { type: 'text-delta', text: held, tokens: 0 };
      held = '';
    }
    yield part;
  }
  if (held !== '') yield { type: 'text-delta', text: held, tokens: 0 };
}
