"""Runs of values, values told twice and people beside their own address.

A small model that lists values loses its place where they are many or look
alike, so texts hold runs of them in every form people write lists in.
"""
from . import values
from .people import WORDS, first_name, own_address
from .values import DAYS, MONTHS
from .words import LISTS, firm, invent, town

_INLINE = [", ", ", ", ", ", "; ", " / ", " and ", " & ", " + ", " | ", " or ", " - ", ", and "]
_LAST = [" and ", " and ", ", and ", " & ", " or ", ", "]


def joined(rng, parts, lines=0.25):
    """The parts as people write a list: with commas, with an "and" or on lines."""
    if rng.random() < lines:
        mark = rng.choice(["", "", "- ", "- ", "* ", "• ", None, "> "])
        return "\n" + "\n".join((f"{i}. " if mark is None else mark) + p for i, p in enumerate(parts, 1))
    join = rng.choice(_INLINE)
    if join == ", " and rng.random() < 0.6:
        return join.join(parts[:-1]) + rng.choice(_LAST) + parts[-1]
    return join.join(parts)


def _many(draw, lines=0.25):
    def run(rng, notes):
        parts = [draw(rng, notes) for _ in range(rng.choice([2, 2, 3, 3, 3, 4, 4, 5, 6]))]
        return joined(rng, parts, lines)
    return run


def _who(rng, notes):
    roll = rng.random()
    return values.FUNCTIONS["first" if roll < 0.4 else "titled" if roll < 0.5 else "name"](rng, notes)


def _own(rng, notes):
    """The address of the person named last, so that its local part looks like the name."""
    names = [value for kind, value in notes if kind == "names"]
    value = own_address(rng, names[-1] if names else first_name(rng))
    notes.append(("emails", value))
    return value


def _again(kind):
    """A value of this text told once more; it is listed once."""
    def tell(rng, notes):
        found = [value for noted, value in notes if noted == kind]
        return rng.choice(found) if found else values.FUNCTIONS[{"emails": "email", "dates": "date", "amounts": "amount", "names": "name"}[kind]](rng, notes)
    return tell


def _pair(second):
    def draw(rng, notes):
        left = _who(rng, notes)
        right = second(rng, notes)
        return left + rng.choice([" ({})", ": {}", ", {}", " {}", " - {}", " <{}>"] if second is _own else [" ({})", ": {}", " {}", " - {}"]).format(right)
    return draw


def _dated(rng, notes):
    day = values.FUNCTIONS["date"](rng, notes)
    return day + rng.choice([": ", " - ", " "]) + values.FUNCTIONS["amount"](rng, notes)


_PROPER = ("Excel Windows Android Chrome Photoshop Netflix Wi-Fi PDF USB Bluetooth French German Spanish English Italian Turkish Swedish Polish "
           "European Christmas Easter Ramadan Diwali Tuesday Internet NASA VAT Brexit Linux Zoom Outlook").split()


def _proper(rng, notes):
    """A capitalised word that names no person."""
    roll = rng.random()
    if roll < 0.3:
        return rng.choice(_PROPER)
    if roll < 0.5:
        return town(rng)
    if roll < 0.65:
        return firm(rng)
    if roll < 0.75:
        return rng.choice(DAYS)
    if roll < 0.8:
        return rng.choice(MONTHS)
    return (rng.choice(["the ", "our ", ""]) + rng.choice(LISTS["adj"]).capitalize() + " "
            + rng.choice(LISTS[rng.choice(["spot", "thing", "group", "happening"])]).title())


def _figure(rng, notes):
    """A number that is neither a date nor money."""
    n = rng.randint(2, rng.choice([9, 99, 999, 9999]))
    return rng.choice([f"{n} kg", f"{n} km", f"{n}%", f"{n} percent", f"{n:,} people", f"no. {n}", f"{n}x", f"{n} miles", f"#{n}", f"{n} minutes",
                       f"{n}.{n % 10} m", f"{n} points", f"{n} pages", f"{n / 10:.1f} GB", f"page {n}", f"{n} of {n + 7}", f"v{n % 10}.{n % 7}", f"+{n}%",
                       f"{n} degrees", f"{n} hours", f"{n}:{n % 6}", f"level {n}", f"{n}th place", f"{n} years", str(n)])


def _handle(rng, notes):
    """What holds an @ or a domain and is no address."""
    word = invent(rng)
    return rng.choice(["@" + word, f"www.{word}.com", f"{word}.{rng.choice(WORDS['tld'])}", "@" + rng.choice(WORDS["mailword"]), f"https://{word}.org"])


FUNCTIONS = {
    "names": _many(_who), "fullnames": _many(values.FUNCTIONS["name"]), "firsts": _many(values.FUNCTIONS["first"], 0.1),
    "emails": _many(values.FUNCTIONS["email"]), "dates": _many(values.FUNCTIONS["date"]), "amounts": _many(values.FUNCTIONS["amount"]),
    "members": _many(_pair(_own), 0.4), "payers": _many(_pair(values.FUNCTIONS["amount"]), 0.4),
    "guests": _many(_pair(values.FUNCTIONS["date"]), 0.4), "payments": _many(_dated, 0.4),
    "own": _own, "again_email": _again("emails"), "again_date": _again("dates"), "again_amount": _again("amounts"), "again_name": _again("names"),
    "proper": _proper, "figure": _figure, "handle": _handle,
}
