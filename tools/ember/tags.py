"""What each token is for: a second thing to learn, used in training alone.

An answer of a few tokens says little about a prompt of fifty. Where the corpus knows what stands in a text (the values to
extract, the words that a rewriting keeps), a layer in the middle also learns to tell that for each token as it is read or
written, and which value of its kind, or which line of the answer, it belongs to. Who knows that the second name has been
written finds the third, or that there is none; without it, small models list the second again.
"""
from __future__ import annotations

import bisect
import difflib
import re

from bpe import Tokenizer

KINDS = ("emails", "dates", "amounts", "names")
OTHER, KEPT = 0, 2 * len(KINDS) + 1  # between them: the first token of each kind of value, and its further ones
COUNT = KEPT + 1
UNKNOWN = 255
PLACES = 9  # 0: none; 1, 2, … 8 and beyond: which one
KEEPING = ("short", "title", "bullets", "polite")  # skills whose answers are made of the prompt's words
_WORD = re.compile(r"\w+(?:['’]\w+)*")
Span = tuple[int, int, int, int]  # characters from and to, tag, place


def ends(tokenizer: Tokenizer, ids) -> list[int]:
    """Where each token ends, in UTF-8 bytes: each character of a token's text stands for one byte."""
    at, out = 0, []
    for i in ids:
        at += len(tokenizer.text_of[i])
        out.append(at)
    return out


def place(number: int) -> int:
    return min(number + 1, PLACES - 1)


def value_spans(prompt: str, values) -> list[Span]:
    """Every place where a value stands by itself; a longer one wins over one inside it, as a name in an address."""
    order = {kind: list(dict.fromkeys(value for noted, value in values if noted == kind)) for kind in KINDS}
    found: list[Span] = []
    for kind, value in sorted({v for v in values if v[0] in KINDS}, key=lambda v: (-len(v[1]), v)):
        for m in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", prompt):
            if all(m.end() <= start or m.start() >= end for start, end, *_ in found):
                found.append((m.start(), m.end(), first_tag(kind), place(order[kind].index(value))))
    return found


def first_tag(kind: str) -> int:
    return 1 + 2 * KINDS.index(kind)


def listed_spans(answer: str) -> list[Span]:
    """The same for the values in an extraction's JSON."""
    found: list[Span] = []
    for field in re.finditer(r'"(\w+)":\[([^\]]*)\]', answer):
        for number, value in enumerate(re.finditer(r'"((?:[^"\\]|\\.)*)"', field.group(2))):
            start = field.start(2) + value.start(1)
            found.append((start, start + len(value.group(1)), first_tag(field.group(1)), place(number)))
    return found


def kept_spans(prompt: str, answer: str) -> list[Span]:
    """The words of the prompt that the answer has in the same order, whatever their case, with the answer's line."""
    ours, theirs = list(_WORD.finditer(prompt)), list(_WORD.finditer(answer))
    # From the end: an instruction before a text may hold the same small words.
    matcher = difflib.SequenceMatcher(None, [w.group().lower() for w in reversed(ours)],
                                      [w.group().lower() for w in reversed(theirs)], autojunk=False)
    spans = []
    for a, b, size in matcher.get_matching_blocks():
        for i in range(size):
            word, copy = ours[-1 - a - i], theirs[-1 - b - i]
            spans.append((*word.span(), KEPT, place(answer.count("\n", 0, copy.start()))))
    return spans


def decided(prompt: str, answer: str, skill: str) -> list[int]:
    """Characters of an answer at which a copy begins, goes on elsewhere or ends; the rest of a copy follows from its beginning."""
    if skill == "extract":
        lists = [field.start(2) - 1 for field in re.finditer(r'"(\w+)":\[([^\]]*)\]', answer)]
        return sorted({*lists, *(at for start, end, *_ in listed_spans(answer) for at in (start, end))})
    if skill not in KEEPING:
        return []
    ours, theirs = list(_WORD.finditer(prompt)), list(_WORD.finditer(answer))
    blocks = difflib.SequenceMatcher(None, [w.group().lower() for w in ours], [w.group().lower() for w in theirs], autojunk=False).get_matching_blocks()
    follows = {b + i for _, b, size in blocks for i in range(1, size)}
    return [word.start() for number, word in enumerate(theirs) if number not in follows] + [len(answer)]


def decisive(tokenizer: Tokenizer, answer_ids, exchange) -> set[int]:
    """Which of an answer's tokens those characters are in."""
    answer = exchange.answer.split("<|")[0]
    stops = ends(tokenizer, answer_ids)
    at = (len(answer[:character].encode()) for character in decided(exchange.prompt, answer, exchange.skill))
    return {bisect.bisect_right(stops, byte) for byte in at}


def lines_of(answer: str) -> list[Span]:
    at, spans = 0, []
    for number, line in enumerate(answer.split("\n")):
        spans.append((at, at + len(line), KEPT, place(number)))
        at += len(line) + 1
    return spans


def spread(tokenizer: Tokenizer, ids, text: str, spans: list[Span]) -> tuple[list[int], list[int]]:
    tags, places = [OTHER] * len(ids), [0] * len(ids)
    stops = ends(tokenizer, ids)
    for start, end, tag, which in spans:
        first, last = len(text[:start].encode()), len(text[:end].encode())
        inner = [i for i, stop in enumerate(stops) if first < stop <= last]
        for i in inner:
            tags[i], places[i] = tag if i == inner[0] or tag == KEPT else tag + 1, which
    return tags, places


def tags(tokenizer: Tokenizer, prompt_ids, answer_ids, exchange):
    """(tags, places) of a prompt's token ids, and of its answer's; None where the corpus does not know."""
    if exchange.skill == "extract":
        asked, answered = value_spans(exchange.prompt, exchange.values), listed_spans(exchange.answer)
    elif exchange.skill in KEEPING:
        answer = exchange.answer.split("<|")[0]
        asked, answered = kept_spans(exchange.prompt, answer), lines_of(answer)
    else:
        return None
    return spread(tokenizer, prompt_ids, exchange.prompt, asked), spread(tokenizer, answer_ids, exchange.answer, answered)
