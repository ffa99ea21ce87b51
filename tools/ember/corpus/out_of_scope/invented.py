"""What data files cannot list: line breaks, and names of products and people that do not exist.

A name never seen before shows that it is not the list of known ones that decides.
"""
ONSET = ["b", "br", "c", "d", "dr", "f", "fl", "g", "gr", "j", "k", "kl", "l", "m", "n", "p", "pl", "qu", "r", "s", "st", "t", "tr", "v", "w", "y", "z", ""]
NUCLEUS = ["a", "e", "i", "o", "u", "ai", "ea", "io", "oo"]
CODA = ["", "", "n", "r", "l", "x", "m", "s", "t", "k", "nd", "sh"]
ENDING = ["", "", "ly", "ify", "Hub", "Note", "Box", "Pad", "Cam", "Chat", "Desk", "Flow", "Mail", "OS", "Pay", "Shot", " Studio", " Pro",
          " 2", " Go", " Editor", " Player", "Drive", "Plan"]


def _word(rng, most=3):
    parts = (rng.choice(ONSET) + rng.choice(NUCLEUS) for _ in range(rng.randint(2, most)))
    return ("".join(parts) + rng.choice(CODA)).capitalize()


def product(rng, notes):
    return _word(rng, 2) + rng.choice(ENDING)


def person(rng, notes):
    return _word(rng) if rng.random() < 0.5 else _word(rng, 2) + " " + _word(rng)


def line_break(rng, notes):
    return rng.choice(["\n", "\n", " ", "\n\n"])


FUNCTIONS = {"nl": line_break, "newapp": product, "invname": person}
