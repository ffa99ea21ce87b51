"""Extraction: e-mail addresses, dates, amounts and names as one line of JSON."""
import json

from . import common, forms, framing, natural, series
from .common import TOPICS, capital, plain
from .grammar import Grammar

KEYS = ("emails", "dates", "amounts", "names")
_WORDS = {
    "emails": ["email addresses", "emails", "e-mails", "e-mail addresses", "mail addresses", "email", "email address", "mails"],
    "dates": ["dates", "calendar dates", "dates", "dates", "date"],
    "amounts": ["amounts", "amounts of money", "money amounts", "sums of money", "prices", "sums", "amounts", "amount", "money", "costs", "price"],
    "names": ["names", "people", "people's names", "person names", "names of people", "persons", "name", "names"],
}
_ALL = ["everything", "all details", "all the details", "all data", "all four fields", "all the information", "all entities",
        "all contact details, dates and amounts", "every detail", "everything you can", "all you find", "all fields", "all values"]
_WHOLE = {"everything", "every detail", "everything you can", "all you find"}
_TEXT = common.load("extract", "extract_runs", "topics", "sentences")
_TEXT.functions.update(series.FUNCTIONS)
_WHOLE_TEXT = common.load("extract_whole", "topics", "sentences")
_WHOLE_TEXT.functions.update(forms.FUNCTIONS)
_WHOLE_TEXT.sections["natural"] = natural.TO_EXTRACT
_ASK = framing.instructions("extract").load(framing.DATA / "instructions" / "extract_more.txt")
_SINGLE = framing.instructions("extract_single")


def _request(rng, keys):
    """Words that ask for these keys: with an article and without one."""
    shown = list(keys)
    if rng.random() < 0.4:
        rng.shuffle(shown)
    words = [rng.choice(_WORDS[k]) for k in shown]
    join = rng.choice([" and ", " and ", " and ", ", ", " & ", " plus ", " + ", "/", ", and ", " as well as ", " along with ", " and also ", " with "])
    bare = words[0] if len(words) == 1 else ", ".join(words[:-1]) + join + words[-1]
    if rng.random() < 0.15:  # an article for each, as in "the name and the email"
        each = [rng.choice(["the ", "the ", "all ", "any "])] * len(words)
        return {"keys": join.join(a + w for a, w in zip(each, words)), "bare": bare}
    article = rng.choice(["the ", "the ", "all ", "all the ", "any "])
    return {"keys": article + bare, "bare": bare}


def sentence(grammar, section, rng, notes):
    """A sentence that begins with a capital, but for a value, which stays as it is written."""
    raw = plain(grammar.pick(section, rng, notes)).replace(" .", ".").replace(" ,", ",")
    return raw if any(raw.startswith(value) for _, value in notes) else capital(raw)


_SECTION = {"emails": "e_mail", "dates": "e_date", "amounts": "e_amount", "names": "e_name"}


def _mixture(rng, keys):
    """Names of the sections of a text of some sentences of every kind."""
    sections = ["e_letter"] if rng.random() < 0.35 else []
    for _ in range(rng.choice([0, 0, 1]) if sections else rng.choice([1, 1, 2, 2, 3, 4])):
        roll = rng.random()
        if roll < 0.12:
            sections.append("pairs")
        elif roll < 0.27:
            sections.append("run_" + rng.choice(KEYS))
        elif roll < 0.5:
            sections.append(_SECTION[rng.choice(keys)])
        elif roll < 0.75:
            sections.append(rng.choice(sorted(_SECTION.values())))
        else:
            sections.append("e_none" if roll < 0.82 else "w_core" if roll < 0.93 else TOPICS[rng.choice(sorted(TOPICS))])
    return sections


def _brief(rng, keys):
    """A short text with exactly one value of a kind, or with two or three, near numbers that are none."""
    roll, key = rng.random(), rng.choice(keys)
    others = [k for k in KEYS if k not in keys]
    if roll < (0.1 if len(keys) == 1 else 0.4):
        sections = [rng.choice(["mixed", "pairs"])]
    elif roll < (0.19 if len(keys) == 1 else 0.45):  # nothing of what is asked for, but perhaps something else
        sections = [rng.choice(["one_", "two_", "run_"]) + rng.choice(others) if others and rng.random() < 0.65 else "near"]
    elif len(keys) > 1 and roll < 0.65:  # a sentence for each of two kinds, in any order
        sections = [rng.choice(["one_", "one_", "two_"]) + k for k in rng.sample(keys, 2)]
    else:
        sections = [("one_" if roll < 0.78 else "two_" if roll < 0.88 else "run_") + key]
    if rng.random() < 0.3:
        extra = rng.choice(["near", "near", "e_none", "one_" + rng.choice([k for k in KEYS if k != key])])
        sections.insert(rng.randrange(len(sections) + 1), extra)
    return sections


