"""The judge sets themselves: enough rows, no doubles, and nothing that no answer could meet."""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import canon
import checks
import dataset
import score

SETS = {which: score.judge_rows(which) for which in score.SETS}
ROWS = [row for rows in SETS.values() for row in rows]
KNOWN = canon.load()
# The least number of rows: each task, Hearth, out of scope, its near misses, follow-ups; and askings of each intent.
LEAST = {"development": (38, 190, 100, 25, 60, 2), "fresh": (50, 130, 90, 36, 12, 1)}


def of(rows, *skills):
    return [row for row in rows if row["skill"] in skills]


def prompts(rows):
    """What the rows ask: of a follow-up the second turn, since the first may be any question."""
    return [dataset.normal(row["prompt"] if "prompt" in row else row["turns"][-1]) for row in rows]


class JudgeSets(unittest.TestCase):
    def test_counts(self):
        for which, rows in SETS.items():
            task, hearth, out, near, follow, _ = LEAST[which]
            for skill in checks.CHECKS:
                self.assertGreaterEqual(len(of(rows, skill)), task, (which, skill))
            self.assertGreaterEqual(len(of(rows, "hearth")), hearth, which)
            self.assertGreaterEqual(len(of(rows, score.OUT)), out, which)
            self.assertGreaterEqual(sum(row["id"].startswith("oos-near-") for row in rows), near, which)
            self.assertGreaterEqual(len(of(rows, "follow-up")), follow, which)

    def test_every_intent_is_asked(self):
        for which, rows in SETS.items():
            asked = [row["intent"] for row in of(rows, "hearth")]
            for intent in KNOWN:
                self.assertGreaterEqual(asked.count(intent), LEAST[which][-1], (which, intent))

    def test_ids_are_unique_across_the_sets(self):
        self.assertEqual(len({row["id"] for row in ROWS}), len(ROWS))

    def test_no_prompt_is_asked_twice_and_none_of_the_fresh_set_is_old(self):
        asked = prompts([row for row in ROWS if "prompt" in row])
        self.assertEqual(len(set(asked)), len(asked))
        self.assertFalse(set(prompts(SETS["fresh"])) & set(prompts(SETS["development"])))

    def test_the_training_leaves_out_every_prompt_of_both_sets(self):
        excluded = dataset.judge_prompts()
        for which, rows in SETS.items():
            self.assertFalse(set(prompts(rows)) - excluded, which)

    def test_rows_name_known_intents_and_labels(self):
        for row in map(score.target, ROWS):
            for intent in [row["intent"], *row["alsoOk"]] if row["skill"] == "hearth" else ():
                self.assertIn(intent, KNOWN)
            if row["skill"] in checks.LABELS:
                self.assertIn(row["expect"]["label"], checks.LABELS[row["skill"]])

    def test_expected_values_stand_in_the_prompt(self):
        for row in of(ROWS, "extract"):
            wanted = row["expect"]["json"]
            self.assertEqual(list(wanted), [k for k in checks.EXTRACT_KEYS if k in wanted])
            for value in sum(wanted.values(), []):
                self.assertIn(value, row["prompt"])
        for row in ROWS:
            if "source" in row.get("expect", {}):
                self.assertIn(row["expect"]["source"], row["prompt"])


if __name__ == "__main__":
    unittest.main()
