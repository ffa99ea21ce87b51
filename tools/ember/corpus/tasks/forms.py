"""Rarer forms of dates, amounts, addresses and names, as careless and careful people write them.

The answer copies a value as it stands, in whatever form.
"""
from . import series, values
from .people import WORDS, _ascii, _site_word, first_name, last_name
from .values import DAYS, MONTHS, _ordinal

RARE = 0.3
_SHORT = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
_WORDED = "five ten fifteen twenty twenty-five thirty forty fifty sixty eighty ninety".split()


def rare_date(rng):
    month, year, weekday = rng.randint(1, 12), rng.choice([rng.randint(2018, 2031), 2026, 2027]), rng.choice(DAYS)
    day = rng.randint(1, 28 if month == 2 else 30)
    name, short, nth = MONTHS[month - 1], _SHORT[month - 1], _ordinal(day)
    return rng.choice([
        f"{nth} {short}", f"{nth} {short} {year}", f"{short} {nth}, {year}", f"{weekday[:3]} {nth} {short}", f"{weekday[:3]} {day} {name}",
        f"{weekday} {nth} {name} {year}", f"{weekday} {day} {name} {year}", f"{weekday} {nth} of {name}", f"{weekday}, {name} {nth}",
        f"{weekday}, {short} {day}", f"{weekday[:3]}, {short} {day}", f"{weekday[:3]} {day} {short} {year}",
        f"{day:02}/{month:02}/{year % 100:02}", f"{day:02}.{month:02}.{year % 100:02}", f"{year}.{month:02}.{day:02}",
        f"{day:02}-{short[:3]}-{year % 100:02}",
        f"{day} {short}. {year}", f"{day:02} {short} {year}", f"{name} {nth} {year}", f"{day:02}{short[:3].upper()}{year}", f"{day}. {month}. {year}",
        f"{day} {short}", f"{short} {day}", f"{day}/{month}", f"{month}/{day}", f"{day} {name.upper()} {year}"])


def rare_amount(rng):
    whole, cents, sign = rng.randint(1, rng.choice([9, 99, 999, 9999])), rng.choice([rng.randint(0, 99), 50, 99, 0]), rng.choice("€£$")
    large = rng.randint(1000, 99999)
    return rng.choice([
        f"{sign} {whole}", f"{sign} {whole}.{cents:02}", f"{sign}{whole}.{cents:02}", f"{sign}{large:,}.{cents:02}",
        f"{whole} {sign}", f"{whole}.{cents:02} {sign}",
        f"{large // 1000}.{large % 1000:03} €", f"{large // 1000}.{large % 1000:03},{cents:02} €", f"{whole},{cents:02} EUR", f"€{whole},{cents:02}",
        f"{sign}{rng.randint(1, 90)}m", f"{sign}{rng.randint(1, 9)}.{rng.randint(1, 9)}k",
        f"{rng.randint(2, 99)}k {rng.choice(['EUR', 'euros', 'dollars', 'pounds'])}",
        f"{rng.randint(2, 99)}p", f"{rng.randint(5, 95)} cents", f"{rng.randint(5, 95)} pence",
        f"{rng.choice([5, 10, 20, 50, whole])} quid", f"{rng.choice([5, 10, 20, 50, whole])} bucks",
        f"{rng.choice(_WORDED)} {rng.choice(['pounds', 'euros', 'dollars'])}", f"{whole} {rng.choice(WORDS['currency'])}",
        f"{whole}.{cents:02} {rng.choice(['euros', 'dollars', 'pounds'])}", f"{rng.choice(WORDS['code'])} {large:,}.{cents:02}",
        f"{sign}{rng.randint(2, 90)}.{rng.randint(0, 9)}bn"])


def rare_email(rng):
    """An address of several parts, with digits, a plus or a longer domain."""
    first, last = _ascii(first_name(rng)) or "info", _ascii(last_name(rng)) or "team"
    number, word = rng.randint(1, rng.choice([9, 99, 2030])), rng.choice(WORDS["mailword"])
    local = rng.choice([f"{first}.{last}{number}", f"{first}.{last}+{word}", f"{first}{number}+{word}", f"{first[0]}.{last}.{word}",
                        f"{first}_{last}_{number}", f"{word}.{number}", f"{word}-{first}", f"{first}.{first[0]}.{last}", f"{last}{number}", f"no-reply+{number}",
                        f"x{first}{last}x", f"the.{last}s"])
    ending = rng.choice([*WORDS["tld"], "co.uk", "org.uk", "ac.uk", "com.au", "edu", "gov.uk", "k12.ny.us"])
    part = rng.choice(["mail", "hr", "cs", "shop", "accounts", "post", "uk"])
    site = _site_word(rng)
    site = rng.choice([site, f"{part}.{site}", f"{site}-{word}", f"{site}{number}"])
    return f"{local}@{site}.{ending}"


def rare_name(rng):
    """A name of three words, with initials, hyphens or a particle."""
    first, last, letter = first_name(rng), last_name(rng), rng.choice("ABCDEFGHJKLMNPRSTW")
    second, other, particle = (rng.choice(WORDS[kind]) for kind in ("first", "last", "particle"))
    return rng.choice([f"{first} {second} {last}", f"{first} {letter}. {last}", f"{letter}. {last}", f"{letter}. {rng.choice('ABDEJKLMRST')}. {last}",
                       f"{first}-{second} {last}", f"{first} {last}-{other}", f"{first} {particle} {other}", f"{first} {letter} {last}"])


def _either(kind, common, rare):
    def draw(rng, notes):
        if rng.random() > RARE:
            return values.FUNCTIONS[common](rng, notes)
        value = rare(rng)
        notes.append((kind, value))
        return value
    return draw


FUNCTIONS = {**series.FUNCTIONS, "date": _either("dates", "date", rare_date), "amount": _either("amounts", "amount", rare_amount),
             "email": _either("emails", "email", rare_email), "name": _either("names", "name", rare_name)}
