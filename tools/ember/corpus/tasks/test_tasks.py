"""Checks that every drawn pair keeps its skill's promise."""
import json
import random
import re
import unittest
from unittest import mock

from . import SKILLS, blunt, natural, orders
from .common import TOPICS
from .extract import KEYS
from .grammar import Grammar, fix_articles
from .rewrite import GRAMMAR
from .title import SMALL, title_of

DRAWS = 1500


def draws(skill, seed=7, count=DRAWS):
    rng = random.Random(seed)
    return [SKILLS[skill](rng) for _ in range(count)]


def generated(skill):
    """Draws without the seeds that were answered one by one, which follow no rule."""
    with mock.patch.dict(natural.SHARE, {name: 0 for name in natural.SHARE}):
        return draws(skill)


def words(text):
    return re.findall(r"[\w'’-]+", text.lower())


class Grammars(unittest.TestCase):
    def test_alternatives_nest_and_ranges_draw(self):
        text = Grammar().expand("{a|{b|c} <2-3>}", random.Random(1))
        self.assertRegex(text, r"^(a|[bc] [23])$")

    def test_articles_follow_sound(self):
        self.assertEqual(fix_articles("a apple, a user, A hour, a unit"), "an apple, a user, An hour, a unit")

    def test_same_seed_same_corpus(self):
        for skill in SKILLS:
            self.assertEqual(draws(skill, count=20), draws(skill, count=20))

    def test_nothing_unexpanded_is_left(self):
        for skill in SKILLS:
            for prompt, answer in draws(skill, count=400):
                self.assertNotRegex(prompt + answer, r"<[a-z_]+>|\{\w+\|| \^ |\w_ |%keys|%bare")


class Labels(unittest.TestCase):
    def test_only_known_labels(self):
        known = {"sentiment": "positive|negative|neutral", "urgency": "high|medium|low", "topic": "|".join(TOPICS)}
        for skill, labels in known.items():
            for _, answer in draws(skill):
                self.assertRegex(answer, rf"^{skill.capitalize()}: ({labels})\.$")


