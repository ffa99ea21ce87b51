"""Polite, short and bulleted rewriting, each with one predictable target style."""
import re

from . import common, framing
from .common import TOPICS, plain
from .grammar import capital

_G = common.load("rewrite", "topics")
_ASK = {skill: framing.instructions(skill) for skill in ("polite", "short", "bullets")}


def _draw(section, rng):
    return plain(_G.pick(section, rng))


def _rude_request(rng):
    """An order in rough words, and the same order as a polite question."""
    if rng.random() < 0.22:
        what, when = _draw("req_open", rng), _draw("soon", rng)
        rough = capital(rng.choice(["", "", "Hey, ", "You need to ", "I want you to "]) + f"{what} {when}") + rng.choice([".", "!", ""])
        return rough, f"Could you please {what} as soon as possible?"
    roll = rng.random()
    what = _draw("stop", rng) if roll < 0.12 else _draw("request", rng)
    polite = f"Could you please {what}?"
    if 0.12 <= roll < 0.24:
        what = _draw("dont", rng)
        polite = f"Could you please not {what}?"
        what = "don't " + what
        return capital(what) + rng.choice([".", "!"]) if rng.random() < 0.5 else capital(what + _draw_post(rng)), polite
    before = _G.pick("rude_pre", rng) if rng.random() < 0.4 else ""
    rough = capital(before + what)
    if before.startswith(("Would you", "Can't you", "Why don't", "Will you")):
        rough += rng.choice(["?", "?!"])
    else:
        rough += _draw_post(rng) if rng.random() < 0.6 else rng.choice([".", ""])
    if rng.random() < 0.12:
        rough = _draw("rude_alone", rng) + " " + rough
    return rough, polite


def _draw_post(rng):
    # The leading space of " now!" is lost in the data file's trimmed lines.
    post = _draw("rude_post", rng)
    return post if post[0] in "!,. " else " " + post


def _question(rng):
    word, verb, *rest = _draw("where", rng).split(" / ")
    subject, tail = rest[0], "".join(" " + r for r in rest[1:])
    asked = f"{word} {verb} {subject}{tail}"
    if verb == "did":
        indirect = None
    else:
        indirect = f"{word} {subject} {verb}{tail}"
    rough = capital(rng.choice(["", "", "", "so ", "hey, ", "well, ", "and "]) + asked) + rng.choice(["?", "?", "?!", "??", "", "? I'm waiting!", ", damn it?"])
    if indirect is None:
        return rough, f"May I ask {word} {subject} {_past(tail.strip())}?"
    return rough, f"Could you please tell me {indirect}?"


def _past(verb_phrase):
    verb, _, rest = verb_phrase.partition(" ")
    past = {"delete": "deleted", "cancel": "cancelled", "open": "opened", "change": "changed", "call": "called"}[verb]
    return f"{past} {rest}"


def _statement(rng):
    roll = rng.random()
    if roll < 0.3:
        what = _draw("complaint", rng)
        return capital(what) + rng.choice([".", "!", "!!", ". This is ridiculous.", ", as always."]), f"I'm afraid {what}."
    if roll < 0.45:
        subject, insult = _draw("insult_subject", rng), _draw("insult", rng)
        return capital(f"{subject} is {insult}") + rng.choice([".", "!"]), f"I'm afraid {subject} is not quite what I hoped for."
    if roll < 0.65:
        what = _draw("refusal", rng)
        full = what.replace("can't", "cannot").replace("don't", "do not").replace("won't", "will not")
        rough = rng.choice(["No, ", "No way, ", "No. ", "", "Forget it, ", "Nope, ", "Sorry but no, "]) + what
        return capital(rough) + rng.choice([".", "!", ""]), f"I'm sorry, but {full}."
    if roll < 0.82:
        what = _draw("want", rng)
        rough = rng.choice(["I want ", "I want ", "I wanna have " if not what.startswith("to ") else "I want ", "I demand " if not what.startswith("to ") else "I demand ", "We want "])
        who = "We" if rough.startswith("We") else "I"
        return rough + what + rng.choice([".", "!", " now!", " right now.", ", now!"]), f"{who} would like {what}, please."
    what = _draw("habit", rng)
    rough = rng.choice(["You never ", "You never ever ", "Why don't you ever ", "Why do you never ", "You always forget to ", "You just don't "]) + what
    return rough + ("?" if rough.startswith("Why") else rng.choice([".", "!"])), f"I would appreciate it if you could {what}."


