"""Checks of the bounded tasks: each returns '' when the answer is right, else why not."""
import json
import re

from canon import normalise

LABELS = {
    "sentiment": {"positive", "negative", "neutral"},
    "urgency": {"high", "medium", "low"},
    "topic": {"billing", "delivery", "technical problem", "account", "meeting", "travel",
              "health", "feedback", "sales", "job", "event", "security"},
}
EXTRACT_KEYS = ("emails", "dates", "amounts", "names")
# Words about the task: an answer that talks about the rewriting is not the rewriting.
TASK_WORDS = frozenset("polite politely politer rephrase rewrite rewritten shorten shorter concise "
                       "nicer kinder bullet bullets title headline version".split())
# How many words of its own an answer may bring in before it no longer says
# what the source says. Polite phrases are not counted.
OWN_WORDS = {"polite": 3, "short": 2, "bullets": 1, "title": 2}
COMMON = frozenset(
    "a an the this that these those it its is are am be been was were has have had of in on at to "
    "for from with by and or so but if as i me my mine you your we us our they them their he she "
    "his her do does did not no can could would will may might shall should please kindly let "
    "know thank thanks appreciate appreciated grateful sorry possible convenience earliest when "
    "like hello dear sir madam excuse wondering mind able soon what which how there here than "
    "then about very much more some any all one i'd i'm we'd it's don't you'd".split())
NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
SMALL = frozenset("a an the and or but nor of in on at to for from with by as is per vs via up "
                  "over into near after before until off out".split())


def words(text):
    return re.findall(r"\w+(?:'\w+)?", normalise(text))


def contains(text, pattern):
    """pattern: `a|b` means either; a trailing `*` matches any ending; whole words only."""
    for part in pattern.split("|"):
        end = r"\w*" if part.endswith("*") else r"(?!\w)"
        if re.search(r"(?<!\w)" + re.escape(normalise(part.rstrip("*"))) + end, normalise(text)):
            return True
    return False


def own_words(text, source):
    """Content words of text that are not in source; a shared four-letter stem counts as there."""
    known = set(words(source))
    stems = {word[:4] for word in known if len(word) >= 4}
    return [word for word in words(text)
            if word not in COMMON and word not in known and word[:4] not in stems]


def invented(text, source, title_case):
    """A number, or a capitalised word inside a sentence, that the source does not have."""
    known = set(re.findall(r"\d+", source)) | {
        str(value) for value, word in enumerate(NUMBER_WORDS) if word in words(source)}
    for number in re.findall(r"\d+", text):
        if number not in known:
            return f"number {number} is not in the text"
    if not title_case:
        for name in re.findall(r"(?<=[\w,;:] )[A-Z][\w']+", text):
            if name.casefold() not in words(source) and name.casefold() not in COMMON:
                return f"{name} is not in the text"
    return ""


def _faithful(skill, text, expect):
    source = expect["source"]
    problem = invented(text, source, skill == "title")
    if problem:
        return problem
    extra = own_words(text, source)
    if TASK_WORDS.intersection(extra):
        return "talks about the task"
    if len(extra) > OWN_WORDS[skill]:
        return "words of its own: " + ", ".join(extra)
    for pattern in expect.get("mustContain", ()):
        if not contains(text, pattern):
            return f"lacks {pattern}"
    for pattern in expect.get("mustNotContain", ()):
        if contains(text, pattern):
            return f"still has {pattern}"
    return ""


def label(skill, text, expect):
    return "" if normalise(text) == f"{skill}: {expect['label']}." else f"not {expect['label']}"


def extract(_, text, expect):
    if "\n" in text.strip():
        return "more than one line"
    try:
        pairs = json.loads(text, object_pairs_hook=list)
    except ValueError:
        return "not JSON"
    if not text.strip().startswith("{"):
        return "not an object"
    wanted = expect["json"]
    if [key for key, _ in pairs] != list(wanted):
        return "other keys"
    for key, values in pairs:
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            return f"{key} is not a list of strings"
        if sorted(values) != sorted(wanted[key]):
            return f"wrong {key}"
    return ""


def polite(skill, text, expect):
    if "\n" in text.strip():
        return "more than one line"
    if not any(contains(text, marker) for marker in expect["anyOf"]):
        return "no polite phrase"
    return _faithful(skill, text, expect)


def short(skill, text, expect):
    count, limit = len(words(text)), expect["maxWordsRatio"] * len(words(expect["source"]))
    if not 0 < count <= limit:
        return f"{count} words, at most {limit:.1f} allowed"
    if text.strip().startswith("-"):
        return "a list"
    return _faithful(skill, text, expect)


def bullets(skill, text, expect):
    lines = [line.strip() for line in text.strip().split("\n")]
    if len(lines) != expect["lines"]:
        return f"{len(lines)} lines"
    for line, word in zip(lines, expect["perLine"]):
        if not re.match(r"- \S", line):
            return "a line is no bullet"
        if not contains(line, word) or sum(contains(each, word) for each in lines) != 1:
            return f"{word} is not in its own line"
    return _faithful(skill, text, expect)


def title(skill, text, expect):
    text = text.strip()
    if "\n" in text or text.endswith(".") or not text:
        return "not a title line"
    parts = text.split()
    if len(parts) > expect["maxWords"]:
        return f"{len(parts)} words"
    for place, part in enumerate(parts):
        bare = part.strip("\"'(:,-–—")
        if bare and bare[0].islower() and (place == 0 or bare not in SMALL):
            return f"{part} is not in title case"
    if sum(contains(text, pattern) for pattern in expect["anyOf"]) < expect["atLeast"]:
        return "not about the text"
    return _faithful(skill, text, expect)


CHECKS = {"sentiment": label, "urgency": label, "topic": label, "extract": extract,
          "polite": polite, "short": short, "bullets": bullets, "title": title}


def check(skill, text, expect):
    return CHECKS[skill](skill, text, expect)
