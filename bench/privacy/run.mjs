import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { createServer } from 'vite';

const USAGE = `Recall and precision of the search for personal data, per type, on texts with marked spans.

  node bench/privacy/run.mjs --data <file or folder>

The data: pii-presidio-generated-large.json(.gz), or the folder with it; also by the environment variable
HEARTH_ROUTING_DATA. Texts whose SHA-256 begins with an even byte are for development, the others are held out.

  --half held-out|development   which half is judged (held-out)
  --misses TYPE                 prints what was missed of one type; with --half development alone
`;
const FILE = 'pii-presidio-generated-large.json.gz';
const ROUNDS = 1000;

/** The data's types, and which of ours would take such a value out. */
const TYPES = {
  PERSON: ['person'],
  LOCATION: ['place'],
  ORGANIZATION: ['organisation'],
  ADDRESS: ['address'],
  EMAIL_ADDRESS: ['email'],
  PHONE_NUMBER: ['phone'],
  CREDIT_CARD: ['card'],
  IBAN_CODE: ['iban'],
  IP_ADDRESS: ['ip'],
  DOMAIN_NAME: ['url'],
  DATE_TIME: ['date'],
  US_SSN: ['id'],
  US_DRIVER_LICENSE: ['id'],
};

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env['HEARTH_ROUTING_DATA'] },
    half: { type: 'string', default: 'held-out' },
    misses: { type: 'string' },
  },
});
const isKnownHalf = values.half === 'held-out' || values.half === 'development';
if (values.data === undefined || !isKnownHalf || (values.misses !== undefined && values.half === 'held-out')) {
  console.error(USAGE);
  process.exit(2);
}

const path = /\.json(\.gz)?$/.test(values.data) ? values.data : join(values.data, FILE);
const bytes = await readFile(path);
const texts = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
const isDevelopment = ({ full_text: text }) => (createHash('sha256').update(text).digest()[0] ?? 0) % 2 === 0;
const judged = texts.filter((text) => isDevelopment(text) === (values.half === 'development'));

const vite = await createServer({ server: { middlewareMode: true }, appType: 'custom', logLevel: 'error' });
const { findPersonalData } = await vite.ssrLoadModule('/src/core/privacy/personal-data.ts');
const startedAt = performance.now();
const counts = judged.map(countIn);
const tookMs = performance.now() - startedAt;
await vite.close();

console.log(`${values.half} half: ${judged.length} texts, ${(tookMs / judged.length).toFixed(2)} ms a text`);
console.log('Recall, typed: of the marked characters, those found as this type; taken out: found as any type.');
console.log('Whole: marked values with every letter and digit found. Precision: of the characters found as this type,');
console.log('those marked as it; marked: as anything. In brackets 95 % bootstrap intervals over texts.\n');
console.log(
  'type               values  recall, typed       taken out           whole               precision           marked',
);
for (const type of [...Object.keys(TYPES), 'all']) {
  const figures = counts.map((count) => count[type]);
  const n = sum(figures, 'values');
  if (n === 0) continue;
  const cells = [
    ['typed', 'marked'],
    ['any', 'marked'],
    ['whole', 'values'],
    ['right', 'found'],
    ['rightAny', 'found'],
  ].map(([top, bottom]) => interval(figures, top, bottom).padEnd(20));
  console.log(`${type.padEnd(18)} ${String(n).padStart(6)}  ${cells.join('')}`.trimEnd());
}

function countIn({ full_text: text, spans }) {
  const found = findPersonalData(text);
  const foundAs = Array.from({ length: text.length }, () => null);
  for (const { type, start, end } of found) foundAs.fill(type, start, end);
  const markedAs = Array.from({ length: text.length }, () => null);
  for (const { entity_type: type, start_position: start, end_position: end } of spans) markedAs.fill(type, start, end);
  const counted = Object.fromEntries(
    [...Object.keys(TYPES), 'all'].map((type) => [
      type,
      { values: 0, marked: 0, typed: 0, any: 0, whole: 0, found: 0, right: 0, rightAny: 0 },
    ]),
  );
  for (const { entity_type: type, start_position: start, end_position: end } of spans) {
    const ours = TYPES[type];
    if (ours === undefined) continue;
    const places = range(start, end).filter((at) => isLetter(text.charAt(at)));
    const any = places.filter((at) => foundAs[at] !== null).length;
    const typed = places.filter((at) => ours.includes(foundAs[at])).length;
    for (const count of [counted[type], counted.all]) {
      count.values += 1;
      count.marked += places.length;
      count.any += any;
      count.typed += typed;
      if (any === places.length) count.whole += 1;
    }
    if (any < places.length && values.misses === type) {
      console.log(JSON.stringify(text.slice(Math.max(0, start - 40), start)), '«', text.slice(start, end), '»');
    }
  }
  for (const [type, ours] of Object.entries(TYPES)) {
    const places = range(0, text.length).filter((at) => ours.includes(foundAs[at]) && isLetter(text.charAt(at)));
    counted[type].found = places.length;
    counted[type].right = places.filter((at) => markedAs[at] !== null && isOf(markedAs[at], ours)).length;
    counted[type].rightAny = places.filter((at) => markedAs[at] !== null).length;
  }
  const places = range(0, text.length).filter((at) => foundAs[at] !== null && isLetter(text.charAt(at)));
  counted.all.found = places.length;
  counted.all.right = places.filter((at) => isOf(markedAs[at], [foundAs[at]])).length;
  counted.all.rightAny = places.filter((at) => markedAs[at] !== null).length;
  return counted;
}

function isOf(marked, ours) {
  return (TYPES[marked] ?? []).some((type) => ours.includes(type));
}

function isLetter(character) {
  return /[\p{L}\p{N}]/u.test(character);
}

function range(start, end) {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

function sum(figures, key) {
  return figures.reduce((total, figure) => total + figure[key], 0);
}

/** The ratio and its 2.5 % and 97.5 % quantiles over texts drawn anew; always the same draws. */
function interval(figures, top, bottom) {
  const all = sum(figures, bottom);
  if (all === 0) return '–';
  const some = figures.filter((figure) => figure[bottom] > 0);
  const random = randomFrom(1);
  const ratios = range(0, ROUNDS)
    .map(() => {
      let above = 0;
      let below = 0;
      for (let draw = 0; draw < some.length; draw++) {
        const figure = some[Math.floor(random() * some.length)];
        above += figure[top];
        below += figure[bottom];
      }
      return above / below;
    })
    .toSorted((a, b) => a - b);
  const at = (share) => ratios[Math.floor(share * (ROUNDS - 1))].toFixed(2);
  return `${(sum(figures, top) / all).toFixed(2)} [${at(0.025)}, ${at(0.975)}]`;
}

/** Mulberry32. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
