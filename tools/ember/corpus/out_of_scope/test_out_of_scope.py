"""Checks on the out-of-scope prompts."""
import random
import re
import unittest
from pathlib import Path

from . import ANSWERS, NEAR_SHARE, _G, _NEAR, sample


class OutOfScope(unittest.TestCase):
    def setUp(self):
        rng = random.Random(3)
        self.pairs = [sample(rng) for _ in range(4000)]

    def test_answers_come_from_the_fixed_sentences(self):
        self.assertEqual({a for _, a in self.pairs}, set(ANSWERS.values()))

    def test_templates_are_fully_expanded(self):
        for prompt, answer in self.pairs:
            self.assertNotRegex(prompt, r"<[a-z_]{3}[a-z_]*>|\{\w+\|")
            self.assertTrue(prompt.strip())

    def test_every_line_expands(self):
        rng = random.Random(5)
        for lines in _G.sections.values():
            for line in lines:
                for _ in range(4):
                    self.assertNotRegex(_G.expand(line, rng), r"[{}]|\s\|")

    def test_no_line_stands_twice(self):
        for name, lines in _G.sections.items():
            if name.startswith("near_") or name in ANSWERS:
                plain = [line for line in lines if line != "<near>"]
                self.assertEqual(len(plain), len(set(plain)), name)

    def test_near_misses_name_another_subject(self):
        rng = random.Random(8)
        for line, kind in _NEAR:
            self.assertIn(kind, ANSWERS)
            self.assertNotRegex(_G.expand(line, rng), r"\bHearth(?!stone)\b(?! goddess)|\b(this|your) app\b")
        self.assertTrue(0.3 < NEAR_SHARE < 0.4)

    def test_no_prompt_is_a_question_about_hearth(self):
        plain = lambda text: re.sub(r"\W+", " ", text.lower()).strip()
        rng, hearth = random.Random(4), set()
        for path in (Path(__file__).parents[1] / "hearth").glob("*.txt"):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line and line[0] not in "#>":
                    hearth.update(plain(_G.expand(line.replace("<", ""), rng)) for _ in range(3))
        self.assertEqual({p for p, _ in self.pairs if plain(p) in hearth}, set())

    def test_prompts_rarely_repeat(self):
        self.assertGreater(len({p for p, _ in self.pairs}), 3400)

    def test_same_seed_same_prompts(self):
        again = random.Random(3)
        self.assertEqual(self.pairs[:50], [sample(again) for _ in range(50)])


if __name__ == "__main__":
    unittest.main()
