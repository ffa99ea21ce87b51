"""The scorer must let right answers through and, above all, no wrong ones."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import canon
import checks
import score

ROWS = [row for which in score.SETS for row in score.judge_rows(which)]
BY_ID = {row["id"]: row for row in ROWS}
KNOWN = canon.load()
REFERENCE = {row["id"]: row["text"] for folder in score.SETS.values()
             for row in score.read_jsonl(folder / "reference.jsonl")}
LABELLED = [row for row in ROWS if row["skill"] in checks.LABELS]
EXTRACT = [row for row in ROWS if row["skill"] == "extract"]
HEARTH = [row for row in ROWS if row["skill"] == "hearth"]


def answer(row_id, text, end="stop"):
    return {"id": row_id, "text": text, "end": end}


def right(row, text, end="stop"):
    return score.judge(row, answer(row["id"], text, end), KNOWN)[0]


def perfect(row):
    wanted = score.target(row)
    if wanted["skill"] == "out-of-scope":
        return answer(row["id"], "That needs a bigger model than me.", "escalate")
    if wanted["skill"] == "hearth":
        return answer(row["id"], sorted(KNOWN[wanted["intent"]])[0])
    if wanted["skill"] in checks.LABELS:
        return answer(row["id"], f"{wanted['skill'].capitalize()}: {wanted['expect']['label']}.")
    if wanted["skill"] == "extract":
        return answer(row["id"], json.dumps(wanted["expect"]["json"], ensure_ascii=False))
    return answer(row["id"], REFERENCE[row["id"]])


class RightAnswers(unittest.TestCase):
    def test_perfect_answers_score_full_marks(self):
        report = score.score(ROWS, [perfect(row) for row in ROWS])
        self.assertEqual(report["failures"], [])
        self.assertEqual(report["overall"]["rate"], 1)
        self.assertEqual(report["falseAlarms"]["right"], 0)

    def test_the_second_part_is_counted_apart_and_whole(self):
        report = score.score(ROWS, [perfect(row) for row in ROWS])
        rows = [row for name in score.MORE["development"] for row in score.read_jsonl(score.HERE / name)]
        self.assertEqual(report["secondPart"]["all"]["of"], len(rows))
        self.assertEqual(report["secondPart"]["all"]["right"], len(rows))

    def test_case_and_spacing_do_not_matter_in_a_hearth_answer(self):
        row = HEARTH[0]
        self.assertTrue(right(row, "  " + perfect(row)["text"].upper().replace(" ", "  ")))

    def test_near_match(self):
        known = {"a": {"the model runs on your device and the chats stay in this browser."},
                 "b": {"nothing else."}}
        said = "The model runs on your device and your chats stay in this browser."
        self.assertEqual(canon.match(said, ["a"], known), "near")
        self.assertIsNone(canon.match("The model runs your device, chats stay browser.", ["a"], known))
        known["b"].add(canon.normalise(said))
        self.assertIsNone(canon.match(said, ["a"], known))


class WrongAnswers(unittest.TestCase):
    def test_answers_of_other_intents(self):
        for row in HEARTH:
            wanted = {row["intent"], *row["alsoOk"]}
            texts = set().union(*(KNOWN[intent] for intent in wanted))
            for intent in set(KNOWN) - wanted:
                for text in KNOWN[intent] - texts:
                    self.assertFalse(right(row, text), (row["id"], intent))

    def test_hearth_answers_with_one_content_word_changed_or_dropped(self):
        for row in HEARTH[::2]:
            if row["alsoOk"]:
                continue
            parts = perfect(row)["text"].split()
            for place, part in enumerate(parts):
                if set(canon.tokens(part)) <= canon.FUNCTION_WORDS:
                    continue
                for new in (["zebra"], []):
                    text = " ".join(parts[:place] + new + parts[place + 1:])
                    self.assertFalse(right(row, text), text)

    def test_hearth_answers_cut_off_or_run_on(self):
        for row in HEARTH:
            text = perfect(row)["text"]
            self.assertFalse(right(row, ""))
            self.assertFalse(right(row, text + " It also sends your chats to us."), row["id"])

    def test_in_scope_answers_must_end_with_stop(self):
        for row in ROWS:
            if score.target(row)["skill"] != "out-of-scope":
                for end in ("escalate", "length"):
                    self.assertFalse(right(row, perfect(row)["text"], end), row["id"])

    def test_out_of_scope_must_escalate(self):
        row = BY_ID["oos-001"]
        self.assertFalse(right(row, "That needs a bigger model than me.", "stop"))
        self.assertFalse(right(row, "That needs a bigger model than me.", "length"))

    def test_other_labels(self):
        for row in LABELLED:
            name = row["skill"].capitalize()
            for label in checks.LABELS[row["skill"]] - {row["expect"]["label"]}:
                self.assertFalse(right(row, f"{name}: {label}."), row["id"])
            self.assertFalse(right(row, row["expect"]["label"]))
            self.assertFalse(right(row, f"{name}: {row['expect']['label']} or not."))

    def test_extract(self):
        row = BY_ID["extract-20"]
        good = row["expect"]["json"]
        self.assertTrue(right(row, json.dumps(good)))
        for change in ({"emails": []}, {"amounts": ["$6"]}, {"names": ["mara ilves"]},
                       {"dates": "12 May 2026"}, {"dates": ["12 May 2026", "12 May 2026"]},
                       {"phones": []}):
            self.assertFalse(right(row, json.dumps({**good, **change})), change)
        self.assertFalse(right(row, json.dumps(dict(reversed(list(good.items()))))))
        self.assertFalse(right(row, json.dumps(good)[:-1]))
        self.assertFalse(right(row, json.dumps(good) + " Done."))
        self.assertFalse(right(row, json.dumps(good, indent=1)))
        self.assertFalse(right(row, json.dumps(list(good.items()))))

    def test_rewrites_of_other_rows_and_echoes(self):
        for row_id in REFERENCE:
            row = BY_ID[row_id]
            self.assertFalse(right(row, score.target(row)["expect"]["source"]), row_id)
            self.assertFalse(right(row, row["prompt"] if "prompt" in row else row["turns"][-1]), row_id)
            for other, text in REFERENCE.items():
                if other != row_id:
                    self.assertFalse(right(row, text), (row_id, other))

    def test_rewrites_that_invent(self):
        self.assertFalse(right(BY_ID["polite-01"], "Could you please send me the report by Friday at 9?"))
        self.assertFalse(right(BY_ID["polite-01"], "Could you please send Anna the report by Friday?"))
        self.assertFalse(right(BY_ID["short-01"], "The budget meeting in Paris moved to 4 pm."))
        self.assertFalse(right(BY_ID["title-01"], "Mill Street Bakery Closes for Pizza Festival Tonight"))

    def test_rewrites_that_keep_what_should_go(self):
        self.assertFalse(right(BY_ID["polite-03"], "Please give me my money back, you idiots."))
        self.assertFalse(right(BY_ID["polite-02"], "Could you please call me in the evening?"))
        self.assertFalse(right(BY_ID["short-01"], "Basically the meeting moved to 4 pm."))

    def test_short_must_be_shorter(self):
        row = BY_ID["short-01"]
        self.assertFalse(right(row, "I would like to let you know that the meeting on Tuesday has been moved to 4 pm."))
        self.assertFalse(right(row, "- The meeting moved to 4 pm."))

    def test_bullets(self):
        row = BY_ID["bullets-01"]
        for text in ("- Buy milk\n- Call the bank", "Buy milk\nCall the bank\nWater the plants",
                     "- Buy milk\n- Call the bank\n- ", "* Buy milk\n* Call the bank\n* Water the plants",
                     "\n".join(["- Milk, bank, plants"] * 3),
                     "- Buy milk\n- Call the bank\n- Water the plants\n- Rest"):
            self.assertFalse(right(row, text), text)

    def test_titles(self):
        row = BY_ID["title-01"]
        for text in ("bakery closed for new oven", "Bakery closed for new oven",
                     "Bakery Closed for New Oven.", "The Bakery on Mill Street Will Close in August",
                     "Bakery", "Bakery Closed\nNew Oven"):
            self.assertFalse(right(row, text), text)


class Report(unittest.TestCase):
    def test_wilson(self):
        low, high = score.wilson(8, 10)
        self.assertAlmostEqual(low, 0.4902, 3)
        self.assertAlmostEqual(high, 0.9433, 3)
        self.assertAlmostEqual(score.wilson(10, 10)[1], 1.0)
        self.assertAlmostEqual(score.wilson(0, 10)[1], 0.2775, 3)

    def test_false_alarms_missing_answers_and_recall(self):
        rows = [BY_ID["sentiment-01"], BY_ID["urgency-01"], BY_ID["oos-001"], BY_ID["oos-near-01"]]
        report = score.score(rows, [answer("sentiment-01", "Too hard.", "escalate"),
                                    answer("oos-001", "Too hard.", "escalate"),
                                    answer("oos-near-01", "Choose Delete.", "stop")], KNOWN)
        self.assertEqual((report["falseAlarms"]["right"], report["falseAlarms"]["of"]), (1, 2))
        self.assertEqual(report["outOfScopeRecall"]["rate"], 0.5)
        self.assertEqual(report["nearMissRecall"]["right"], 0)
        self.assertEqual(report["missing"], 1)
        self.assertEqual(report["skills"]["urgency"]["of"], 1)
        self.assertEqual(report["overall"]["rate"], 0.25)

    def test_bad_answer_files(self):
        rows = [BY_ID["oos-001"]]
        for bad in ([answer("oos-001", "x", "done")], [answer("nobody", "x")],
                    [answer("oos-001", "x"), answer("oos-001", "y", "escalate")]):
            with self.assertRaises(ValueError):
                score.score(rows, bad, KNOWN)


if __name__ == "__main__":
    unittest.main()
