"""A small context-free text grammar read from plain data files.

A data file holds sections. `[name]` starts a section with one alternative per
line; `[name*]` starts one whose lines are comma-separated word lists. Inside
an alternative:

  {a|b|}   picks one of the parts (they may nest),
  <name>   expands another section, or calls a value function of that name,
  <2-30>   draws a whole number from that range.

Expansion is strictly left to right, so values noted by value functions come
out in the order in which a reader meets them in the text.
"""
import re

_HEADER = re.compile(r"\[([a-z0-9_]+)(\*?)\]$")
_RANGE = re.compile(r"(\d+)-(\d+)$")
_OPEN = re.compile(r"[{<]")
# Words that sound different from how they are spelt ("an hour", "a user").
_AN = re.compile(r"\b([Aa]) (?=(?:[aeiouAEIOU]|hour|honest|8))(?!(?:uni(?!n|m)|use|usu|euro|Euro|one\b|once\b|ut|UK|US|U\b))")


def fix_articles(text):
    """Turn `a apple` into `an apple`; templates always write `a`."""
    return _AN.sub(r"\1n ", text)


def capital(text):
    """Upper-case the first letter only, leaving the rest as it is."""
    return text[:1].upper() + text[1:]


class Grammar:
    def __init__(self, functions=None):
        self.functions = dict(functions or {})
        self.sections = {}

    def load(self, path):
        entries, is_list = None, False
        for raw in path.read_text(encoding="utf-8").splitlines():
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            header = _HEADER.match(line)
            if header:
                entries = self.sections.setdefault(header.group(1), [])
                is_list = bool(header.group(2))
            elif is_list:
                entries.extend(w.strip() for w in line.split(",") if w.strip())
            else:
                entries.append(line)
        return self

    def pick(self, name, rng, notes=None):
        return self.expand(rng.choice(self.sections[name]), rng, notes)

    def expand(self, text, rng, notes=None):
        """Expand a template; `notes` collects (kind, value) of value functions."""
        out, at = [], 0
        while True:
            found = _OPEN.search(text, at)
            if not found:
                out.append(text[at:])
                return "".join(out)
            out.append(text[at:found.start()])
            if text.startswith("<<", found.start()):  # a plain "<" before a slot, as in "Name <address>"
                out.append("<")
                at = found.start() + 1
            elif found.group() == "<":
                end = text.index(">", found.start())
                out.append(self._slot(text[found.start() + 1:end], rng, notes))
                at = end + 1
            else:
                parts, at = _alternatives(text, found.start())
                out.append(self.expand(rng.choice(parts), rng, notes))

    def _slot(self, name, rng, notes):
        if name in self.functions:
            return self.functions[name](rng, notes if notes is not None else [])
        span = _RANGE.match(name)
        if span:
            return str(rng.randint(int(span.group(1)), int(span.group(2))))
        return self.pick(name, rng, notes)


def _alternatives(text, start):
    """Split the brace group at `start`; return its parts and the index after it."""
    depth, parts, begin = 0, [], start + 1
    for i in range(start, len(text)):
        char = text[i]
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                parts.append(text[begin:i])
                return parts, i + 1
        elif char == "|" and depth == 1:
            parts.append(text[begin:i])
            begin = i + 1
    raise ValueError("unclosed brace: " + text)
