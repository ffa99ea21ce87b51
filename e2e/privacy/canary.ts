import type { RecordedRequest } from '../servers/recording-proxy.ts';

const SYLLABLES = ['ba', 'ko', 'mi', 'tu', 're', 'la', 'zo', 'ne', 'fi', 'du', 'go', 'sa', 'pe', 'vi', 'lo', 'ha'];

/** A word that stands nowhere else: letters only, so that every encoding of text or address leaves it as it is. */
export function canary(number: number): string {
  let rest = Math.imul(number + 1, 2_654_435_761) >>> 0;
  let word = 'xq';
  for (let index = 0; index < 8; index += 1) {
    word += SYLLABLES[rest % 16] ?? '';
    rest = Math.floor(rest / 16);
  }
  return word;
}

/** As it is, backwards, and in the encodings that something sly would use. */
function spellings(word: string): readonly string[] {
  const base64 = ['', 'a', 'ab'].map((before) =>
    // The first and last characters depend on what stands beside it.
    Buffer.from(before + word)
      .toString('base64')
      .replaceAll('=', '')
      .slice(before === '' ? 0 : 4, -2),
  );
  return [word, word.split('').toReversed().join(''), Buffer.from(word).toString('hex'), ...base64];
}

export interface Leak {
  readonly canary: string;
  readonly host: string;
  readonly text: string;
}

/** Canaries in what was recorded; `consented` are those that the user sent, to that host alone. */
export function findLeaks(
  requests: readonly RecordedRequest[],
  canaries: readonly string[],
  consented: ReadonlySet<string>,
  endpointHost: string,
): readonly Leak[] {
  const known = canaries.map((word) => [word, spellings(word)] as const);
  return requests.flatMap(({ host, text }) => {
    const lower = text.toLowerCase();
    return known
      .filter(([, forms]) => forms.some((form) => text.includes(form) || lower.includes(form)))
      .filter(([word]) => !(host === endpointHost && consented.has(word)))
      .map(([word]) => ({ canary: word, host, text: text.slice(0, 300) }));
  });
}
