import random
import unittest

from corpus.drills import drill


class Drills(unittest.TestCase):
    def test_every_word_of_an_answer_stands_in_its_prompt(self):
        rng = random.Random(3)
        for _ in range(500):
            prompt, answer = drill(rng)
            body = prompt.lower().split("> ", 1)[1]
            bare = answer.replace('{"list":', "").replace("- ", "")
            for word in bare.lower().strip('[]{}."').replace('","', " ").split():
                self.assertIn(word.strip('".'), body)

    def test_the_same_seed_drills_the_same(self):
        self.assertEqual([drill(random.Random(1)) for _ in range(3)], [drill(random.Random(1)) for _ in range(3)])


if __name__ == "__main__":
    unittest.main()
