"""Random names, e-mail addresses, dates and amounts of money.

Much of what is drawn here is invented from syllables and digits, so that a
model has to copy the value it reads instead of recalling one it knows.
"""
from pathlib import Path

from .grammar import Grammar
from .words import LISTS, invent

WORDS = Grammar().load(Path(__file__).parent / "data" / "names.txt").sections

MONTHS = ("January February March April May June July August September "
          "October November December").split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def _made_up(rng, low=2, high=3):
    word = "".join(rng.choice(WORDS["onset"]) + rng.choice(WORDS["nucleus"])
                   for _ in range(rng.randint(low, high)))
    return word + (rng.choice(WORDS["coda"]) if rng.random() < 0.6 else "")


def first_name(rng):
    if rng.random() < 0.25:
        return (_made_up(rng, 2, 2) if rng.random() < 0.5 else invent(rng)).capitalize()
    name = rng.choice(WORDS["first"])
    if rng.random() < 0.03:
        name += "-" + rng.choice(WORDS["first"])
    return name


def last_name(rng):
    roll = rng.random()
    if roll < 0.2:
        return (_made_up(rng) if roll < 0.1 else invent(rng)).capitalize()
    name = rng.choice(WORDS["last"])
    if roll < 0.27:
        return name + "-" + rng.choice(WORDS["last"])
    if roll < 0.32:
        return rng.choice(WORDS["particle"]) + " " + name
    return name


def full_name(rng):
    roll = rng.random()
    if roll < 0.05:
        middle = rng.choice("ABCDEFGHJKLMNPRSTW") + ". "
    elif roll < 0.09:
        middle = first_name(rng) + " "
    else:
        middle = ""
    if roll > 0.97:
        return rng.choice("ABCDEFGHJKLMNPRSTW") + ". " + last_name(rng)
    return first_name(rng) + " " + middle + last_name(rng)


def _ascii(text):
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum())


def email_address(rng):
    def word():
        pool = rng.random()
        if pool < 0.35:
            return _ascii(first_name(rng)) or "info"
        if pool < 0.6:
            return _ascii(last_name(rng)) or "team"
        if pool < 0.75:
            return rng.choice(WORDS["mailword"])
        if pool < 0.85:
            return _ascii(rng.choice(LISTS[rng.choice(["thing", "job", "animal", "town", "food"])]))
        return _made_up(rng, 1, 3)

    local = word()
    roll = rng.random()
    if roll < 0.45:
        local += rng.choice("...._-") + word()
    elif roll < 0.55:
        local = local[0] + rng.choice([".", ""]) + word()
        if rng.random() < 0.12:
            local += rng.choice(".._-") + word()
    if rng.random() < 0.25:
        local += rng.choice(["", "", "", "_", ".", "-"]) + str(rng.randint(1, rng.choice([9, 99, 2030])))
    if rng.random() < 0.06:
        local += "+" + rng.choice(WORDS["mailword"])
    if rng.random() < 0.3:
        domain = rng.choice(WORDS["maildomain"])
    else:
        domain = rng.choice(WORDS["mailword"]) if rng.random() < 0.3 else _made_up(rng, 1, 3)
        if rng.random() < 0.25:
            domain = word()
        if rng.random() < 0.4:
            domain += rng.choice(["-", "", ".", ""]) + (rng.choice(WORDS["mailword"]) if rng.random() < 0.5 else word())
        if rng.random() < 0.06:
            domain += str(rng.randint(1, 365))
        domain += "." + rng.choice(WORDS["tld"])
    address = local + "@" + domain
    return address.title() if rng.random() < 0.02 else address


def _ordinal(day):
    if 10 <= day % 100 <= 20:
        return f"{day}th"
    return f"{day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th') }"


