"""The copying start: before any training the model repeats a sequence it has seen once."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
try:
    import torch
except ImportError:
    torch = None


@unittest.skipIf(torch is None, "PyTorch is not installed")
class Start(unittest.TestCase):
    def test_the_next_token_of_a_repeated_sequence_ranks_high(self):
        from model import Ember
        from settings import Shape
        from start import prepare

        torch.manual_seed(1)
        model = Ember(Shape(layers=3), dtype=torch.float32)
        prepare(model)
        once = torch.randperm(3000)[:50]
        ids = torch.cat([once, once])[None]
        with torch.no_grad():
            h, table = model.hidden(ids)
        logits = (h[0] @ table.T)[50:99]
        right = logits.gather(1, ids[0, 51:100, None])
        rank = (logits > right).sum(1).float()
        self.assertLess(rank.median().item(), 100)  # by chance about 1,500


if __name__ == "__main__":
    unittest.main()
