"""The judge set itself: enough rows, no doubles, and nothing that no answer could meet."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import canon
import checks
import score

ROWS = score.judge_rows()
KNOWN = canon.load()
LABELLED = [row for row in ROWS if row["skill"] in checks.LABELS]
EXTRACT = [row for row in ROWS if row["skill"] == "extract"]
HEARTH = [row for row in ROWS if row["skill"] == "hearth"]


class JudgeSet(unittest.TestCase):
    def test_counts(self):
        counts = {}
        for row in ROWS:
            counts[row["skill"]] = counts.get(row["skill"], 0) + 1
        for skill in checks.CHECKS:
            self.assertGreaterEqual(counts[skill], 25, skill)
        self.assertGreaterEqual(counts["hearth"], 190)
        self.assertGreaterEqual(counts["out-of-scope"], 100)
        self.assertGreaterEqual(sum(r["id"].startswith("oos-near-") for r in ROWS), 25)
        self.assertEqual(counts["follow-up"], 20)

    def test_ids_and_prompts_are_unique(self):
        self.assertEqual(len({row["id"] for row in ROWS}), len(ROWS))
        prompts = [row["prompt"].casefold() for row in ROWS if "prompt" in row]
        self.assertEqual(len(set(prompts)), len(prompts))

    def test_every_intent_is_asked_at_least_twice(self):
        asked = [row["intent"] for row in HEARTH]
        for intent in KNOWN:
            self.assertGreaterEqual(asked.count(intent), 2, intent)

    def test_rows_name_known_intents_and_labels(self):
        for row in HEARTH:
            for intent in [row["intent"], *row["alsoOk"]]:
                self.assertIn(intent, KNOWN)
        for row in LABELLED:
            self.assertIn(row["expect"]["label"], checks.LABELS[row["skill"]])

    def test_expected_values_stand_in_the_prompt(self):
        for row in EXTRACT:
            wanted = row["expect"]["json"]
            self.assertEqual(list(wanted), [k for k in checks.EXTRACT_KEYS if k in wanted])
            for value in sum(wanted.values(), []):
                self.assertIn(value, row["prompt"])
        for row in ROWS:
            if "source" in row.get("expect", {}):
                self.assertIn(row["expect"]["source"], row["prompt"])


if __name__ == "__main__":
    unittest.main()
