"""Names of people and e-mail addresses, many of them invented from letters and syllables."""
from pathlib import Path

from .grammar import Grammar
from .words import LISTS, invent

_DATA = Path(__file__).parent / "data"
WORDS = Grammar().load(_DATA / "names.txt").load(_DATA / "names_more.txt").sections


def _made_up(rng, low=2, high=3):
    word = "".join(rng.choice(WORDS["onset"]) + rng.choice(WORDS["nucleus"])
                   for _ in range(rng.randint(low, high)))
    return word + (rng.choice(WORDS["coda"]) if rng.random() < 0.6 else "")


def first_name(rng):
    if rng.random() < 0.25:
        return (_made_up(rng, 2, 2) if rng.random() < 0.5 else invent(rng)).capitalize()
    name = rng.choice(WORDS["first"])
    if rng.random() < 0.05:
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
    if roll < 0.345:
        return rng.choice(["O'", "D'", "O’", "Mc", "Mac", "L'"]) + name
    if roll < 0.43:  # Baker, Young, Finch: a word that is also a name ends no name before it
        word = rng.choice(LISTS[rng.choice(["job", "animal", "adj", "thing", "spot"])])
        return word.capitalize() if word.isalpha() else name
    return name


def full_name(rng, family=None):
    """A first and a last name; `family` gives the last name of a relative."""
    roll = rng.random()
    if roll < 0.05:
        middle = rng.choice("ABCDEFGHJKLMNPRSTW") + ". "
    elif roll < 0.11:
        middle = first_name(rng) + " "
    else:
        middle = ""
    if roll > 0.955:
        initials = [rng.choice("ABCDEFGHJKLMNPRSTW") + "." for _ in range(rng.choice([1, 1, 2]))]
        return rng.choice([" ", " ", ""]).join(initials) + " " + (family or last_name(rng))
    return first_name(rng) + " " + middle + (family or last_name(rng))


def _ascii(text):
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum())


def _mail_word(rng):
    pool = rng.random()
    if pool < 0.3:
        return _ascii(first_name(rng)) or "info"
    if pool < 0.5:
        return _ascii(last_name(rng)) or "team"
    if pool < 0.65:
        return rng.choice(WORDS["mailword"])
    return _site_word(rng)


def _site_word(rng):
    """Any word of the vocabulary, or an invented one."""
    roll = rng.random()
    if roll < 0.6:
        listed = rng.choice(["thing", "thing2", "job", "animal", "town", "food", "spot", "stuff", "adj", "group", "happening"])
        return _ascii(rng.choice(LISTS[listed])) or "office"
    return invent(rng) if roll < 0.8 else _made_up(rng, 1, 3)


def _domain(rng):
    roll = rng.random()
    if roll < 0.22:
        return rng.choice(WORDS["maildomain"])
    name = rng.choice(WORDS["mailword"]) if roll < 0.35 else _site_word(rng)
    if rng.random() < 0.4:
        name += rng.choice(["-", "-", "", ".", ""]) + (rng.choice(WORDS["mailword"]) if rng.random() < 0.5 else _site_word(rng))
    if rng.random() < 0.06:
        name += str(rng.randint(1, 365))
    if rng.random() < 0.07:
        name = rng.choice(["mail", "my", "shop", "post", "team", "eu", "students"]) + "." + name
    return name + "." + rng.choice(WORDS["tld"])


def email_address(rng, domain=None):
    """An address; `domain` gives the part after the @ of a colleague's."""
    local = _mail_word(rng)
    roll = rng.random()
    if roll < 0.42:
        local += rng.choice("...._-") + _mail_word(rng)
    elif roll < 0.52:
        local = local[0] + rng.choice([".", ""]) + _mail_word(rng)
        if rng.random() < 0.12:
            local += rng.choice(".._-") + _mail_word(rng)
    if rng.random() < 0.2:
        local += rng.choice(["", "", "", "_", ".", "-"]) + str(rng.randint(1, rng.choice([9, 99, 2030])))
    if rng.random() < 0.06:
        local += "+" + rng.choice(WORDS["mailword"])
    address = local + "@" + (domain or _domain(rng))
    return address.title() if rng.random() < 0.02 else address


def own_address(rng, name):
    """The address of somebody called `name`, its local part made of that name."""
    parts = [part for part in (_ascii(word) for word in name.split()) if part] or ["info"]
    first, last = parts[0], parts[-1]
    join = rng.choice(["", ".", ".", ".", "_", "-"])
    local = rng.choice([first, last] if len(parts) == 1 else
                       [first + join + last, first + join + last, last + join + first, first[0] + join + last, first, last, first + last[0]])
    if rng.random() < 0.12:
        local += str(rng.randint(1, 99))
    return local + "@" + (_ascii(last) + "." + rng.choice(WORDS["tld"]) if rng.random() < 0.1 else _domain(rng))
