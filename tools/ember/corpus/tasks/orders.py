"""Rough orders, demands and faults of the wide vocabulary, each with its courteous form.

Only rude words and haste go; what is asked, where, when and why stays word for word.
"""
from .framing import DATA
from .grammar import capital
from .rewrite import GRAMMAR, draw

GRAMMAR.load(DATA / "polite.txt")
_MENDS = (("hurry up", "be quick"), ("shut up", "be quiet"), ("gimme ", "give me "), ("pay up", "pay"))


def mild(what):
    """An order without the words that are rude by themselves."""
    for rude, kind in _MENDS:
        if what.startswith(rude):
            return kind + what[len(rude):]
    return what


def _hasty(rng, text):
    """Rude words after an order, or none."""
    return text + draw("p_rude", rng) if rng.random() < 0.3 else text


def _informal(rng, clause):
    """The clause as hurried people write it, and as it is written well."""
    full = clause
    for long, brief in (("it is ", "it's "), ("I am ", "I'm "), ("we are ", "we're ")):
        if clause.startswith(long) and rng.random() < 0.6:
            full = clause = brief + clause[len(long):]
    if rng.random() < 0.4:
        clause = clause.replace("it's", "its").replace("I'm", "im").replace("can't", "cant").replace("don't", "dont")
    return clause, capital(full)


def order(rng):
    """A command, bare or with its reason."""
    negative = rng.random() < 0.1
    what = draw("p_not" if negative else "p_what", rng)
    asked = f"Could you please {'not ' if negative else ''}{mild(what)}"
    rough = ("don't " if negative else "") + what
    if not negative and rng.random() < 0.2:
        rough = draw("p_start", rng) + " " + rough
    roll = rng.random()
    if roll < 0.18:
        clause = draw("p_why", rng)
        return capital(rough) + rng.choice([" because ", " because ", ", because ", " bc "]) + clause + rng.choice([".", "!", ""]), f"{asked} because {clause}?"
    if roll < 0.42:
        clause, full = _informal(rng, draw("p_why", rng))
        join = rng.choice([", ", ", ", ". ", "! ", " - ", "; "])
        rough = capital(rough) + join + (capital(clause) if join in (". ", "! ") else clause)
        return rough + rng.choice([".", "!", "", "!!"]), f"{asked}? {full}."
    rough = capital(_hasty(rng, rough)) + rng.choice([".", "!", "", "", "!!"])
    if rng.random() < 0.12:
        rough = rough.rstrip("!.") + rng.choice([". ", "! "]) + draw("p_extra", rng) + rng.choice(["", ".", "!"])
    return rough.replace("?.", "?").replace("?!", "?"), asked + "?"


def demand(rng):
    """`I want ...` with its time; only `now` goes."""
    thing, who = draw("p_thing", rng), rng.choice(["I", "I", "I", "We"])
    verbs = ["want", "want", "need", "demand", "expect"] if not thing.startswith("to ") else ["want", "want", "need", "demand"]
    roll = rng.random()
    if roll < 0.55:
        thing += " " + draw("p_when", rng)
    rough = f"{who} {rng.choice(verbs)} {thing}" + (rng.choice([" now", " right now", ", now", " immediately"]) if roll > 0.75 else "")
    return rough + rng.choice([".", "!", "", "!!"]), f"{who} would like {thing}, please."


def fault(rng):
    """What is wrong, then what to do: both stay."""
    what, fix = draw("p_fault", rng), draw("p_do", rng)
    join = rng.choice([". ", ". ", ". ", "! ", ", ", " - ", ", so "])
    rough = capital(what) + join + (capital(fix) if join in (". ", "! ") else fix)
    return _hasty(rng, rough) + rng.choice([".", "!", "", "!!"]), f"I'm afraid {what}. Could you please {mild(fix)}?"


def hurry(rng):
    """`Hurry up` is said as `be quick`."""
    roll = rng.random()
    if roll < 0.2:
        what = " and " + draw("p_what", rng)
    else:
        what = " with " + draw("p_hurry", rng)
    rough, asked = "hurry up" + what, f"Could you please be quick{what}?"
    if roll > 0.4:
        clause, full = _informal(rng, draw("p_why", rng))
        rough += rng.choice([", ", ", ", ". ", "! "]) + clause
        asked += f" {full}."
    return capital(rough) + rng.choice([".", "!", "", "!!"]), asked
