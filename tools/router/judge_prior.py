"""
Trains what judges answers by their look: src/core/routing/calibration-prior.ts.

The figures are measured by the app's own code (bench/routing/judge.mjs --measure FILE), so that there is one definition
of them. The data holds no token probabilities: weights of those three figures are set by hand below, and so is the
intercept, since the tasks of the data are far harder than usual prompts.

    node bench/routing/judge.mjs --measure /tmp/figures.json
    OMP_NUM_THREADS=1 python3 tools/router/judge_prior.py /tmp/figures.json --write

Without --write it prints scores of answers that were left out of the training, for bench/routing/judge.mjs.
"""

import argparse
import json
import re
import sys
import zlib
from collections import Counter
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "src/core/routing/calibration-prior.ts"
FOLDS = 5
PENALTY = 20.0
PROMPT_PENALTY = 60.0
PROMPT_WORDS = 250
MAX_Z = 4.0
# By hand: mean log-probability, worst window, mean margin.
TOKEN_MEANS, TOKEN_DEVIATIONS, TOKEN_WEIGHTS = [-0.5, -1.8, 4.0], [0.5, 1.2, 2.0], [0.5, 0.4, 0.2]
USUAL_BIAS = 0.85  # 70 % of usual answers are good: an assumption, which the user's word corrects.
# Names of the tasks of the data in the app.
TASK = {"crux": "code", "math-l5": "maths"}


def fit(x, y, penalty):
    """Newton's method; the penalty spares the intercept, which is last."""
    a = np.c_[x, np.ones(len(x))]
    ridge = np.full(a.shape[1], penalty)
    ridge[-1] = 1e-6
    w = np.zeros(a.shape[1])
    for _ in range(8):
        p = 1 / (1 + np.exp(-np.clip(a @ w, -30, 30)))
        hessian = a.T @ (a * (p * (1 - p) + 1e-6)[:, None]) + np.diag(ridge)
        w = w - np.linalg.solve(hessian, a.T @ (p - y) + ridge * w)
    return w


def usual(x):
    return x.mean(0), x.std(0) + 1e-3


def normalised(x, spread):
    return np.clip((x - spread[0]) / spread[1], -MAX_Z, MAX_Z)


def predict(x, w):
    return 1 / (1 + np.exp(-np.clip(x @ w[:-1] + w[-1], -30, 30)))


def prompt_figures(prompts):
    words = [set(re.findall(r"[^\W_]+", prompt.lower())) for prompt in prompts]
    count = Counter(word for each in words for word in each)
    known = sorted((w for w, c in count.items() if c < len(words) * 0.9), key=lambda w: (-count[w], w))[:PROMPT_WORDS]
    length = np.log1p([len(prompt) for prompt in prompts])
    return np.c_[[[float(w in each) for w in known] for each in words], length]


def held_out(x, y, task, fold, penalty):
    """Scores from training on the other folds of the same task, and on the other tasks alone."""
    within, across = np.zeros(len(y)), np.zeros(len(y))
    for name in np.unique(task):
        mine = task == name
        for k in range(FOLDS):
            train, test = mine & (fold != k), mine & (fold == k)
            spread = usual(x[train])
            within[test] = predict(normalised(x[test], spread), fit(normalised(x[train], spread), y[train], penalty))
        z = np.zeros_like(x)
        # What is usual for a task is measured without knowing which answers are good.
        for each in np.unique(task):
            z[task == each] = normalised(x[task == each], usual(x[task == each]))
        across[mine] = predict(z[mine], fit(z[~mine], y[~mine], penalty))
    return within, across


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("figures")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    data = json.loads(Path(args.figures).read_text())
    names = data["names"]
    look = len(names) - len(TOKEN_MEANS)
    x = np.array([row["figures"][:look] for row in data["rows"]], float)
    y = np.array([row["good"] for row in data["rows"]], float)
    task = np.array([row["task"] for row in data["rows"]])
    # By prompt: both models' answers to one prompt are on the same side.
    fold = np.array([zlib.crc32(f'{row["task"]} {row["id"]}'.encode()) % FOLDS for row in data["rows"]])
    if not args.write:
        prompts = prompt_figures([row["prompt"] for row in data["rows"]])
        within, across = held_out(x, y, task, fold, PENALTY)
        prompt_within, prompt_across = held_out(prompts, y, task, fold, PROMPT_PENALTY)
        json.dump(
            {
                "within": within.tolist(),
                "across": across.tolist(),
                "promptWithin": prompt_within.tolist(),
                "promptAcross": prompt_across.tolist(),
            },
            sys.stdout,
        )
        return
    z = np.zeros_like(x)
    spreads, weights = {}, {}
    for name in np.unique(task):
        mine = task == name
        spreads[TASK[name]] = usual(x[mine])
        z[mine] = normalised(x[mine], spreads[TASK[name]])
        weights[TASK[name]] = fit(z[mine], y[mine], PENALTY)[:-1]
    spreads["any"] = usual(x)
    # Where the tasks disagree nothing is carried over to a third.
    both = np.array(list(weights.values()))
    agree = np.all(both > 0, 0) | np.all(both < 0, 0)
    weights["any"] = np.where(agree, both.mean(0), 0) / 2
    rounded = lambda values, extra: [round(float(v), 3) for v in [*values, *extra]]
    lines = [
        "// Made by tools/router/judge_prior.py; not to be edited.",
        "import type { TaskType } from './task-type.ts';",
        "",
        "interface Usual {",
        "  readonly mean: readonly number[];",
        "  readonly deviation: readonly number[];",
        "}",
        "",
        "type ByTask<Value> = Partial<Record<TaskType, Value>> & { readonly any: Value };",
        "",
        "/** What is believed of any model's answers before the user said a word. Figures in the order of `FEATURES`. */",
        "export const PRIOR: {",
        "  readonly bias: number;",
        "  readonly weights: ByTask<readonly number[]>;",
        "  readonly usual: ByTask<Usual>;",
        "} = {",
        f"  bias: {USUAL_BIAS},",
        "  weights: {",
        *[f"    {name}: {rounded(w, TOKEN_WEIGHTS)}," for name, w in weights.items()],
        "  },",
        "  usual: {",
        *[
            f"    {name}: {{ mean: {rounded(mean, TOKEN_MEANS)}, deviation: {rounded(dev, TOKEN_DEVIATIONS)} }},"
            for name, (mean, dev) in spreads.items()
        ],
        "  },",
        "};",
    ]
    OUT.write_text("\n".join(lines) + "\n")


main()
