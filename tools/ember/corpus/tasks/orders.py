"""Rough orders, demands, faults and angry questions, each with its courteous form.

Only rude words and haste go; what is asked, where, when and why stays word for word.
"""
import re

from .framing import DATA
from .grammar import capital
from .rewrite import GRAMMAR, draw

GRAMMAR.load(DATA / "polite.txt").load(DATA / "polite_told.txt").load(DATA / "polite_more_told.txt")
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


_TOLD = ["o_home"] * 3 + ["o_work"] * 4 + ["o_trade"] * 2 + ["o_act"] * 7 + ["o_dont"] * 2
_TIMED = re.compile(r"\b(?:on|by|at|before|after|when|until|tomorrow|today|again)\b")
_NOT = {"can": ("can't", "cannot"), "will": ("won't", "will not")}


def _tight(text):
    return " ".join(text.split())


def _two(rng):
    """Two orders in one sentence: both stay, and so does what joins them."""
    if rng.random() < 0.7:
        first, second = draw("o_pair", rng).split(" // ")
    else:
        first, second = draw("o_first", rng), draw("o_home", rng).partition("~")[0]
    return _tight(first) + rng.choice([" and "] * 6 + [" and then ", " and then ", ", then ", ", and "]) + _tight(second)


def told(rng):
    """An order that people really give, alone or with its time or reason."""
    section = "o_pair" if rng.random() < 0.15 else rng.choice(_TOLD)
    negative, clause = section == "o_dont", ""
    if section == "o_pair":
        what = _two(rng)
    else:
        what, _, clause = map(_tight, draw(section, rng).partition("~"))
    end = ""
    if not (negative or section in ("o_act", "o_pair") or _TIMED.search(what)) and rng.random() < 0.35:
        what, clause = what + " " + draw("o_when", rng), clause if rng.random() < 0.3 else ""
    elif not negative and rng.random() < 0.05:
        end = " as soon as possible"
    asked = f"Could you please {'not ' if negative else ''}{mild(what)}{end}"
    rough = ("don't " if negative else "") + what + (" " + draw("p_soon", rng) if end else "")
    if not negative and rng.random() < 0.2:
        rough = draw("p_start", rng) + " " + rough
    roll = rng.random()
    if clause and not end and roll < 0.12:
        rough, asked = rough + rng.choice([" because ", " because ", ", because "]) + clause, f"{asked} because {clause}?"
    elif clause and not end and roll < 0.45:
        clause, full = _informal(rng, clause)
        join = rng.choice([", ", ", ", ". ", "! ", " - "])
        rough, asked = rough + join + (capital(clause) if join in (". ", "! ") else clause), f"{asked}? {full}."
    else:
        rough, asked = _hasty(rng, rough) if not (end or _TIMED.search(what)) else rough, asked + "?"
        if rng.random() < 0.1:
            rough += rng.choice([". ", "! "]) + draw("p_extra", rng)
    rough = capital(rough) + (rng.choice([".", ".", "!", "", "!!"]) if rough[-1] != "?" else "")
    if rough[1:].islower() and rng.random() < 0.2:
        rough = rough.upper() if rng.random() < 0.25 and not re.search(r"\d", rough) else rough.lower()
    return rough, asked


def reproach(rng):
    """`Why haven't you …?`: what is not done, asked as a plain question."""
    verb = rng.choice("have have have has has did did did do does does can can will will is is are was were".split())
    who, rest = map(_tight, draw("no_" + verb, rng).split(" / "))
    brief, full = _NOT.get(verb, (verb + "n't", verb + " not"))
    if rng.random() < 0.08:
        asked = f"{verb} {who} not {rest}"
    else:
        asked = f"{brief.replace(chr(39), '') if rng.random() < 0.08 else brief} {who} {rest}"
    why = rng.choice(["why"] * 12 + ["why on earth", "why the heck", "so why", "hey, why", "and why", "well, why", "seriously, why"])
    rough = f"{why} {asked}"
    if rng.random() < 0.12:
        rough += rng.choice([", damn it", ", man", ", you idiot", ", genius", ", for God's sake"])
    rough = capital(rough) + rng.choice(["?"] * 8 + ["??", "?!", "!", ""])
    if rough.endswith("?") and rng.random() < 0.08:
        rough += " " + draw("p_extra", rng) + rng.choice([".", "!"])
    return re.sub(r"\?[.!]$", "?", rough), f"Could you please tell me why {who} {full} {rest}?"
