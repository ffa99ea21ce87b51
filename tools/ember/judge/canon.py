"""The fixed answers of the Hearth intents, and whether a text is one of them."""
import difflib
import pathlib
import re

HEARTH = pathlib.Path(__file__).resolve().parent.parent / "corpus" / "hearth"
NEAR = 0.9

# A near match may differ in these words only: swapping any other word
# ("Escape" for "Enter", "never" for "always") changes what the user is told.
FUNCTION_WORDS = frozenset(
    "a an the this that these those it its is are am be of in on at to for with by and so "
    "my your then also there here . , ; : ! ? - \" '".split())


def normalise(text):
    """Lower case, single spaces, straight quotes."""
    for curly, straight in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')):
        text = text.replace(curly, straight)
    return " ".join(text.casefold().split())


def tokens(text):
    return re.findall(r"\w+(?:'\w+)?|[^\w\s]", normalise(text))


def load(folder=HEARTH):
    """intent -> set of accepted answers, from INTENTS.md and the `> ` lines."""
    answers = {}
    overview = folder / "INTENTS.md"
    if overview.exists():
        for line in overview.read_text(encoding="utf-8").splitlines():
            parts = line.split(" — ", 2)
            if len(parts) == 3 and re.fullmatch(r"[a-z0-9-]+", parts[0]):
                answers.setdefault(parts[0], set()).add(normalise(parts[2]))
    for path in sorted(folder.glob("*.txt")):
        intent = None
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                intent = line[2:].strip()
            elif line.startswith("> ") and intent:
                answers.setdefault(intent, set()).add(normalise(line[2:]))
    return answers


def similarity(left, right):
    return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()


def _differs_in_function_words_only(left, right):
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    changed = set()
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            changed.update(left[a:b], right[c:d])
    return changed <= FUNCTION_WORDS


def match(text, intents, answers):
    """'exact', 'near' or None: how text agrees with one of the intents."""
    missing = [intent for intent in intents if intent not in answers]
    if missing:
        raise KeyError(f"no answer known for {', '.join(missing)}")
    wanted = set().union(*(answers[intent] for intent in intents))
    if normalise(text) in wanted:
        return "exact"
    said = tokens(text)
    near = [(similarity(said, tokens(answer)), answer) for answer in wanted]
    best, answer = max(near)
    if best < NEAR or not _differs_in_function_words_only(said, tokens(answer)):
        return None
    others = set().union(*answers.values()) - wanted
    if any(similarity(said, tokens(other)) >= best for other in others):
        return None
    return "near"
