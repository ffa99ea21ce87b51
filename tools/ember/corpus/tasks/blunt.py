"""Blunt messages of everyday life: threats, nagging, reproaches, demands, refusals and impatient questions.

A section's (kind=rude) pairs hold the word that the courteous form has and the one that was written.
"""
import re

from .grammar import capital
from .orders import _TIMED, _hasty, _informal, mild
from .rewrite import GRAMMAR, draw
from .words import participle

_PAIR = re.compile(r"\(([^()=]*)=([^()=]*)\)")
_FULL = (("can't", "cannot"), ("won't", "will not"), ("don't", "do not"))
_WHO_ELSE = re.compile(r"(?:the|we|you|there)\b")  # it is not the writer who will act
_SWEARING = ["the hell", "the hell", "the heck", "on earth", "the devil", "in God's name", "in the world", "exactly"]


def sides(text):
    """The kind and the rude form of a text with (kind=rude) pairs."""
    return " ".join(_PAIR.sub(r"\1", text).split()), " ".join(_PAIR.sub(r"\2", text).split())


def swear(rng, text):
    """A rude adjective before something of somebody's."""
    return re.sub(r" (the|my|your|our) (?!own\b)", lambda m: f"{m.group()}{draw('r_adj', rng)} ", text, count=1)


def typed(rng, text):
    """The text as angry people type it: capitals, no capitals, brief words."""
    text, roll = capital(text), rng.random()
    if re.sub(r"\bI\b", "i", text[1:]).islower() and text.isascii():
        if roll < 0.1:
            return text.lower()
        if roll < 0.15 and not re.search(r"\d", text):
            return text.upper()
    if roll > 0.95:
        text = re.sub(r"\byou\b", "u", text)
    return text


def _marks(rng, text):
    return text if text[-1] in "?!." else text + rng.choice([".", ".", "!", "", "!!", "!!!"])


def _because(rng, rough, clause, share=0.6):
    """A reason after a message: (message and reason, the reason as a sentence of its own)."""
    if not clause or rng.random() > share:
        return rough, ""
    kind, rude = sides(clause)
    if rude == kind:
        rude, kind = _informal(rng, kind)
    join = rng.choice([", ", ", ", ". ", ". ", "! ", " - "]) if rough[-1] not in "?!" else " "
    return rough + join + (capital(rude) if join in (". ", "! ", " ") else rude), f" {capital(kind)}."


def called(rng, rough, asked):
    """An order to somebody by name: the name stays."""
    who = GRAMMAR.expand("{<first>|<first>|<first>|<titled>|team}", rng)
    if rough[-1].isalpha() and rng.random() < 0.35:
        return f"{rough}, {who}", f"{asked[:-1]}, {who}?"
    return f"{who}, {rough[0].lower()}{rough[1:]}", capital(f"{who}, c{asked[1:]}")


def order(rng):
    """An order from work, home, shops and clubs: bare, as a question, to somebody by name, with its reason."""
    section = rng.choice(["o_life"] * 5 + ["o_now"] * 3)
    what, _, clause = (" ".join(part.split()) for part in draw(section, rng).partition("~"))
    if section == "o_life" and not _TIMED.search(what) and rng.random() < 0.3:
        what, clause = what + " " + draw("o_when", rng), clause if rng.random() < 0.3 else ""
    kind, rough = sides(what)
    timed = _TIMED.search(what) or what.endswith(("today", "tonight", "week", "hour", "noon", "weekend", "lunch", "morning", "evening"))
    asked, roll, soon = f"Could you please {mild(kind)}?", rng.random(), ""
    rough = swear(rng, rough) if rng.random() < 0.12 else rough
    if roll < 0.12:
        rough = f"{draw('o_nag', rng)} {rough}{rng.choice(['?', '?', '?!'])}"
    elif roll < 0.24:
        rough, asked = called(rng, rough, asked)
    elif roll < 0.32 and not timed:
        soon, rough, asked = True, f"{rough} {draw('p_soon', rng)}", asked[:-1] + " as soon as possible?"
    elif roll < 0.5:
        rough = f"{draw('p_start', rng)} {rough}"
    elif roll < 0.54:
        rough = f"{rng.choice(['you idiot', 'idiot', 'moron', 'stupid', 'genius', 'dummy', 'for crying out loud', 'dammit'])}, {rough}"
    why = ""
    if clause and not soon and rng.random() < 0.15 and rough[-1].isalnum():
        clause, full = sides(clause)[::-1]
        rough, asked = rough + rng.choice([" because ", " because ", ", because ", " cause "]) + clause, f"{asked[:-1]} because {full}?"
    elif not soon:
        rough, why = _because(rng, rough, clause, 0.4)
        if not why and not timed and rough[-1].isalnum() and not 0.12 <= roll < 0.24:
            rough = _hasty(rng, rough)
        if not why and rng.random() < 0.1:
            rough += ("" if rough[-1] in "?!" else rng.choice([".", "!"])) + " " + draw("p_extra", rng)
    return typed(rng, _marks(rng, rough)), asked + why


