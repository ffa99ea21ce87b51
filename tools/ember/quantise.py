"""Weights to int4 (blocks of 32 along the input) and int8 (one scale a row), both symmetric."""
from __future__ import annotations

import numpy as np

BLOCK = 32


def int4(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[N, K] -> levels 0..15 with zero point 8, and one scale a block. The extreme of a block maps to level 0
    whichever its sign, so that all sixteen levels are used."""
    n, k = weight.shape
    blocks = weight.astype(np.float32).reshape(n, k // BLOCK, BLOCK)
    at = np.abs(blocks).argmax(-1)[..., None]
    scale = np.take_along_axis(blocks, at, -1) / -8
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale != 0)
    levels = np.clip(np.rint(blocks * inverse) + 8, 0, 15).astype(np.uint8)
    return levels.reshape(n, k), scale[..., 0].astype(np.float32)


def from_int4(levels: np.ndarray, scale: np.ndarray) -> np.ndarray:
    n, k = levels.shape
    blocks = levels.reshape(n, k // BLOCK, BLOCK).astype(np.float32) - 8
    return (blocks * scale[..., None]).reshape(n, k)


def pack(levels: np.ndarray) -> np.ndarray:
    """Two levels a byte, the first in the low half."""
    return (levels[:, 0::2] | levels[:, 1::2] << 4).astype(np.uint8)


def int8(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[N, K] -> int8 levels and one scale a row."""
    weight = weight.astype(np.float32)
    scale = np.maximum(np.abs(weight).max(1), 1e-12) / 127
    return np.clip(np.rint(weight / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)
