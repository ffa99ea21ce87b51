// Records how sure Ember was of each token of its greedy answers: node tools/ember/sureness.mjs [--form q8|q4]
// Development prompts of the judge only; the fresh ones stay for judging. Writes .ember/sureness-<form>.jsonl, from
// which sureness.py tells how well that tells right answers from wrong.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { answer, load } from './runtime.mjs';

const here = import.meta.dirname;
const FILES = ['hearth.jsonl', 'tasks.jsonl', 'out-of-scope.jsonl', 'follow-up.jsonl'];
const { values: options } = parseArgs({ options: { form: { type: 'string', default: 'q8' } } });
const form = options.form === 'q4' ? 'q4' : 'q8';

const rows = [];
for (const name of FILES) {
  const lines = (await readFile(path.join(here, 'judge', name), 'utf8')).split('\n');
  rows.push(...lines.filter((line) => line.trim()).map((line) => JSON.parse(line)));
}

/** Natural log of the best token's probability, and by how much its logit leads; greedy answers take the best. */
function surenessOf(logits) {
  let [best, second] = [-Infinity, -Infinity];
  for (const logit of logits) {
    second = Math.max(second, Math.min(best, logit));
    best = Math.max(best, logit);
  }
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - best);
  return { logprob: -Math.log(sum), margin: best - second };
}

const loaded = await load(path.join(here, '../../public/models/ember'), form);
const lines = [];
for (const row of rows) {
  const messages = [];
  let last;
  let steps = [];
  for (const content of row.turns ?? [row.prompt]) {
    messages.push({ role: 'user', content });
    steps = [];
    last = await answer(loaded, messages, 160, (logits) => steps.push(surenessOf(logits)));
    messages.push({ role: 'assistant', content: last.text });
  }
  // The token that ends the answer is not part of it, here as in the app.
  const made = last.end === 'length' ? steps : steps.slice(0, -1);
  const round = (value) => Number(value.toFixed(5));
  lines.push(
    JSON.stringify({
      id: row.id,
      text: last.text,
      end: last.end,
      logprobs: made.map(({ logprob }) => round(logprob)),
      margins: made.map(({ margin }) => round(margin)),
    }),
  );
}
const work = path.join(here, '.ember');
await mkdir(work, { recursive: true });
await writeFile(path.join(work, `sureness-${form}.jsonl`), `${lines.join('\n')}\n`);
console.log(`${lines.length} answers`);
