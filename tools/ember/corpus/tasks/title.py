"""Titles by one rule that any text can follow.

The words of the first sentence that says something, in their order, without
articles, pronouns and auxiliary verbs, up to the end of the clause or to where
a time is given, at most six: a longer one ends before its last preposition or
"and". So no word of a title has to be invented.
"""
import re

from . import common, framing, natural
from .common import TOPICS, capital, plain
from .rewrite import fill

_G = common.load("title", "topics", "rewrite", "sentences", "title_news", "title_told", "title_more_told")
_ASK = framing.instructions("title")
_PATTERNS = ["w_core"] * 6 + ["w_title"] * 7 + ["core"] * 2 + ["t_plain"] * 3 + ["topic"] * 4 + ["t_wide"] * 12 + ["n_all"] * 20
SMALL = set("a an the of in on at to for and or but from by with as near over into off up out".split())
_DROP = set("a an the my our your his her their its this that these those some any i we you they he she it me us them is are am was were be been "
            "being will would can could should may might must has have had do does did there here please just also very really already again "
            "still so quite then now kindly i'm we're it's i've we've i'd we'd it'll we'll i'll".split())
_CLAUSE = set("because since as when while who which if but although whether where unless than until".split())
_WITHIN = set("i we you they he she".split())
_TIME = set("today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday january february march april june july august jan feb mar apr jun jul aug sep sept oct nov dec "
            "september october november december this next last every each noon midnight".split())
_SHORT_DAYS = set("mon tue tues wed thu thurs fri sat sun".split())
_PLACES = set("in on at to for from by with near over into about between behind under outside beside before after during through".split())
_OPEN = re.compile(
    r"^(?:(?:i am|i'm|we are|we're) (?:very |so )?(?:pleased|happy|proud|glad|delighted|sorry|sad) to (?:announce|tell you|say|inform you|report|share)(?: that)?|"
    r"we regret to inform you that|i (?:just )?wanted to let you know(?: that)?|just a (?:quick )?(?:note|reminder) that|this is a reminder that|i just heard that|i think(?: that)?|it looks like|as you know|"
    r"join us for|come to|you are invited to|(?:we|i)(?: would like to|'d like to)? invite you to|don't miss|save the date for|sign up for|dear (?:residents|customers|guests|parents|members|colleagues|neighbours|neighbors|editor)|to all staff|hi all|hello team|hi everyone|good morning|"
    r"(?:(?:a new|the latest|a|this|our|the annual) (?:study|survey|report|test|review|audit|poll) (?:shows|finds|says|warns|suggests|proves) that)|"
    r"please note(?: that)?|note(?: that)?|remember(?: that)?|this is to (?:say|inform you) that|i would like to|i'd like to|i want to|i have to|we have to|"
    r"i need to|we need to|we want to|we would like to|we'd like to|could you(?: please)?|can you(?: please)?|would you|can i|can we|maybe we could|may i|please|let me describe|let's talk about|(?:we|i)(?:'d| would) love to|i'm looking to|i was wondering if|it is time to|don't forget to|"
    r"does anyone know(?: how to| where to)?|do you know(?: how to)?|we need|i need|there is|there are|there will be|i am writing (?:about|because of)|"
    r"i'm writing (?:about|because of)|(?:how|where|when|why) (?:do|can|could|should|would|must) (?:i|we|you)|hi|hello|dear all|unfortunately|sadly|good news|finally|today|yesterday|tomorrow|last night|this week|next week)[,: ]+"
    r"|^(?:note to self|plan|idea|thought|to do|reminder|news|big news|attention|update|important|notice|wanted|selling|for sale|to rent|"
    r"to give away|for rent|free|swap): ", re.I)
# What stands before the main clause: a reason, a time, a place, a purpose.
_BEFORE = re.compile(r"(?:because|if|when|since|as|although|while|after|before|despite|during|in|on|at|with|without|under|instead of|like|"
                     r"thanks to|according to|for the first time|without|to|from|starting|following|by|until|last|this|next|every|two days ago|a week ago)\b[^,;:.!?]*, ", re.I)
