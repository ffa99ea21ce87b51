"""Ember's decoder as an ONNX graph with the operators Hugging Face's web builds use.

`q4` has int4 weights (MatMulNBits, GatherBlockQuantized) for WebGPU; `q8` has int8 weights
(DynamicQuantizeMatMul), which the WASM build runs about ten times faster than int4.
"""
from __future__ import annotations

import math

import numpy as np

from onnx_writer import FLOAT, INT32, INT64, INT8, UINT8, Graph
from quantise import BLOCK, int4, int8, pack
from settings import Shape


class Weights:
    """Puts a linear layer or the embedding into the graph in one of the two forms."""

    def __init__(self, graph: Graph, form: str):
        self.graph, self.form = graph, form

    def floats(self, name: str, values: np.ndarray) -> str:
        return self.graph.weight(name, FLOAT, values.shape, values.astype("<f4").tobytes())

    def _int4(self, name: str, weight: np.ndarray, dims) -> list[str]:
        levels, scale = int4(weight)
        return [self.graph.weight(f"{name}.weight_quant", UINT8, dims, pack(levels).tobytes()), scale]

    def linear(self, name: str, x: str, weight: np.ndarray, out: str) -> str:
        n, k = weight.shape
        if self.form == "q4":
            quant, scale = self._int4(name, weight, [n, k // BLOCK, BLOCK // 2])
            # accuracy_level 0 keeps activations in float: half the work of level 4 on software adapters.
            return self.graph.ms("MatMulNBits", [x, quant, self.floats(f"{name}.weight_scales", scale.reshape(-1))], out,
                                 K=k, N=n, bits=4, block_size=BLOCK, accuracy_level=0)
        levels, scale = int8(weight)
        raw = np.ascontiguousarray(levels.T).tobytes()
        return self.graph.ms("DynamicQuantizeMatMul", [x, self.graph.weight(f"{name}.weight_i8", INT8, [k, n], raw),
                                                       self.floats(f"{name}.weight_scale", scale)], out)

    def embedding(self, weight: np.ndarray, ids: str, out: str) -> str:
        v, h = weight.shape
        if self.form == "q4":
            quant, scale = self._int4("embed_tokens", weight, [v, h // 2])
            return self.graph.ms("GatherBlockQuantized", [quant, ids, self.floats("embed_tokens.scales", scale)], out,
                                 bits=4, block_size=BLOCK, gather_axis=0, quantize_axis=1)
        levels, scale = int8(weight)
        rows = self.graph.weight("embed_tokens.weight_i8", INT8, [v, h], levels.tobytes())
        self.graph.op("Gather", [rows, ids], "embed.levels", axis=0)
        self.graph.op("Cast", ["embed.levels"], "embed.float", to=FLOAT)
        self.graph.op("Gather", [self.floats("embed_tokens.scale", scale[:, None]), ids], "embed.scale", axis=0)
        return self.graph.op("Mul", ["embed.float", "embed.scale"], out)


def lengths(g: Graph) -> None:
    """attention_mask -> what GroupQueryAttention asks for: the last position of each row and the total length."""
    one = g.weight("one", INT64, [1], np.array([1], "<i8").tobytes())
    g.op("ReduceSum", ["attention_mask", one], "mask.sum", keepdims=0)
    g.op("Sub", ["mask.sum", one], "mask.last")
    g.op("Cast", ["mask.last"], "seqlens_k", to=INT32)
    g.op("Shape", ["attention_mask"], "mask.shape")
    g.op("Gather", ["mask.shape", g.weight("index_one", INT64, [], np.array(1, "<i8").tobytes())], "mask.total", axis=0)
    g.op("Cast", ["mask.total"], "total_seq_len", to=INT32)


def rotary_tables(s: Shape) -> tuple[np.ndarray, np.ndarray]:
    frequency = s.theta ** (-np.arange(0, s.head_dim, 2) / s.head_dim)
    angle = np.outer(np.arange(s.context), frequency)
    return np.cos(angle), np.sin(angle)


def build(state: dict[str, np.ndarray], s: Shape, form: str) -> bytes:
    """`state` holds float weights under Llama's names (layers.N.q_proj and so on)."""
    g = Graph("ember")
    w = Weights(g, form)
    g.input("input_ids", INT64, ["batch_size", "sequence_length"])
    g.input("attention_mask", INT64, ["batch_size", "total_sequence_length"])
    g.input("position_ids", INT64, ["batch_size", "sequence_length"])
    for n in range(s.layers):
        for kind in ("key", "value"):
            g.input(f"past_key_values.{n}.{kind}", FLOAT, ["batch_size", s.kv_heads, "past_sequence_length", s.head_dim])
    g.input("num_logits_to_keep", INT64, [])
    lengths(g)
    cos, sin = rotary_tables(s)
    w.floats("cos_cache", cos)
    w.floats("sin_cache", sin)
    g.output("logits", FLOAT, ["batch_size", "num_logits", s.vocab])

    # The norms have no gain of their own (the next matrix learns it): one vector of ones serves them all.
    ones = w.floats("ones", np.ones(s.hidden))
    embed = w.embedding(state["embed_tokens"], "input_ids", "embed")
    norm = {"axis": -1, "epsilon": float(s.eps), "stash_type": 1}
    residual = g.op("SimplifiedLayerNormalization", [embed, ones], "embed.norm", **norm)
    h = g.op("SimplifiedLayerNormalization", [residual, ones], "L0.input", **norm)
    for n in range(s.layers):
        a = attention(g, w, state, s, n, h)
        h = add_norm(g, s, residual, a, f"L{n}.mlp")
        residual = f"L{n}.mlp.sum"
        d = mlp(g, w, state, n, h)
        h = add_norm(g, s, residual, d, f"L{n}.out")
        residual = f"L{n}.out.sum"
    # Only the last positions need logits; the library asks for one.
    minus = g.weight("minus_one", INT64, [1], np.array([-1], "<i8").tobytes())
    end = g.weight("slice_end", INT64, [1], np.array([2**63 - 1], "<i8").tobytes())
    g.op("Reshape", ["num_logits_to_keep", minus], "keep")
    g.op("Neg", ["keep"], "keep.start")
    h = g.op("Slice", [h, "keep.start", end, "one"], "kept")
    w.linear("lm_head", h, state["embed_tokens"], "logits")
    return g.model()


def add_norm(g: Graph, s: Shape, x: str, y: str, out: str) -> str:
    return g.ms("SkipSimplifiedLayerNormalization", [x, y, "ones"], [out, "", "", out + ".sum"], epsilon=float(s.eps))


def attention(g: Graph, w: Weights, state, s: Shape, n: int, h: str) -> str:
    p, names = f"layers.{n}.", {}
    for kind in ("q", "k", "v"):
        names[kind] = w.linear(f"{p}{kind}_proj", h, state[f"{p}{kind}_proj"], f"L{n}.{kind}")
    for kind, heads in (("q", s.heads), ("k", s.kv_heads)):
        names[kind] = g.ms("RotaryEmbedding", [names[kind], "position_ids", "cos_cache", "sin_cache"], f"L{n}.{kind}.rotated",
                           num_heads=heads, interleaved=0)
    past = [f"past_key_values.{n}.key", f"past_key_values.{n}.value"]
    for kind in ("key", "value"):
        g.output(f"present.{n}.{kind}", FLOAT, ["batch_size", s.kv_heads, "total_sequence_length", s.head_dim])
    g.ms("GroupQueryAttention", [names["q"], names["k"], names["v"], *past, "seqlens_k", "total_seq_len"],
         [f"L{n}.attention", f"present.{n}.key", f"present.{n}.value"], num_heads=s.heads, kv_num_heads=s.kv_heads,
         scale=1 / math.sqrt(s.head_dim), do_rotary=0, rotary_interleaved=0, local_window_size=-1)
    return w.linear(f"{p}o_proj", f"L{n}.attention", state[f"{p}o_proj"], f"L{n}.o")


def mlp(g: Graph, w: Weights, state, n: int, h: str) -> str:
    p = f"layers.{n}."
    gate = w.linear(p + "gate_proj", h, state[p + "gate_proj"], f"L{n}.gate")
    up = w.linear(p + "up_proj", h, state[p + "up_proj"], f"L{n}.up")
    g.op("Sigmoid", [gate], f"L{n}.sigmoid")
    g.op("Mul", [gate, f"L{n}.sigmoid"], f"L{n}.silu")
    g.op("Mul", [f"L{n}.silu", up], f"L{n}.gated")
    return w.linear(p + "down_proj", f"L{n}.gated", state[p + "down_proj"], f"L{n}.down")
