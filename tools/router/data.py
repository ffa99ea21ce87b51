"""The labelled prompts, as one list whatever they come from."""

import gzip
import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    prompt: str
    task: str  # the set: mmlu, crux, math-l5
    domain: str  # within mmlu; elsewhere the set again
    local_fails: int
    strong_fails: int


def folder() -> Path:
    named = os.environ.get("HEARTH_ROUTING_DATA")
    if named is None:
        raise SystemExit("HEARTH_ROUTING_DATA names the folder with the labelled prompts (tools/router/README.md)")
    return Path(named)


def read_lines(name: str) -> list[dict]:
    with gzip.open(folder() / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def mmlu() -> list[Row]:
    return [
        Row(row["prompt"], "mmlu", row["domain"], 1 - row["weakCorrect"], 1 - row["strongCorrect"])
        for row in read_lines("mmlu-mixtral-vs-gpt4.jsonl.gz")
    ]


def zeroeval() -> list[Row]:
    return [
        Row(row["prompt"], row["task"], row["task"], 1 - row["weakCorrect"], 1 - row["strongCorrect"])
        for row in read_lines("zeroeval-small-vs-gpt4o.jsonl.gz")
    ]
