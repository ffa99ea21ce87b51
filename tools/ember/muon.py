"""Muon for the weight matrices (momentum, orthogonalised by a Newton-Schulz iteration) and AdamW for the rest.

With so few steps to spend, orthogonal updates learn about half again as much per step as AdamW alone.
"""
from __future__ import annotations

import torch

from fast import FASTEST

ADAM = 0.3  # the rate of AdamW as a part of Muon's
PARTS = {"qkv": 3, "gate_up": 2}


def orthogonal(g: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """The nearest semi-orthogonal matrix, roughly; bfloat16 suffices where it is faster. Works on a stack of matrices."""
    x = g.to(FASTEST)
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.transpose(-1, -2)
    x = x / (x.float().norm(dim=(-2, -1), keepdim=True) + 1e-7).to(FASTEST)
    for _ in range(steps):
        a = x @ x.transpose(-1, -2)
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * (a @ a)) @ x
    return (x.transpose(-1, -2) if tall else x).float()


class Optimiser:
    def __init__(self, model: torch.nn.Module, decay: float = 0.02):
        # The layers' matrices of one kind are stacked: few large operations instead of many small ones.
        self.groups: dict[str, list[torch.nn.Parameter]] = {}
        rest = []
        for name, p in model.named_parameters():
            if name in ("embed_tokens", "tags"):
                rest.append(p)
            else:
                self.groups.setdefault(name.rsplit(".", 1)[-1], []).append(p)
        self.momentum = {k: torch.zeros(len(v), *v[0].shape) for k, v in self.groups.items()}
        self.adam = torch.optim.AdamW(rest, lr=1e-3, betas=(0.9, 0.98), weight_decay=0.0)
        self.decay = decay

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """`rate` is Muon's; AdamW's is a fixed fraction of it."""
        for kind, params in self.groups.items():
            g = torch.stack([p.grad for p in params])
            m = self.momentum[kind].mul_(0.95).add_(g, alpha=0.05)
            # Packed matrices (see PARTS) are made orthogonal part by part.
            mixed = torch.lerp(g, m, 0.95)
            update = orthogonal(mixed.view(len(params) * PARTS.get(kind, 1), -1, g.shape[2]))
            update *= max(1.0, update.shape[1] / update.shape[2]) ** 0.5
            for p, u in zip(params, update.view(g.shape)):
                p.mul_(1 - rate * self.decay).add_(u, alpha=-rate)
                p.grad = None
        for group in self.adam.param_groups:
            group["lr"] = rate * ADAM
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)

    def state_dict(self) -> dict:
        return {"momentum": self.momentum, "adam": self.adam.state_dict()}

    def load_state_dict(self, state: dict) -> None:
        self.momentum = state["momentum"]
        self.adam.load_state_dict(state["adam"])
