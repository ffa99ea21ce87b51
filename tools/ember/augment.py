"""The ways people really type: case, missing marks, slips of the finger, words of courtesy around a question."""
from __future__ import annotations

import random

BEFORE = ["hey ", "hey, ", "hi, ", "hi! ", "hello, ", "Hi Ember, ", "ember, ", "Hello there. ", "please ", "Please ", "ok, ",
          "Okay, so ", "so ", "well, ", "um, ", "quick question: ", "Quick question, ", "one question: ", "question: ",
          "I have a question: ", "sorry, ", "Excuse me, ", "I was wondering: ", "just wondering, ", "tell me, ",
          "Tell me: ", "can you tell me: ", "I'd like to know: ", "maybe you know: ", "hmm, ", "listen, "]
AFTER = [" please", ", please", " please?", " thanks", ", thanks", ". Thanks!", " thank you", " ?", "??", "?!", "...", "!",
         " here", " exactly", " by the way", " btw", " now", " today", ", ember", " Ember", " lol", " :)", " really"]
LATER = ["and ", "And ", "also, ", "ok, and ", "Okay. ", "thanks. ", "Thanks! ", "great, ", "now, ", "next: ", "one more: ",
         "another question: ", "good. ", "I see. ", "alright, ", "cool, ", "but "]
FILLERS = ["actually", "really", "just", "maybe", "simply", "even", "also", "then", "still", "basically", "kindly", "ever"]
SHORTER = [("what is", "what's"), ("What is", "What's"), ("how do I", "how to"), ("do not", "don't"), ("does not", "doesn't"),
           ("can not", "can't"), ("cannot", "can't"), ("I am", "I'm"), ("it is", "it's"), ("I would", "I'd"), ("you", "u"),
           ("are", "r"), ("please", "pls"), ("because", "cause"), ("going to", "gonna"), ("want to", "wanna")]
NEAR = {"a": "qs", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
        "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry",
        "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x"}


def slip(rng: random.Random, text: str) -> str:
    """One typing mistake inside a word of four letters or more."""
    words = text.split(" ")
    long = [i for i, w in enumerate(words) if len(w) > 3 and w.isalpha()]
    if not long:
        return text
    i = rng.choice(long)
    w, at = words[i], rng.randrange(1, len(words[i]) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        w = w[:at] + w[at + 1] + w[at] + w[at + 2:]
    elif kind == 1:
        w = w[:at] + w[at + 1:]
    elif kind == 2:
        w = w[:at] + w[at] + w[at:]
    else:
        w = w[:at] + rng.choice(NEAR.get(w[at], w[at])) + w[at + 1:]
    words[i] = w
    return " ".join(words)


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " and text[0] != "I" else text


def question(rng: random.Random, text: str, later: bool = False) -> str:
    """For questions about Hearth and for what is out of scope: the answer does not copy from the prompt."""
    if "\n" not in text and len(text) < 160:
        if rng.random() < 0.12:
            old, new = rng.choice(SHORTER)
            if f" {old} " in f" {text} ":
                text = f" {text} ".replace(f" {old} ", f" {new} ").strip()
        if rng.random() < 0.05:
            words = text.split(" ")
            words.insert(rng.randrange(1, len(words) + 1), rng.choice(FILLERS))
            text = " ".join(words)
        if rng.random() < 0.03 and text.count(" ") > 3:
            words = text.split(" ")
            del words[rng.randrange(len(words))]
            text = " ".join(words)
        if rng.random() < 0.12:
            text = slip(rng, text)
        if rng.random() < 0.16:
            end = rng.choice(AFTER)
            text = text.rstrip("?.! ") + end
        elif rng.random() < 0.2:
            text = text.rstrip("?.! ")
        elif rng.random() < 0.1:
            text = text.rstrip("?.! ") + rng.choice("?.")
        if later and rng.random() < 0.2:
            text = rng.choice(LATER) + lower_first(text)
        elif rng.random() < 0.12:
            text = rng.choice(BEFORE) + lower_first(text)
    roll = rng.random()
    if roll < 0.22:
        text = text.lower()
    elif roll < 0.32:
        text = text[:1].upper() + text[1:]
    elif roll < 0.34:
        text = text.upper()
    return text.strip()


def label_task(rng: random.Random, text: str) -> str:
    """For tasks whose answer is a label: nothing of the text comes back."""
    roll = rng.random()
    if roll < 0.12:
        text = text.lower()
    elif roll < 0.14:
        text = text.upper()
    if rng.random() < 0.1:
        text = slip(rng, text)
    return text
