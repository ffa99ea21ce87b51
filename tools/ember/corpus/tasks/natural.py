"""Texts of the kind that people write, each written and answered by itself: `data/natural/*.txt`, one seed a line.

    text => answer      short, polite, title
    label => text       sentiment, urgency, topic
    text [point] text   bullets: the points are copied, the rest is left out

A numbered slot such as <thing1> has the same value in text and answer, so that what a seed says of one thing is learnt of
all. {a|b} picks one, in the text only. Texts to extract from are of this kind, too (`natural/extract.txt`), but have the
slots of `extract_whole.txt`.
"""
import re

from . import common
from .grammar import capital, fix_articles
from .people import first_name, last_name
from .values import DAYS, FUNCTIONS, MONTHS, calendar_date, money
from .words import noun, thing

# How many of a task's texts are of this kind; of those to extract from, how many of the whole ones.
SHARE = {"short": 0.75, "polite": 0.75, "title": 0.75, "bullets": 0.6, "sentiment": 0.65, "urgency": 0.35, "topic": 0.35, "extract": 0.7}
_G = common.load()
_PLAIN_DATES = (11, 11, 13, 15, 17, 19, 29)
SLOT = re.compile(r"<([a-z]+)(\d*)>")
POINT = re.compile(r"\[([^\]]+)\]")
_VALUES = {
    "first": first_name, "last": last_name, "name": lambda rng: f"{first_name(rng)} {last_name(rng)}",
    "day": lambda rng: rng.choice(DAYS), "month": lambda rng: rng.choice(MONTHS),
    "date": lambda rng: calendar_date(rng, rng.choice(_PLAIN_DATES)), "town": lambda rng: noun("town")(rng).title(),
    "n": lambda rng: str(rng.randint(2, 60)), "time": lambda rng: FUNCTIONS["time"](rng, []), "amount": lambda rng: money(rng, rng.randrange(9)),
    "thing": thing, "food": noun("food"), "animal": noun("animal"), "job": noun("job"), "place": noun("spot"),
    "firm": lambda rng: _G.expand("<firm>", rng, []),
}


def _lines(*names):
    texts = [(common.DATA / "natural" / f"{name}.txt").read_text("utf-8") for name in names]
    return [line.strip() for text in texts for line in text.splitlines() if line.strip() and not line.startswith("#")]


_PARTS = {
    "short": "life work more people paste wordy voice notice office daily facts words plain pasted spoken formal",
    "polite": "- more rude curt office home service words pasted angry plain",
    "title": "life world more fields paste lines long daily plain about",
}
PAIRS = {skill: _lines(*(skill if part == "-" else f"{skill}_{part}" for part in parts.split())) for skill, parts in _PARTS.items()}
LABELLED = {skill: {} for skill in ("sentiment", "urgency", "topic")}
for _skill, _names in (("sentiment", ("sentiment", "sentiment_more", "sentiment_paste", "sentiment_plain", "sentiment_daily")), ("urgency", ("urgency",)), ("topic", ("topic",))):
    _by_label = LABELLED[_skill]
    for _line in _lines(*_names):
        _label, _text = _line.split(" => ", 1)
        _by_label.setdefault(_label, []).append(_text)
BULLETS = _lines("bullets", "bullets_paste", "bullets_daily")
TO_EXTRACT = [line.replace("<thing>", "<wthing>") for line in _lines("extract", "extract_more", "extract_life", "extract_paste", "extract_daily")]


def fill(rng, line):
    """A seed with its slots filled, the same one alike throughout."""
    given = {}

    def value(slot):
        if not slot.group(2) or slot.group() not in given:
            given[slot.group()] = _VALUES[slot.group(1)](rng)
        return given[slot.group()]
    return SLOT.sub(value, line)


def _text(rng, line):
    return fix_articles(_G.expand(line, rng)).replace("\\n", "\n")


def pair(rng, skill):
    """(text, answer) of a rewriting; a title's case is still to be set."""
    text, answer = fill(rng, rng.choice(PAIRS[skill])).split(" => ")
    text, answer = _text(rng, text), fix_articles(answer)
    if skill != "title":
        answer = re.sub(r"(?<=[.?!] )[a-z]", lambda m: m.group().upper(), capital(answer))
    if rng.random() < 0.08:
        text = text.rstrip(".")
    return text, answer


def labelled(rng, skill, label):
    return _text(rng, fill(rng, rng.choice(LABELLED[skill][label])))


def points(rng):
    """(text, points) of a list in prose."""
    text = _text(rng, fill(rng, rng.choice(BULLETS)))
    items = [item.strip() for item in POINT.findall(text)]
    return (POINT.sub(r"\1", text), items) if len(set(items)) == len(items) else points(rng)
