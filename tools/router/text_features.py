"""What is read off a prompt. `src/core/routing/prompt-features.ts` computes the same, sign for sign."""

import math
import re
from collections import Counter

# UTF-16 code units, as in JavaScript: what is longer is judged by its beginning.
MAX_UNITS = 2000

# Letters by explicit ranges, so that both languages agree on every sign.
_LETTERS = r"a-z\u00b5\u00df-\u00f6\u00f8-\u024f\u0370-\u1fff\u2c00-\u2fff\u3041-\u30ff\u3105-\ud7a3\uf900-\ufbff"
_WORD = re.compile(f"[{_LETTERS}]+(?:'[a-z]+)?")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_OPTION = re.compile(r"(?:^|\n)[ \t]*[(]?[A-Ja-j][.)][ \t]+([^\n]*)")
_NUMERIC = re.compile(r"^[^a-zA-Z\n]*[0-9][^a-zA-Z\n]*[a-zA-Z%°]{0,3}[^a-zA-Z\n]*$")
_QUESTION_WORD = re.compile(r"(?:^|[.!?\n][ \t\n]*)(what|which|who|when|where|how|why)(?![a-z])")
_BLANK = re.compile(r"_{2,}|\.{4,}|\?\?")
_LATEX = re.compile(r"\\[a-zA-Z]+|\$")
_CODE = re.compile(r"[{}\[\]`;]|==|=>|->|\(\)|def |return |import |function |class |const |for \(|print")
_OPERATOR = re.compile(r"[=+*/^<>|~-]")
_UPPER = re.compile(r"[A-Z]")
_SENTENCE_END = re.compile(r"[.!?](?![^ \t\n])")
_OPTIONS_BEGIN = re.compile(r"(?:^|\n)[ \t]*[(]?A[.)][ \t]+")
_ACRONYM = re.compile(r"[A-Z]{2,}")
_NEGATION = re.compile(r"(?<![A-Za-z])(?:not|NOT|except|EXCEPT|never|least|false|False|incorrect)(?![A-Za-z])")

SURFACE = (
    "length",
    "long words",
    "digits",
    "numbers",
    "operators",
    "LaTeX",
    "code marks",
    "options",
    "long options",
    "numeric options",
    "question words",
    "question mark",
    "how or why",
    "a blank to fill",
    "lines",
    "capitals",
    "negation",
    "quotation",
    "function words",
    "he, she or they",
    "I or we",
    "if, not, all",
    "long sentences",
    "varied words",
    "commas",
    "brackets",
    "options that begin differently",
    "share of the options",
    "short words",
    "abstract nouns",
    "words in -ed",
    "words in -ing",
    "words in -s",
    "words in -ly",
    "repeated words",
    "options of one word",
    "acronyms",
    "apostrophes",
    "one word in every option",
    "I or we at all",
    "varied words in the question",
)

_FUNCTION = frozenset(
    "the of a an to in is are was were be been that this these those for on with as by at from it its or and not which "
    "what who how if then than there their his her he she they them i my we you your has have had do does did can could "
    "will would should may might must".split()
)
_THIRD = frozenset("he she his her him they them their man woman".split())
_FIRST = frozenset("i me my we our us".split())
_SELF = frozenset("i my we our".split())
_LOGIC = frozenset(
    "if then not only all some no none any every each both either neither unless and or but because therefore".split()
)
_ABSTRACT = ("tion", "tions", "ity", "ism", "ment", "ness", "ence", "ance")


def clip(prompt: str) -> str:
    units = prompt.encode("utf-16-le", "surrogatepass")[: 2 * MAX_UNITS]
    return units.decode("utf-16-le", "ignore")


def words_of(prompt: str) -> list[str]:
    return _WORD.findall(clip(prompt).lower())


def terms_of(words: list[str]) -> dict[str, int]:
    """Distinct words and pairs of neighbours, in order of appearance."""
    terms: dict[str, int] = {}
    for index, word in enumerate(words):
        terms[word] = 1
        if index > 0:
            terms[f"{words[index - 1]} {word}"] = 1
    return terms