def polite(rng):
    makers = [_rude_request] * 6 + [_question] + [_statement] * 3
    rough, good = rng.choice(makers)(rng)
    if rng.random() < 0.15:
        more, better = rng.choice([_rude_request, _statement])(rng)
        if rough[-1] not in ".!?":
            rough += "."
        rough, good = f"{rough} {more}", f"{good} {better}"
    if rng.random() < 0.1:
        rough = rough[0].lower() + rough[1:]
    return framing.frame(rng, _ASK["polite"], rough), good


def _fill(rng, core, share):
    """Put a filler adverb, or nothing, at the marked place."""
    word = _draw("mid", rng) if rng.random() < share else ""
    filled = core.replace("^", word)
    if word.count(" ") > 1 and word != "more or less":
        filled = core.replace(" ^", f", {word},")
    return re.sub(r" +", " ", filled).strip(" ,")


def _padded(rng):
    """One statement or request: its wordy form and its core."""
    if rng.random() < 0.3:
        what = _draw("request", rng)
        long = _draw("long_request", rng).replace("@", what)
        return (long if long.endswith("?") else long + "."), f"Please {what}."
    core = _draw("core", rng)
    clean = _fill(rng, core, 0)
    wordy, reason = core, ""
    if rng.random() < 0.15:
        cause = _draw("because", rng)
        joiner = _G.expand(rng.choice(_G.sections["wordy"][:1]).split(" => ")[1], rng)
        wordy, clean = f"{core} {joiner} {cause}", f"{clean} because {cause}"
    before = _draw("pre", rng).replace("_", " ") if rng.random() < 0.75 else ""
    wordy = before + _fill(rng, wordy, 0.5 if before else 1)
    if rng.random() < 0.3 or len(wordy) < len(clean) + 12:
        wordy += _draw("post", rng)
    return capital(wordy) + ".", capital(clean) + "."


def short(rng):
    count = rng.choice([1, 1, 1, 2, 2, 3])
    pairs = [_padded(rng) for _ in range(count)]
    long, brief = " ".join(p[0] for p in pairs), " ".join(p[1] for p in pairs)
    if rng.random() < 0.25:
        long += " " + _draw("after", rng)
    if rng.random() < 0.12:
        long = _G.expand(rng.choice(["Hi <first>, ", "Hello, ", "Hey, ", "Dear <first>,\n"]), rng) + long
    return framing.frame(rng, _ASK["short"], long), brief


def _series(rng, items, last):
    return ", ".join(items[:-1]) + rng.choice([f" {last} ", f", {last} "]) + items[-1]


def _sample_phrases(rng, section, count):
    """Distinct expansions of a section."""
    found = []
    while len(found) < count:
        phrase = _draw(section, rng)
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
    lead = _draw("lead", rng).replace("_", " ")
    return lead + _series(rng, items, "and") + rng.choice([".", ".", ""]), items


def _task_text(rng):
    items = _sample_phrases(rng, "request", rng.randint(2, 5))
    roll = rng.random()
    if roll < 0.35:
        lead = _draw("lead_do", rng).strip()
        return f"{lead} {_series(rng, items, 'and')}.", items
    if roll < 0.75 and len(items) > 2:
        words = [_draw("order1", rng)] + [_draw("order2", rng) for _ in items[2:]] + [_draw("order3", rng)]
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
        section = _G.sections[TOPICS[rng.choice(sorted(TOPICS))]]
        seeds = [s for s in section if s.endswith(".") and ". " not in s]
        items = [plain(_G.expand(s, rng))[:-1] for s in rng.sample(seeds, count)]
    return rng.choice([" ", " ", "\n"]).join(capital(i) + "." for i in items), items


def bullets(rng):
    text, items = rng.choice([_list_text, _list_text, _task_text, _task_text, _sentence_text, _sentence_text])(rng)
    return framing.frame(rng, _ASK["bullets"], capital(text)), "\n".join("- " + capital(i) for i in items)