def threat(rng):
    """An order, and what happens otherwise: both stay."""
    what, then = draw("r_or", rng).split(" // ")
    what, then = " ".join(what.split()), " ".join(then.split())
    if _WHO_ELSE.match(then):
        done = [then]
        otherwise = then
    else:
        verb, _, rest = then.partition(" ")
        done = [f"I'll {then}", f"I'll {then}", f"I will {then}", f"I'm going to {then}", f"I'm {participle(verb)} {rest}".strip()]
        otherwise = "I will have to " + then
    said = rng.choice(done)
    if rng.random() < 0.25:
        rough = rng.choice(["if you don't", "if you don't", "if you do not"]) + f" {what}, {said}"
    else:
        what_said = f"{draw('p_start', rng)} {what}" if rng.random() < 0.2 else what
        what_said = swear(rng, what_said) if rng.random() < 0.15 else what_said
        rough = what_said + rng.choice([" or ", " or ", " or ", ", or ", " or else ", ", otherwise ", ". Otherwise ", ". If not, "]) + said
    return typed(rng, _marks(rng, rough)), f"Could you please {what}? Otherwise {otherwise}."


def habit(rng):
    """What somebody keeps doing, always does or never does."""
    roll = rng.random()
    if roll < 0.45:
        what = " ".join(draw("r_stop", rng).split())
        rough, asked = f"{draw('r_keeps', rng)} {what}", f"Could you please stop {what}?"
    elif roll < 0.65:
        what = " ".join(draw("r_always", rng).split())
        rough, asked = f"{draw('r_do_always', rng)} {what}", f"Could you please not {what}?"
    else:
        what = " ".join(draw("r_never", rng).split())
        rough, asked = f"{draw('r_do_never', rng)} {what}", f"I would appreciate it if you could {what}."
    if rng.random() < 0.12:
        rough = swear(rng, rough)
    if re.match(r"(?:why|do|must|would|can't|will|could)\b", rough):
        return typed(rng, rough + rng.choice(["?", "?", "?!", "??"])), asked
    return typed(rng, _marks(rng, _hasty(rng, rough) if rough.startswith(("stop", "quit")) else rough)), asked


def grumble(rng):
    """What is wrong, alone, or with what to do or what is wanted."""
    (what, rude), (fix, rude_fix) = (sides(part) for part in draw("r_fault", rng).split(" // "))
    if rng.random() < 0.15:
        rude = re.sub(r"^(the|my|your) ", lambda m: f"{m.group()}{draw('r_adj', rng)} ", rude)
    roll = rng.random()
    if roll < 0.25:
        return typed(rng, _marks(rng, rude + rng.choice(["", "", "", ", as usual", ". This is ridiculous", ", damn it"]))), f"I'm afraid {what}."
    join = rng.choice([". ", ". ", ". ", "! ", ", ", ", so ", " - "])
    if roll < 0.4:
        wish = GRAMMAR.expand("{I want|I want|I demand|I expect} @{my money back|a refund|an explanation|an apology|a discount|an answer by <day>|<amount> back|to speak to the manager}", rng)
        verb, wanted = wish.split(" @")
        verb = "I want" if wanted.startswith("to ") else verb
        return typed(rng, _marks(rng, f"{rude}{join}{verb} {wanted}")), f"I'm afraid {what}. I would like {wanted}, please."
    rude_fix = _hasty(rng, rude_fix)
    rough = rude + join + (capital(rude_fix) if join in (". ", "! ") else rude_fix)
    return typed(rng, _marks(rng, rough)), f"I'm afraid {what}. Could you please {fix}?"


def wish(rng):
    """`I want …`, with why."""
    what, _, clause = (" ".join(part.split()) for part in draw("r_want", rng).partition("~"))
    verb = rng.choice(["want", "want", "want", "need", "demand"] + ["expect"] * (not what.startswith("to ")))
    rough = f"I {rng.choice(['', '', '', '', 'just ', 'really ', 'bloody well '])}{verb} {what}" 
    if not _TIMED.search(what):
        rough += rng.choice(["", "", "", " now", " right now", ", now", ", damn it", " NOW"])
    rough, why = _because(rng, rough, clause)
    return typed(rng, _marks(rng, rough)), f"I would like {what}, please.{why}"


