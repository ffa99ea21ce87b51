"""Short rewriting: openings and fillers go, the core stays word for word."""
import re

from . import common, framing, natural
from .common import plain
from .grammar import capital, fix_articles

GRAMMAR = common.load("rewrite", "topics", "sentences", "fillers", "cores", "short_more", "short_told", "short_more_told")
_ASK = framing.instructions("short")
_PAIR = re.compile(r"\(([^()~]*)~([^()~]*)\)")


def draw(section, rng):
    """Expand a section of the shared rewriting grammar."""
    return plain(GRAMMAR.pick(section, rng))


def _clean(text):
    return fix_articles(re.sub(r" +", " ", text).strip(" ,"))


def fill(rng, core, share):
    """Put fillers, or nothing, at the marked places."""
    while "^" in core:
        if rng.random() >= share:
            core = core.replace("^", "", 1)
        else:
            word = draw(rng.choice(["aside", "hedge", "hedge", "mid"]), rng)
            apart = word.count(" ") > 1 and word != "more or less" or word in GRAMMAR.sections["aside"]
            core = core.replace(" ^", f", {word}," if apart else " " + word, 1)
    return _clean(core)


_FIXED = [line.split(" => ") for line in GRAMMAR.sections["fixed"]]
_FIXED = [(short_form, re.compile(rf"(?<!too )(?<!how )\b{short_form}\b(?! (?:to|of)\b|['’])"), long_form) for short_form, long_form in _FIXED]


def _wordy(rng, core):
    """Fixed long phrases in the place of short ones, where the core has some."""
    for short_form, found, long_form in rng.sample(_FIXED, len(_FIXED)):
        if short_form in core and rng.random() < 0.5:
            core = found.sub(lambda m: GRAMMAR.expand(long_form, rng), core, count=1)
    return core


def _sides(rng, core):
    """The short and the long form of a core with (short~long) pairs."""
    brief = _PAIR.sub(r"\1", core)
    return brief, _PAIR.sub(lambda m: m.group(2 if rng.random() < 0.8 else 1), core)


def _statement(rng):
    roll = rng.random()
    core = draw("core" if roll < 0.25 else "shape", rng)
    if roll < 0.32:
        core += " " + draw("w_link", rng)
    elif roll < 0.52:
        core = draw("front", rng).replace("@", core)
    brief, long = _sides(rng, core)
    return fill(rng, brief, 0), _wordy(rng, long)


def _maybe(rng):
    core = draw("maybe", rng)
    brief, long = _sides(rng, core)
    long = long.replace("^", draw("doubt", rng) if rng.random() < 0.6 else "")
    return draw("maybe_say", rng) + " " + _clean(long) + ".", _clean(brief.replace("^", "")) + "."


def _about(rng):
    subject, rest = draw("np", rng), draw("about_rest", rng)
    brief, long = _sides(rng, rest)
    frame = draw("about", rng)
    return _clean(frame.replace("@", subject).replace("%", long)) + ".", _clean(subject + " " + brief) + "."


def _question(rng):
    verb, who, rest = draw("q", rng).split(" / ")
    (who, long_who), (rest, long_rest) = _sides(rng, who), _sides(rng, rest)
    lead = draw("q_lead", rng)
    mark = "?" if lead.startswith(("Do ", "Would", "Could", "Can", "Might", "May", "Any")) else "."
    return (_clean(lead + " " + fill(rng, f"{long_who} {verb} {long_rest}", 0.6)) + mark,
            _clean(fill(rng, f"{verb} {who} {rest}", 0)) + "?")


def _request(rng):
    what = draw("request", rng)
    long = draw("long_request", rng).replace("@", what).replace("but, ", "but ")
    long, brief = (long if long.endswith("?") else long + "."), f"Please {what}."
    if rng.random() < 0.15:
        first, long_first = _sides(rng, draw("c_if" if rng.random() < 0.6 else "c_cause", rng) + " " + draw("clause", rng))
        start = long[:1] if re.match(r"I\b", long) else long[:1].lower()
        long, brief = f"{long_first}, {start}{long[1:]}", f"{first}, please {what}."
    return long, brief


def _small(text):
    """An opening inside a sentence: no capital but in "I" and "FYI"."""
    return text[0].lower() + text[1:] if text[1].islower() else text


def _dressed(rng):
    """A statement with openings, fillers and endings that it does not need."""
    clean, core = _statement(rng)
    wordy = fill(rng, core, rng.choice([0.4, 0.8, 1]))
    if rng.random() < 0.8:
        wordy = (_small(draw("pre", rng).replace("_", " ")) + wordy).replace("that that ", "that ")
    for _ in range(4):
        if len(clean.split()) <= 0.66 * len(wordy.split()) or rng.random() < 0.1:
            break
        if rng.random() < 0.4:
            wordy += draw("post", rng)
        else:
            wordy = _small(draw("pre_open", rng).replace("_", " ")) + wordy
    return (wordy if wordy != clean else wordy + draw("post", rng)) + ".", clean + "."


