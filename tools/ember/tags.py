"""What each token of a prompt is for: a second thing to learn, used in training alone.

An answer of a few tokens says little about a prompt of fifty. Where the corpus knows what stands in a text (the values to
extract, the words that a rewriting keeps), a layer in the middle also learns to tell that for each token as it is read.
"""
from __future__ import annotations

import difflib
import re

from bpe import Tokenizer

KINDS = ("emails", "dates", "amounts", "names")
OTHER, KEPT = 0, 2 * len(KINDS) + 1  # between them: the first token of each kind of value, and its further ones
COUNT = KEPT + 1
UNKNOWN = 255
KEEPING = ("short", "title", "bullets", "polite")  # skills whose answers are made of the prompt's words


def ends(tokenizer: Tokenizer, ids) -> list[int]:
    """Where each token ends, in UTF-8 bytes: each character of a token's text stands for one byte."""
    at, out = 0, []
    for i in ids:
        at += len(tokenizer.text_of[i])
        out.append(at)
    return out


def value_spans(prompt: str, values) -> list[tuple[int, int, str]]:
    """Every place where a value stands by itself; a longer one wins over one inside it, as a name in an address."""
    found: list[tuple[int, int, str]] = []
    for kind, value in sorted(set(values), key=lambda v: (-len(v[1]), v)):
        if kind not in KINDS:
            continue
        for m in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", prompt):
            if all(m.end() <= start or m.start() >= end for start, end, _ in found):
                found.append((m.start(), m.end(), kind))
    return found


def kept_spans(prompt: str, answer: str) -> list[tuple[int, int]]:
    """The words of the prompt that the answer has in the same order, whatever their case."""
    words = list(re.finditer(r"\w+(?:['’]\w+)*", prompt))
    theirs = [w.lower() for w in re.findall(r"\w+(?:['’]\w+)*", answer)]
    ours = [w.group().lower() for w in words]
    # From the end: an instruction before a text may hold the same small words.
    matcher = difflib.SequenceMatcher(None, ours[::-1], theirs[::-1], autojunk=False)
    matched = [len(ours) - 1 - i for a, _, size in matcher.get_matching_blocks() for i in range(a, a + size)]
    return [words[i].span() for i in matched]


def tags(tokenizer: Tokenizer, ids, skill: str, prompt: str, answer: str, values) -> list[int] | None:
    """A tag for each of a prompt's token ids; None where the corpus does not know."""
    if skill == "extract":
        spans = [(a, b, 1 + 2 * KINDS.index(kind)) for a, b, kind in value_spans(prompt, values)]
    elif skill in KEEPING:
        spans = [(a, b, KEPT) for a, b in kept_spans(prompt, answer.split("<|")[0])]
    else:
        return None
    out = [OTHER] * len(ids)
    places = ends(tokenizer, ids)
    for start, end, tag in spans:
        first, last = len(prompt[:start].encode()), len(prompt[:end].encode())
        inner = [i for i, stop in enumerate(places) if first < stop <= last]
        for i in inner:
            out[i] = tag if i == inner[0] or tag == KEPT else tag + 1
    return out