def refusal(rng):
    """`No`, with why."""
    section = rng.choice(["r_wont"] * 4 + ["r_not"] * 2 + ["r_dont"] * 2 + ["r_that"] * 2)
    what, _, clause = (" ".join(part.split()) for part in draw(section, rng).partition("~"))
    said, meant = what, what
    if section == "r_wont":
        said, meant = rng.choice([("I won't ", "I will not "), ("I won't ", "I will not "), ("I can't ", "I cannot "), ("I will not ", "I will not "), ("I'm not going to ", "I'm not going to ")])
        said, meant = said + what, meant + what
    elif section == "r_not":
        said, meant = rng.choice(["I'm not ", "I'm not ", "I am not ", "no way I'm ", "there's no way I'm "]) + what, "I'm not " + what
        meant = "I am not " + what if said.startswith("I am") else meant
    elif section == "r_dont":
        said = meant = "I don't " + what
    for brief, full in _FULL:
        meant = meant.replace(brief, full)
    no_way = said.startswith(("no way", "there's"))
    before = "" if no_way else rng.choice(["", "", "no, ", "no, ", "no. ", "nope, ", "no way, ", "forget it, ", "hell no, ", "sorry, but ", "are you crazy? ", "absolutely not. ", "dream on, ", "look, "])
    said = capital(said) if before[-2:-1] in (".", "?") else said
    rough, why = _because(rng, before + said, clause)
    return typed(rng, _marks(rng, rough)), f"I'm sorry, but {meant}.{why}"


def _asked(rng, question):
    """(how it is asked, how it is told) of a question in parts."""
    kind, rude = sides(question)
    word, *parts = rude.split(" / ")
    if not parts:
        word, _, rest = rude.partition(" ")
        told, asked = kind, rest
        if word == "who" and rng.random() < 0.15:
            word = rng.choice(["which idiot", "what idiot", "which moron", "which one of you clowns"])
    else:
        verb, subject, *rest = kind.split(" / ")[1:]
        told = " ".join([word, subject] + ([] if verb in ("do", "does", "did") else [verb]) + rest)
        asked = " ".join(parts)
    asked = swear(rng, asked) if rng.random() < 0.12 else asked
    if word in ("where", "when", "why", "what", "who", "how") and rng.random() < 0.35:
        word += " " + rng.choice(_SWEARING)
    elif parts and parts[0] == "is" and " " not in word and rng.random() < 0.3:
        word, asked = word + "'s", asked[3:]
    return f"{word} {asked}", told


def question(rng):
    """An impatient question, with what was said before or after it."""
    what, _, clause = draw("r_ask", rng).partition("~")
    rough, told = _asked(rng, what)
    rough = draw("r_so", rng) + " " + rough if rng.random() < 0.2 else rough
    asked = f"Could you please tell me {told}?"
    if clause and rng.random() < 0.25:
        clause, full = _informal(rng, sides(clause)[0])
        join = rng.choice([", ", ", so ", ". ", ". ", "! "])
        return typed(rng, clause + join + (capital(rough) if join in (". ", "! ") else rough) + "?"), f"{full}. {asked}"
    rough += rng.choice(["?", "?", "?", "?!", "??", ", damn it?", ", for God's sake?", "", "? Come on!", "? I'm waiting!"] if not clause else ["?", "?", "?!", "??"])
    rough, why = _because(rng, rough, clause)
    return typed(rng, _marks(rng, rough) if why else rough), asked + why


def whether(rng):
    """A question with yes or no, asked without patience."""
    kind, rude = sides(draw("r_if", rng))
    (verb, subject, *rest), (_, *asked) = kind.split(" / "), rude.split(" / ")
    told = " ".join([subject] + ([] if verb in ("do", "does", "did") else [verb]) + rest)
    if rng.random() < 0.15 and verb in ("did", "have", "do"):
        asked.insert(1, rng.choice(["even", "actually", "ever"] if verb == "have" else ["even", "actually"]))
    rough = " ".join([verb] + asked)
    rough = draw("r_so", rng) + " " + rough if rng.random() < 0.25 else rough
    rough += rng.choice([" or not?", " or not?", " or what?", "?", "?!", "??", ", yes or no?", " at last?", ", damn it?"])
    return typed(rng, rough), f"Could you please tell me if {told}?"


MAKERS = [order] * 9 + [threat] * 3 + [habit] * 4 + [grumble] * 4 + [wish] * 2 + [refusal] * 4 + [question] * 4 + [whether] * 2
