"""Writes public/routing/difficulty.json, and the predictions that the TypeScript side must make from it.

python3 tools/router/train.py
"""

import json
import time
from pathlib import Path

import numpy as np

import task_types
from data import mmlu, zeroeval
from difficulty_model import Heads, learn_space, predict, surface_in, terms_in, train
from text_features import SURFACE

ROOT = Path(__file__).resolve().parents[2]
TERM_STEP = 0.01
TASK_STEP = 0.1

REFERENCE_PROMPTS = (
    "What is the capital of Australia?",
    "Prove that there are infinitely many primes p with p ≡ 3 (mod 4).",
    "Rewrite this more politely: send me the files now!",
    "Wie viele Einwohner hat die Stadt, und wer hat sie gegründet?",
    "def f(a, b):\n    return {a: b}\nassert f(1, 2) == ??",
    "Which of these is NOT a vector?\nA. 12 m/s\nB. (b) 3.5 kg\r\nC. 1,000 %\n(D) \"none of them\"",
    "Solve $x^2 - 5x + 6 = 0$ and fill in: x = ____",
    "请把这句话翻译成英文",
    "",
    "İstanbul'da ΟΔΟΣ naïve 😀 ﬁn ² ½",
    "Don't they know it's over? Why? How? " + "a long story about the sea. " * 200,
)


def rounded(heads: Heads) -> Heads:
    """As the file has it: the reference predictions must be of what is shipped."""
    terms = np.round(heads.terms / TERM_STEP) * TERM_STEP
    space = heads.space
    mean, deviation = np.round(space.mean, 4), np.round(space.deviation, 4)
    space = type(space)(space.terms, space.rarity, space.subjects, mean, deviation)
    return Heads(space, terms, np.round(heads.surface, 4), np.round(heads.intercept, 4))


def file_of(heads: Heads, tasks: task_types.TaskModel) -> dict:
    columns = zip(SURFACE, heads.space.mean, heads.space.deviation, heads.surface)
    return {
        "version": 1,
        "scale": TERM_STEP,
        "intercept": [round(float(value), 4) for value in heads.intercept],
        "surface": [
            {"name": name, "values": [round(float(value), 4) for value in (mean, deviation, *weights)]}
            for name, mean, deviation, weights in columns
        ],
        "terms": "\n".join(heads.space.terms),
        "local": np.round(heads.terms[:, 0] / TERM_STEP).astype(int).tolist(),
        "strong": np.round(heads.terms[:, 1] / TERM_STEP).astype(int).tolist(),
        "tasks": {
            "types": list(task_types.TYPES),
            "scale": TASK_STEP,
            "intercept": [round(float(value), 3) for value in tasks.intercept],
            "terms": "\n".join(tasks.terms),
            "weights": np.round(tasks.weights.ravel() / TASK_STEP).astype(int).tolist(),
        },
    }


def reference(heads: Heads, tasks: task_types.TaskModel) -> list[dict]:
    prompts = list(REFERENCE_PROMPTS)
    chances, kinds = predict(heads, prompts), task_types.predict(tasks, prompts)
    return [
        {
            "prompt": prompt,
            "localFails": round(float(chance[0]), 6),
            "strongFails": round(float(chance[1]), 6),
            "knownTerms": sum(1 for term in terms_in(prompt) if term in heads.space.terms),
            "surface": [round(value, 6) for value in surface_in(prompt)],
            "task": task_types.TYPES[int(kind.argmax())],
            "taskProbability": round(float(kind.max()), 6),
        }
        for prompt, chance, kind in zip(prompts, chances, kinds)
    ]


def main() -> None:
    started = time.monotonic()
    asked, kinds = task_types.labelled_prompts()
    rows = mmlu() + zeroeval()
    # Everyday prompts carry no labels; they are there so that their words are known.
    everyday = asked * 4
    space = learn_space([row.prompt for row in rows] + everyday, [row.domain for row in rows] + [""] * len(everyday))
    heads = rounded(train(space, rows))
    tasks = task_types.learn(asked, kinds)
    tasks = task_types.TaskModel(tasks.terms, np.round(tasks.weights / TASK_STEP) * TASK_STEP, np.round(tasks.intercept, 3))
    path = ROOT / "public/routing/difficulty.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(file_of(heads, tasks), ensure_ascii=False, separators=(",", ":")) + "\n")
    lines = json.dumps(reference(heads, tasks), ensure_ascii=False, indent=2)
    (Path(__file__).parent / "reference.json").write_text(lines + "\n")
    print(f"{len(rows)} labels, {len(space.terms)} terms, {path.stat().st_size} bytes")
    print(f"task types: {len(asked)} prompts, {task_types.accuracy_out_of_fold(asked, kinds):.3f} right out of fold")
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