def surface_of(prompt: str) -> list[float]:
    text = clip(prompt)
    words = words_of(prompt)
    size = max(1, len(text.encode("utf-16-le")) // 2)
    options = [match.group(1) for match in _OPTION.finditer(text)]
    numeric = sum(1 for option in options if _NUMERIC.match(option))
    option_units = sum(len(option.encode("utf-16-le")) // 2 for option in options)
    asked = _QUESTION_WORD.findall(text.lower())
    numbers = _NUMBER.findall(text)
    digits = sum(1 for sign in text if "0" <= sign <= "9")
    return [
        math.log(size),
        sum(len(word.encode("utf-16-le")) // 2 for word in words) / max(1, len(words)),
        digits / size,
        math.log1p(len(numbers)),
        len(_OPERATOR.findall(text)) / size,
        math.log1p(len(_LATEX.findall(text))),
        math.log1p(len(_CODE.findall(text))),
        math.log1p(len(options)),
        math.log1p(option_units / max(1, len(options))),
        numeric / max(1, len(options)),
        math.log1p(len(asked)),
        1.0 if "?" in text else 0.0,
        1.0 if "how" in asked or "why" in asked else 0.0,
        1.0 if _BLANK.search(text) else 0.0,
        math.log1p(text.count("\n")),
        len(_UPPER.findall(text)) / size,
        math.log1p(len(_NEGATION.findall(text))),
        1.0 if '"' in text or "“" in text else 0.0,
        *_style_of(text, words, options),
    ]


def _style_of(text: str, words: list[str], options: list[str]) -> list[float]:
    """How it is written, whatever it is about: mostly shares of its words, so that length does not matter."""
    count = max(1, len(words))
    share = lambda test: sum(1 for word in words if test(word)) / count
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    times = Counter(words)
    by_option = [_WORD.findall(option.lower()) for option in options]
    beginnings = [option[0] for option in by_option if option]
    begin = _OPTIONS_BEGIN.search(text)
    question = words_of(text[: begin.start()] if begin else text)
    return [
        share(_FUNCTION.__contains__),
        share(_THIRD.__contains__),
        share(_FIRST.__contains__),
        share(_LOGIC.__contains__),
        math.log(count / sentences),
        len(times) / count**0.75,
        text.count(",") / count,
        (text.count("(") + text.count(")")) / count,
        len(set(beginnings)) / max(1, len(beginnings)),
        sum(map(len, by_option)) / count,
        share(lambda word: len(word) <= 2),
        share(lambda word: word.endswith(_ABSTRACT)),
        share(lambda word: word.endswith("ed")),
        share(lambda word: word.endswith("ing")),
        share(lambda word: word.endswith("s")),
        share(lambda word: word.endswith("ly")),
        sum(1 for n in times.values() if n > 1) / max(1, len(times)),
        sum(1 for option in by_option if len(option) == 1) / max(1, len(by_option)),
        math.log1p(len(_ACRONYM.findall(text))),
        math.log1p(text.count("'") + text.count("’")),
        1.0 if by_option and max(map(len, by_option)) <= 1 else 0.0,
        1.0 if any(word in _SELF for word in question) else 0.0,
        len(set(question)) / max(1, len(question)) ** 0.75,
    ]


_SUM = re.compile(r"[0-9x)] ?[=+*/^×÷-] ?[0-9x(]")
_HEAD_WORDS = 40
_TAIL_WORDS = 15


def task_terms_of(prompt: str) -> list[str]:
    """What a prompt asks for stands at its beginning or its end; between them is what it is asked about."""
    text = clip(prompt)
    words = words_of(prompt)
    short = words if len(words) <= _HEAD_WORDS + _TAIL_WORDS else words[:_HEAD_WORDS] + words[-_TAIL_WORDS:]
    terms = terms_of(short)
    if words:
        terms[f"^{words[0]}"] = 1
    if len(words) > 60:
        terms["#long"] = 1
    if len(_CODE.findall(text)) >= 3:
        terms["#code"] = 1
    if _NUMBER.search(text):
        terms["#number"] = 1
    if _SUM.search(text):
        terms["#sum"] = 1
    if "?" in text:
        terms["#question"] = 1
    return list(terms)
