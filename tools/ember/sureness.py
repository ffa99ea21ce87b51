#!/usr/bin/env python3
"""How well Ember's sureness tells right answers from wrong: sureness.py [--form q8|q4]

Reads what sureness.mjs recorded on the judge's development prompts. What was answered (not escalated) is labelled by the
judge. Prints the AUROC of each figure, of the weights that are set by hand and of fitted ones, out of fold, with 95 %
bootstrap intervals.
"""
import argparse
import json
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "judge"))
import canon  # noqa: E402  (the folder must be on the path first)
import score  # noqa: E402

NAMES = ("mean-logprob", "worst-logprob", "mean-margin")
WINDOW = 8  # as in src/core/routing/evidence.ts
# As src/core/routing/calibration-prior.ts has them for any model.
HAND = {"mean": np.array([-0.5, -1.8, 4.0]), "deviation": np.array([0.5, 1.2, 2.0]), "weights": np.array([0.5, 0.4, 0.2])}
FOLDS = 5
PENALTY = 1.0


def figures(answer):
    logprobs, margins = np.array(answer["logprobs"]), np.array(answer["margins"])
    spans = max(1, len(logprobs) - WINDOW + 1)
    worst = min(float(logprobs[at : at + WINDOW].mean()) for at in range(spans))
    return [float(logprobs.mean()), worst, float(margins.mean())]


def auroc(labels, values):
    wrong, right = np.sort(values[labels == 0]), values[labels == 1]
    if len(wrong) == 0 or len(right) == 0:
        return float("nan")
    # Equal values count half.
    below = np.searchsorted(wrong, right, "left") + np.searchsorted(wrong, right, "right")
    return below.mean() / 2 / len(wrong)


def interval(labels, values, rounds=2000, seed=0):
    rng = np.random.default_rng(seed)
    drawn = [rng.integers(0, len(labels), len(labels)) for _ in range(rounds)]
    scores = np.array([auroc(labels[chosen], values[chosen]) for chosen in drawn])
    return np.nanpercentile(scores, [2.5, 97.5])


def fit(z, labels, steps=500):
    """Weights and bias of a logistic regression with an L2 penalty, by Newton's method."""
    x = np.hstack([z, np.ones((len(z), 1))])
    penalty = np.diag([PENALTY] * z.shape[1] + [1e-6])
    weights = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - labels) + penalty @ weights
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + penalty, gradient)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return weights[:-1], weights[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--form", choices=("q8", "q4"), default="q8")
    options = parser.parse_args()
    answers = {row["id"]: row for row in score.read_jsonl(HERE / f".ember/sureness-{options.form}.jsonl")}
    known = canon.load()
    rows = [row for row in score.judge_rows() if answers[row["id"]]["end"] != "escalate" and answers[row["id"]]["logprobs"]]
    labels = np.array([int(score.judge(row, answers[row["id"]], known)[0]) for row in rows])
    x = np.array([figures(answers[row["id"]]) for row in rows])
    skills = np.array([score.target(row)["skill"] for row in rows])
    print(f"{len(rows)} answers, {labels.mean():.3f} right, {int((1 - labels).sum())} wrong")

    def report(name, values):
        low, high = interval(labels, values)
        # A figure may only tell which skill it was: within a skill it must tell right from wrong.
        within = values - np.array([values[skills == skill].mean() for skill in skills])
        print(f"{name:28} AUROC {auroc(labels, values):.3f} [{low:.3f}, {high:.3f}]  within skill {auroc(labels, within):.3f}")

    for at, name in enumerate(NAMES):
        report(name, x[:, at])
    hand = np.clip((x - HAND["mean"]) / HAND["deviation"], -4, 4) @ HAND["weights"]
    report("set by hand", hand)
    own = (x - x.mean(axis=0)) / x.std(axis=0)
    report("by hand, Ember's own usual", np.clip(own, -4, 4) @ HAND["weights"])
    folds = np.random.default_rng(0).permutation(len(rows)) % FOLDS
    held = np.zeros(len(rows))
    for fold in range(FOLDS):
        train = folds != fold
        mean, deviation = x[train].mean(axis=0), x[train].std(axis=0)
        weights, bias = fit(np.clip((x[train] - mean) / deviation, -4, 4), labels[train])
        held[~train] = np.clip((x[~train] - mean) / deviation, -4, 4) @ weights + bias
    report("fitted, out of fold", held)


if __name__ == "__main__":
    main()
