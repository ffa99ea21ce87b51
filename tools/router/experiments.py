"""Predictions for held-out prompts, one file an experiment, for bench/routing/run.mjs.

python3 tools/router/experiments.py <folder> [rows|domains|tasks …]
"""

import json
import sys
from pathlib import Path

import numpy as np

from data import Row, mmlu, zeroeval
from difficulty_model import learn_space, predict, train

LABELS = 1500
TEXTS = 5000  # prompts whose labels are not looked at
FOLDS = 3


def drawn(rows: list[Row], seed: int) -> list[Row]:
    return [rows[index] for index in np.random.default_rng(seed).permutation(len(rows))]


def judged(tests: dict[str, list[Row]], labelled: list[Row], texts: list[Row], folder: Path) -> None:
    """Trains once, and tests on each of the named lists."""
    seen = labelled + texts
    space = learn_space([row.prompt for row in seen], [row.domain for row in seen])
    heads = train(space, labelled)
    known = {row.domain for row in labelled}
    gain = {
        domain: float(np.mean([row.local_fails - row.strong_fails for row in labelled if row.domain == domain]))
        for domain in known
    }
    for name, test in tests.items():
        chances = predict(heads, [row.prompt for row in test])
        lines = [
            [row.domain, row.local_fails, row.strong_fails, len(row.prompt), round(local, 5), round(strong, 5)]
            for row, (local, strong) in zip(test, chances.tolist())
        ]
        result = {"name": name, "labels": len(labelled), "gainByDomain": gain, "rows": lines}
        (folder / f"{name}.json").write_text(json.dumps(result))
        print(name, len(test), flush=True)


def by_rows(folder: Path) -> None:
    """Tested on all other rows, and on those that no draw trains on: only they took no part in any choice."""
    draws = {seed: drawn(mmlu(), seed) for seed in (1, 2, 3)}
    chosen_on = {row.prompt for rows in draws.values() for row in rows[:LABELS]}
    for seed, rows in draws.items():
        test = rows[LABELS + TEXTS :]
        untouched = [row for row in test if row.prompt not in chosen_on]
        tests = {f"rows-{seed}": test, f"untouched-{seed}": untouched}
        judged(tests, rows[:LABELS], rows[LABELS : LABELS + TEXTS], folder)


def by_domains(folder: Path) -> None:
    """No prompt of a tested domain is seen, labelled or not."""
    rows = drawn(mmlu(), 1)
    domains = np.random.default_rng(1).permutation(sorted({row.domain for row in rows}))
    for fold in range(FOLDS):
        held = set(domains[fold::FOLDS].tolist())
        rest = [row for row in rows if row.domain not in held]
        test = [row for row in rows if row.domain in held]
        judged({f"domains-{fold + 1}": test}, rest[:LABELS], rest[LABELS : LABELS + TEXTS], folder)


def by_tasks(folder: Path) -> None:
    """Trained on two of the three sets, tested on the third."""
    sets = {"mmlu": drawn(mmlu(), 1)}
    for row in drawn(zeroeval(), 1):
        sets.setdefault(row.task, []).append(row)
    for task, test in sets.items():
        labelled = [row for other, rows in sets.items() if other != task for row in rows[:LABELS]]
        texts = [] if task == "mmlu" else sets["mmlu"][LABELS : LABELS + TEXTS]
        judged({f"tasks-{task}": test}, drawn(labelled, 2), texts, folder)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for kind in sys.argv[2:] or ["rows", "domains", "tasks"]:
        {"rows": by_rows, "domains": by_domains, "tasks": by_tasks}[kind](target)
