// Judges the shipped files: node tools/ember/judge.mjs [--set development|fresh] [--form q8|q4] [--folder DIR]
// Answers both judge sets greedily through onnxruntime's WASM build, scores them, and writes report.json and,
// beside the model, the figures in manifest.json and the token ids in reference.json that tests compare with.
// With one set or one form only, it prints the scores and leaves those files alone.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const here = import.meta.dirname;
const { values: options } = parseArgs({
  options: { form: { type: 'string' }, set: { type: 'string' }, folder: { type: 'string' } },
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

const SETS = { development: path.join(here, 'judge'), fresh: path.join(here, 'judge/fresh') };
const sets = Object.keys(SETS).filter((set) => set === (options.set ?? set));
if (sets.length === 0) throw new Error(`--set is one of ${Object.keys(SETS).join(', ')}`);

async function promptsOf(set) {
  const rows = [];
  for (const name of (await readdir(SETS[set])).toSorted()) {
    if (!name.endsWith('.jsonl') || name === 'reference.jsonl') continue;
    const lines = (await readFile(path.join(SETS[set], name), 'utf8')).split('\n');
    rows.push(...lines.filter((line) => line.trim()).map((line) => JSON.parse(line)));
  }
  return rows;
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

/** Answers and scores one set; converseWith(turns) gives the last answer. */
async function judgeSet(set, form, converseWith) {
  const started = performance.now();
  const answers = [];
  let tokens = 0;
  for (const row of await promptsOf(set)) {
    const { ids, text, end } = await converseWith(row.turns ?? [row.prompt]);
    tokens += ids.length;
    answers.push(JSON.stringify({ id: row.id, text, end }));
  }
  await mkdir(work, { recursive: true });
  const file = path.join(work, `answers-${form}-${set}.jsonl`);
  await writeFile(file, `${answers.join('\n')}\n`);
  const score = [path.join(here, 'judge/score.py'), file, '--set', set];
  console.log(`== ${form}, ${set}: ${Math.round((performance.now() - started) / tokens)} ms a token, prompts included`);
  console.log(execFileSync('python3', score, { encoding: 'utf8' }));
  return JSON.parse(execFileSync('python3', [...score, '--json'], { encoding: 'utf8' }));
}

async function judge(form) {
  const { answer, load } = await import('./runtime.mjs'); // the parent of the two forms needs no runtime
  const loaded = await load(folder, form);
  const converseWith = (turns) => converse(answer, loaded, turns);
  const reports = {};
  for (const set of sets) reports[set] = await judgeSet(set, form, converseWith);
  const references = [];
  for (const prompt of REFERENCES) references.push({ prompt, ...(await converseWith([prompt])) });
  return { reports, references };
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

/** Of the fresh set no wrong answer is written down: who reads them tunes the corpus to it without wishing to. */
function reportOf(set, { failures, ...rates }) {
  return set === 'fresh' ? rates : { ...rates, failures };
}

const json = (file, data) => writeFile(file, `${JSON.stringify(data, null, 1)}\n`);
const result = (form) => path.join(work, `judged-${form}.json`);

/** The forms are judged side by side: each process has one thread. */
async function both() {
  const forms = ['q8', 'q4'];
  await Promise.all(
    forms.map(async (form) => {
      const only = options.set ? ['--set', options.set] : [];
      const argv = [process.argv[1], '--form', form, '--folder', folder, ...only];
      const child = spawn(process.execPath, argv, { stdio: 'inherit' });
      const [code] = await once(child, 'exit');
      if (code !== 0) throw new Error(`judging ${form} ended with ${code}`);
    }),
  );
  if (options.set) return;
  const results = {};
  for (const form of forms) results[form] = JSON.parse(await readFile(result(form), 'utf8'));
  const each = (pick) => Object.fromEntries(forms.map((form) => [form, pick(results[form])]));
  const report = Object.fromEntries(sets.map((set) => [set, each(({ reports }) => reportOf(set, reports[set]))]));
  await json(path.join(here, 'judge/report.json'), report);
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  const judged = {};
  for (const set of sets) {
    const prompts = (await promptsOf(set)).length;
    judged[set] = { prompts, ...each(({ reports }) => figures(reports[set])) };
  }
  await json(path.join(folder, 'manifest.json'), { ...manifest, judged });
  await json(path.join(folder, 'reference.json'), each(({ references }) => references));
}

if (options.form) await json(result(options.form), await judge(options.form));
else await both();
process.exit(0); // the runtime keeps the process alive