def _whole(rng, keys):
    """A text written as a whole; most hold something of what is asked for."""
    for _ in range(4):
        notes = []
        text = plain(_WHOLE_TEXT.pick("natural" if rng.random() < natural.SHARE["extract"] else "whole", rng, notes)).replace(" .", ".").strip()
        if rng.random() < 0.12 or any(kind in keys for kind, _ in notes):
            break
    return text, notes


def _composed(rng, keys):
    """A text put together from sentences."""
    short = rng.random() < 0.55
    notes, parts = [], []
    for section in (_brief if short else _mixture)(rng, keys):
        parts.append(sentence(_TEXT, section, rng, notes).strip())
    # Lines like "Contact: Mara Ilves" need a line of their own.
    open_ended = any(p[-1] not in ".?!" for p in parts[:-1])
    body = ("\n" if open_ended else rng.choice([" ", " ", " ", "\n"])).join(parts)
    around = []
    text = framing.letter(rng, _TEXT, body, around, share=0.04 if short else 0.15)
    # A greeting is drawn after the body, but its name stands before all others.
    first = 1 if around and around[0][1] in text[:text.index(body)] else 0
    notes = around[:first] + notes + around[first:]
    if rng.random() < (0.25 if short else 0.1):
        text = text.rstrip(".")
    return text, notes


def _text(rng, keys):
    """A text, with the values it holds in reading order."""
    text, notes = (_whole if rng.random() < 0.35 else _composed)(rng, keys)
    if rng.random() < 0.1 and "İ" not in text:  # typed without capitals
        text, notes = text.lower(), [(kind, value.lower()) for kind, value in notes]
    return text, notes


def collect(notes, keys):
    """What was noted, each value once, in reading order."""
    return {k: list(dict.fromkeys(value for kind, value in notes if kind == k)) for k in KEYS if k in keys}


_FIELDS = ["Text: {1}\n\nTask: {0}", "{0}\n---\n{1}\n---", "---\n{1}\n---\n{0}", "{0}\n\nText:\n{1}", "Message:\n{1}\n\n{0}", "{1}\n\n{0}",
           "{0} >> {1}", "{0} -> {1}", "{1} -> {0}", "{0}\n```\n{1}\n```", "{0} ({1})", "({1}) {0}", "Input: {1}\nWanted: {0}", "{1} // {0}",
           "{0} = {1}", "{0}\n> {1}", "> {1}\n{0}", "[{1}] {0}", "{0} [{1}]", "{0}\n\n{1}\n\nThanks!", "{0} | {1}", "TEXT: {1} TASK: {0}"]


def _around(rng, keys, text, slots):
    """The request and its text, asked for in the usual ways, by a wording for one kind or between marks."""
    roll = rng.random()
    if roll < 0.12:
        words = rng.choice(["{bare}", "{keys}", "extract {keys}", "list {keys}", "find {bare}", "give me {keys}", "get {keys}", "{bare} as JSON"])
        words = words.format(**slots)
        words = rng.choice([words, words, words + ".", words[:1].upper() + words[1:], words.upper()])
        return rng.choice(_FIELDS).format(words, text)
    if len(keys) == 1 and roll < 0.24:
        asked = Grammar()
        asked.sections = {kind: _SINGLE.sections[f"{keys[0]}_{kind}"] for kind in ("do", "ask", "terse")}
        return framing.frame(rng, asked, text)
    return framing.frame(rng, _ASK, text, slots=slots)


def extract_with_values(rng):
    """(prompt, answer, every value that the text holds, with its kind)"""
    count = rng.choice([1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 4])
    wanted = rng.sample(KEYS, count) if count != 2 or rng.random() < 0.7 else ["names", "emails"]
    keys = [k for k in KEYS if k in wanted]
    text, notes = _text(rng, keys)
    slots = _request(rng, keys)
    if count == 4 and rng.random() < 0.8:
        words = rng.choice(_ALL)
        bare = "details" if words in _WHOLE else words.replace("all ", "").replace("the ", "")
        slots = {"keys": words, "bare": bare}
    prompt = _around(rng, keys, text, slots)
    return prompt, json.dumps(collect(notes, keys), separators=(",", ":"), ensure_ascii=False), notes


def extract(rng):
    return extract_with_values(rng)[:2]
