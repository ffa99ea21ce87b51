"""The two heads: how likely the local model fails, how likely a strong one does."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np

from data import Row
from logistic import Array, Bags, fit_pair, sigmoid
from text_features import surface_of, terms_of, words_of

FOLDS = 5
# How far what the labels say is held back: what both models fail at, which many labels tell, and what only tells the
# weak from the strong, which few do. Chosen with the features by cross-validation within the training labels.
SHARED = 45.0
APART = 750.0
SUBJECT_SCALE = 0.8
RIDGE = 0.01


@dataclass(frozen=True)
class Space:
    """What was learnt from prompts and the names of their subjects, without a label."""

    terms: dict[str, int]
    rarity: Array
    subjects: Array  # terms × subjects: words of one subject point the same way
    mean: Array
    deviation: Array


@dataclass(frozen=True)
class Heads:
    space: Space
    terms: Array  # terms × 2, rarity and subjects folded in
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


def learn_space(prompts: list[str], subjects: list[str], size: int = 3000, least: int = 4) -> Space:
    """`subjects`: one a prompt, empty where there is none."""
    listed = vocabulary(prompts, size, least)
    terms = {term: index for index, term in enumerate(listed)}
    plain = bags_of(terms, prompts, np.ones(len(terms)))
    frequency = np.bincount(plain.indices, minlength=len(terms) + 1)[:-1]
    rarity = np.log(len(prompts) / np.maximum(1, frequency))
    surface = np.array([surface_in(prompt) for prompt in prompts])
    return Space(
        terms,
        rarity,
        directions(Bags(plain.rows, len(terms), rarity), subjects),
        surface.mean(axis=0),
        np.maximum(1e-3, surface.std(axis=0)),
    )


def directions(bags: Bags, subjects: list[str]) -> Array:
    """For each subject the weights by which words tell it from the others: ridge regression."""
    names = sorted({subject for subject in subjects if subject})
    belongs = np.array([[float(subject == name) for name in names] for subject in subjects])
    spread = np.maximum(1e-3, belongs.std(axis=0))
    dense = np.zeros((len(subjects), bags.columns + 1), np.float32)
    dense[bags.owners, bags.indices] = bags.values
    dense = dense[:, :-1]
    together = (dense.T @ dense).astype(float)
    together[np.diag_indices_from(together)] += RIDGE * len(subjects)
    return np.linalg.solve(together, dense.T @ (belongs - belongs.mean(axis=0))) / spread


def standardised(space: Space, prompts: list[str]) -> Array:
    raw = np.array([surface_in(prompt) for prompt in prompts])
    return np.clip((raw - space.mean) / space.deviation, -3, 3)


def inputs_of(space: Space, prompts: list[str]) -> Array:
    said = bags_of(space.terms, prompts, space.rarity).dot(space.subjects)
    return np.hstack([said * SUBJECT_SCALE, standardised(space, prompts)])


def labels_of(rows: list[Row]) -> Array:
    return np.array([(row.local_fails, row.strong_fails) for row in rows], float)


def train(space: Space, rows: list[Row]) -> Heads:
    weights = fit_pair(inputs_of(space, [row.prompt for row in rows]), labels_of(rows), SHARED, APART)
    count = space.subjects.shape[1]
    terms = (space.subjects @ weights[:count]) * (SUBJECT_SCALE * space.rarity[:, None])
    return Heads(space, terms, weights[count:-1], weights[-1])


def predict(heads: Heads, prompts: list[str]) -> Array:
    """Probabilities, prompts × (local fails, strong fails)."""
    bags = bags_of(heads.space.terms, prompts, np.ones(len(heads.space.terms)))
    return sigmoid(bags.dot(heads.terms) + standardised(heads.space, prompts) @ heads.surface + heads.intercept)
