"""Short rewriting: openings and fillers go, the core stays word for word."""
import re

from . import common, framing
from .common import plain
from .grammar import capital

GRAMMAR = common.load("rewrite", "topics", "sentences", "fillers")
_ASK = framing.instructions("short")


def draw(section, rng):
    """Expand a section of the shared rewriting grammar."""
    return plain(GRAMMAR.pick(section, rng))


def fill(rng, core, share):
    """Put a filler adverb, or nothing, at the marked place."""
    word = draw("mid", rng) if rng.random() < share else ""
    filled = core.replace("^", word)
    if word.count(" ") > 1 and word != "more or less":
        filled = core.replace(" ^", f", {word},")
    return re.sub(r" +", " ", filled).strip(" ,")


_FIXED = [line.split(" => ") for line in GRAMMAR.sections["fixed"]]


def _wordy(rng, core):
    """A fixed long phrase in the place of a short one, where the core has one."""
    for short_form, long_form in rng.sample(_FIXED, len(_FIXED)):
        if f" {short_form} " in core and rng.random() < 0.5:
            return core.replace(f" {short_form} ", " " + GRAMMAR.expand(long_form, rng) + " ", 1)
    return core


def _padded(rng):
    """One statement or request: its wordy form and its core."""
    roll = rng.random()
    if roll < 0.25:
        what = draw("request", rng)
        long = draw("long_request", rng).replace("@", what)
        return (long if long.endswith("?") else long + "."), f"Please {what}."
    if roll < 0.32:
        what = draw("thanks_for", rng)
        return f"{draw('long_thanks', rng)} {what}.", f"Thank you for {what}."
    core = draw("core", rng)
    if rng.random() < 0.15:
        core += " " + draw("w_link", rng)
    clean = fill(rng, core, 0)
    wordy = _wordy(rng, core)
    before = draw("pre", rng).replace("_", " ") if rng.random() < 0.9 else ""
    wordy = before + fill(rng, wordy, 0.5 if before else 1)
    for _ in range(3):
        if len(clean.split()) <= 0.68 * len(wordy.split()) or rng.random() < 0.12:
            break
        if wordy.count(",") < 2 and rng.random() < 0.5:
            wordy += draw("post", rng)
        else:
            wordy = draw("pre_open", rng).replace("_", " ") + wordy
    if wordy == clean:
        wordy += draw("post", rng)
    return capital(wordy) + ".", capital(clean) + "."


def short(rng):
    count = rng.choice([1, 1, 1, 1, 2, 2, 3])
    pairs = [_padded(rng) for _ in range(count)]
    long, brief = " ".join(p[0] for p in pairs), " ".join(p[1] for p in pairs)
    if rng.random() < 0.25:
        long += " " + draw("after", rng)
    if rng.random() < 0.15:
        long = draw("greeting", rng).rstrip("_ ") + rng.choice([" ", " ", "\n"]) + long
    if rng.random() < 0.1:
        long = long.lower() if long.isascii() and not re.search(r"[A-Z]", brief[1:].replace(" I ", "")) else long
    return framing.frame(rng, _ASK, long), brief
