"""Logistic regression with an L2 penalty, in numpy alone: several heads over terms at once, and a pair that shares."""

from dataclasses import dataclass

import numpy as np

Array = np.ndarray


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


def softmax(z: Array) -> Array:
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


class Bags:
    """A sparse matrix: one row a prompt, equal values within a row, times a scale per column."""

    def __init__(self, rows: list[list[int]], columns: int, scale: Array) -> None:
        # The last column is empty: no row is without an entry, which reduceat needs.
        self.rows, self.columns, self.scale = rows, columns, scale
        self.lengths = np.array([len(row) + 1 for row in rows])
        self.starts = np.concatenate([[0], self.lengths.cumsum()[:-1]])
        self.indices = np.array([index for row in rows for index in [*row, columns]], np.int64)
        self.owners = np.repeat(np.arange(len(rows)), self.lengths)
        share = 1 / np.sqrt(np.maximum(1, self.lengths - 1))
        self.values = np.append(scale, 0)[self.indices] * share[self.owners]

    def __getitem__(self, chosen: Array) -> "Bags":
        return Bags([self.rows[index] for index in chosen], self.columns, self.scale)

    def dot(self, weights: Array) -> Array:
        padded = np.vstack([weights, np.zeros((1, weights.shape[1]))])
        sums = [np.add.reduceat(padded[self.indices, k] * self.values, self.starts) for k in range(weights.shape[1])]
        return np.stack(sums, axis=1)

    def back(self, errors: Array) -> Array:
        """The transpose times `errors`."""
        size = self.columns + 1
        sums = [np.bincount(self.indices, errors[self.owners, k] * self.values, size) for k in range(errors.shape[1])]
        return np.stack(sums, axis=1)[:-1]


@dataclass(frozen=True)
class Inputs:
    bags: Bags
    dense: Array

    def __getitem__(self, chosen: Array) -> "Inputs":
        return Inputs(self.bags[chosen], self.dense[chosen])

    def dot(self, weights: Array) -> Array:
        """`weights`: terms, then dense features, then the intercept."""
        count = self.bags.columns
        return self.bags.dot(weights[:count]) + self.dense @ weights[count:-1] + weights[-1]

    def back(self, errors: Array) -> Array:
        return np.vstack([self.bags.back(errors), self.dense.T @ errors, errors.sum(axis=0)])


def fit(inputs: Inputs, y: Array, penalty: float, link=sigmoid, steps: int = 150) -> Array:
    """Nesterov's gradient method; the penalty spares the intercept."""
    rows, size = len(y), inputs.bags.columns + inputs.dense.shape[1] + 1
    shrink = np.full((size, 1), penalty)
    shrink[-1] = 0
    direction = np.random.default_rng(1).normal(size=(size, 1))
    curvature = 1.0
    for _ in range(12):
        direction = inputs.back(inputs.dot(direction)) / rows
        curvature = float(np.linalg.norm(direction))
        direction /= curvature
    step = 1 / ((0.25 if link is sigmoid else 0.5) * 1.1 * curvature + penalty)
    weights = ahead = np.zeros((size, y.shape[1]))
    momentum = 1.0
    for _ in range(steps):
        gradient = inputs.back(link(inputs.dot(ahead)) - y) / rows + shrink * ahead
        following = ahead - step * gradient
        next_momentum = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = following + (momentum - 1) / next_momentum * (following - weights)
        weights, momentum = following, next_momentum
    return weights


def fit_pair(x: Array, y: Array, shared: float, apart: float, steps: int = 8) -> Array:
    """
    Two heads, their mean and half their difference each with a penalty of its own; the intercepts have none. Newton's
    method. Gives features and the intercept × 2.
    """
    size = x.shape[1] + 1
    x = np.hstack([x, np.ones((len(x), 1))])
    penalty = np.repeat([shared, apart], size)
    penalty[[size - 1, -1]] = 1e-9
    weights = np.zeros(2 * size)
    for _ in range(steps):
        mean, half = weights[:size], weights[size:]
        chances = sigmoid(np.stack([x @ (mean + half), x @ (mean - half)], axis=1))
        errors = [x.T @ (chances[:, head] - y[:, head]) for head in range(2)]
        local, strong = (x.T @ (x * (chance * (1 - chance))[:, None]) for chance in chances.T)
        curvature = np.block([[local + strong, local - strong], [local - strong, local + strong]])
        gradient = np.concatenate([errors[0] + errors[1], errors[0] - errors[1]]) + penalty * weights
        weights = weights - np.linalg.solve(curvature + np.diag(penalty + 1e-6), gradient)
    mean, half = weights[:size], weights[size:]
    return np.stack([mean + half, mean - half], axis=1)
