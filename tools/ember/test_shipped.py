"""The shipped files read back: the weights that another run begins with."""
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent))
from graph import build  # noqa: E402
from settings import Shape  # noqa: E402
from shipped import shipped_state, training_state  # noqa: E402
from test_export import random_state  # noqa: E402
from train import mean_of  # noqa: E402


class Shipped(unittest.TestCase):
    def test_what_was_written_is_read_back_but_for_rounding(self):
        s = Shape(vocab=64, hidden=32, layers=2, heads=1, kv_heads=1, head_dim=32, inter=64, context=16)
        written = random_state(s)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "onnx").mkdir()
            (Path(folder) / "onnx/model_quantized.onnx").write_bytes(build(written, s, "q8"))
            read = shipped_state(Path(folder))
        self.assertEqual(sorted(read), sorted(written))
        for name, weight in written.items():
            self.assertEqual(read[name].shape, weight.shape)
            step = np.abs(weight).max(1, keepdims=True) / 127
            self.assertTrue((np.abs(read[name] - weight) <= 0.51 * step).all(), name)
        joined = training_state(read, s)
        np.testing.assert_array_equal(joined["layers.1.qkv"][32:64], read["layers.1.k_proj"])
        np.testing.assert_array_equal(joined["layers.1.gate_up"][64:], read["layers.1.up_proj"])


class Mean(unittest.TestCase):
    def test_each_weight_is_the_mean_of_those_of_its_name(self):
        states = [{"a": torch.full((2, 2), value), "b": torch.full((3,), -value)} for value in (1.0, 3.0)]
        mean = mean_of(states)
        self.assertEqual(mean["a"].tolist(), [[2.0, 2.0], [2.0, 2.0]])
        self.assertEqual(mean["b"].tolist(), [-2.0, -2.0, -2.0])


if __name__ == "__main__":
    unittest.main()
