"""Dates, amounts of money and other values that a text holds.

Much of what is drawn here is invented from syllables and digits, so that a
model has to copy the value it reads instead of recalling one it knows. Two
values of one text often look alike, as people write them: June 3 and June 17.
"""
from .people import WORDS, email_address, first_name, full_name, last_name

MONTHS = ("January February March April May June July August September "
          "October November December").split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DATE_FORMS, _MONEY_FORMS = 44, 27


def _ordinal(day):
    if 10 <= day % 100 <= 20:
        return f"{day}th"
    return f"{day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th') }"


def calendar_date(rng, form=None, month=None, year=None):
    month, year = month or rng.randint(1, 12), year or rng.choice([rng.randint(2018, 2031), 2025, 2026, 2026])
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
        f"{name} {day} {year}", f"{short} {day} {year}", f"{name} {_ordinal(day)} {year}", f"{short} {_ordinal(day)}",
        f"{weekday[:3]} {day} {short}", f"{weekday[:3]}, {day} {short} {year}", f"{weekday} {_ordinal(day)} {name}",
        f"{weekday}, {day} {name} {year}", f"{day:02} {name} {year}", f"{day}-{month}-{year}", f"{day}. {name} {year}",
    ]
    return forms[rng.randrange(_DATE_FORMS) if form is None else form]


def money(rng, form=None, symbol=None):
    size = rng.choice([9, 99, 99, 999, 999, 9999, 99999, 999999])
    whole = rng.randint(1, size)
    if rng.random() < 0.3 and whole > 20:
        whole -= whole % rng.choice([5, 10])
    number = f"{whole:,}" if rng.random() < 0.75 else str(whole)
    if rng.random() < 0.35:
        number += f".{rng.choice([rng.randint(0, 99), 99, 50, 0, 95]):02}"
    drawn, code, word = (rng.choice(WORDS[k]) for k in ("symbol", "code", "currency"))
    symbol = symbol or drawn
    gap = " " if symbol.isalpha() else ""
    forms = [
        "$" + number, "$" + number, "$" + number, "€" + number, "€" + number, "£" + number,
        symbol + gap + number, symbol + gap + number, f"{number} {code}", f"{number} {code}", f"{code} {number}",
        f"{number} {word}", f"{number} {word}", f"{number}€", f"{number} €",
        f"${rng.randint(1, 90)}.{rng.randint(1, 9)} million", f"€{rng.randint(2, 900)} million",
        f"{rng.randint(2, 90)} million {word}", f"${rng.randint(2, 900)}k",
        f"{number} {code}", f"{number} {word}", f"{code} {number}", f"{rng.choice('$€£')}{rng.randint(2, 90)}k",
        f"{rng.choice('$€£')}{rng.randint(1, 90)}.{rng.randint(1, 9)}M", f"{rng.choice('$€£')}{rng.randint(2, 90)} billion",
        f"{whole % 1000},{rng.randint(0, 99):02} €", f"{code} {whole}",
    ]
    return forms[rng.randrange(_MONEY_FORMS) if form is None else form]


def _before(notes, kind):
    """What an earlier value of this text looked like; hidden notes say it."""
    found = [value for noted, value in notes if noted == kind]
    return found[-1].split(":") if found else None


def _date(rng, notes):
    form, month, year = rng.randrange(_DATE_FORMS), rng.randint(1, 12), rng.choice([rng.randint(2018, 2031), 2025, 2026, 2026])
    old = _before(notes, "_date")
    if old and rng.random() < 0.65:
        form, year = int(old[0]), int(old[2])
        month = int(old[1]) if rng.random() < 0.6 else month
    value = calendar_date(rng, form, month, year)
    notes += [("_date", f"{form}:{month}:{year}"), ("dates", value)]
    return value


def _amount(rng, notes):
    form, symbol = rng.randrange(_MONEY_FORMS), rng.choice(WORDS["symbol"])
    old = _before(notes, "_amount")
    if old and rng.random() < 0.65:
        form, symbol = int(old[0]), old[1]
    value = money(rng, form, symbol)
    notes += [("_amount", f"{form}:{symbol}"), ("amounts", value)]
    return value


def _email(rng, notes):
    old = _before(notes, "emails")
    domain = old[0].split("@")[1] if old and rng.random() < 0.35 else None
    value = email_address(rng, domain)
    notes.append(("emails", value))
    return value


def _name(rng, notes):
    # Relatives share their last name.
    old = _before(notes, "names")
    family = old[0].split(" ", 1)[1] if old and " " in old[0] and "." not in old[0] and rng.random() < 0.12 else None
    value = full_name(rng, family)
    notes.append(("names", value))
    return value


def _first(rng, notes):
    value = first_name(rng)
    notes.append(("names", value))
    return value


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
    return "<" + _email(rng, notes) + ">"


FUNCTIONS = {
    "name": _name, "first": _first, "titled": _titled, "angled": _angled, "email": _email, "date": _date, "amount": _amount,
    "time": _clock, "phone": _phone, "ref": _reference,
    "day": lambda rng, notes: rng.choice(DAYS), "month": lambda rng, notes: rng.choice(MONTHS),
}
