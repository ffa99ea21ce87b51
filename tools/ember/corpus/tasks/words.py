"""Everyday words of many fields, their forms, and invented ones.

A model that meets a few hundred nouns learns those nouns instead of learning
to copy. So a share of the slots holds words that nobody has seen: they follow
the letters of real words, and any subword sequence may come.
"""
from pathlib import Path

from .grammar import Grammar

LISTS = Grammar().load(Path(__file__).parent / "data" / "vocabulary.txt").sections
INVENTED = 0.14
_VOWELS = "aeiou"


def _followers():
    """Which letters follow each pair of letters in the vocabulary."""
    table = {}
    for name, words in LISTS.items():
        for word in ([] if name == "verb" else words):
            if word.isascii() and word.replace(" ", "").isalpha():
                padded = "^^" + word.split()[-1].lower() + "$"
                for i in range(2, len(padded)):
                    table.setdefault(padded[i - 2:i], []).append(padded[i])
    return table


_NEXT = _followers()
_KNOWN = set("over into with that this then here when from were been your they them".split())


def invent(rng):
    """A word that reads like English and is none."""
    while True:
        word = "^^"
        while len(word) < 13:
            letter = rng.choice(_NEXT[word[-2:]])
            if letter == "$":
                break
            word += letter
        if 6 <= len(word) <= 12 and word[2:] not in _KNOWN:
            return word[2:]


def noun(name):
    def draw(rng, notes=None):
        return invent(rng) if rng.random() < INVENTED else rng.choice(LISTS[name])
    return draw


def thing(rng, notes=None):
    """A thing, now and then a compound of two."""
    roll = rng.random()
    if roll < INVENTED:
        return invent(rng)
    word = rng.choice(LISTS["thing" if roll < 0.75 else "thing2"])
    return rng.choice(LISTS["thing"]) + " " + word if roll > 0.93 and " " not in word else word


def adjective(rng, notes=None):
    return invent(rng) + rng.choice(["y", "ish", "ed", "al"]) if rng.random() < 0.07 else rng.choice(LISTS["adj"])


def described(rng, notes=None):
    """A thing, half of the time with an adjective."""
    return adjective(rng) + " " + thing(rng) if rng.random() < 0.45 else thing(rng)


_PLURALS = {"mouse": "mice", "goose": "geese", "foot": "feet", "tooth": "teeth", "child": "children", "person": "people", "ox": "oxen",
            "deer": "deer", "sheep": "sheep", "fish": "fish", "knife": "knives", "wife": "wives", "life": "lives", "shelf": "shelves",
            "leaf": "leaves", "wolf": "wolves", "calf": "calves", "half": "halves", "loaf": "loaves", "thief": "thieves", "scarf": "scarves",
            "hero": "heroes", "potato": "potatoes", "tomato": "tomatoes", "echo": "echoes", "quiz": "quizzes", "aircraft": "aircraft"}


def plural(word):
    first, gap, last = word.rpartition(" ")
    if last in _PLURALS:
        return first + gap + _PLURALS[last]
    if word.endswith(("s", "x", "ch", "sh", "z")):
        return word if word.endswith("s") and not word.endswith("ss") else word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith("man") and word != "man":
        return word[:-3] + "men"
    return word + "s"


def _doubles(word):
    return (len(word) > 2 and word[-1] not in "wxy" + _VOWELS and word[-2] in _VOWELS
            and word[-3] not in _VOWELS and sum(c in _VOWELS for c in word) == 1)


def past(entry):
    word, _, irregular = entry.partition("/")
    if irregular:
        return irregular
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ied"
    return word + (word[-1] if _doubles(word) else "") + "ed"


_DOUBLED = set("cancel submit forget transfer prefer refer admit commit permit control begin upset equip travel label regret quit "
               "unplug unwrap rerun reset unzip unclog defer omit fulfil outbid overlap".split())


def participle(entry):
    word = entry.partition("/")[0]
    if word in ("tie", "untie", "die", "lie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + "ing"
    return word + (word[-1] if _doubles(word) or word in _DOUBLED else "") + "ing"


def _verb(form):
    forms = [form(v) for v in LISTS["verb"]]

    def draw(rng, notes=None):
        if rng.random() < 0.06:
            made = invent(rng)
            return form(made.rstrip(_VOWELS + "y") or made)
        return rng.choice(forms)
    return draw


def town(rng, notes=None):
    return invent(rng).capitalize() if rng.random() < 0.25 else rng.choice(LISTS["town"])


def firm(rng, notes=None):
    name = invent(rng).capitalize()
    return name + rng.choice(["", "", " Ltd", " & Sons", " Group", " " + rng.choice(LISTS["thing"]).split()[0].capitalize() + "s",
                              " Foods", " Travel", " Bank", " Systems", " Media"])


FUNCTIONS = {
    "wthing": thing, "described": described, "wadj": adjective, "town": town, "firm": firm, "coined": lambda rng, notes=None: invent(rng),
    "things": lambda rng, notes=None: plural(thing(rng)), "food": noun("food"), "stuff": noun("stuff"), "animal": noun("animal"),
    "animals": lambda rng, notes=None: plural(rng.choice(LISTS["animal"])) if rng.random() > INVENTED else plural(invent(rng)),
    "wabs": noun("abstract"), "wadv": lambda rng, notes=None: rng.choice(LISTS["adverb"]),
    "kin": lambda rng, notes=None: rng.choice(LISTS["kin"]), "body": lambda rng, notes=None: rng.choice(LISTS["body"]),
    "job": noun("job"), "jobs": lambda rng, notes=None: plural(noun("job")(rng)), "spot": noun("spot"), "wgroup": noun("group"),
    "happening": noun("happening"), "verb": _verb(lambda e: e.partition("/")[0]), "verbed": _verb(past), "verbs": _verb(lambda e: plural(e.partition("/")[0])), "verbing": _verb(participle),
}
