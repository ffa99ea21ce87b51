"""More shapes of texts for bullets: predicates, people, days, times, look-alikes.

Each shape gives a text and its items. A subject that several predicates share
stays with the first of them; a modal verb ("we must") is a lead-in and goes.
"""
import re

from . import common
from .common import capital, plain
from .grammar import fix_articles
from .values import DAYS
from .words import LISTS, adjective, invent, plural, thing

_G = common.load("rewrite", "topics", "sentences", "bullets", "bullets_more", "bullets_told")
_MARKED = re.compile(r"\[([^\]]*)\]")
_COUNTS = [2, 3, 3, 3, 3, 4, 4, 4, 5, 5]


def _one(section, rng):
    return re.sub(r" +", " ", plain(_G.pick(section, rng))).strip()


def _items(rng, section, count=None):
    count, found = count or rng.choice(_COUNTS), []
    while len(found) < count:
        item = _one(section, rng)
        if item not in found and ", " not in item:
            found.append(item)
    return found


def _join(rng, items, words=("and",)):
    """Commas and a last `and`; an item with an `and` of its own needs the comma."""
    word = rng.choice(words)
    roll = rng.random()
    if roll < 0.08 and len(items) > 2:
        return ", ".join(items)
    if roll < 0.14:
        return "; ".join(items)
    comma = any(f" {word} " in i for i in items) or roll > 0.75
    return ", ".join(items[:-1]) + (f", {word} " if comma else f" {word} ") + items[-1]


def _end(rng, text):
    return text + rng.choice([".", ".", ".", "", "!"] if rng.random() < 0.3 else [".", ""])


def _lead(rng, section, items):
    """A lead-in and its list; after a colon the list may stand on lines of its own."""
    lead = _one(section, rng)
    if lead.endswith(":") and rng.random() < 0.25:
        return lead + "\n" + rng.choice(["\n", "\n- ", "\n* "]).join([""] + items).strip("\n"), items
    return _end(rng, lead + " " + _join(rng, items)), items


def predicates(rng):
    who, section = rng.choice([("b_who", "b_verb"), ("b_what", "b_verb_is")])
    items = _items(rng, section, rng.choice([3, 3, 3, 4, 4, 5]))
    items[0] = _one(who, rng) + " " + items[0]
    return _end(rng, _join(rng, items, ("and", "and", "and then", "but"))), items


def shared(rng):
    return _lead(rng, "b_who_will", _items(rng, "b_verb_will"))


def people(rng):
    """Ana brings x, Ben y and Kim z."""
    verb, items = _one("b_person_verb", rng), _items(rng, "b_person", rng.choice([2, 3, 3, 3, 4, 5]))
    each = rng.random()
    marks = [verb if i == 0 or each < 0.35 else "" if each < 0.75 else _one("b_person_verb", rng) for i in range(len(items))]
    items = [re.sub(r" +", " ", i.replace("^", m)) for i, m in zip(items, marks)]
    return _end(rng, _join(rng, items, ("and", "and", "while"))), items


def days(rng):
    start = rng.randrange(7)
    count = rng.choice([2, 3, 3, 4, 5, 7])
    names = [DAYS[(start + n) % 7] for n in range(count)]
    if rng.random() < 0.4:
        names = rng.sample(DAYS, count)
    mark = rng.choice(["{} ", "{}: ", "on {} ", "on {} we have ", "{} - ", "every {} "])
    items = [mark.format(d) + _one("b_day", rng) for d in names]
    return _end(rng, _join(rng, items)), items


def times(rng):
    section = rng.choice(["b_times", "b_times", "b_place", "b_figure", "b_pairs"])
    items = _items(rng, section)
    if rng.random() < 0.3:
        return _lead(rng, "b_open", items)
    return _end(rng, _join(rng, items)), items


def nouns(rng):
    items = _items(rng, "b_noun", rng.choice([2, 3, 3, 4, 4, 5, 6, 7, 8]))
    if rng.random() < 0.35:
        mark = rng.choice([", ", "; ", "\n", " / ", " + ", ", "])
        return mark.join(items), items
    return _lead(rng, "b_lead", items) if rng.random() < 0.7 else (_end(rng, _join(rng, items)), items)


