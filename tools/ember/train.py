#!/usr/bin/env python3
"""Corpus -> tokenizer -> training -> export -> judge, in one command; goes on from the last checkpoint."""
from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import subprocess
import sys
import time

# Threads that spin long would take the cores from everything else, sleeping at once costs speed; read when torch starts.
os.environ.setdefault("GOMP_SPINCOUNT", "20000")

import numpy as np  # noqa: E402
import torch  # noqa: E402

from bpe import Tokenizer, learn_merges  # noqa: E402
from dataset import ROWS, Corpus, shard_path  # noqa: E402
from export import export, write_json  # noqa: E402
from model import Ember  # noqa: E402
from muon import Optimiser  # noqa: E402
from settings import HERE, OUT, SHAPE, SPECIALS, WORK  # noqa: E402
from shipped import shipped_state, training_state  # noqa: E402
from start import prepare  # noqa: E402

BATCH_TOKENS = 8192
SHIPPED = "shipped"
SHARD = (("ids", np.int64), ("goal", np.int64), ("weight", np.float32), ("tags", np.int64), ("places", np.int64))
WARMUP, DECAY_FROM, QUANTISE_FROM = 0.01, 0.2, 0.65


def make_tokenizer(seed: int) -> Tokenizer:
    path = WORK / "tokenizer.json"
    if not path.exists():
        corpus, rng = Corpus(), random.Random(seed)
        drawn = [corpus.draw(rng) for _ in range(40000)]
        texts = [prompt for _, prompt, *_ in drawn] + [answer.split("<|")[0] for _, _, answer, _ in drawn]
        tokenizer = Tokenizer(learn_merges(texts, SHAPE.vocab - 256 - len(SPECIALS)), SHAPE.vocab)
        write_json(path, tokenizer.files(SHAPE.context)["tokenizer.json"], None)
    return Tokenizer.load(path)


def rate_at(progress: float, most: float) -> float:
    if progress < WARMUP:
        return most * (progress / WARMUP + 0.02)
    return most * min(1.0, max(0.0, (1 - progress) / (1 - DECAY_FROM)))


def batches(number: int, seed: int):
    """The batches of one shard, in an order that depends on the seed only."""
    path = shard_path(number)
    while not path.exists():
        time.sleep(0.5)
    with np.load(path) as data:
        arrays = [(data[name], kind) for name, kind in SHARD]
    path.unlink()
    rows_in_all, length = arrays[0][0].shape
    order = np.random.default_rng(seed + number).permutation(rows_in_all)
    size = BATCH_TOKENS // length
    for at in range(0, len(order) - size + 1, size):
        rows = order[at:at + size]
        yield tuple(torch.from_numpy(x[rows].astype(kind)) for x, kind in arrays)


@torch.no_grad()
def development(model: Ember, tokenizer: Tokenizer, sets) -> dict[str, float]:
    """Share of answers right from the first to the last token: what greedy decoding would give."""
    result = {}
    for name, rows in sets.items():
        right = total = 0
        encoded = sorted(((tokenizer.encode(f"<s><|user|>\n{p}<|end|>\n<|assistant|>\n"), tokenizer.encode(a)) for p, a in rows),
                         key=lambda e: len(e[0]) + len(e[1]))
        for at in range(0, len(encoded), 32):
            part = encoded[at:at + 32]
            length = max(len(p) + len(a) for p, a in part)
            ids = torch.zeros(len(part), length, dtype=torch.long)
            for i, (p, a) in enumerate(part):
                ids[i, :len(p) + len(a)] = torch.tensor(p + a)
            h, table = model.hidden(ids)
            for i, (p, a) in enumerate(part):
                got = (h[i, len(p) - 1:len(p) + len(a) - 1] @ table.T).argmax(-1)
                right += bool((got == torch.tensor(a)).all())
                total += 1
        result[name] = round(right / max(total, 1), 3)
    return result


def save(model, optimiser, step, seconds, name="last.pt") -> None:
    part = WORK / (name + ".part")
    torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "seconds": seconds}, part)
    part.replace(WORK / name)


def first_weights(source: str, tokenizer: Tokenizer) -> dict[str, torch.Tensor]:
    if source != SHIPPED:
        return torch.load(source)["model"]
    if tokenizer.merges != Tokenizer.load(OUT / "tokenizer.json").merges:
        raise SystemExit("the shipped weights belong to another tokenizer than that of this run")
    return {name: torch.from_numpy(w) for name, w in training_state(shipped_state()).items()}


