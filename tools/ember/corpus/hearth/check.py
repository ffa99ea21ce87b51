"""Checks the question-and-answer corpus in this folder; see README.md.

Prints the counts and exits with 1 when a rule is broken. `--list` prints
every intent with its number of lines and sentences.
"""
import itertools
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
MIN_LINES, MIN_SENTENCES, MAX_ANSWER_WORDS = 35, 60, 40
CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")


def expand(line):
    """All sentences that a line with {a|b} choices stands for."""
    parts = CHOICE.split(line)
    # split() alternates plain text (even) and the inside of a choice (odd)
    options = [p.split("|") if i % 2 else [p] for i, p in enumerate(parts)]
    return [" ".join("".join(c).split()) for c in itertools.product(*options)]


def key(sentence):
    """Two wordings are the same if only case or end marks differ."""
    return sentence.lower().strip().rstrip("?!. ")


def blocks(path):
    for chunk in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        lines = chunk.split("\n")
        yield lines[0][2:], [l[2:] for l in lines if l.startswith("> ")], [
            l for l in lines[1:] if not l.startswith("> ")]


def main():
    wanted = {}
    for line in (HERE / "INTENTS.md").read_text(encoding="utf-8").split("\n"):
        fields = line.split(" — ")
        if len(fields) == 3 and " " not in fields[0]:
            wanted[fields[0]] = fields[2]
    errors, owner, total_lines, total = [], {}, 0, 0
    seen = set()
    for path in sorted(HERE.glob("*.txt")):
        for intent, answers, lines in blocks(path):
            if intent in seen:
                errors.append(f"{intent}: two blocks")
            seen.add(intent)
            if answers != [wanted.get(intent)]:
                errors.append(f"{intent}: answer differs from INTENTS.md")
            sentences = set()
            for line in lines:
                for s in expand(line):
                    if "{" in s or "}" in s or not s:
                        errors.append(f"{intent}: bad braces: {line}")
                    sentences.add(key(s))
            for s in sentences:
                if owner.setdefault(s, intent) != intent:
                    errors.append(f"in {owner[s]} and {intent}: {s}")
            if len(lines) < MIN_LINES or len(sentences) < MIN_SENTENCES:
                errors.append(f"{intent}: {len(lines)} lines, {len(sentences)} sentences")
            dup = {l for l in lines if lines.count(l) > 1}
            if dup:
                errors.append(f"{intent}: repeated lines {sorted(dup)}")
            if "--list" in sys.argv:
                print(f"{intent:22} {len(lines):4} {len(sentences):5}")
            total_lines, total = total_lines + len(lines), total + len(sentences)
    errors += [f"{i}: no block" for i in wanted if i not in seen]
    errors += [f"{i}: answer too long" for i, a in wanted.items()
               if len(a.split()) > MAX_ANSWER_WORDS]
    print(f"{len(seen)} of {len(wanted)} intents, {total_lines} lines, {total} sentences")
    print("\n".join(errors) or "no errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
