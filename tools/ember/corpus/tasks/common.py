"""The grammar with everyday nouns, topic seeds and value slots that all tasks share."""
from .framing import DATA
from .grammar import Grammar, capital, fix_articles
from .values import FUNCTIONS
from .words import FUNCTIONS as WORDS

TOPICS = {
    "billing": "t_billing", "delivery": "t_delivery", "technical problem": "t_technical",
    "account": "t_account", "meeting": "t_meeting", "travel": "t_travel", "health": "t_health",
    "feedback": "t_feedback", "sales": "t_sales", "job": "t_job", "event": "t_event",
    "security": "t_security",
}

_WIDER = {"place": "<town>", "company": "<firm>", "item": "{<wthing>|<wthing>|<described>}", "device": "<wthing>", "doc": "<wthing>",
          "person": "<job>", "team": "<wgroup>", "room": "<spot>"}


def load(*names):
    grammar = Grammar({**FUNCTIONS, **WORDS}).load(DATA / "lexicon.txt")
    for name in names:
        grammar.load(DATA / f"{name}.txt")
    # Half of what the short lists give comes from the wide vocabulary.
    for section, wide in _WIDER.items():
        grammar.sections[section] += [wide] * len(grammar.sections[section])
    return grammar


def plain(text):
    r"""Drop the marks around title words, mend articles and break lines at \n."""
    return fix_articles(text.replace("[", "").replace("]", "").replace("\\n", "\n"))


def sentence(grammar, section, rng, notes=None):
    return capital(plain(grammar.pick(section, rng, notes)))