class Extraction(unittest.TestCase):
    def test_values_are_copied_from_the_prompt(self):
        for prompt, answer in draws("extract"):
            found = json.loads(answer)
            self.assertEqual(list(found), [k for k in KEYS if k in found])
            for value in sum(found.values(), []):
                self.assertIn(value, prompt)
            self.assertNotIn("\n", answer)

    def test_no_address_in_the_text_is_missed(self):
        for prompt, answer in draws("extract"):
            found = json.loads(answer)
            if "emails" in found:
                self.assertEqual(len(set(re.findall(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", prompt))), len(found["emails"]), prompt)

    def test_some_lists_are_empty_and_some_are_long(self):
        sizes = {len(v) for _, a in draws("extract") for v in json.loads(a).values()}
        self.assertTrue({0, 1, 2, 3} <= sizes)


class Rewrites(unittest.TestCase):
    def test_polite_answers_end_as_sentences_and_drop_insults(self):
        for _, answer in generated("polite"):
            self.assertRegex(answer, r"[.?]$")
            self.assertNotRegex(answer, r"idiot|stupid|ASAP|!|\bnow\b|damn")

    def test_a_reproach_becomes_a_question_of_the_same_words(self):
        rng = random.Random(7)
        for rough, asked in (orders.reproach(rng) for _ in range(DRAWS)):
            self.assertRegex(asked, r"^Could you please tell me why [^?]+ (?:not|cannot) [^?]+\?$", rough)
            kept = set(re.findall(r"\w+", asked[len("Could you please tell me why "):])) - {"not", "cannot", "will"}
            said = {"do", "does", "did"} | set(re.findall(r"\w+", rough)) | set(re.findall(r"\w+", re.sub(r"n'?t\b", "", rough)))
            self.assertLessEqual(kept, said, rough)

    def test_of_two_orders_both_stay(self):
        rng = random.Random(7)
        pairs = [pair for pair in (orders.told(rng) for _ in range(DRAWS)) if re.search(r"\b(?:and|then) \w", pair[1])]
        self.assertGreater(len(pairs), 100)
        for rough, asked in pairs:
            joined = re.search(r",? (?:and then|and|then) \w+", asked).group()
            self.assertIn(joined.lower(), rough.lower())

    def test_a_blunt_message_keeps_its_values_and_loses_its_swearing(self):
        rng = random.Random(7)
        for rough, kind in (rng.choice(blunt.MAKERS)(rng) for _ in range(DRAWS)):
            self.assertRegex(kind, r"[Cc]ould you please [^?]+\?|^I would (?:like|appreciate)|^I'm (?:sorry|afraid)", rough)
            self.assertNotRegex(kind, r"(?i)\b(?:damn|dammit|hell|bloody|crap\w*|stupid|idiot|moron|u|now|asap|[^ ]+=[^ ]+)\b|!|~|//", rough)
            self.assertEqual(re.findall(r"\d+", kind), re.findall(r"\d+", rough))

    def test_of_a_threat_both_halves_stay(self):
        rng = random.Random(7)
        for rough, kind in (blunt.threat(rng) for _ in range(DRAWS // 3)):
            self.assertRegex(kind, r"^Could you please [^?]+\? Otherwise [^?]+\.$", rough)
            kept = set(re.findall(r"\w+", kind.lower().replace("otherwise i will have to", ""))) - {"could", "please", "otherwise"}
            said = set(re.findall(r"\w+", rough.lower())) | {"you"}
            self.assertLessEqual(len(kept - said), 1, rough)

    def test_short_is_shorter_than_the_text(self):
        for prompt, answer in generated("short"):
            self.assertLess(len(answer), len(prompt) - 8, prompt)

    def test_bullets_are_lines_of_copied_words(self):
        for prompt, answer in generated("bullets"):
            lines = answer.split("\n")
            self.assertGreaterEqual(len(lines), 2)
            for line in lines:
                self.assertTrue(line.startswith("- "))
                self.assertIn(line[3:].lower(), prompt.lower())

    def test_titles_are_short_and_copied(self):
        for prompt, answer in generated("title"):
            words = answer.split()
            self.assertTrue(2 <= len(words) <= 7, answer)
            self.assertTrue(words[0][0].isupper() or not words[0][0].isalpha(), answer)
            known = re.findall(r"[^\s,;:.!?()«»“”\"']+", prompt.lower())
            for word in re.findall(r"[^\s,;:.!?()«»“”\"']+", answer.lower()):
                self.assertIn(word, known, prompt)

    def test_a_title_keeps_what_a_sentence_says(self):
        for text, title in (("Heavy snow closed the mountain road between the two towns.", "Heavy Snow Closed Mountain Road"),
                            ("I would like to return the shoes I bought last week.", "Return Shoes"),
                            ("The camp begins on May 2.", "Camp Begins"),
                            ("Because the bridge is damaged, the old school will be closed on Monday.", "Old School Closed"),
                            ("We are pleased to announce that the museum opened a new wing so that children can paint.", "Museum Opened New Wing"),
                            ("For the first time, the council banned old cars.", "Council Banned Old Cars"),
                            ("The scanner does not work with the new cable.", "Scanner Not Work with New Cable")):
            self.assertEqual(title_of(text), title)

    def test_bullets_drop_the_lead_in(self):
        for prompt, answer in generated("bullets"):
            self.assertNotRegex(answer, r"(?m)^- (?:Our goals are|First(?! aid)|Finally|And then) |\.$", prompt)

    def test_padding_goes_and_the_subject_stays(self):
        for _, answer in generated("short"):
            self.assertNotRegex(answer, r"(?i)sorry to|the fact that|in the event that|not able to|aware that|pleased to", answer)

    def test_words_of_order_are_no_items(self):
        for prompt, answer in generated("bullets"):
            self.assertNotRegex(answer, r"(?im)^- (?:step one|start:|after that|lastly|last of all|to begin with|we offer both)\b", prompt)

    def test_short_and_polite_keep_the_words_of_the_text(self):
        shorter = " ".join(line.split(" => ")[0] for line in GRAMMAR.sections["fixed"]).lower()
        shorter += " " + " ".join(re.findall(r"\(([^()~]*)~", str(GRAMMAR.sections)))
        for skill, own in (("short", "please thank you for " + shorter),
                           ("polite", "could you please i i'm afraid would like sorry but as soon possible may ask tell me not quite what hoped "
                                      "be quick quiet because for is cannot do will appreciate it if the in otherwise have to stop who mess things smells dirty")):
            for prompt, answer in generated(skill):
                known = {w.strip("'") for w in re.findall(r"[\w'’-]+", prompt.lower())} | set(own.split())
                missing = [w for w in re.findall(r"[\w'’-]+", answer.lower()) if w.strip("'") not in known]
                self.assertLessEqual(len(missing), 1 if skill == "polite" else 0, (prompt, answer, missing))


class Natural(unittest.TestCase):
    def test_what_an_answer_has_the_text_has(self):
        for skill, lines in natural.PAIRS.items():
            for line in lines:
                text, answer = line.split(" => ")
                self.assertLessEqual(set(natural.SLOT.findall(answer)), set(natural.SLOT.findall(text)), line)
                self.assertNotRegex(answer, r"[{}|\[\]\n]", line)
                self.assertLessEqual(set(re.findall(r"\d+", natural.SLOT.sub("", answer))), set(re.findall(r"\d+", text)), (skill, line))

    def test_a_slot_has_one_value_in_text_and_answer(self):
        rng = random.Random(7)
        text, answer = natural.fill(rng, "<name1> met <name2> => <name1>").split(" => ")
        self.assertTrue(text.startswith(answer + " met "))
        self.assertFalse(text.endswith(answer))

    def test_short_answers_are_short(self):
        for line in natural.PAIRS["short"]:
            text, answer = line.split(" => ")
            self.assertLessEqual(len(answer.split()), 0.62 * len(text.split()), line)

    def test_titles_are_short_and_of_the_text(self):
        for line in natural.PAIRS["title"]:
            text, answer = line.split(" => ")
            self.assertTrue(2 <= len(answer.split()) <= 8, line)
            stems = {word[:4] for word in words(text)}
            self.assertLessEqual(sum(word[:4] not in stems and word not in SMALL for word in words(answer)), 2, line)

    def test_polite_answers_are_polite(self):
        for line in natural.PAIRS["polite"]:
            self.assertRegex(line, r"[.?]$", line)
            self.assertNotRegex(line.split(" => ")[1], r"(?i)!|\b(?:hell|damn|bloody|crap|idiots?|stupid|morons?|shut up|asap)\b", line)

    def test_labels_are_known_and_all_there(self):
        wanted = {"sentiment": {"pos", "neg", "neu"}, "urgency": {"high", "medium", "low"}, "topic": set(TOPICS)}
        self.assertEqual({skill: set(found) for skill, found in natural.LABELLED.items()}, wanted)

    def test_every_list_has_points(self):
        for line in natural.BULLETS:
            self.assertGreaterEqual(len(natural.POINT.findall(line)), 2, line)


if __name__ == "__main__":
    unittest.main()
