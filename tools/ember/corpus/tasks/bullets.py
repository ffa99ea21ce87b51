"""Bullets: one line per item, in order, copied as it stands, without lead-in and final stop."""
from . import bullet_shapes, common, framing, natural
from .common import capital, plain
from .rewrite import GRAMMAR, fill

_ASK = framing.instructions("bullets")
_LISTS = ["w_list"] * 8 + ["grocery", "grocery", "gear", "office", "feature"]


def _draw(section, rng):
    return plain(GRAMMAR.pick(section, rng))


def _several(rng, section, low=2, high=7):
    """Distinct expansions of a section."""
    count, found = rng.choice([n for n in (2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7) if low <= n <= high]), []
    while len(found) < count:
        phrase = fill(rng, _draw(section, rng), 0)
        if phrase not in found and ", " not in phrase:
            found.append(phrase)
    return found


def _series(rng, items, last="and"):
    if rng.random() < 0.12:
        return ", ".join(items)
    # An item that has an "and" of its own needs the comma before the last one.
    joints = [f", {last} "] if any(" and " in i for i in items) else [f" {last} ", f" {last} ", f", {last} "]
    return ", ".join(items[:-1]) + (rng.choice(joints) if len(items) > 2 or len(joints) == 1 else f" {last} ") + items[-1]


def _stop(rng):
    return rng.choice([".", ".", ""])


def _list_text(rng):
    items = _several(rng, rng.choice(_LISTS), 2)
    if rng.random() < 0.3:  # bare names of things as in a quick note
        items = list(dict.fromkeys(_draw("w_bare", rng) for _ in items)) or items
        if len(items) < 2:
            return _list_text(rng)
    roll = rng.random()
    if roll < 0.1:
        return rng.choice(["; ", " / ", "\n", ", ", " + "]).join(items), items
    if roll < 0.32:
        return _series(rng, items) + _stop(rng), items
    return _draw("lead", rng).replace("_", " ") + _series(rng, items) + _stop(rng), items


def _goal_text(rng):
    if rng.random() < 0.5:
        items = _several(rng, "w_goal", 2, 5)
        lead = _draw("lead_goal_to", rng)
    else:
        items = _several(rng, "w_aim", 2, 5)
        lead = _draw("lead_goal", rng)
    return lead.replace("_", " ") + _series(rng, items) + _stop(rng), items


def _task_text(rng):
    items = _several(rng, rng.choice(["w_task", "w_task", "request"]), 2, 5)
    roll = rng.random()
    if roll < 0.2:
        lead = _draw("lead_do", rng).strip()
        return f"{lead} {_series(rng, items)}{_stop(rng)}", items
    if roll < 0.3:
        return _series(rng, items, rng.choice(["and", "and then"])) + _stop(rng), items
    if roll < 0.6:
        first, last = _draw("order1", rng), _draw("order3", rng)
        words = [first] + [_draw("order2", rng) for _ in items[2:]] + [last if len(items) > 2 or rng.random() < 0.5 else "Then"]
        comma = rng.choice([" ", ", ", " "])
        parts = [w + (" " if w.endswith(":") else comma) + i for w, i in zip(words, items)]
        if rng.random() < 0.5:  # one sentence
            inside = [parts[0]] + [p[0].lower() + p[1:] for p in parts[1:]]
            if not inside[-1].startswith("and ") and rng.random() < 0.5:
                inside[-1] = "and " + inside[-1]
            return ", ".join(inside) + _stop(rng), items
        return ". ".join(capital(p) for p in parts) + _stop(rng), items
    if roll < 0.7:
        return "; ".join(items) + _stop(rng), items
    if roll < 0.8:
        mark = rng.choice(["{}. ", "{}) ", "({}) "])
        return rng.choice([" ", "\n", ", "]).join(mark.format(n) + i for n, i in enumerate(items, 1)), items
    items = [capital(i) for i in items]
    return ". ".join(items) + _stop(rng), items


def _clause_text(rng):
    """Who does what, or what is how: clauses joined by commas and a last `and` or `but`."""
    items = _several(rng, rng.choice(["w_does", "w_does", "w_state", "w_pair"]), 2, 4)
    text = rng.choice(["; ".join(items), _series(rng, items), _series(rng, items), _series(rng, items, rng.choice(["and", "but", "while"]))])
    return text + _stop(rng), items


def _note_text(rng):
    """A plan or a quick note with times and numbers."""
    items = _several(rng, rng.choice(["w_slot", "w_slot", "w_figure"]), 2, 6)
    lead = _draw("lead_plan", rng).replace("_", " ") if rng.random() < 0.4 else ""
    return lead + rng.choice([", ".join(items), _series(rng, items), "; ".join(items)]) + _stop(rng), items


def _sentence_text(rng):
    if rng.random() < 0.65:
        items = _several(rng, "core", 2, 5)
    else:
        section = GRAMMAR.sections[common.TOPICS[rng.choice(sorted(common.TOPICS))]]
        seeds = [s for s in section if s.endswith(".") and ". " not in s]
        items = [plain(GRAMMAR.expand(s, rng))[:-1] for s in rng.sample(seeds, rng.randint(2, 5))]
    items = [capital(i) for i in items]
    return rng.choice([". ", ". ", ".\n"]).join(items) + ".", items


def bullets(rng):
    if rng.random() < natural.SHARE["bullets"]:
        text, items = natural.points(rng)
        return framing.frame(rng, _ASK, text), "\n".join("- " + capital(i) for i in items)
    make = rng.choice([_list_text] * 5 + [_task_text] * 4 + [_sentence_text] * 4 + [_clause_text] * 2 + [_note_text] * 2 + [_goal_text]
                      + [bullet_shapes.draw] * 26 + [bullet_shapes.told] * 22)
    text, items = make(rng)
    roll = rng.random()
    if roll < 0.6:
        text = capital(text)
    elif roll < 0.72:  # an informal note
        text, items = text.lower(), [i.lower() for i in items]
    return framing.frame(rng, _ASK, text), "\n".join("- " + capital(i) for i in items)
