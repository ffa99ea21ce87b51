"""Checks on the out-of-scope prompts."""
import random
import unittest

from . import ANSWERS, sample


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

    def test_prompts_rarely_repeat(self):
        self.assertGreater(len({p for p, _ in self.pairs}), 3400)

    def test_same_seed_same_prompts(self):
        again = random.Random(3)
        self.assertEqual(self.pairs[:50], [sample(again) for _ in range(50)])


if __name__ == "__main__":
    unittest.main()