def alike(rng):
    """Items that begin alike or share a word: chair, chairs, chair covers."""
    word = invent(rng) if rng.random() < 0.3 else rng.choice(LISTS["thing"])
    pool = [word, plural(word), "two " + plural(word), f"{word} {thing(rng)}", f"{adjective(rng)} {word}", f"{adjective(rng)} {plural(word)}",
            f"a {word}", f"{thing(rng)} and {word}", f"{rng.choice(LISTS['job'])}'s {word}", f"{rng.randint(3, 90)} {plural(word)}"]
    if rng.random() < 0.6:
        every = LISTS["thing"] + LISTS["food"] + LISTS["stuff"] + LISTS["animal"]
        pool = [w for w in every if w[:2] == word[:2]]
        pool = list(dict.fromkeys(rng.choice([w, w, plural(w), f"{adjective(rng)} {w}"]) for w in pool))
        if len(pool) < 3:
            return alike(rng)
    items = [plain(i) for i in rng.sample(pool, min(len(pool), rng.choice([2, 3, 3, 4, 5, 6])))]
    return _lead(rng, "b_lead", items) if rng.random() < 0.6 else (_end(rng, _join(rng, items)), items)


def orders(rng):
    items = _items(rng, "b_do")
    roll = rng.random()
    if roll < 0.2:
        mark = rng.choice(["{}. ", "{}) ", "({}) ", "{} - "])
        lead = rng.choice(["", "", _one("b_open", rng) + " "])
        return lead + rng.choice([" ", " ", ", ", "\n"]).join(mark.format(n) + i for n, i in enumerate(items, 1)), items
    if roll < 0.45:
        return _lead(rng, "b_open", items)
    if roll < 0.65:
        return _end(rng, ". ".join(capital(i) for i in items)), items
    return _end(rng, _join(rng, items, ("and", "then", "and then"))), items


def clauses(rng):
    items = _items(rng, "b_clause", rng.choice([2, 3, 3, 4, 5]))
    if rng.random() < 0.4:
        return _lead(rng, "b_said", items)
    return _end(rng, _join(rng, items, ("and", "and", "but", "so"))), items


def plain_lists(rng):
    """Comparatives, adjectives with nouns, numbers, orders: bare, or after a lead-in."""
    section, lead = rng.choice([("l_comp", "l_open_comp"), ("l_comp", "l_open_comp"), ("l_pair", "l_open_pair"), ("l_verb", "l_open_do"),
                                ("l_count", "l_open_pair")])
    if section in ("l_comp", "l_pair", "l_count") and rng.random() < 0.15:
        items = _items(rng, section, 2)
        return _end(rng, f"{_one('l_both', rng)} {items[0]} and {items[1]}"), items
    items = _items(rng, section, rng.choice([2, 2, 2, 3, 3, 3, 4, 4, 5]))
    return _lead(rng, lead, items) if rng.random() < 0.65 else (_end(rng, _join(rng, items)), items)


def steps(rng):
    """First, then, finally: the words of order go."""
    items = _items(rng, "l_verb", rng.choice([2, 3, 3, 3, 4]))
    marks = [_one("l_first", rng)] + [_one("l_then", rng) for _ in items[2:]] + [_one("l_last" if len(items) > 2 else "l_then", rng)]
    parts = [f"{m} {i}" for m, i in zip(marks, items)]
    if rng.random() < 0.6:
        return _end(rng, ", ".join(parts)), items
    return _end(rng, ". ".join(capital(p) for p in parts)), items


def short_sentences(rng):
    items = [capital(i) for i in _items(rng, "l_short", rng.choice([2, 3, 3, 3, 3, 4, 4, 5]))]
    return rng.choice([". ", ". ", ". ", ".\n", "! "]).join(items) + rng.choice([".", ".", ""]), items


def sentences(rng):
    items = [capital(i) for i in _items(rng, "b_full")]
    return rng.choice([". ", ". ", ".\n", "! "]).join(items) + ".", items


def told(rng):
    """A text as people write it, in whose seed the points stand in brackets."""
    text = re.sub(r" +([.,;?])", r"\1", fix_articles(_G.pick("told", rng)))
    items = [i.strip() for i in _MARKED.findall(text)]
    if any(" and " in i for i in items) or rng.random() < 0.15:
        text = text.replace("] and [", "], and [")
    text = plain(text)
    if rng.random() < 0.12:
        text = text.rstrip(".")
    return (text, items) if len(set(items)) == len(items) else told(rng)


_SHAPES = [predicates] * 4 + [shared] * 2 + [people] * 2 + [days, times, times] + [nouns] * 3 + [alike] * 2 + [orders] * 2 + [clauses] * 2 + [sentences] * 2 + [plain_lists] * 7 + [steps] * 2 + [short_sentences] * 5


def draw(rng):
    return rng.choice(_SHAPES)(rng)
