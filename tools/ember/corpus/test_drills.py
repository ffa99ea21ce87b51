import json
import random
import re
import unittest

from corpus.drills import drill


class Drills(unittest.TestCase):
    def test_every_word_of_an_answer_stands_in_its_prompt(self):
        rng = random.Random(3)
        for _ in range(500):
            prompt, answer = drill(rng)
            body = prompt.lower().split("> ", 1)[1]
            told = " ".join(sum(json.loads(answer).values(), [])) if answer.startswith('{"') else answer.replace("- ", "")
            for word in told.lower().split():
                self.assertIn(word.strip('".'), body)

    def test_a_pick_lists_every_value_of_its_kinds_once(self):
        rng = random.Random(4)
        for _ in range(3000):
            prompt, answer = drill(rng)
            if not prompt.startswith("pick"):
                continue
            found = json.loads(answer)
            text = prompt.split("> ", 1)[1].split(" < ")[0]
            kinds = {"at": r"[\w.]+@[\w.]+\w", "tags": r"#\w+"}
            for kind in kinds.keys() & found.keys():
                self.assertEqual(found[kind], list(dict.fromkeys(re.findall(kinds[kind], text))), prompt)
            if "capitals" in found:
                runs = re.findall(r"(?<![A-Z])[A-Z][^\W\d_]*[a-z](?: [A-Z][a-z]+)*", text)
                self.assertEqual(found["capitals"], list(dict.fromkeys(runs)), prompt)

    def test_the_same_seed_drills_the_same(self):
        self.assertEqual([drill(random.Random(1)) for _ in range(3)], [drill(random.Random(1)) for _ in range(3)])


if __name__ == "__main__":
    unittest.main()