def calendar_date(rng):
    month, year = rng.randint(1, 12), rng.choice([rng.randint(2018, 2031), 2025, 2026, 2026])
    day = rng.randint(1, 28 if month == 2 else 30)
    name, short = MONTHS[month - 1], MONTHS[month - 1][:3]
    weekday = rng.choice(DAYS)
    forms = [
        f"{year}-{month:02}-{day:02}", f"{day}/{month}/{year}", f"{month}/{day}/{year}",
        f"{day:02}/{month:02}/{year}", f"{day:02}.{month:02}.{year}", f"{day}.{month}.{year}",
        f"{day:02}-{month:02}-{year}", f"{year}/{month:02}/{day:02}", f"{month}/{day}/{year % 100:02}",
        f"{day} {name} {year}", f"{day} {name} {year}", f"{day} {name}", f"{day} {name}",
        f"{name} {day}, {year}", f"{name} {day}, {year}", f"{name} {day}", f"{name} {day}",
        f"{name} {_ordinal(day)}", f"{name} {_ordinal(day)}, {year}", f"{_ordinal(day)} {name}",
        f"{_ordinal(day)} of {name}", f"{_ordinal(day)} {name} {year}", f"{_ordinal(day)} of {name} {year}",
        f"{day} {short} {year}", f"{short} {day}, {year}", f"{short} {day}", f"{day} {short}",
        f"{day}-{short}-{year}", f"{short}. {day}, {year}",
        f"{weekday}, {day} {name}", f"{weekday}, {name} {day}", f"{weekday} {day} {name}",
        f"{weekday}, {name} {day}, {year}",
    ]
    return rng.choice(forms)


def money(rng):
    size = rng.choice([9, 99, 99, 999, 999, 9999, 99999, 999999])
    whole = rng.randint(1, size)
    if rng.random() < 0.3 and whole > 20:
        whole -= whole % rng.choice([5, 10])
    number = f"{whole:,}" if rng.random() < 0.75 else str(whole)
    if rng.random() < 0.35:
        number += f".{rng.choice([rng.randint(0, 99), 99, 50, 0, 95]):02}"
    symbol, code, word = (rng.choice(WORDS[k]) for k in ("symbol", "code", "currency"))
    gap = " " if symbol.isalpha() else ""
    return rng.choice([
        "$" + number, "$" + number, "$" + number, "€" + number, "€" + number, "£" + number,
        symbol + gap + number, symbol + gap + number, f"{number} {code}", f"{number} {code}", f"{code} {number}",
        f"{number} {word}", f"{number} {word}", f"{number}€", f"{number} €",
        f"${rng.randint(1, 90)}.{rng.randint(1, 9)} million", f"€{rng.randint(2, 900)} million",
        f"{rng.randint(2, 90)} million {word}", f"${rng.randint(2, 900)}k",
    ])


def _noted(kind, make):
    def draw(rng, notes):
        value = make(rng)
        notes.append((kind, value))
        return value
    return draw


def _titled(rng, notes):
    # A title is no part of the name: only the name itself is noted.
    title = rng.choice(WORDS["title"])
    name = last_name(rng) if rng.random() < 0.6 else full_name(rng)
    notes.append(("names", name))
    return title + " " + name


def _clock(rng, notes):
    hour, minute = rng.randint(7, 20), rng.choice([0, 0, 15, 30, 45, rng.randint(0, 59)])
    half = "am" if hour < 12 else "pm"
    twelve = (hour - 1) % 12 + 1
    return rng.choice([f"{hour}:{minute:02}", f"{twelve} {half}", f"{twelve}:{minute:02} {half}", f"{twelve}{half}"])


def _phone(rng, notes):
    digits = lambda n: "".join(rng.choice("0123456789") for _ in range(n))
    return rng.choice([f"+{rng.randint(1, 99)} {digits(3)} {digits(4)}", f"555-{digits(4)}",
                       f"({digits(3)}) {digits(3)}-{digits(4)}", f"0{digits(3)} {digits(6)}"])


def _reference(rng, notes):
    number = rng.randint(100, 999999)
    return rng.choice([f"#{number}", str(number), f"{rng.choice('ABCDEFHKMRSTX')}{rng.choice('ABCDEFHKMRSTX')}-{number}",
                       f"{rng.choice(['INV', 'REF', 'ORD', 'TK', 'PO', 'CASE'])}-{number}"])


def _angled(rng, notes):
    # Mail headers set the address in angle brackets after the name.
    return "<" + FUNCTIONS["email"](rng, notes) + ">"


FUNCTIONS = {
    "name": _noted("names", full_name), "first": _noted("names", first_name), "titled": _titled, "angled": _angled,
    "email": _noted("emails", email_address), "date": _noted("dates", calendar_date),
    "amount": _noted("amounts", money), "time": _clock, "phone": _phone, "ref": _reference,
    "day": lambda rng, notes: rng.choice(DAYS), "month": lambda rng, notes: rng.choice(MONTHS),
}
