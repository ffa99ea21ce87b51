"""What each token of a prompt is said to be for."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from bpe import Tokenizer  # noqa: E402
from dataset import Exchange  # noqa: E402
from settings import OUT  # noqa: E402
from tags import KEPT, KINDS, OTHER, decisive, first_tag, kept_spans, tags, value_spans  # noqa: E402

TOKENIZER = Tokenizer.load(OUT / "tokenizer.json")


def told(skill, prompt, answer, values=()):
    """Prompt and answer as lists of (text, tag, place)."""
    both = TOKENIZER.encode(prompt), TOKENIZER.encode(answer)
    rows = tags(TOKENIZER, *both, Exchange(skill, prompt, answer, list(values)))
    return [list(zip((TOKENIZER.decode([i]) for i in ids), *row)) for ids, row in zip(both, rows)]


def tagged(skill, prompt, answer, values=()):
    return [(text, tag) for text, tag, _ in told(skill, prompt, answer, values)[0]]


def text_of(pairs, wanted):
    return "".join(text for text, tag in pairs if tag in wanted)


class Values(unittest.TestCase):
    def test_each_kind_has_a_tag_for_its_first_token_and_one_for_the_others(self):
        prompt = "Names: Mara Ilves paid $40 on 3 May, write to mara@firm.org"
        values = [("names", "Mara Ilves"), ("amounts", "$40"), ("dates", "3 May"), ("emails", "mara@firm.org")]
        pairs = tagged("extract", prompt, "", values)
        for kind, value in values:
            first = 1 + 2 * KINDS.index(kind)
            self.assertEqual(text_of(pairs, (first, first + 1)), value)
            self.assertEqual([tag for _, tag in pairs].count(first), 1)

    def test_a_name_inside_an_address_is_part_of_the_address(self):
        spans = value_spans("mara: mara@firm.org", [("names", "mara"), ("emails", "mara@firm.org")])
        self.assertEqual(sorted(spans), [(0, 4, first_tag("names"), 1), (6, 19, first_tag("emails"), 1)])

    def test_a_value_inside_a_longer_word_is_none(self):
        self.assertEqual(value_spans("Annabel met Anna", [("names", "Anna")]), [(12, 16, first_tag("names"), 1)])

    def test_letters_of_several_bytes_keep_their_place(self):
        pairs = tagged("extract", "Małgorzata rief Zoë an", "", [("names", "Zoë")])
        self.assertEqual(sum(tag != OTHER for _, tag in pairs), len(TOKENIZER.encode("Zoë")))


class Kept(unittest.TestCase):
    def test_what_a_rewriting_keeps_is_told_whatever_its_case(self):
        pairs = tagged("title", "Title: the old bridge is closed again.", "Old Bridge Closed<|end|>")
        self.assertEqual(text_of(pairs, (KEPT,)).split(), ["old", "bridge", "closed"])

    def test_words_of_the_instruction_are_not_taken_for_those_of_the_text(self):
        prompt = "Make the text short: the text is long"
        self.assertEqual([prompt[a:b] for a, b, *_ in sorted(kept_spans(prompt, "The text is long."))], ["the", "text", "is", "long"])
        self.assertTrue(all(a >= 21 for a, *_ in kept_spans(prompt, "The text is long.")))

    def test_nothing_is_told_where_the_corpus_does_not_know(self):
        self.assertIsNone(tags(TOKENIZER, [], [], Exchange("hearth", "What is Hearth?", "")))


class Places(unittest.TestCase):
    def test_the_second_value_is_the_second_in_text_and_answer(self):
        prompt, answer = "Names: Tom, Leila and Tom", '{"names":["Tom","Leila"]}<|end|>'
        for pairs in told("extract", prompt, answer, [("names", "Tom"), ("names", "Leila"), ("names", "Tom")]):
            self.assertEqual("".join(text for text, _, at in pairs if at == 2), "Leila")
        asked, _ = told("extract", prompt, answer, [("names", "Tom"), ("names", "Leila"), ("names", "Tom")])
        self.assertEqual([text for text, _, at in asked if at == 1], ["Tom", "Tom"])

    def test_each_line_of_a_list_is_a_place(self):
        asked, answered = told("bullets", "List: red tea, blue cup", "- Red tea\n- Blue cup<|end|>")
        self.assertEqual("".join(text for text, _, at in asked if at == 2).split(), ["blue", "cup"])
        self.assertEqual("".join(text for text, _, at in answered if at == 1), "- Red tea")


class Decisive(unittest.TestCase):
    def decisive(self, skill, prompt, answer):
        ids = TOKENIZER.encode(answer)
        found = decisive(TOKENIZER, ids, Exchange(skill, prompt, answer))
        return [TOKENIZER.decode([ids[i]]) for i in sorted(found)]

    def test_of_an_extraction_the_beginnings_of_lists_and_values_and_what_follows_each(self):
        got = self.decisive("extract", "", '{"emails":[],"names":["Mara Ilves","Tom"]}<|end|>')
        self.assertEqual(len(got), 6)
        self.assertIn("[", got[0])
        self.assertTrue(got[2].startswith("M") and got[4].startswith("T"))
        self.assertEqual(got[3], '","')

    def test_of_a_rewriting_the_words_that_do_not_follow_the_one_before_and_the_end(self):
        got = self.decisive("short", "Shorten: we just wanted to say that the lift has a weight of two tons", "The lift weighs two tons.<|end|>")
        self.assertEqual([text.strip() for text in got][0], "The")
        self.assertEqual(got[-1], "<|end|>")
        self.assertEqual(len(got), 4)  # The, weighs, two, and where it ends

    def test_none_of_a_label(self):
        self.assertEqual(self.decisive("topic", "Topic? The train is late", "Topic: travel.<|end|>"), [])


if __name__ == "__main__":
    unittest.main()
