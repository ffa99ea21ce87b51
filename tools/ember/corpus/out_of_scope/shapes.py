"""Out-of-scope prompts that carry a text or a computation with them.

They look like the bounded tasks (an instruction and a text) but ask for
something else, which is where a small model confuses the two.
"""
from pathlib import Path

from ..tasks import common
from ..tasks.common import TOPICS, sentence

_TEXTS = common.load("topics")
# Code is full of braces, so it is read as it stands and never expanded.
_SNIPPETS = (Path(__file__).parent / "data" / "snippets.code").read_text(encoding="utf-8").splitlines()


def _passage(rng, low, high):
    name = rng.choice(sorted(TOPICS.values()))
    return " ".join(sentence(_TEXTS, name, rng) for _ in range(rng.randint(low, high)))


def _around(rng, words, text):
    if rng.random() < 0.25:
        return text + rng.choice(["\n\n", "\n", " - "]) + words
    if rng.random() < 0.3:
        text = '"' + text + '"'
    return words + rng.choice([": ", ":\n", ":\n\n", "\n", " - ", "\n\n"]) + text


def translation(rng, grammar):
    return _around(rng, grammar.pick("translate_this", rng), _passage(rng, 1, 2))


def summary(rng, grammar):
    return _around(rng, grammar.pick("summarise_this", rng), _passage(rng, 2, 5))


def code(rng, grammar):
    return _around(rng, grammar.pick("code_this", rng), rng.choice(_SNIPPETS).replace("\\n", "\n"))


def writing(rng, grammar):
    return _around(rng, grammar.pick("answer_this", rng), _passage(rng, 1, 3))


def maths(rng, grammar):
    a, b, c = (rng.randint(2, rng.choice([12, 99, 999, 9999])) for _ in range(3))
    sign = rng.choice(["+", "-", "*", "x", "×", "/", "÷", "^", "plus", "minus", "times", "divided by", "to the power of"])
    term = f"{a}{sign}{b}" if len(sign) == 1 and rng.random() < 0.4 else f"{a} {sign} {b}"
    if rng.random() < 0.3:
        term += rng.choice([" + ", " - ", " * ", " plus ", " times "]) + str(c)
    percent = f"{rng.randint(1, 99)}{rng.choice(['%', ' percent', ' %'])} of {a}{rng.choice(['', ' dollars', ' euros', ' kg'])}"
    what = rng.choice([term, term, percent, f"the square root of {a}", f"{a} squared", f"the average of {a}, {b} and {c}"])
    return rng.choice(["What is {}?", "what's {}", "{}", "{} = ?", "{}=", "Calculate {}", "calculate {}.", "how much is {}?", "Solve {}",
                       "can you compute {}?", "Compute {} please", "work out {}", "Tell me what {} is."]).format(what)


SHAPES = {"translation": translation, "summary": summary, "code": code, "writing": writing, "maths": maths}
