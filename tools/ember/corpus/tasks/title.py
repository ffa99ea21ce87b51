"""Titles: the main phrase of a text, copied and set in Title Case."""
import re

from . import common, framing
from .common import TOPICS, capital, plain

_G = common.load("title", "topics")
_ASK = framing.instructions("title")
_SMALL = set("a an the of in on at to for and or but from by with as".split())
_LEAD = re.compile(r"^(?:the|a|an|my|our|your|her|his|any|some)\s+", re.I)
_MARKED = {name: [s for s in _G.sections[name] if "[" in s] for name in TOPICS.values()}


def title_case(phrase):
    """Capitalise all but small words inside; leave acronyms and names alone."""
    words = _LEAD.sub("", phrase, count=1).strip(" ,:;.!?").split()
    return " ".join(w if 0 < i and w.lower() in _SMALL else capital(w) for i, w in enumerate(words))


def _marked(text):
    return plain(text[text.index("[") + 1:text.index("]")])


def title(rng):
    while True:
        if rng.random() < 0.55:
            name = rng.choice(sorted(_MARKED))
            text = _G.expand(rng.choice(_MARKED[name]), rng)
            rest = [_G.expand(s, rng) for s in rng.sample(_G.sections[name], rng.choice([0, 0, 0, 1]))]
        else:
            text = _G.pick("t_plain", rng)
            rest = [_G.pick("t_more", rng) for _ in range(rng.choice([0, 1, 1, 2]))]
        answer = title_case(_marked(text))
        if 1 < len(answer.split()) <= 7:
            break
    parts = [capital(plain(p)) for p in [text] + rest]
    return framing.frame(rng, _ASK, " ".join(parts)), answer
