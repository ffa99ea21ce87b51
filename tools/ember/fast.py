"""Fused autograd steps. On a CPU the element-wise passes, not the matrix products, are most of a training step."""
from __future__ import annotations

from pathlib import Path

import torch

from quantise import BLOCK


def has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself; where it does not, emulating that takes many times as long."""
    try:
        about = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return False
    return "avx512_bf16" in about or "amx_bf16" in about


FASTEST = torch.bfloat16 if has_bfloat16() else torch.float32


def rounded_int4(w: torch.Tensor) -> torch.Tensor:
    """What the int4 file will hold (see quantise.int4)."""
    blocks = w.reshape(-1, BLOCK)
    scale = blocks.gather(1, blocks.abs().argmax(1, keepdim=True)) / -8
    safe = torch.where(scale == 0, torch.ones_like(scale), scale)
    return (torch.clamp(torch.round(blocks / safe), -8, 7) * scale).reshape(w.shape)


class Round(torch.autograd.Function):
    """Rounds going forward; the gradient passes as if nothing was rounded."""

    @staticmethod
    def forward(ctx, w):
        return rounded_int4(w)

    @staticmethod
    def backward(ctx, g):
        return g


class UnitNorm(torch.autograd.Function):
    """RMS norm without a gain: the next matrix learns the gain as well."""

    @staticmethod
    def forward(ctx, x, eps):
        wide = x.float()
        r = torch.rsqrt(wide.mul(wide).mean(-1, keepdim=True).add_(eps))
        y = (wide * r).to(x.dtype)
        ctx.save_for_backward(y, r)
        return y

    @staticmethod
    def backward(ctx, g):
        y, r = ctx.saved_tensors
        along = (g * y).mean(-1, keepdim=True, dtype=torch.float32)
        out = torch.addcmul(g, y, along.to(g.dtype), value=-1)
        return out.mul_(r.to(g.dtype)), None


class Rotate(torch.autograd.Function):
    """Rotary positions for queries and keys at once; the tables hold the attention scale for the queries."""

    @staticmethod
    def turn(x, cos, sin, sign):
        half = x.shape[-1] // 2
        a, b = x[..., :half], x[..., half:]
        out = torch.empty_like(x)
        torch.mul(a, cos, out=out[..., :half])
        out[..., :half].addcmul_(b, sin, value=-sign)
        torch.mul(b, cos, out=out[..., half:])
        out[..., half:].addcmul_(a, sin, value=sign)
        return out

    @staticmethod
    def forward(ctx, x, cos, sin):
        ctx.save_for_backward(cos, sin)
        return Rotate.turn(x, cos, sin, 1)

    @staticmethod
    def backward(ctx, g):
        cos, sin = ctx.saved_tensors
        return Rotate.turn(g, cos, sin, -1), None, None


class SwiGLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        gate, up = x.chunk(2, -1)
        s = torch.sigmoid(gate)
        silu = gate * s
        ctx.save_for_backward(x, s, silu)
        return silu * up

    @staticmethod
    def backward(ctx, g):
        x, s, silu = ctx.saved_tensors
        up = x.chunk(2, -1)[1]
        out = torch.empty_like(x)
        d_gate, d_up = out.chunk(2, -1)
        torch.mul(g, silu, out=d_up)
        # d silu/d gate = s + silu * (1 - s)
        slope = torch.addcmul(s, silu, 1 - s).mul_(up)
        torch.mul(slope, g, out=d_gate)
        return out
