"""Exchanges from the four parts of the corpus, packed into rows of token ids.

Run as a program it writes shard files that train.py reads while training goes on.
"""
from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import random
import re
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

import augment
from bpe import Tokenizer
from corpus.tasks.extract import extract_with_values
from settings import HERE, WORK
from tags import UNKNOWN, decisive, tags

SHARES = {"hearth": 0.27, "tasks": 0.53, "out_of_scope": 0.14, "drills": 0.06}
LABELS = ("sentiment", "urgency", "topic")
SHARE_OF_TASK = {"sentiment": 3.3, "urgency": 0.7, "topic": 2.0, "extract": 6.0, "short": 7.5, "polite": 7.0, "bullets": 3.2, "title": 6.5}  # others 1
CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")
ROWS = 256  # rows of 256 tokens in a shard
# Weights of an answer's first four tokens. The first ones settle what the rest then only follows; in a label one
# token is all that is not given by the form; the kind of what is out of scope matters less than that it is.
DECIDES = {"hearth": 6, "sentiment": 12, "urgency": 12, "topic": 12, "out_of_scope": 2, "drills": 1}  # others 3
DECISIVE = 4  # weight of a token at which a copy begins, turns or ends
COLUMNS = ("ids", "goal", "weight", "tags", "places")
AHEAD = 8  # shards that may wait for the training
LONG_EVERY = 8  # each eighth shard has rows of the whole context window


def normal(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def held_out(text: str) -> bool:
    """A fixed 3 % of the wordings, chosen by their hash, is for the development set."""
    return hashlib.sha256(normal(text).encode()).digest()[0] < 8


def judge_prompts(folder: Path = HERE / "judge") -> set[str]:
    found = set()
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line) if line.strip() else {}
            found.update(normal(p) for p in [row.get("prompt", ""), *row.get("turns", [])] if p)
    return found


class Exchange(NamedTuple):
    skill: str
    prompt: str
    answer: str  # with its end token
    values: list[tuple[str, str]] = []  # what an extraction's text holds: (kind, value)


class Corpus:
    def __init__(self, folder: Path = HERE / "corpus"):
        sys.path.insert(0, str(folder.parent))
        self.judge = judge_prompts()
        self.hearth: list[tuple[str, list[str], list[str]]] = []
        for path in sorted((folder / "hearth").glob("*.txt")):
            for block in re.split(r"\n\s*\n", path.read_text("utf-8").strip()):
                lines = [x for x in block.split("\n")[1:] if x]
                answer = next(x[2:] for x in lines if x.startswith("> "))
                wordings = [x for x in lines if not x.startswith("> ")]
                self.hearth.append((answer, [w for w in wordings if not held_out(w)], [w for w in wordings if held_out(w)]))
        # Intents with more wordings are asked more often, but not in proportion.
        self.hearth_weights = [len(train) ** 0.5 for _, train, _ in self.hearth]
        self.tasks = importlib.import_module("corpus.tasks").SKILLS
        self.out_of_scope = importlib.import_module("corpus.out_of_scope").sample
        self.drill = importlib.import_module("corpus.drills").drill
        self.task_names = sorted(self.tasks)
        self.task_weights = [SHARE_OF_TASK.get(n, 1.0) for n in self.task_names]

    def draw(self, rng: random.Random, later: bool = False, part: str | None = None) -> Exchange:
        """Never a prompt of the judge set."""
        while True:
            drawn = self._draw(rng, later, part)
            if drawn.prompt and normal(drawn.prompt) not in self.judge:
                return drawn._replace(prompt=drawn.prompt.strip())

    def _draw(self, rng, later, part):
        part = part or rng.choices(list(SHARES), list(SHARES.values()))[0]
        if part == "hearth":
            answer, wordings, _ = rng.choices(self.hearth, self.hearth_weights)[0]
            return Exchange("hearth", augment.question(rng, expand(rng, rng.choice(wordings)), later), answer + "<|end|>")
        if part == "out_of_scope":
            prompt, answer = self.out_of_scope(rng)
            return Exchange(part, augment.question(rng, prompt, later), answer + "<|escalate|>")
        if part == "drills":
            prompt, answer = self.drill(rng)
            return Exchange(part, prompt, answer + "<|end|>")
        skill = part if part in self.tasks else rng.choices(self.task_names, self.task_weights)[0]
        values: list[tuple[str, str]] = []
        if skill == "extract":
            prompt, answer, values = extract_with_values(rng)
        else:
            prompt, answer = self.tasks[skill](rng)
        if skill in LABELS:
            prompt = augment.label_task(rng, prompt)
        return Exchange(skill, prompt, answer + "<|end|>", values)

    def development(self, seed: int = 7, each: int = 48) -> dict[str, list[tuple[str, str]]]:
        """Held-out wordings about Hearth; for the generated skills fresh draws."""
        rng = random.Random(seed)
        sets = {"hearth": [(expand(rng, w), a + "<|end|>") for a, _, held in self.hearth for w in held]}
        for part in ["out_of_scope", "drills", *self.task_names]:
            sets[part] = [self.draw(rng, part=part)[1:3] for _ in range(each)]
        return sets


