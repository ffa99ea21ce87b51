/** A stretch of a conversation with the very tokens the model saw or made for it. */
export interface Segment {
  readonly kind: 'prompt' | 'answer';
  readonly text: string;
  readonly ids: readonly number[];
}

/**
 * Tokens of a conversation as the chat template renders it. Stretches already known keep their tokens: an
 * answer tokenised anew may give other tokens than the model made, and the KV cache would be lost from there.
 *
 * `answers` are the assistant messages, in order. From the first stretch that differs on, text is tokenised;
 * the prompt before a differing answer too, so that every cut stands where a template puts a special token.
 */
export function tokenise(
  rendered: string,
  answers: readonly string[],
  known: readonly Segment[],
  encode: (text: string) => readonly number[],
): readonly Segment[] {
  const kept: Segment[] = [];
  let offset = 0;
  let answersKept = 0;
  for (const segment of known) {
    if (segment.kind === 'answer' && answers[answersKept] !== segment.text) break;
    const length = matchedLength(rendered, offset, segment);
    if (length === null) break;
    kept.push(segment);
    offset += length;
    if (segment.kind === 'answer') answersKept += 1;
  }
  const last = kept.at(-1);
  if (last?.kind === 'prompt' && offset < rendered.length) {
    kept.pop();
    offset -= last.text.length;
  }
  const rest = rendered.slice(offset);
  return rest === '' ? kept : [...kept, { kind: 'prompt', text: rest, ids: encode(rest) }];
}

function matchedLength(rendered: string, offset: number, segment: Segment): number | null {
  if (rendered.startsWith(segment.text, offset)) return segment.text.length;
  // Some templates trim what they are given.
  const trimmed = segment.text.trim();
  return segment.kind === 'answer' && rendered.startsWith(trimmed, offset) ? trimmed.length : null;
}

export function idsOf(segments: readonly Segment[]): readonly number[] {
  return segments.flatMap((segment) => segment.ids);
}

/** How many leading tokens both have in common. */
export function commonPrefix(a: readonly number[], b: readonly number[]): number {
  const end = Math.min(a.length, b.length);
  let length = 0;
  while (length < end && a[length] === b[length]) length += 1;
  return length;
}
