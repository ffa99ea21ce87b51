"""Polite rewriting: rough orders, demands, complaints and refusals made courteous.

Every kind of rough message has one target form, so that the answer can be
predicted from the message: an order becomes `Could you please …?`, a
complaint `I'm afraid …`, a refusal `I'm sorry, but …`.
"""
import re

from . import blunt, framing, natural, orders
from .grammar import capital
from .orders import mild
from .rewrite import GRAMMAR, draw

_ASK = framing.instructions("polite")


def _rude_request(rng):
    """An order in rough words, and the same order as a polite question."""
    if rng.random() < 0.22:
        what, when = draw("req_open", rng), draw("p_soon", rng)
        rough = capital(rng.choice(["", "", "Hey, ", "You need to ", "I want you to "]) + f"{what} {when}") + rng.choice([".", "!", ""])
        return rough, f"Could you please {mild(what)} as soon as possible?"
    roll = rng.random()
    what = draw("stop", rng) if roll < 0.12 else draw("request", rng)
    polite = f"Could you please {mild(what)}?"
    if 0.12 <= roll < 0.24:
        what = draw("dont", rng)
        polite = f"Could you please not {what}?"
        what = "don't " + what
        return capital(what) + rng.choice([".", "!"]) if rng.random() < 0.5 else capital(what + _draw_post(rng)), polite
    before = GRAMMAR.pick("rude_pre", rng) if rng.random() < 0.4 else ""
    rough = capital(before + what)
    if before.startswith(("Would you", "Can't you", "Why don't", "Will you")):
        rough += rng.choice(["?", "?!"])
    else:
        rough += _draw_post(rng) if rng.random() < 0.6 else rng.choice([".", ""])
    if rng.random() < 0.12:
        rough = draw("rude_alone", rng) + " " + rough
    return rough, polite


def _order(rng):
    """A bare order with all it holds: a reason, a time, a rude adjective that goes."""
    roll = rng.random()
    what = draw("stop" if roll < 0.15 else "dont" if roll < 0.25 else "request", rng)
    negative = 0.15 <= roll < 0.25
    if rng.random() < 0.35:
        what += rng.choice([" ", " ", ", "]) + draw("reason", rng)
    rough = "don't " + what if negative else what
    if rng.random() < 0.25:
        rough = re.sub(r" (the|my|your|our) ", lambda m: f" {m.group(1)} {draw('rude_adj', rng)} ", rough, count=1)
    if not negative and rng.random() < 0.15:
        rough = rng.choice(["yo ", "hey ", "just ", "you better ", "u need to ", "need you to ", "i said ", "for god's sake "]) + rough
    roll = rng.random()
    if roll < 0.3:
        rough += draw("bare_post", rng).replace("_", " ")
    elif roll < 0.36:
        rough = draw("bare_post", rng).lstrip(", ") + rng.choice([", ", "! "]) + rough
    rough += rng.choice([".", "", "!", "!!"])
    if rng.random() < 0.65:
        rough = capital(rough)
    elif rng.random() < 0.4 and rough.isascii():
        rough, what = rough.lower(), what.lower()
    what = what.replace(", because", " because").replace(", since", " since").replace(", so ", " so ").replace(", before", " before")
    return rough, f"Could you please {'not ' if negative else ''}{mild(what)}?"


def _fault(rng):
    """What is wrong, and what to do about it."""
    what, fix = draw("complaint", rng), draw("complaint_fix" if rng.random() < 0.6 else "request", rng)
    join = rng.choice([". ", ". ", "! ", ", ", " - ", ", so ", " so "])
    rough = what + join + fix + rng.choice(["", ".", "!", " now!", " right now.", draw("bare_post", rng).replace("_", " ") + "!"])
    if rng.random() < 0.25:
        rough = re.sub(r"^(the|my|your|our) ", lambda m: f"{m.group(1)} {draw('rude_adj', rng)} ", rough, count=1)
    if rng.random() < 0.7:
        rough = ". ".join(capital(p) for p in rough.split(". "))
        rough = "! ".join(capital(p) for p in rough.split("! "))
    return rough, f"I'm afraid {what}. Could you please {mild(fix)}?"


