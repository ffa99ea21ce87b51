"""Which of ten kinds of work a prompt asks for."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data import read_lines
from difficulty_model import FOLDS
from logistic import Array, Bags, Inputs, fit, softmax
from text_features import task_terms_of

TYPES = ("rewrite", "classify", "summarise", "extract", "question", "code", "maths", "reasoning", "creative", "plan")
PENALTY = 2e-3
LEAST = 2  # prompts that a term stands in


@dataclass(frozen=True)
class TaskModel:
    terms: list[str]
    weights: Array  # terms × types
    intercept: Array


def labelled_prompts() -> tuple[list[str], list[int]]:
    """Examples written for this, and public seed tasks, each with and without what it is about."""
    examples = json.loads((Path(__file__).parent / "task-examples.json").read_text())
    seeds = read_lines("tasks-self-instruct-seeds.jsonl.gz")
    prompts, kinds = [], []
    for kind, name in enumerate(TYPES):
        asked = list(examples[name])
        for number in examples["seeds"][name]:
            subject = seeds[number]["instances"][0]["input"]
            asked.append(seeds[number]["instruction"])
            if subject:
                asked.append(f"{seeds[number]['instruction']}\n{subject}")
        prompts += asked
        kinds += [kind] * len(asked)
    return prompts, kinds


def inputs_of(terms: list[str], prompts: list[str]) -> Inputs:
    index = {term: place for place, term in enumerate(terms)}
    rows = [[index[term] for term in task_terms_of(prompt) if term in index] for prompt in prompts]
    return Inputs(Bags(rows, len(terms), np.full(len(terms), 2.0)), np.zeros((len(prompts), 0)))


def learn(prompts: list[str], kinds: list[int]) -> TaskModel:
    count: Counter[str] = Counter()
    for prompt in prompts:
        count.update(task_terms_of(prompt))
    terms = sorted(term for term, n in count.items() if n >= (LEAST + 1 if " " in term else LEAST))
    weights = fit(inputs_of(terms, prompts), np.eye(len(TYPES))[kinds], PENALTY, softmax, 150)
    return TaskModel(terms, 2.0 * weights[:-1], weights[-1])


def predict(model: TaskModel, prompts: list[str]) -> Array:
    inputs = inputs_of(model.terms, prompts)
    plain = Bags(inputs.bags.rows, len(model.terms), np.ones(len(model.terms)))
    return softmax(plain.dot(model.weights) + model.intercept)


def accuracy_out_of_fold(prompts: list[str], kinds: list[int]) -> float:
    order = np.random.default_rng(1).permutation(len(prompts))
    right = 0
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        rest = [index for index in order.tolist() if index not in held]
        model = learn([prompts[index] for index in rest], [kinds[index] for index in rest])
        best = predict(model, [prompts[index] for index in held]).argmax(axis=1)
        right += sum(int(kind == kinds[index]) for kind, index in zip(best, held))
    return right / len(prompts)
