"""The quantiser and the ONNX writer, without PyTorch."""
import sys
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
import onnx_writer as onnx  # noqa: E402
from onnx_writer import fields as read  # noqa: E402
import quantise  # noqa: E402
from graph import build  # noqa: E402
from settings import Shape  # noqa: E402


def random_state(s: Shape) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    wide = s.heads * s.head_dim
    state = {"embed_tokens": rng.normal(size=(s.vocab, s.hidden))}
    for n in range(s.layers):
        p = f"layers.{n}."
        for name, shape in {"q_proj": (wide, s.hidden), "k_proj": (wide, s.hidden), "v_proj": (wide, s.hidden),
                            "o_proj": (s.hidden, wide), "gate_proj": (s.inter, s.hidden), "up_proj": (s.inter, s.hidden),
                            "down_proj": (s.hidden, s.inter)}.items():
            state[p + name] = rng.normal(size=shape)
    return state


class Quantise(unittest.TestCase):
    def setUp(self):
        self.weight = np.random.default_rng(2).normal(size=(8, 96)).astype(np.float32)

    def test_int4_error_is_within_half_a_level(self):
        levels, scale = quantise.int4(self.weight)
        error = np.abs(quantise.from_int4(levels, scale) - self.weight).reshape(8, 3, 32)
        # The level opposite the extreme is one short, so there the error may reach a whole level.
        self.assertTrue((error <= np.abs(scale)[..., None] * 1.001).all())
        self.assertLess(np.mean(error), 0.3 * np.mean(np.abs(scale)))

    def test_int4_keeps_what_it_can_hold(self):
        levels, scale = quantise.int4(self.weight)
        once = quantise.from_int4(levels, scale)
        np.testing.assert_allclose(quantise.from_int4(*quantise.int4(once)), once, rtol=1e-5)

    def test_zero_blocks(self):
        levels, scale = quantise.int4(np.zeros((2, 32), np.float32))
        self.assertTrue((quantise.from_int4(levels, scale) == 0).all())

    def test_pack_puts_the_first_level_low(self):
        self.assertEqual(quantise.pack(np.array([[1, 15, 0, 8]], np.uint8)).tolist(), [[0xF1, 0x80]])

    def test_int8_error(self):
        levels, scale = quantise.int8(self.weight)
        self.assertTrue((np.abs(levels * scale[:, None] - self.weight) <= scale[:, None] * 0.501).all())


class Writer(unittest.TestCase):
    def test_varint(self):
        self.assertEqual(onnx.varint(300), b"\xac\x02")
        self.assertEqual(onnx.varint(-1), b"\xff" * 9 + b"\x01")

    def test_graph_names_inputs_outputs_and_weights(self):
        s = Shape(vocab=64, hidden=32, layers=1, heads=1, kv_heads=1, head_dim=32, inter=64, context=16)
        for form in ("q4", "q8"):
            graph = read(read(build(random_state(s), s, form))[7][0])
            inputs = [read(i)[1][0].decode() for i in graph[11]]
            outputs = [read(o)[1][0].decode() for o in graph[12]]
            self.assertEqual(inputs, ["input_ids", "attention_mask", "position_ids", "past_key_values.0.key",
                                      "past_key_values.0.value", "num_logits_to_keep"])
            self.assertEqual(outputs, ["logits", "present.0.key", "present.0.value"])
            kinds = {read(n)[4][0].decode() for n in graph[1]}
            self.assertIn("MatMulNBits" if form == "q4" else "DynamicQuantizeMatMul", kinds)
            known = set(inputs) | {read(w)[8][0].decode() for w in graph[5]} | {""}
            for node in map(read, graph[1]):  # every value is made before it is used
                self.assertLessEqual({i.decode() for i in node[1]}, known)
                known |= {o.decode() for o in node[2]}


if __name__ == "__main__":
    unittest.main()