def _draw_post(rng):
    # The leading space of " now!" is lost in the data file's trimmed lines.
    post = draw("rude_post", rng)
    return post if post[0] in "!,. " else " " + post


def _question(rng):
    word, verb, *rest = draw("where", rng).split(" / ")
    subject, tail = rest[0], "".join(" " + r for r in rest[1:])
    asked = f"{word}'s {subject}{tail}" if verb == "is" and rng.random() < 0.35 else f"{word} {verb} {subject}{tail}"
    if verb == "did":
        indirect = f"{word} {subject} {_past(tail.strip())}"
    elif word == "who" and (verb == "has" or subject.startswith(("in charge", "responsible"))):
        indirect = f"{word} {verb} {subject}{tail}"
    else:
        indirect = f"{word} {subject} {verb}{tail}"
    rough = capital(rng.choice(["", "", "", "so ", "hey, ", "well, ", "and "]) + asked) + rng.choice(["?", "?", "?!", "??", "", "? I'm waiting!", ", damn it?"])
    return rough, f"Could you please tell me {indirect}?"


def _past(verb_phrase):
    verb, _, rest = verb_phrase.partition(" ")
    past = {"delete": "deleted", "cancel": "cancelled", "open": "opened", "change": "changed", "call": "called"}[verb]
    return f"{past} {rest}"


def _statement(rng):
    roll = rng.random()
    if roll < 0.3:
        what = draw("complaint", rng)
        return capital(what) + rng.choice([".", "!", "!!", ". This is ridiculous.", ", as always."]), f"I'm afraid {what}."
    if roll < 0.45:
        subject, insult = draw("insult_subject", rng), draw("insult", rng)
        return capital(f"{subject} is {insult}") + rng.choice([".", "!"]), f"I'm afraid {subject} is not quite what I hoped for."
    if roll < 0.65:
        what = draw("refusal", rng)
        full = what.replace("can't", "cannot").replace("don't", "do not").replace("won't", "will not")
        rough = rng.choice(["No, ", "No way, ", "No. ", "", "Forget it, ", "Nope, ", "Sorry but no, "]) + what
        return capital(rough) + rng.choice([".", "!", ""]), f"I'm sorry, but {full}."
    if roll < 0.82:
        what = draw("want", rng)
        rough = rng.choice(["I want ", "I want ", "I wanna have " if not what.startswith("to ") else "I want ", "I demand " if not what.startswith("to ") else "I demand ", "We want "])
        who = "We" if rough.startswith("We") else "I"
        return rough + what + rng.choice([".", "!", " now!", " right now.", ", now!"]), f"{who} would like {what}, please."
    what = draw("habit", rng)
    rough = rng.choice(["You never ", "You never ever ", "Why don't you ever ", "Why do you never ", "You always forget to ", "You just don't "]) + what
    return rough + ("?" if rough.startswith("Why") else rng.choice([".", "!"])), f"I would appreciate it if you could {what}."


def polite(rng):
    if rng.random() < natural.SHARE["polite"]:
        rough, good = natural.pair(rng, "polite")
        return framing.frame(rng, _ASK, rough), good
    makers = ([_rude_request] * 3 + [_order] * 4 + [_fault] * 2 + [_question] + [_statement] * 3
              + [orders.order] * 8 + [orders.demand] * 2 + [orders.fault] * 3 + [orders.hurry])
    roll = rng.random()
    told = orders.told if roll < 0.15 else orders.reproach if roll < 0.2 else rng.choice(blunt.MAKERS) if roll < 0.45 else None
    maker = told or rng.choice(makers)
    rough, good = maker(rng)
    if rng.random() < 0.1:
        more, better = rng.choice([_rude_request, _statement])(rng)
        if rough[-1] not in ".!?":
            rough += "."
        rough, good = f"{rough} {more}", f"{good} {better}"
    if rng.random() < 0.1:
        rough = rough[0].lower() + rough[1:]
    return framing.frame(rng, _ASK, rough), good
