"""Drills of exact copying, which no person ever asks for.

A task's answer is some copied words after much that is given, so a small model
sees too little copying to become exact in it. Here every second token is a
copied one. Texts repeat words and beginnings of words on purpose: only who
looks back further than one token copies them right.
"""
import json

from .tasks import words
from .tasks.grammar import capital

_PLAIN = sorted({part for name, entries in words.LISTS.items() for entry in entries for part in entry.replace("/", " ").split()})
_LINKS = "the a of in to and for with on at is was it my we by from as not or be this that are have you".split()
_MARKS = [",", ",", ",", ".", ";", ":", "!", "?"]


def _word(rng):
    roll = rng.random()
    if roll < 0.22:
        return rng.choice(_LINKS)
    if roll < 0.40:
        made = words.invent(rng)
        return capital(made) if rng.random() < 0.3 else made
    if roll < 0.46:
        return rng.choice(["", "", "$", "€"]) + str(rng.randrange(1, 10 ** rng.randrange(1, 5))) + rng.choice(["", "", ".50", "%", "th"])
    word = rng.choice(_PLAIN)
    return capital(word) if rng.random() < 0.2 else word


def _alike(rng, word):
    """Another word with the same beginning, where there is one."""
    same = [w for w in rng.sample(_PLAIN, 400) if w[:2] == word[:2].lower()]
    return rng.choice(same) if same else word


def _words(rng, least, most):
    count = rng.randrange(least, most + 1)
    if rng.random() < 0.18:
        pool = [_word(rng) for _ in range(rng.randrange(3, 8))]
        return [rng.choice(pool) for _ in range(count)]
    found = []
    for _ in range(count):
        found.append(_alike(rng, rng.choice(found)) if found and rng.random() < 0.12 else _word(rng))
    return found


def _marked(rng, found):
    return [w + rng.choice(_MARKS) if rng.random() < 0.1 else w for w in found]


def _copy(rng):
    text = " ".join(_marked(rng, _words(rng, 3, 30)))
    return f"copy> {text}", text


def _capitals(rng):
    found = _words(rng, 2, 9)
    return f"capitals> {' '.join(found)}", " ".join(capital(w) for w in found)


def _rest(rng):
    """All but what stands in brackets."""
    shown, kept = [], []
    while len(kept) < 2:
        for _ in range(rng.randrange(2, 7)):
            part = _words(rng, 1, 5)
            if rng.random() < 0.45:
                shown.append(f"({' '.join(part)})")
            else:
                shown += part
                kept += part
    return f"rest> {' '.join(shown)}", capital(" ".join(kept)) + "."


def _found(rng):
    """What stands in brackets, as a list."""
    shown, values = [], []
    for _ in range(rng.randrange(1, 6)):
        shown += _words(rng, 1, 6)
        if rng.random() < 0.6:
            value = " ".join(_words(rng, 1, 3))
            shown.append(f"[{value}]")
            values.append(value)
    return f"list> {' '.join(shown)}", json.dumps({"list": values}, separators=(",", ":"), ensure_ascii=False)


def _lines(rng):
    items = [" ".join(_words(rng, 1, 5)) for _ in range(rng.randrange(2, 8))]
    return f"lines> {' / '.join(items)}", "\n".join(f"- {capital(item)}" for item in items)


def drill(rng):
    return rng.choice([_copy, _copy, _capitals, _rest, _found, _lines])(rng)