_WORD = re.compile(r"(?:Dr|Mrs?|Ms|Prof|St|(?<!\S)[a-z])\.(?= )|\S+@\S*\w|[^\s,;:.!?()]+(?:[.,:]\d+)*[^\s,;:.!?()]*|[,;:.!?()]", re.I)


def clean_opening(sentence):
    while True:
        shorter = _OPEN.sub("", sentence, count=1)
        if shorter == sentence:
            return sentence
        sentence = shorter


def _kept(sentence):
    """The words of a sentence that say something, up to the end of the clause or to a time."""
    found, dropped = [], ""
    main = _BEFORE.sub("", clean_opening(sentence), count=1) if _BEFORE.match(clean_opening(sentence)) else sentence
    words = _WORD.findall(clean_opening(main))
    for i, word in enumerate(words):
        low = word.lower()
        after = words[i + 1].lower() if i + 1 < len(words) else ""
        if word in ",;:.!?()—–-" or (low in _CLAUSE | _WITHIN and found) or (found and (low, after) == ("so", "that")):
            break
        if found and (low in _TIME and (low, after) != ("next", "to") or low in _PLACES and (after in _TIME | _SHORT_DAYS or words[i + 1:i + 2] == ["May"] or after[:1].isdigit())):
            break
        if word == "US" or word == "May" and found or low not in _DROP and not (low == "to" and dropped):
            found.append(word)
        dropped = low if low in ("has", "have", "had", "is", "are") else ""
    return found


def _cuts(found):
    return [i for i in range(4, 7) if found[i].lower() in _PLACES | {"and", "or"}]


def whole(sentence):
    """Whether the title of a sentence ends where a phrase of it does."""
    found = _kept(sentence)
    return len(found) <= 6 or bool(_cuts(found))


def title_of(sentence):
    """The title of a sentence, or None where too little is left of it."""
    found = _kept(sentence)
    if len(found) > 6:
        found = found[:(_cuts(found) or [6])[-1]]
    while found and found[-1].lower() in SMALL | _PLACES | {"how", "next", "too", "without", "against", "than"}:
        found.pop()
    if sum(w.lower() not in SMALL for w in found) < 2:
        return None
    return " ".join(w.lower() if i and w.lower() in SMALL else capital(w) for i, w in enumerate(found))


def _first(rng):
    told = rng.random() < 0.36
    pattern = rng.choice(["told"] * 4 + ["told_wire"]) if told else rng.choice(_PATTERNS)
    if pattern == "topic":
        pattern = TOPICS[rng.choice(sorted(TOPICS))]
    text = re.sub(r" +([.,;?])", r"\1", capital(plain(fill(rng, _G.pick(pattern, rng), 0))))
    if text[-1] not in ".?!":
        text += "?" if re.match("(?:Can|Could|Would) (?:you|I|we) ", text) else "."
    return _first(rng) if told and not whole(text) else text


def _cased(text):
    return " ".join(w.lower() if i and w.lower() in SMALL else capital(w) for i, w in enumerate(text.split()))


def title(rng):
    if rng.random() < natural.SHARE["title"]:
        text, answer = natural.pair(rng, "title")
        return framing.frame(rng, _ASK, text), _cased(answer)
    answer = None
    while not answer:
        text = _first(rng)
        answer = title_of(text)
    first = text
    more = [capital(plain(_G.pick(rng.choice(["t_more", "n_more"]), rng))) if rng.random() < 0.4 else _first(rng) for _ in range(rng.choice([0, 0, 0, 1, 1, 2, 3]))]
    text = rng.choice([" "] * 6 + ["\n"]).join([text] + more)
    if rng.random() < 0.05:
        text = _G.pick("n_lead", rng) + " " + text
    roll = rng.random()
    if roll < 0.12:
        text = text.rstrip(".")
    elif roll > 0.92 and " may " not in text.lower():
        text, answer = text.lower(), title_of(first.lower())
        if not answer:
            return title(rng)
    elif roll < 0.18:
        text = rng.choice(["Hi, ", "Hello, ", "Dear all, ", "Unfortunately, ", "Good news: "]) + re.sub(
            r"^(?:The|We|Our|A|My|There|Can|Could) ", lambda m: m.group().lower(), text)
    return framing.frame(rng, _ASK, text), answer
