"""A start that can already copy: heads that look one token back, and heads that find what came after a token before.

Extraction and rewriting copy from the prompt. Small models find these "induction heads" by themselves, but late;
here a few heads begin as such, and training is free to change them.
"""
from __future__ import annotations

import numpy as np
import torch

BACK, COPY = 0, 2  # the layers of the two kinds of head
HEADS = 2
SHARP = 1.5  # how firmly a head looks one token back
MATCH = 1.6  # how firmly a copying head follows a match
CONSTANT = 4.0  # the size of the one embedding coordinate that all tokens share, against the others


def orthonormal(rows: int, columns: int) -> torch.Tensor:
    return torch.linalg.qr(torch.randn(columns, rows))[0].T.contiguous()


@torch.no_grad()
def prepare(model) -> None:
    s = model.s
    d, half, wide = s.head_dim, s.head_dim // 2, s.heads * s.head_dim
    model.embed_tokens[:, 0] = CONSTANT * model.embed_tokens.std()  # the same for all: without effect on the logits
    frequency = s.theta ** (-np.arange(0, d, 2) / d)
    back, copy = model.layers[BACK], model.layers[COPY]
    seen = orthonormal(HEADS * d, s.hidden)  # what a head passes on of the token before
    into = orthonormal(HEADS * d, s.hidden)  # and where in the residual it puts it
    token = orthonormal(HEADS * d, s.hidden)
    for head in range(HEADS):
        rows = slice(head * d, (head + 1) * d)
        key, value = slice(wide + rows.start, wide + rows.stop), slice(2 * wide + rows.start, 2 * wide + rows.stop)
        # Rotations undo each other one token back, where the score is greatest. The fast pairs tell neighbours apart.
        back.qkv[rows] *= 0.1
        back.qkv[key] *= 0.1
        for i in range(8):
            back.qkv[rows.start + i, 0] = SHARP * float(np.cos(frequency[i]))
            back.qkv[rows.start + half + i, 0] = -SHARP * float(np.sin(frequency[i]))
            back.qkv[key.start + i, 0] = SHARP
        back.qkv[value] = seen[rows]
        back.o_proj[:, rows] = 1.5 * into[rows].T
        # The slow pairs hardly turn: they compare the token now with the one before each earlier place.
        copy.qkv[rows] *= 0.1
        copy.qkv[key] *= 0.1
        slow = torch.cat([torch.arange(half // 2, half), torch.arange(half + half // 2, d)])
        part = seen[rows][: len(slow)], into[rows][: len(slow)]
        copy.qkv[rows.start + slow] = MATCH * part[0]
        copy.qkv[key.start + slow] = MATCH * part[1]
        copy.qkv[value] = token[rows]
        copy.o_proj[:, rows] = 2 * token[rows].T
