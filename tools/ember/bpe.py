"""Byte-level BPE: splitting, training, encoding, and the tokenizer.json the browser loads.

The splitting rule differs from GPT-2's in three ways that help a tiny model copy text word for word:
digits stand alone, and capitalised words, digits, currency signs and mail addresses never carry the space
before them, so that they have the same tokens inside a sentence and inside a JSON string.
"""
from __future__ import annotations

import json
import re
from collections import Counter, defaultdict

from settings import CHAT_TEMPLATE, SPECIALS

# Only ASCII classes and literal characters: Python's and JavaScript's engines must agree on every character.
SPLIT = (
    r"'(?:s|t|re|ve|m|ll|d)(?![A-Za-z])"
    r"| ?[a-z]+(?![A-Za-z0-9._+-]*@)"
    r"|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]"
    r"|[0-9]|[$€£¥]|\n+"
    r"| ?[!-#%-/:-@\[-`{-~]+"
    r"|[‐-⁞]"
    r"|[^\x00-\x7f€£¥‐-⁞]+"
    r"|[\x00-\x20\x7f]"
)
_split = re.compile(SPLIT)
_special = re.compile("(" + "|".join(re.escape(s) for s in SPECIALS) + ")")


def byte_alphabet() -> list[str]:
    """GPT-2's printable character for each byte."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table, extra = {b: chr(b) for b in shown}, 0
    for b in range(256):
        if b not in table:
            table[b] = chr(256 + extra)
            extra += 1
    return [table[b] for b in range(256)]


ALPHABET = byte_alphabet()
_byte_of = {c: b for b, c in enumerate(ALPHABET)}


def pieces(text: str) -> list[str]:
    return _split.findall(text)


def to_alphabet(piece: str) -> str:
    return "".join(ALPHABET[b] for b in piece.encode("utf-8"))


def learn_merges(texts, count: int) -> list[tuple[str, str]]:
    """The `count` most frequent merges; only words that hold the merged pair are counted again."""
    words = Counter(p for t in texts for p in pieces(t))
    symbols = [list(to_alphabet(w)) for w in words]
    weight = list(words.values())
    pairs: Counter = Counter()
    where: dict[tuple[str, str], set[int]] = defaultdict(set)
    for i, s in enumerate(symbols):
        for pair in zip(s, s[1:]):
            pairs[pair] += weight[i]
            where[pair].add(i)
    merges = []
    while len(merges) < count and pairs:
        best = max(pairs, key=lambda p: (pairs[p], p))  # ties by name: the same merges on every run
        if pairs[best] < 2:
            break
        merges.append(best)
        for i in where.pop(best):
            old = symbols[i]
            new = merge(old, best)
            for pair in zip(old, old[1:]):
                pairs[pair] -= weight[i]
                if pairs[pair] <= 0:
                    del pairs[pair]
            for pair in zip(new, new[1:]):
                pairs[pair] += weight[i]
                where[pair].add(i)
            symbols[i] = new
    return merges


def merge(symbols: list[str], pair: tuple[str, str]) -> list[str]:
    out, i = [], 0
    while i < len(symbols):
        if i + 1 < len(symbols) and symbols[i] == pair[0] and symbols[i + 1] == pair[1]:
            out.append(symbols[i] + symbols[i + 1])
            i += 2
        else:
            out.append(symbols[i])
            i += 1
    return out


class Tokenizer:
    def __init__(self, merges: list[tuple[str, str]], size: int):
        self.merges = merges
        self.vocab = {c: i for i, c in enumerate(ALPHABET)}
        for a, b in merges:
            self.vocab.setdefault(a + b, len(self.vocab))
        while len(self.vocab) < size - len(SPECIALS):  # keep the model's shape when a corpus is small
            self.vocab[f"Ġunused{len(self.vocab)}"] = len(self.vocab)
        self.specials = {s: len(self.vocab) + i for i, s in enumerate(SPECIALS)}
        self.text_of = {i: t for t, i in {**self.vocab, **self.specials}.items()}
        self._rank = {pair: r for r, pair in enumerate(merges)}
        self._known: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.text_of)

    def _piece(self, piece: str) -> list[int]:
        known = self._known.get(piece)
        if known is None:
            s = list(to_alphabet(piece))
            while len(s) > 1:
                best = min(zip(s, s[1:]), key=lambda p: self._rank.get(p, 1 << 30))
                if best not in self._rank:
                    break
                s = merge(s, best)
            known = self._known[piece] = [self.vocab[x] for x in s]
        return known

    def encode(self, text: str) -> list[int]:
        ids: list[int] = []
        for part in _special.split(text):
            if part in self.specials:
                ids.append(self.specials[part])
            else:
                for p in pieces(part):
                    ids.extend(self._piece(p))
        return ids

    def decode(self, ids) -> str:
        out, raw = [], bytearray()
        for i in ids:
            token = self.text_of[int(i)]
            if token in self.specials:
                out += [raw.decode("utf-8", "replace"), token]
                raw = bytearray()
            else:
                raw += bytes(_byte_of[c] for c in token)
        return "".join(out) + raw.decode("utf-8", "replace")

    def files(self, context: int) -> dict[str, dict]:
        """tokenizer.json and tokenizer_config.json in the Hugging Face form."""
        byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
        split = {"type": "Split", "pattern": {"Regex": SPLIT}, "behavior": "Isolated", "invert": False}
        added = [
            {"id": i, "content": s, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for s, i in self.specials.items()
        ]
        model = {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                 "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                 # No token holds a space, so a pair can be written as one string, which is shorter.
                 "vocab": {**self.vocab, **self.specials}, "merges": [" ".join(m) for m in self.merges]}
        return {
            "tokenizer.json": {
                "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
                "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, byte_level]},
                "post_processor": byte_level, "decoder": byte_level, "model": model,
            },
            "tokenizer_config.json": {
                "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "<|end|>",
                "pad_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "add_bos_token": False,
                "add_eos_token": False, "clean_up_tokenization_spaces": False, "model_max_length": context,
                "chat_template": CHAT_TEMPLATE,
            },
        }

    @classmethod
    def load(cls, path) -> "Tokenizer":
        data = json.loads(path.read_text("utf-8"))
        merges = [tuple(m.split(" ")) if isinstance(m, str) else tuple(m) for m in data["model"]["merges"]]
        return cls(merges, len(data["model"]["vocab"]))