def _thanks(rng):
    what = draw("thanks_for", rng)
    return f"{draw('long_thanks', rng)} {what}.", f"Thank you for {what}."


def _news(rng):
    """Good or bad tidings and mere padding before who or what, and what became of it."""
    roll = rng.random()
    if roll < 0.55:
        core = f"{draw('s_owner', rng)} {draw('s_item', rng)} {draw('s_fate', rng)}"
    elif roll < 0.75:
        core = f"{draw('s_cause', rng)} {draw('s_state', rng)}, {draw('s_then', rng)}"
    else:
        core = draw("s_plain", rng)
    brief, long = _clean(_PAIR.sub(r"\1", core)), _clean(_PAIR.sub(r"\2", core))
    long = _small(draw("s_sorry" if roll < 0.3 else "s_pad", rng)) + " " + long
    if rng.random() < 0.2:
        long += draw("s_tail", rng)
    return fix_articles(long) + ".", brief + "."


def _linked(rng):
    """A reason or a condition in long words, with nothing before it."""
    core = f"{draw('s_cause', rng)} {draw('s_state', rng)}, {draw('s_then', rng)}"
    return _clean(_PAIR.sub(r"\2", core)) + ".", _clean(_PAIR.sub(r"\1", core)) + "."


def _told(rng):
    """A wordy sentence of everyday life, bare or after padding."""
    core = draw("s_told", rng)
    brief, long = _clean(_PAIR.sub(r"\1", core)), _clean(_PAIR.sub(r"\2", core))
    if rng.random() < 0.5 and not re.search(r"\bplease\b|:", core):
        long = _small(draw("s_pad", rng)) + " " + long
    return fix_articles(long) + ".", fix_articles(brief) + "."


def _spoken(rng, text, share):
    """Spoken fillers, or nothing, at the marked places."""
    while "^" in text:
        word = draw("s_like", rng) if rng.random() < share else ""
        text = text.replace(" ^", word if word.startswith(",") or not word else " " + word, 1)
    return text


def _ended(text):
    """A text of whole sentences: capitals after full stops and a mark at its end."""
    text = re.sub(r"(?<=[.!?] )[a-z]", lambda m: m.group().upper(), fix_articles(_clean(text).replace(" .", ".").replace(" ,", ",")))
    return text if text.endswith((".", "?", "!")) else text + "."


def _short_of(brief, long):
    """True while a text holds too little that its short form leaves out."""
    return len(brief.split()) > 0.7 * len(long.split())


def _more(rng):
    """A wordy sentence with padding or chat around it, as written or as typed in haste."""
    core = draw("s_more", rng)
    brief, long = _PAIR.sub(r"\1", core), _PAIR.sub(r"\2", core)
    brief, long = _spoken(rng, brief, 0), _spoken(rng, long, 0.6)
    roll = rng.random()
    if roll < 0.45:
        long = _small(draw("s_opener" if rng.random() < 0.7 else "s_pad", rng)) + " " + long
    elif roll < 0.7:
        long = draw("s_chat_pre", rng) + " " + long
    if 0.5 < roll < 0.85 or _short_of(brief, long):
        long += rng.choice([", ", ", ", " "]) + draw("s_chat_end", rng)
    while _short_of(brief, long):
        long = _small(draw("s_opener", rng)) + " " + long
    return _hurried(rng, _ended(long), _ended(brief), 0.5 if roll > 0.45 else 0.1)


def _hurried(rng, long, brief, share):
    """Small letters and no marks, where the short text needs no capital back."""
    if rng.random() < share and long.isascii() and not re.search(r"[A-Z]", re.sub(r"\bI\b", "", capital(brief)[1:])):
        long = re.sub(r"[,.!?](?=\s|$)", "", long.lower())
    return long, brief


def _whole(rng):
    """A whole text with one message: what greets, repeats or chats goes."""
    core = draw("s_whole", rng)
    brief, long = (_ended(_PAIR.sub(part, core)) for part in (r"\1", r"\2"))
    while _short_of(brief, long):
        long += " " + _ended(capital(draw("s_chatter", rng)))
    return _hurried(rng, long, brief, 0.1)


_KINDS = [_request] * 4 + [_thanks, _about, _about, _maybe, _question, _question] + [_dressed] * 11 + [_news] * 8 + [_linked] * 2 + [_told] * 6 + [_more] * 7 + [_whole] * 8


def _padded(rng):
    kind = rng.choice(_KINDS)
    long, brief = kind(rng)
    hasty = kind in (_more, _whole) and long[-1] not in ".?!"
    return long if hasty else capital(long), capital(brief)


def short(rng):
    if rng.random() < natural.SHARE["short"]:
        long, brief = natural.pair(rng, "short")
        return framing.frame(rng, _ASK, long), brief
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
