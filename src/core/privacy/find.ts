import type { PersonalDataType } from './personal-data.ts';

/** A find before overlaps are settled. */
export interface Found {
  readonly type: PersonalDataType;
  readonly start: number;
  readonly end: number;
}

/** Every match, or where the pattern has a group named `value`, that group. Needs the flags `d` and `g`. */
export function* findAll(
  type: PersonalDataType,
  text: string,
  pattern: RegExp,
  isMeant: (value: string, start: number) => boolean = () => true,
): Generator<Found> {
  for (const match of text.matchAll(pattern)) {
    const [start, end] = match.indices?.groups?.['value'] ?? match.indices?.[0] ?? [0, 0];
    if (isMeant(text.slice(start, end), start)) yield { type, start, end };
  }
}
