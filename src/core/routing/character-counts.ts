/** Kinds of characters that are counted one by one, whatever stands beside them. */
const KINDS = {
  digits: '0123456789',
  capitals: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  operators: '=+*/^<>|~-',
  lineEnds: '\n',
  commas: ',',
  brackets: '()',
  apostrophes: "'’",
} as const;

export type CharacterCounts = Readonly<Record<keyof typeof KINDS, number>>;

/** The kind of each UTF-16 code unit, from 1; 0 is none. */
const KIND_OF = new Uint8Array(0x2020);
for (const [index, characters] of Object.values(KINDS).entries()) {
  for (const character of characters) KIND_OF[character.charCodeAt(0)] = index + 1;
}

/** In one pass, and without the list of matches that a pattern for each kind would leave to be collected. */
export function countCharacters(text: string): CharacterCounts {
  const times = new Uint32Array(Object.keys(KINDS).length + 1);
  for (let at = 0; at < text.length; at += 1) {
    const kind = KIND_OF[text.charCodeAt(at)] ?? 0;
    times[kind] = (times[kind] ?? 0) + 1;
  }
  const [, digits = 0, capitals = 0, operators = 0, lineEnds = 0, commas = 0, brackets = 0, apostrophes = 0] = times;
  return { digits, capitals, operators, lineEnds, commas, brackets, apostrophes };
}
