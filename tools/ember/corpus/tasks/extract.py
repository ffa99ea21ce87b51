"""Extraction: e-mail addresses, dates, amounts and names as one line of JSON."""
import json

from . import common, framing
from .common import TOPICS, capital, plain

KEYS = ("emails", "dates", "amounts", "names")
_WORDS = {
    "emails": ["email addresses", "emails", "e-mails", "e-mail addresses", "mail addresses", "email", "email address", "mails"],
    "dates": ["dates", "calendar dates", "dates", "dates", "date"],
    "amounts": ["amounts", "amounts of money", "money amounts", "sums of money", "prices", "sums", "amounts", "amount", "money", "costs", "price"],
    "names": ["names", "people", "people's names", "person names", "names of people", "persons", "name", "names"],
}
_ALL = ["everything", "all details", "all the details", "all data", "all four fields", "all the information", "all entities",
        "all contact details, dates and amounts"]
_TEXT = common.load("extract", "topics", "sentences")
_ASK = framing.instructions("extract")


def _request(rng, keys):
    """Words that ask for these keys: with an article and without one."""
    shown = list(keys)
    if rng.random() < 0.4:
        rng.shuffle(shown)
    words = [rng.choice(_WORDS[k]) for k in shown]
    join = rng.choice([" and ", " and ", " and ", ", ", " & ", " plus "])
    bare = words[0] if len(words) == 1 else ", ".join(words[:-1]) + join + words[-1]
    article = rng.choice(["the ", "the ", "all ", "all the ", "any "])
    return {"keys": article + bare, "bare": bare}


def sentence(grammar, section, rng, notes):
    """A sentence that begins with a capital, but for a value, which stays as it is written."""
    raw = plain(grammar.pick(section, rng, notes))
    return raw if any(raw.startswith(value) for _, value in notes) else capital(raw)


def _text(rng, keys):
    """A text of some sentences, with the values it holds in reading order."""
    notes, parts = [], []
    if rng.random() < 0.35:
        parts.append(sentence(_TEXT, "e_letter", rng, notes))
    for _ in range(rng.choice([0, 0, 1]) if parts else rng.choice([1, 1, 2, 2, 3, 4])):
        roll = rng.random()
        if roll < 0.5:
            section = {"emails": "e_mail", "dates": "e_date", "amounts": "e_amount", "names": "e_name"}[rng.choice(keys)]
        elif roll < 0.75:
            section = rng.choice(["e_mail", "e_date", "e_amount", "e_name"])
        elif roll < 0.82:
            section = "e_none"
        elif roll < 0.93:
            section = "w_core"
        else:
            section = TOPICS[rng.choice(sorted(TOPICS))]
        parts.append(sentence(_TEXT, section, rng, notes))
    # Lines like "Contact: Mara Ilves" need a line of their own.
    open_ended = any(p[-1] not in ".?!" for p in parts[:-1])
    text = ("\n" if open_ended else rng.choice([" ", " ", " ", "\n"])).join(parts)
    # The greeting is drawn first but its name precedes all others in the text,
    # so values are put in order by position afterwards.
    text = framing.letter(rng, _TEXT, text, notes, share=0.15)
    if rng.random() < 0.1:
        text = text.rstrip(".")
    if rng.random() < 0.07 and text.isascii():  # typed without capitals
        text, notes = text.lower(), [(kind, value.lower()) for kind, value in notes]
    return text, notes


def _place(text, value):
    """Where a value stands by itself, not as the beginning of a longer one ("$4" in "$40")."""
    at = text.find(value)
    while at >= 0 and text[at + len(value):at + len(value) + 1].isalnum():
        following = text.find(value, at + 1)
        if following < 0:
            break
        at = following
    return at


def collect(notes, text, keys):
    found = {k: [] for k in keys}
    for kind, value in sorted(notes, key=lambda n: _place(text, n[1])):
        if kind in found and value not in found[kind]:
            found[kind].append(value)
    return {k: found[k] for k in KEYS if k in keys}


def extract(rng):
    count = rng.choice([1, 1, 1, 2, 2, 3, 4])
    wanted = rng.sample(KEYS, count)
    keys = [k for k in KEYS if k in wanted]
    text, notes = _text(rng, keys)
    slots = _request(rng, keys)
    if count == 4 and rng.random() < 0.75:
        words = rng.choice(_ALL)
        slots = {"keys": words, "bare": words.replace("all ", "").replace("the ", "")}
        if words == "everything":
            slots["bare"] = "details"
    prompt = framing.frame(rng, _ASK, text, slots=slots)
    return prompt, json.dumps(collect(notes, text, keys), separators=(",", ":"), ensure_ascii=False)
