// Judges the shipped files: node tools/ember/judge.mjs [--form q8|q4] [--folder DIR]
// Answers the judge set greedily through onnxruntime's WASM build, scores it, and writes report.json and,
// beside the model, the figures in manifest.json and the token ids in reference.json that tests compare with.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const here = import.meta.dirname;
const { values: options } = parseArgs({
  options: { form: { type: 'string' }, folder: { type: 'string' } },
});
const folder = options.folder ?? path.join(here, '../../public/models/ember');
const work = path.join(here, '.ember');
const REFERENCES = [
  'What is Hearth?',
  'Does anything I type leave my device?',
  'Sentiment: The soup was cold and the waiter was rude.',
  'Extract the emails and dates: Write to mara@firm.org before 12 May 2026.',
  'Make this polite: Send me the report by Friday.',
  'Who won the world cup in 1998?',
];

const rows = [];
for (const name of (await readdir(path.join(here, 'judge'))).toSorted()) {
  if (!name.endsWith('.jsonl') || name === 'reference.jsonl') continue;
  const lines = (await readFile(path.join(here, 'judge', name), 'utf8')).split('\n');
  rows.push(...lines.filter((line) => line.trim()).map((line) => JSON.parse(line)));
}

async function converse(answer, loaded, turns) {
  const messages = [];
  let last;
  for (const content of turns) {
    messages.push({ role: 'user', content });
    last = await answer(loaded, messages);
    messages.push({ role: 'assistant', content: last.text });
  }
  return last;
}

async function judge(form) {
  const { answer, load } = await import('./runtime.mjs'); // the parent of the two forms needs no runtime
  const loaded = await load(folder, form);
  const started = performance.now();
  const answers = [];
  let tokens = 0;
  for (const row of rows) {
    const { ids, text, end } = await converse(answer, loaded, row.turns ?? [row.prompt]);
    tokens += ids.length;
    answers.push(JSON.stringify({ id: row.id, text, end }));
  }
  await mkdir(work, { recursive: true });
  const file = path.join(work, `answers-${form}.jsonl`);
  await writeFile(file, `${answers.join('\n')}\n`);
  const score = path.join(here, 'judge/score.py');
  console.log(`== ${form}: ${Math.round((performance.now() - started) / tokens)} ms a token, prompts included`);
  console.log(execFileSync('python3', [score, file], { encoding: 'utf8' }));
  const report = JSON.parse(execFileSync('python3', [score, file, '--json'], { encoding: 'utf8' }));
  const references = [];
  for (const prompt of REFERENCES) references.push({ prompt, ...(await converse(answer, loaded, [prompt])) });
  return { report, references };
}

const percent = (rate) => (rate.of ? Math.round((1000 * rate.right) / rate.of) / 10 : null);
function figures({ skills, outOfScopeRecall, falseAlarms, overall }) {
  return {
    skills: Object.fromEntries(Object.entries(skills).map(([skill, rate]) => [skill, percent(rate)])),
    outOfScopeRecall: percent(outOfScopeRecall),
    falseAlarms: percent(falseAlarms),
    overall: percent(overall),
  };
}

const json = (file, data) => writeFile(file, `${JSON.stringify(data, null, 1)}\n`);
const result = (form) => path.join(work, `judged-${form}.json`);

/** The forms are judged side by side: each process has one thread. */
async function both() {
  const forms = ['q8', 'q4'];
  await Promise.all(
    forms.map(async (form) => {
      const child = spawn(process.execPath, [process.argv[1], '--form', form, '--folder', folder], { stdio: 'inherit' });
      const [code] = await once(child, 'exit');
      if (code !== 0) throw new Error(`judging ${form} ended with ${code}`);
    }),
  );
  const results = {};
  for (const form of forms) results[form] = JSON.parse(await readFile(result(form), 'utf8'));
  const each = (pick) => Object.fromEntries(forms.map((form) => [form, pick(results[form])]));
  await json(path.join(here, 'judge/report.json'), each(({ report }) => report));
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  const judged = { prompts: rows.length, ...each(({ report }) => figures(report)) };
  await json(path.join(folder, 'manifest.json'), { ...manifest, judged });
  await json(path.join(folder, 'reference.json'), each(({ references }) => references));
}

if (options.form) await json(result(options.form), await judge(options.form));
else await both();
process.exit(0); // the runtime keeps the process alive
