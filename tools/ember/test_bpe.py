"""The tokenizer: splitting, round trips, and agreement with the library's tokenizer in the browser."""
import json
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import bpe  # noqa: E402
from export import write_json  # noqa: E402
from settings import HERE, OUT, SHAPE, SPECIALS  # noqa: E402

TEXT = ["how do i delete a chat", "How do I delete all my chats?", "delete the chat please", "Is the chat private?"] * 3


def strings(count: int = 300) -> list[str]:
    """Real words, marks, other scripts and noise, joined at random."""
    rng = random.Random(5)
    parts = ["how", "don't", "I'm", "WebGPU", "iPhone", "URGENT", "mara.i-2@firm.org", "Mara2@x.de", "a@b", "12 May 2026", "$40.50",
             "€3,000", "£5", "naïve", "Ünal", "日本語", "🙂", "“quoted”", "it’s", "—", "…", "<|end|>", "<s>", "<|user|>", "\n", "\n\n",
             "\t", "  ", " ", "\u00a0", "{\"emails\":[\"a@b.org\"]}", "http://a.b/c?d=e&f", "C:\\x", "x_y", "``", "'", "\"", "...", "!?", "\r\n"]
    return ["".join(rng.choice(parts) + rng.choice([" ", "", " "]) for _ in range(rng.randrange(1, 12))) for _ in range(count)]


class Bpe(unittest.TestCase):
    def setUp(self):
        self.tok = bpe.Tokenizer(bpe.learn_merges(TEXT, 60), 400)

    def test_size_and_specials(self):
        self.assertEqual(len(self.tok), 400)
        self.assertEqual(list(self.tok.specials), SPECIALS)
        self.assertEqual(self.tok.encode("<|end|>"), [self.tok.specials["<|end|>"]])

    def test_round_trip(self):
        for text in strings():
            self.assertEqual(self.tok.decode(self.tok.encode(text)), text)

    def test_pieces_cover_the_text(self):
        for text in strings():
            self.assertEqual("".join(bpe.pieces(text)), text)

    def test_copied_values_have_the_same_pieces_in_text_and_json(self):
        for value in ["mara.i-2@firm.org", "Mara Ilves", "$40.50", "12 May 2026", "€3,000"]:
            inside = bpe.pieces(value)
            for around in (f'is {value} now', f'["{value}"]'):
                got = bpe.pieces(around)
                self.assertTrue(any(got[i:i + len(inside)] == inside for i in range(len(got))), (value, got))

    def test_merges_are_the_most_frequent_first(self):
        self.assertEqual(self.tok.encode(" delete"), self.tok.encode(" delete"))
        self.assertEqual(len(self.tok.encode(" chat")), 1)
        self.assertEqual(bpe.learn_merges(TEXT, 60), bpe.learn_merges(TEXT, 60))


class Agreement(unittest.TestCase):
    @unittest.skipUnless((HERE.parent.parent / "node_modules/@huggingface/transformers").exists(), "npm packages are not installed")
    def test_same_ids_as_in_the_browser(self):
        shipped = OUT / "tokenizer.json"
        tok = bpe.Tokenizer.load(shipped) if shipped.exists() else bpe.Tokenizer(bpe.learn_merges(TEXT, 60), 400)
        rows = [{"text": t, "ids": tok.encode(t)} for t in strings()]
        with tempfile.TemporaryDirectory() as folder:
            for name, data in tok.files(SHAPE.context).items():
                write_json(Path(folder) / name, data)
            write_json(Path(folder) / "rows.json", rows)
            out = subprocess.run(["node", str(HERE / "agree.mjs"), folder], capture_output=True, text=True)
        self.assertEqual(json.loads(out.stdout or "null"), [], out.stderr)


if __name__ == "__main__":
    unittest.main()
