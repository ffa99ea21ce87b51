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


def _unlike(rng, count):
    """Words of small letters only, so that no kind but its own holds what is put among them."""
    return [rng.choice(_LINKS) if rng.random() < 0.3 else words.invent(rng) if rng.random() < 0.3 else rng.choice(_PLAIN).lower()
            for _ in range(count)]


def _proper(rng):
    return " ".join(capital(words.invent(rng) if rng.random() < 0.5 else rng.choice(_SMALL)) for _ in range(rng.choice([1, 1, 2, 2, 2, 3])))


def _address(rng):
    left, right = (words.invent(rng) if rng.random() < 0.6 else rng.choice(_SMALL) for _ in range(2))
    return left + rng.choice(["", "", "." + words.invent(rng), "_" + rng.choice(_SMALL), str(rng.randrange(100))]) + "@" + right + rng.choice([".com", ".org", ".de", ".io"])


def _sum(rng):
    number = f"{rng.randrange(1, 10 ** rng.randrange(1, 6)):,}" + rng.choice(["", "", ".50", f".{rng.randrange(100):02}"])
    return rng.choice(["$" + number, "€" + number, "£" + number, number + " EUR", number + " dollars"])


_SMALL = [w for w in _PLAIN if w.isascii() and w.isalpha() and w.islower()]
_KINDS = {"at": _address, "tags": lambda rng: "#" + words.invent(rng), "sums": _sum, "capitals": _proper}


def _strewn(rng, wanted):
    """A run of words with values of the wanted kinds, and of others, told once or twice; (text, values by kind in their order)."""
    shown, told = [], {kind: [] for kind in wanted}
    others = [kind for kind in _KINDS if kind not in wanted]
    for _ in range(rng.choice([0, 1, 2, 2, 3, 4, 5, 6]) * (1 if len(wanted) < 3 else 2)):
        shown += _unlike(rng, rng.choice([0, 1, 1, 2, 3, 5]))
        kind = rng.choice(others) if others and rng.random() < 0.2 else rng.choice(list(wanted))
        again = rng.random() < 0.12 and told.get(kind)
        value = rng.choice(told[kind]) if again else _KINDS[kind](rng)
        if kind in told and value not in told[kind]:
            told[kind].append(value)
        # A mark or a small word keeps two values apart.
        shown += [value + ","] if rng.random() < 0.35 else [value, rng.choice(["and", "or", "with", words.invent(rng)])]
    return " ".join(shown + _unlike(rng, rng.randrange(1, 5))), told


def _pick(rng, count=None):
    """All values of one to four kinds, each once; the kinds stand in the order of `_KINDS` whatever order they are asked in."""
    asked = rng.sample(list(_KINDS), count or rng.choice([1, 1, 1, 2, 2, 3, 4]))
    text, told = _strewn(rng, [kind for kind in _KINDS if kind in asked])
    request = "all" if len(asked) == 4 and rng.random() < 0.6 else rng.choice([", ", " and ", " "]).join(asked)
    prompt = f"pick> {text} < {request}" if rng.random() < 0.3 else f"pick {request}> {text}"
    return prompt, json.dumps(told, separators=(",", ":"), ensure_ascii=False)


def _once(rng):
    """Each item of a list once, in the order in which it is first told."""
    pool = [" ".join(_unlike(rng, rng.choice([1, 1, 2]))) if rng.random() < 0.5 else rng.choice(list(_KINDS.values()))(rng)
            for _ in range(rng.randrange(1, 7))]
    items = [item for item in pool for _ in range(rng.choice([1, 1, 1, 2]))]
    if rng.random() < 0.7:
        rng.shuffle(items)
    return f"once> {rng.choice(['; ', ' / ', ' | ']).join(items)}", json.dumps({"once": list(dict.fromkeys(items))}, separators=(",", ":"), ensure_ascii=False)


def drill(rng):
    return rng.choice([_copy, _copy, _capitals, _rest, _found, _lines, _pick, _pick, _pick, _once])(rng)
