"""The weights of the files that ship, as a start for another run: only those are kept for good.

What int8 rounded away (half of 1/127 of each row's greatest weight) is far below what training moves.
"""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from onnx_writer import fields
from settings import OUT, SHAPE, WORK, Shape


def shipped_state(folder: Path = OUT, s: Shape = SHAPE) -> dict[str, np.ndarray]:
    """Float weights under the names that graph.py expects, out of model_quantized.onnx."""
    graph = fields(fields((folder / "onnx/model_quantized.onnx").read_bytes())[7][0])
    tensors = {t[8][0].decode(): t for t in map(fields, graph[5])}

    def values(name: str, kind: str) -> np.ndarray:
        tensor = tensors[name]
        return np.frombuffer(tensor[9][0], kind).astype(np.float32).reshape(tensor[1])

    state = {"embed_tokens": values("embed_tokens.weight_i8", "i1") * values("embed_tokens.scale", "<f4")}
    for name in tensors:
        if name.startswith("layers.") and name.endswith(".weight_i8"):
            base = name.removesuffix(".weight_i8")
            state[base] = (values(name, "i1") * values(base + ".weight_scale", "<f4")).T.copy()
    return state


def training_state(state: dict[str, np.ndarray], s: Shape = SHAPE) -> dict[str, np.ndarray]:
    """The same under the names of model.py, where queries, keys and values are one matrix, and so are gate and up."""
    out = {"embed_tokens": state["embed_tokens"]}
    for n in range(s.layers):
        p = f"layers.{n}."
        out[p + "qkv"] = np.concatenate([state[p + k] for k in ("q_proj", "k_proj", "v_proj")])
        out[p + "gate_up"] = np.concatenate([state[p + k] for k in ("gate_proj", "up_proj")])
        out[p + "o_proj"], out[p + "down_proj"] = state[p + "o_proj"], state[p + "down_proj"]
    return out
