"""Short and bulleted rewriting, each with one predictable target style."""
import re

from . import common, framing
from .common import TOPICS, plain
from .grammar import capital

GRAMMAR = common.load("rewrite", "topics")
_ASK = {skill: framing.instructions(skill) for skill in ("short", "bullets")}


def draw(section, rng):
    """Expand a section of the shared rewriting grammar."""
    return plain(GRAMMAR.pick(section, rng))


def _fill(rng, core, share):
    """Put a filler adverb, or nothing, at the marked place."""
    word = draw("mid", rng) if rng.random() < share else ""
    filled = core.replace("^", word)
    if word.count(" ") > 1 and word != "more or less":
        filled = core.replace(" ^", f", {word},")
    return re.sub(r" +", " ", filled).strip(" ,")


def _padded(rng):
    """One statement or request: its wordy form and its core."""
    if rng.random() < 0.3:
        what = draw("request", rng)
        long = draw("long_request", rng).replace("@", what)
        return (long if long.endswith("?") else long + "."), f"Please {what}."
    core = draw("core", rng)
    clean = _fill(rng, core, 0)
    wordy, reason = core, ""
    if rng.random() < 0.15:
        cause = draw("because", rng)
        joiner = GRAMMAR.expand(rng.choice(GRAMMAR.sections["wordy"][:1]).split(" => ")[1], rng)
        wordy, clean = f"{core} {joiner} {cause}", f"{clean} because {cause}"
    before = draw("pre", rng).replace("_", " ") if rng.random() < 0.75 else ""
    wordy = before + _fill(rng, wordy, 0.5 if before else 1)
    if rng.random() < 0.3 or len(wordy) < len(clean) + 12:
        wordy += draw("post", rng)
    return capital(wordy) + ".", capital(clean) + "."


def short(rng):
    count = rng.choice([1, 1, 1, 2, 2, 3])
    pairs = [_padded(rng) for _ in range(count)]
    long, brief = " ".join(p[0] for p in pairs), " ".join(p[1] for p in pairs)
    if rng.random() < 0.25:
        long += " " + draw("after", rng)
    if rng.random() < 0.12:
        long = GRAMMAR.expand(rng.choice(["Hi <first>, ", "Hello, ", "Hey, ", "Dear <first>,\n"]), rng) + long
    return framing.frame(rng, _ASK["short"], long), brief


def _series(rng, items, last):
    return ", ".join(items[:-1]) + rng.choice([f" {last} ", f", {last} "]) + items[-1]


def _sample_phrases(rng, section, count):
    """Distinct expansions of a section."""
    found = []
    while len(found) < count:
        phrase = draw(section, rng)
        if phrase not in found:
            found.append(phrase)
    return found


def _list_text(rng):
    section = rng.choice(["grocery", "grocery", "gear", "office", "feature", "item"])
    items = _sample_phrases(rng, section, rng.randint(3, 7))
    if section == "item":
        items = [rng.choice(["a ", "the ", "one "]) + i for i in items]
        items = [plain(i) for i in items]
    roll = rng.random()
    if roll < 0.2:
        return rng.choice([", ", ", ", "; "]).join(items), items
    lead = draw("lead", rng).replace("_", " ")
    return lead + _series(rng, items, "and") + rng.choice([".", ".", ""]), items


def _task_text(rng):
    items = _sample_phrases(rng, "request", rng.randint(2, 5))
    roll = rng.random()
    if roll < 0.35:
        lead = draw("lead_do", rng).strip()
        return f"{lead} {_series(rng, items, 'and')}.", items
    if roll < 0.75 and len(items) > 2:
        words = [draw("order1", rng)] + [draw("order2", rng) for _ in items[2:]] + [draw("order3", rng)]
        comma = rng.choice([" ", ", "])
        parts = [w + (" " if w.endswith(":") else comma) + i for w, i in zip(words, items)]
        return ". ".join(capital(p) for p in parts) + ".", items
    if roll < 0.85:
        return "; ".join(capital(i) if n == 0 else i for n, i in enumerate(items)) + ".", items
    return " ".join(capital(i) + "." for i in items), items


def _sentence_text(rng):
    count = rng.randint(2, 5)
    if rng.random() < 0.5:
        items = [_fill(rng, c, 0) for c in _sample_phrases(rng, "core", count)]
    else:
        section = GRAMMAR.sections[TOPICS[rng.choice(sorted(TOPICS))]]
        seeds = [s for s in section if s.endswith(".") and ". " not in s]
        items = [plain(GRAMMAR.expand(s, rng))[:-1] for s in rng.sample(seeds, count)]
    return rng.choice([" ", " ", "\n"]).join(capital(i) + "." for i in items), items


def bullets(rng):
    text, items = rng.choice([_list_text, _list_text, _task_text, _task_text, _sentence_text, _sentence_text])(rng)
    return framing.frame(rng, _ASK["bullets"], capital(text)), "\n".join("- " + capital(i) for i in items)