def expand(rng: random.Random, line: str) -> str:
    """One of the sentences that a line with {a|b} choices stands for."""
    return " ".join(CHOICE.sub(lambda m: rng.choice(m.group(1).split("|")), line).split()) if "{" in line else line


class Waiting(NamedTuple):
    ids: list[int]
    rows: list[list[int]]  # tags and places
    head: int  # length of what is given
    weights: list[int]  # of the answer's tokens


class Packer:
    """Rows of conversations. Each exchange is whole; what is left of a row is padding."""

    def __init__(self, corpus: Corpus, tokenizer: Tokenizer, seed: int):
        self.corpus, self.tok, self.rng = corpus, tokenizer, random.Random(seed)
        self.first, self.later = [], []  # exchanges that wait for a row with room
        s = tokenizer.specials
        self.end, self.escalate, self.pad = s["<|end|>"], s["<|escalate|>"], s["<|endoftext|>"]
        self.start = [s["<s>"]]

    def exchange(self, later: bool) -> Waiting:
        drawn = self.corpus.draw(self.rng, later)
        asked, answer = self.tok.encode(drawn.prompt), self.tok.encode(drawn.answer)
        before, after = self.tok.encode("<|user|>\n"), self.tok.encode("<|end|>\n<|assistant|>\n")
        told = tags(self.tok, asked, answer, drawn)
        ids, head = [*before, *asked, *after, *answer], len(before) + len(asked) + len(after)
        rows = [[UNKNOWN] * len(ids) for _ in range(2)]
        for row, ours, theirs in zip(rows, *told or ((), ())):
            row[len(before):len(before) + len(asked)] = ours
            row[head:] = theirs
        first = DECIDES.get(drawn.skill, 3)
        weights = [first if i < 4 else 1 for i in range(len(answer))]
        for i in decisive(self.tok, answer, drawn):
            weights[i] = max(weights[i], DECISIVE)
        return Waiting(ids, rows, head, weights)

    def take(self, later: bool, room: int):
        waiting = self.later if later else self.first
        while len(waiting) < 24:
            waiting.append(self.exchange(later))
        for i, each in enumerate(waiting):
            if len(each.ids) + 2 <= room:
                return waiting.pop(i)
        return None

    def row(self, length: int):
        """(ids, targets, weights, tags, places): targets are the next ids, weights above 0 where an answer is to be learnt."""
        ids, goal, weight, tagged, placed = [], [], [], [], []
        turns = 0
        most = 4 if length <= 256 else 40
        while True:
            fresh = turns == 0
            got = self.take(not fresh, length - len(ids))
            if got is None:
                break
            body, (told, places), head, weights = got
            if fresh:
                turns = min(self.rng.choice([1, 1, 2, 2, 3, 4]) if most == 4 else most, most)
                body, told, places, head = self.start + body, [UNKNOWN] + told, [UNKNOWN] + places, head + 1
            # The last answer token predicts its end; what follows an end token is given, not learnt.
            ids += body + [self.tok.encode("\n")[0]]
            goal += body[1:] + [self.pad, self.pad]
            tagged += [*told, UNKNOWN]
            placed += [*places, UNKNOWN]
            weight += [0] * (head - 1) + weights + [0, 0]
            if body[-1] == self.escalate and self.rng.random() < 0.5:
                ids[-2] = self.end  # an app may send history with the plain end token
            turns -= 1
        missing = length - len(ids)
        return ids + [self.pad] * missing, goal + [self.pad] * missing, weight + [0] * missing, *(row + [UNKNOWN] * missing for row in (tagged, placed))

    def shard(self, length: int, rows: int):
        kinds = (np.uint16, np.uint16, np.uint8, np.uint8, np.uint8)
        return tuple(np.array(column, kind) for column, kind in zip(zip(*(self.row(length) for _ in range(rows))), kinds))


def shard_path(number: int) -> Path:
    return WORK / "shards" / f"{number:05d}.npz"


def write_shards(tokenizer: Tokenizer, seed: int, first: int, count: int) -> None:
    corpus = Corpus()
    for number in range(first, first + count):
        while len(list(shard_path(0).parent.glob("*.npz"))) > AHEAD:
            time.sleep(0.5)
        long = number % LONG_EVERY == LONG_EVERY - 1
        packer = Packer(corpus, tokenizer, seed * 100003 + number)
        arrays = packer.shard(1024, ROWS // 4) if long else packer.shard(256, ROWS)
        path = shard_path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".tmp.npz")
        np.savez(partial, **dict(zip(COLUMNS, arrays)))
        partial.rename(path)  # a reader never sees half a file


if __name__ == "__main__":
    args = argparse.ArgumentParser()
    for name in ("seed", "first", "count"):
        args.add_argument(f"--{name}", type=int, required=True)
    a = args.parse_args()
    write_shards(Tokenizer.load(WORK / "tokenizer.json"), a.seed, a.first, a.count)