def mean_of(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights of several checkpoints of one training, which often errs less than each (Wortsman et al. 2022)."""
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


def start_writer(seed: int, first: int, steps: int):
    """Shards are written by a process of its own, a little ahead of the training."""
    per_shard = ROWS * 256 // BATCH_TOKENS
    count = steps // per_shard + 2 - first
    command = ["nice", "-n", "5", sys.executable, str(HERE / "dataset.py"), "--seed", str(seed), "--first", str(first), "--count", str(count)]
    return subprocess.Popen(command)


def train(a) -> Ember:
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    if a.weights == SHIPPED and not (WORK / "tokenizer.json").exists():
        shutil.copy(OUT / "tokenizer.json", WORK / "tokenizer.json")
    tokenizer = make_tokenizer(a.seed)
    sets = Corpus().development()
    model = Ember(SHAPE)
    prepare(model)
    optimiser = Optimiser(model)
    step, before = 0, 0.0
    if a.weights and not (WORK / "last.pt").exists():
        model.load_state_dict(first_weights(a.weights, tokenizer), strict=False)  # the tags' are not shipped
    if (WORK / "last.pt").exists():
        state = torch.load(WORK / "last.pt")
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        step, before = state["step"], state["seconds"]
    per_shard = ROWS * 256 // BATCH_TOKENS
    number = step // per_shard
    for path in shard_path(0).parent.glob("*.npz"):
        path.unlink()
    writer = start_writer(a.seed, number, a.steps)
    began, saved, spoke, recent = time.time() - before, time.time(), time.time(), []
    print(f"{SHAPE.parameters():,} parameters, from step {step}", flush=True)
    progress = 0.0
    while progress < 1:
        for batch in batches(number, a.seed):
            spent = time.time() - began
            # By steps, or by the clock where a limit is given and this machine is slower than thought.
            progress = min(1.0, max(step / a.steps, spent / (a.minutes * 60) if a.minutes else 0))
            if progress >= 1:
                break
            model.quantised = progress >= QUANTISE_FROM
            loss, tag_loss, logits, wanted = model.loss(*batch)
            loss.backward()
            optimiser.step(rate_at(progress, a.rate))
            step += 1
            recent.append((loss.item(), tag_loss.item(), (logits.argmax(-1) == wanted).float().mean().item()))
            if step % 50 == 0:
                mean = np.mean(recent, 0)
                print(f"step {step} {progress:.3f} loss {mean[0]:.4f} tags {mean[1]:.4f} tokens right {mean[2]:.4f} "
                      f"{BATCH_TOKENS * len(recent) / (time.time() - spoke):.0f} tokens/s {spent / 60:.1f} min", flush=True)
                recent, spoke = [], time.time()
            if time.time() - saved > a.every * 60:
                save(model, optimiser, step, spent)
                print("development", json.dumps(development(model, tokenizer, sets)), flush=True)
                saved = spoke = time.time()
                recent = []
        number += 1
    writer.terminate()
    model.quantised = True
    save(model, optimiser, step, time.time() - began)
    print(f"ended after step {step}", flush=True)
    print("development", json.dumps(development(model, tokenizer, sets)), flush=True)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--minutes", type=float, default=0, help="end by the clock if the steps take longer")
    parser.add_argument("--rate", type=float, default=0.0045, help="Muon's highest")
    parser.add_argument("--weights", help=f"a checkpoint of an earlier run whose weights this one begins with, or {SHIPPED!r}")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--every", type=float, default=5, help="minutes between checkpoints")
    parser.add_argument("--only-export", action="store_true", help="export the last checkpoint and judge it")
    parser.add_argument("--mean", nargs="+", help="export and judge the mean of these checkpoints' weights")
    a = parser.parse_args()
    WORK.mkdir(exist_ok=True)
    if a.mean:
        model = Ember(SHAPE)
        model.load_state_dict(mean_of([torch.load(path)["model"] for path in a.mean]))
    elif a.only_export:
        model = Ember(SHAPE)
        state = torch.load(WORK / "last.pt")
        model.load_state_dict(state["model"])
        print(f"checkpoint after step {state['step']}")
    else:
        model = train(a)
    export(model.export_state(), Tokenizer.load(WORK / "tokenizer.json"), SHAPE)
    subprocess.run(["node", str(HERE / "judge.mjs")], check=True)
    print("written to", OUT)


if __name__ == "__main__":
    main()
