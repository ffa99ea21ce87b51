"""Requests that are too big for the small model, and the sentence that says so.

Seeds live in `data/*.txt`, grouped by kind; nouns that fill them live in
`data/lexicon.txt`. The answer names the kind, so a kind has one fixed answer.
"""
import random
import re
from pathlib import Path
from typing import Tuple

from ..tasks.grammar import Grammar, capital, fix_articles
from ..tasks.values import FUNCTIONS
from . import invented
from .shapes import SHAPES

DATA = Path(__file__).parent / "data"

ANSWERS = {
    "knowledge": "That is a general knowledge question, which needs a bigger model than me.",
    "current": "That needs current information, which a bigger model with live data has to answer.",
    "code": "That is a programming or technology question, which needs a bigger model than me.",
    "maths": "That is a maths question, which needs a bigger model than me.",
    "translation": "That is a translation or language task, which needs a bigger model than me.",
    "writing": "That is a long writing task, which needs a bigger model than me.",
    "advice": "That asks for advice, which needs a bigger model than me.",
    "summary": "That needs a longer summary or analysis than I can do, so a bigger model has to help.",
    "other": "That needs a bigger model than me.",
}

_G = Grammar({**FUNCTIONS, **invented.FUNCTIONS})
for _file in sorted(DATA.glob("*.txt")):
    _G.load(_file)
_KINDS = [kind for kind in ANSWERS for _ in range({"knowledge": 4, "advice": 3, "code": 2, "writing": 2}.get(kind, 1))]


_GAPS = re.compile(r" (?=[ ?.,]|$)")
# Near misses use words of Hearth or of its tasks but ask something else. They are the hard ones, so they come
# far more often than they would by their number of lines.
NEAR_SHARE = 0.35
FOREIGN_SHARE = 0.08  # of the others
_NEAR = [(line, section[5:]) for section, lines in _G.sections.items() if section.startswith("near_") for line in lines]


def _casual(rng: random.Random, text: str) -> str:
    """People type questions to a chat without much care for form."""
    roll = rng.random()
    if roll < 0.35:
        text = text.lower().rstrip("?.") if rng.random() < 0.6 else text.lower()
    elif roll < 0.45:
        text = text.rstrip("?.")
    if rng.random() < 0.04:
        text = rng.choice(["Hi, ", "Hello! ", "hey ", "Hi there. ", "Quick question: ", "I have a question: ", "Please help: ", "ok so "]) + text
    elif rng.random() < 0.03:
        text += rng.choice([" thanks", " please", " Thanks!", " Please.", " thank you", " pls"])
    return text


def _expand(line: str, rng: random.Random) -> str:
    # An empty alternative leaves its spaces behind.
    return _GAPS.sub("", capital(fix_articles(_G.expand(line, rng))))


def sample(rng: random.Random) -> Tuple[str, str]:
    """Draw one out-of-scope prompt and its one-sentence answer."""
    if rng.random() < NEAR_SHARE:
        line, kind = rng.choice(_NEAR)
        return _casual(rng, _expand(line, rng)), ANSWERS[kind]
    if rng.random() < FOREIGN_SHARE:
        text = _G.pick("foreign", rng)
        return text.lower() if rng.random() < 0.3 else text, ANSWERS["translation"]
    kind = rng.choice(_KINDS)
    if kind in SHAPES and rng.random() < 0.5:
        return SHAPES[kind](rng, _G), ANSWERS[kind]
    return _casual(rng, _expand(rng.choice(_G.sections[kind]), rng)), ANSWERS[kind]
