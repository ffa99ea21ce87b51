"""Puts a task's instruction and its text together into one prompt.

People paste text before or after what they ask for, with quotes, colons,
dashes or new lines, so each instruction is met in all these shapes.
"""
from pathlib import Path

from .grammar import Grammar, capital

DATA = Path(__file__).parent / "data"

_POLITE = ["Please ", "please ", "Please ", "Hi, please ", "Hey, ", "Now ", "Ok, ", "Thanks, now "]
_CAN = ["Can you ", "can you ", "Could you ", "Could you please ", "Can you please ", "Would you ",
        "could you ", "Hi, can you "]
_NEED = ["I need you to ", "I'd like you to ", "I want you to ", "Help me ", "Your task: ", "Task: ", "I would like you to "]
_QUOTES = [('"', '"'), ('"', '"'), ("“", "”"), ("'", "'"), ("«", "»")]


def instructions(skill):
    return Grammar().load(DATA / "instructions" / f"{skill}.txt")


def quoted(rng, text):
    if '"' in text or "“" in text:
        return "“" + text + "”" if "“" not in text else text
    left, right = rng.choice(_QUOTES)
    if left == "'" and "'" in text:
        left = right = '"'
    return left + text + right


def _imperative(rng, words):
    """Dress an imperative; returns it with the mark that closes it when alone."""
    roll = rng.random()
    if roll < 0.55:
        return words, "."
    if roll < 0.75:
        return rng.choice(_POLITE) + words, "."
    if roll < 0.9:
        return rng.choice(_CAN) + words, "?"
    return rng.choice(_NEED) + words, "."


def _body(rng, text):
    return quoted(rng, text) if rng.random() < 0.3 else text


def _after(rng, words, mark, text):
    """The text follows the instruction."""
    body = _body(rng, text)
    if mark == "?":
        join = rng.choice(["? ", "? ", "?\n", "?\n\n", ": ", "?: ", " ", " - "])
    else:
        join = rng.choice([": ", ": ", ": ", ":\n", ":\n", ":\n\n", "\n", "\n\n", ". ", ".\n", ".\n\n", " - ", " — ", " "])
    if join in (" ", " - ") and body == text:
        body = text if join == " - " else quoted(rng, text)
    return words + join + body


def _before(rng, words, mark, text):
    """The text comes first."""
    body = _body(rng, text)
    join = rng.choice(["\n\n", "\n\n", "\n", "\n", " - ", " — ", " "])
    if join == " " and body == text:
        body = quoted(rng, text)
    return body + join + words + rng.choice([mark, mark, ""])


_CASUAL = [" pls", " plz", " please", ", thanks", ", thx", " for me", " quickly", ", ok", " asap", " real quick", " if you can", " pls and thanks"]
_CASUAL_START = ["pls ", "plz ", "hey ember, ", "yo, ", "hi! ", "hey can u ", "can u ", "could u ", "ok ", "Ember, ", "quick one: ", "next: ",
                 "i need u to ", "mind if you ", "thx, ", "now pls "]


def _typed(rng, words):
    """The instruction as hurried people type it; the text itself stays as it is."""
    roll = rng.random()
    if roll < 0.07:
        words += rng.choice(_CASUAL)
    elif roll < 0.13:
        words = rng.choice(_CASUAL_START) + words
    if rng.random() < 0.07:  # a slip of the finger
        at = rng.randrange(len(words))
        if words[at:at + 2].isalpha() and len(words[at:at + 2]) == 2:
            words = words[:at] + rng.choice([words[at + 1] + words[at], words[at], words[at + 1], words[at] * 2 + words[at + 1]]) + words[at + 2:]
    return words


def frame(rng, grammar, text, notes=None, slots=None):
    """Draw one instruction of `grammar` and wrap it around `text`.

    Sections: do (imperatives), ask (questions), terse (labels before the
    text), inline (with @ where the quoted text goes), above (only after it).
    """
    kinds = ["do"] * 9 + ["ask"] * 5 + ["terse"] * 3 + ["inline"] * 3 + ["above"] * 2
    kind = rng.choice([k for k in kinds if k in grammar.sections])
    words = grammar.pick(kind, rng)
    for slot, value in (slots or {}).items():
        words = words.replace("%" + slot, value)
    if kind == "inline":
        prompt = words.replace("@", quoted(rng, text))
        return capital(prompt) if rng.random() < 0.7 else prompt
    mark = "?" if kind == "ask" else ("" if kind == "terse" else ".")
    if kind in ("do", "above") and not words.endswith("?"):
        words, mark = _imperative(rng, words)
    words = _typed(rng, words.rstrip("?"))
    if rng.random() < 0.72:
        words = capital(words)
    if kind == "above":
        return _before(rng, words, "?" if mark == "?" else mark, text)
    forward = any(w in words.lower() for w in ("below", "following", "here is", "here's", "next "))
    if kind == "terse":
        if rng.random() < 0.15 and not forward:
            return text + rng.choice(["\n", "\n\n", " "]) + words + rng.choice(["?", ":", ""])
        return words + rng.choice([": ", ": ", ": ", ":\n", "\n", "? ", " - ", " "]) + text
    if not forward and rng.random() < 0.3:
        return _before(rng, words, mark, text)
    return _after(rng, words, mark, text)


def roughen(rng, text):
    """Sometimes write a text the way hurried people do."""
    roll = rng.random()
    if roll < 0.10:
        text = text.lower()
    elif roll < 0.13:
        text = text.lower().replace(".", "").replace(",", "")
    if rng.random() < 0.10:
        text = text.rstrip(".")
    if rng.random() < 0.05:
        at = rng.randrange(max(1, len(text) - 2))
        if text[at:at + 2].isalpha():
            text = text[:at] + text[at + 1] + text[at] + text[at + 2:]
    return text


_OPENINGS = ["Hi,", "Hello,", "Hi there,", "Hey,", "Dear team,", "Hello team,", "Hi all,", "Good morning,", "Dear Sir or Madam,",
             "Hi <first>,", "Hello <first>,", "Dear <first>,", "Dear <titled>,", "Hey <first>,", "<first>,", "Good afternoon <first>,"]
_CLOSINGS = ["Thanks", "Best regards", "Kind regards", "Best", "Cheers", "Regards", "Thank you", "Many thanks", "Sincerely", "Yours", "All the best"]


def letter(rng, grammar, text, notes=None, share=0.2):
    """Sometimes wrap a text as a short letter, with a greeting or a signature."""
    if rng.random() < share:
        text = (grammar.expand(rng.choice(_OPENINGS), rng, notes)
                + rng.choice([" ", " ", "\n", "\n\n"]) + text)
    if rng.random() < share * 0.8:
        close = rng.choice(_CLOSINGS)
        gap = rng.choice([" ", "\n", "\n\n"])
        if rng.random() < 0.7:
            close += rng.choice([",\n", ", ", ",\n"]) + grammar.expand(rng.choice(["<first>", "<name>"]), rng, notes)
        elif rng.random() < 0.5:
            close += rng.choice([".", "!"])
        text += gap + close
    return text
