"""The two heads: how likely the local model fails, how likely a strong one does."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np

from data import Row
from logistic import Array, Bags, Inputs, calibration, fit, sigmoid
from text_features import surface_of, terms_of, words_of

TOPICS = 60
FOLDS = 5
PENALTY = 1e-3


@dataclass(frozen=True)
class Scales:
    """How much each kind of feature may say before the penalty holds it back."""

    words: float
    topics: float
    surface: float


GRID = [Scales(words, topics, 0.15) for words in (0.05, 0.1, 0.2) for topics in (0.05, 0.1, 0.2)]


@dataclass(frozen=True)
class Space:
    """What was learnt from prompts alone, without labels."""

    terms: dict[str, int]
    rarity: Array
    topics: Array  # terms × TOPICS: words that occur together point the same way
    mean: Array
    deviation: Array


@dataclass(frozen=True)
class Heads:
    space: Space
    terms: Array  # terms × 2, rarity and topics folded in
    surface: Array  # surface × 2, for standardised values
    intercept: Array  # 2


@cache
def terms_in(prompt: str) -> tuple[str, ...]:
    return tuple(terms_of(words_of(prompt)))


@cache
def surface_in(prompt: str) -> tuple[float, ...]:
    return tuple(surface_of(prompt))


def vocabulary(prompts: list[str], size: int, least: int) -> list[str]:
    count: Counter[str] = Counter()
    for prompt in prompts:
        count.update(terms_in(prompt))
    # A pair must be more frequent than a word to earn its place.
    kept = {term: n for term, n in count.items() if n >= (2 * least if " " in term else least)}
    return sorted(sorted(kept, key=lambda term: (-kept[term] * (0.5 if " " in term else 1), term))[:size])


def bags_of(terms: dict[str, int], prompts: list[str], scale: Array) -> Bags:
    rows = [[terms[term] for term in terms_in(prompt) if term in terms] for prompt in prompts]
    return Bags(rows, len(terms), scale)


def learn_space(prompts: list[str], size: int = 3000, least: int = 4) -> Space:
    listed = vocabulary(prompts, size, least)
    terms = {term: index for index, term in enumerate(listed)}
    plain = bags_of(terms, prompts, np.ones(len(terms)))
    frequency = np.bincount(plain.indices, minlength=len(terms) + 1)[:-1]
    rarity = np.log(len(prompts) / np.maximum(1, frequency))
    weighted = Bags(plain.rows, len(terms), rarity)
    probe = weighted.dot(np.random.default_rng(7).normal(size=(len(terms), TOPICS + 10)))
    for _ in range(2):
        probe, _ = np.linalg.qr(weighted.dot(weighted.back(probe)))
    probe, _ = np.linalg.qr(probe)
    _, strength, axes = np.linalg.svd(weighted.back(probe).T, full_matrices=False)
    # Whitened by half: frequent topics lead, but do not drown the rest.
    spread = strength[:TOPICS] / np.sqrt(len(prompts))
    topics = (axes[:TOPICS] / np.sqrt(spread)[:, None]).T
    surface = np.array([surface_in(prompt) for prompt in prompts])
    return Space(terms, rarity, topics, surface.mean(axis=0), np.maximum(1e-3, surface.std(axis=0)))


def standardised(space: Space, prompts: list[str]) -> Array:
    raw = np.array([surface_in(prompt) for prompt in prompts])
    return np.clip((raw - space.mean) / space.deviation, -3, 3)


def inputs_of(space: Space, prompts: list[str], scales: Scales) -> Inputs:
    bags = bags_of(space.terms, prompts, space.rarity)
    dense = np.hstack([bags.dot(space.topics) * scales.topics, standardised(space, prompts) * scales.surface])
    return Inputs(Bags(bags.rows, bags.columns, space.rarity * scales.words), dense)


def area_under_gain(score: Array, local: Array, strong: Array) -> float:
    """APGR: mean share of the gap between the two models that is recovered, over every share of calls."""
    gain = (local - strong)[np.argsort(-score, kind="stable")].cumsum()
    return float((gain[:-1].sum() + gain[-1] / 2) / len(gain) / gain[-1])


def labels_of(rows: list[Row]) -> Array:
    return np.array([(row.local_fails, row.strong_fails) for row in rows], float)


def out_of_fold(inputs: Inputs, labels: Array, seed: int) -> Array:
    order = np.random.default_rng(seed).permutation(len(labels))
    logits = np.zeros_like(labels)
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        rest = np.setdiff1d(order, held)
        logits[held] = inputs[held].dot(fit(inputs[rest], labels[rest], PENALTY, steps=60))
    return logits


def train(space: Space, rows: list[Row], seed: int = 1, grid: list[Scales] = GRID) -> tuple[Heads, Scales]:
    """Scales by cross-validation within `rows` alone, calibrated on what was predicted out of fold."""
    prompts, labels = [row.prompt for row in rows], labels_of(rows)
    best, scales, logits = -np.inf, grid[0], np.zeros_like(labels)
    for candidate in grid:
        tried = out_of_fold(inputs_of(space, prompts, candidate), labels, seed)
        chance = sigmoid(tried)
        area = area_under_gain(chance[:, 0] - chance[:, 1], labels[:, 0], labels[:, 1])
        if area > best:
            best, scales, logits = area, candidate, tried
    weights = fit(inputs_of(space, prompts, scales), labels, PENALTY, steps=100)
    for head in range(2):
        slope, shift = calibration(logits[:, head], labels[:, head])
        weights[:, head] *= slope
        weights[-1, head] += shift
    return folded(space, weights, scales), scales


def folded(space: Space, weights: Array, scales: Scales) -> Heads:
    count = len(space.terms)
    words, topics, surface = weights[:count], weights[count : count + TOPICS], weights[count + TOPICS : -1]
    terms = (words * scales.words + space.topics @ topics * scales.topics) * space.rarity[:, None]
    return Heads(space, terms, surface * scales.surface, weights[-1])


def predict(heads: Heads, prompts: list[str]) -> Array:
    """Probabilities, prompts × (local fails, strong fails)."""
    bags = bags_of(heads.space.terms, prompts, np.ones(len(heads.space.terms)))
    return sigmoid(bags.dot(heads.terms) + standardised(heads.space, prompts) @ heads.surface + heads.intercept)
