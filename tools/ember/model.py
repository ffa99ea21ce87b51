"""The decoder in PyTorch: the arithmetic of graph.py, with float32 master weights; in bfloat16 where the processor has it."""
from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from fast import FASTEST, Rotate, Round, SwiGLU, UnitNorm
from graph import rotary_tables
from settings import Shape
from tags import COUNT, PLACES, UNKNOWN

TAGGED_AFTER = 2  # the layer after which tags are told: the ones above can use them
TAGS_SHARE = 0.3  # of the tags in the loss


class Layer(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        assert s.heads == s.kv_heads, "queries, keys and values are one matrix of three equal parts"
        self.s = s
        wide = s.heads * s.head_dim
        for name, n, k, gain in (("qkv", 3 * wide, s.hidden, 1.0), ("o_proj", s.hidden, wide, 0.0),
                                 ("gate_up", 2 * s.inter, s.hidden, 1.0), ("down_proj", s.hidden, s.inter, 0.0)):
            self.register_parameter(name, nn.Parameter(torch.randn(n, k) * gain * 0.7 / math.sqrt(k)))

    def forward(self, x, cos, sin, mask, fix, drop):
        s = self.s
        b, t, _ = x.shape
        qkv = F.linear(UnitNorm.apply(x, s.eps), fix(self.qkv)).view(b, t, 3, s.heads, s.head_dim)
        qk = Rotate.apply(qkv[:, :, :2], cos, sin).permute(2, 0, 3, 1, 4).reshape(2, b * s.heads, t, s.head_dim)
        v = qkv[:, :, 2].transpose(1, 2).reshape(b * s.heads, t, s.head_dim)
        scores = torch.baddbmm(mask, qk[0], qk[1].transpose(1, 2))
        mixed = torch.bmm(scores.softmax(-1), v).view(b, s.heads, t, s.head_dim).transpose(1, 2).reshape(b, t, -1)
        x = x + drop(F.linear(mixed, fix(self.o_proj)))
        h = SwiGLU.apply(F.linear(UnitNorm.apply(x, s.eps), fix(self.gate_up)))
        return x + drop(F.linear(h, fix(self.down_proj)))


class Ember(nn.Module):
    def __init__(self, s: Shape, dtype=FASTEST, dropout: float = 0.0):
        super().__init__()
        self.s, self.dtype, self.quantised, self.dropout = s, dtype, False, dropout
        self.embed_tokens = nn.Parameter(torch.randn(s.vocab, s.hidden) * 0.05)
        self.layers = nn.ModuleList([Layer(s) for _ in range(s.layers)])
        self.tags = nn.Parameter(torch.zeros(COUNT + PLACES, s.hidden))  # for training alone, never exported
        cos, sin = (torch.tensor(t).to(dtype) for t in rotary_tables(s))
        scale = torch.tensor([s.head_dim ** -0.5, 1.0], dtype=dtype)  # queries carry the attention scale
        self.tables = [t.view(1, s.context, 1, 1, -1) * scale.view(1, 1, 2, 1, 1) for t in (cos, sin)]

    def weights(self, w):
        return (Round.apply(w) if self.quantised else w).to(self.dtype)

    def hidden(self, ids):
        x, _, table = self._hidden(ids)
        return x, table

    def _hidden(self, ids):
        t = ids.shape[1]
        mask = torch.triu(torch.full((1, t, t), -1e9, dtype=self.dtype), 1)
        cos, sin = (x[:, :t] for x in self.tables)
        drop = (lambda x: F.dropout(x, self.dropout)) if self.training and self.dropout else (lambda x: x)
        table = Round.apply(self.embed_tokens) if self.quantised else self.embed_tokens
        # float32 table: bfloat16 would lose gradients of frequent tokens
        x = UnitNorm.apply(F.embedding(ids, table), self.s.eps).to(self.dtype)
        middle = x
        for number, layer in enumerate(self.layers):
            x = layer(x, cos, sin, mask, self.weights, drop)
            middle = x if number == TAGGED_AFTER else middle
        return UnitNorm.apply(x, self.s.eps), middle, table.to(self.dtype)

    def loss(self, ids, targets, weights, *tagged):
        """Cross entropy where the weight is not zero (logits are computed for those positions only), and that of tags and places."""
        h, middle, table = self._hidden(ids)
        told = F.linear(UnitNorm.apply(middle, self.s.eps), self.tags.to(self.dtype)).float()
        parts = told.flatten(0, 1).split((COUNT, PLACES), 1)
        tag_loss = sum(F.cross_entropy(x, goal.flatten(), ignore_index=UNKNOWN) for x, goal in zip(parts, tagged))
        weights = weights.flatten()
        at = weights.nonzero().squeeze(1)
        # Few different sizes: the matrix library compiles and keeps a kernel for each. Weight 0 where padded.
        count = len(at)
        at = torch.cat([at, (weights == 0).nonzero().squeeze(1)[:-count % 256]])
        logits = F.linear(h.flatten(0, 1)[at], table).float()
        goal, chosen = targets.flatten()[at], weights[at]
        each = F.cross_entropy(logits, goal, reduction="none")
        total = (each * chosen).sum() / chosen.sum() + TAGS_SHARE * tag_loss
        return total, tag_loss.detach(), logits[:count], goal[:count]

    def export_state(self) -> dict[str, np.ndarray]:
        """Float weights under the names graph.py expects."""
        out = {"embed_tokens": self.embed_tokens}
        for n, layer in enumerate(self.layers):
            parts = {"o_proj": layer.o_proj, "down_proj": layer.down_proj}
            parts.update(zip(("q_proj", "k_proj", "v_proj"), layer.qkv.chunk(3)))
            parts.update(zip(("gate_proj", "up_proj"), layer.gate_up.chunk(2)))
            out.update({f"layers.{n}.{name}": w for name, w in parts.items()})
        return {name: w.detach().numpy() for name, w in out.items()}
