// How well answers are judged by their look alone, against the prompt alone: AUROC within a task and on a task that was
// left out of the training, with 95 % bootstrap intervals, and calibration.  HEARTH_ROUTING_DATA=FOLDER node bench/routing/judge.mjs
// [--data FOLDER] [--measure FILE]. Needs python3 with numpy; the folder holds zeroeval-small-vs-gpt4o.jsonl.gz.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { build } from 'vite';

const { values } = parseArgs({
  options: { data: { type: 'string' }, measure: { type: 'string' } },
});
const folder = values.data ?? process.env['HEARTH_ROUTING_DATA'];
if (folder === undefined) throw new Error('name the data folder: --data or HEARTH_ROUTING_DATA');

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROUNDS = 1000;
const TASK = { crux: 'code', 'math-l5': 'maths' };

/** The app's own code, so that what is measured is what ships. */
async function judge(outDir) {
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    publicDir: false,
    build: {
      ssr: join(ROOT, 'bench/routing/judge-parts.ts'),
      outDir,
      rollupOptions: { output: { entryFileNames: 'judge.mjs' } },
    },
  });
  return import(pathToFileURL(join(outDir, 'judge.mjs')).href);
}

function auroc(scores, good) {
  const order = scores.map((_, at) => at).toSorted((a, b) => scores[a] - scores[b]);
  let rankSum = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && scores[order[to]] === scores[order[from]]) to++;
    for (let at = from; at < to; at++) if (good[order[at]]) rankSum += (from + to + 1) / 2;
    from = to;
  }
  const positives = good.filter(Boolean).length;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (good.length - positives));
}

/** Expected calibration error over ten bins of equal width. */
function ece(scores, good) {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, said: 0, good: 0 }));
  for (const [at, score] of scores.entries()) {
    const bin = bins[Math.min(9, Math.floor(score * 10))];
    bin.count++;
    bin.said += score;
    bin.good += good[at];
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.said - bin.good), 0) / scores.length;
}

let seed = 1;
/** Mulberry32. */
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

function shuffled(count) {
  return Array.from({ length: count }, (_, at) => ({ at, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ at }) => at);
}

function interval(measureAt, count) {
  const found = Array.from({ length: ROUNDS }, () =>
    measureAt(Array.from({ length: count }, () => Math.floor(random() * count))),
  ).toSorted((a, b) => a - b);
  return [found[Math.floor(ROUNDS * 0.025)], found[Math.floor(ROUNDS * 0.975)]];
}

const outDir = await mkdtemp(join(tmpdir(), 'hearth-judge-'));
try {
  const { costOf, FEATURES, findProblems, judgeAnswer, learn, measure, newCalibration, observe, summariseTokens } =
    await judge(outDir);
  const lines = gunzipSync(await readFile(join(folder, 'zeroeval-small-vs-gpt4o.jsonl.gz'))).toString('utf8');
  const rows = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const none = summariseTokens({ logprobs: [], margins: [] });
  const textOf = ({ weakOutput }) => String(weakOutput ?? '');
  const measured = {
    names: FEATURES,
    rows: rows.map((row) => ({
      task: row.task,
      id: String(row.id),
      prompt: row.prompt,
      good: row.weakCorrect,
      figures: measure({ prompt: row.prompt, text: textOf(row) }, none),
    })),
  };
  const file = values.measure ?? join(outDir, 'figures.json');
  await writeFile(file, JSON.stringify(measured));
  if (values.measure === undefined) {
    const script = join(ROOT, 'tools/router/judge_prior.py');
    const { stdout } = await promisify(execFile)('python3', [script, file], {
      maxBuffer: 2 ** 26,
      env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    });
    const scores = JSON.parse(stdout);
    const calibration = newCalibration();
    const startMs = performance.now();
    scores.shipped = rows.map(
      (row) =>
        judgeAnswer(
          { prompt: row.prompt, text: textOf(row), task: TASK[row.task], end: 'stop', logprobs: [], margins: [] },
          calibration,
        ).value,
    );
    const msEach = (performance.now() - startMs) / rows.length;
    // As the app learns: each answer is judged first, then the user's word on it is heard; one calibration per model.
    const taught = new Map();
    scores.taught = Array(rows.length).fill(0);
    for (const at of shuffled(rows.length)) {
      const { weakModel, task, weakCorrect, prompt } = rows[at];
      const text = textOf(rows[at]);
      const trace = { prompt, text, task: TASK[task], end: 'stop', logprobs: [], margins: [] };
      const known = taught.get(weakModel) ?? newCalibration();
      scores.taught[at] = judgeAnswer(trace, known).value;
      const { figures } = measured.rows[at];
      const fixed = -costOf(findProblems(trace));
      taught.set(weakModel, learn(observe(known, TASK[task], figures), TASK[task], figures, weakCorrect === 1, fixed));
    }
    const report = (name, part) => {
      const good = part.map((at) => rows[at].weakCorrect);
      for (const [kind, all] of Object.entries(scores)) {
        const mine = part.map((at) => all[at]);
        const [low, high] = interval(
          (sample) =>
            auroc(
              sample.map((at) => mine[at]),
              sample.map((at) => good[at]),
            ),
          part.length,
        );
        const figure = auroc(mine, good).toFixed(3);
        console.log(
          `${name.padEnd(34)} ${kind.padEnd(13)} AUROC ${figure} [${low.toFixed(3)}, ${high.toFixed(3)}]  ECE ${ece(mine, good).toFixed(3)}`,
        );
      }
    };
    for (const task of Object.keys(TASK)) {
      const part = rows.flatMap((row, at) => (row.task === task ? [at] : []));
      report(task, part);
      for (const model of new Set(rows.map(({ weakModel }) => weakModel))) {
        report(
          `${task}, ${model}`,
          part.filter((at) => rows[at].weakModel === model),
        );
      }
    }
    const problems = rows.map((row) => findProblems({ prompt: row.prompt, text: textOf(row), end: 'stop' }));
    const counts = new Map();
    for (const [at, found] of problems.entries()) {
      for (const { code } of found) {
        const { right, wrong } = counts.get(code) ?? { right: 0, wrong: 0 };
        counts.set(code, rows[at].weakCorrect ? { right: right + 1, wrong } : { right, wrong: wrong + 1 });
      }
    }
    console.log('Problems found, in right and in wrong answers:', Object.fromEntries(counts));
    console.log(
      `${msEach.toFixed(2)} ms an answer; the weights of "shipped" and "taught" were trained on this very data`,
    );
  }
} finally {
  await rm(outDir, { recursive: true, force: true });
}
