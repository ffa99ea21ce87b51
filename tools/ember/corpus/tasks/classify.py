"""Sentiment, urgency and topic: one label for a short message."""
import re

from . import common, framing, natural
from .common import TOPICS, capital, plain, sentence

_SENTIMENT = common.load("sentiment", "topics", "sentences", "sentiment_more", "sentiment_told", "sentiment_more_told")
# Plain notices from the topic seeds carry no feeling once the loaded ones are out.
_LOADED = re.compile(r"sorry|cancel|unfortunately|n't|great|friendly|!|free\b|surprise|storm|rain|too |cheap|best|celebrat|thank", re.I)
_SENTIMENT.sections["neu"] += ["<z_notice>"] * 2
_SENTIMENT.sections["z_notice"] = [s for t in ("t_meeting", "t_sales", "t_event") for s in _SENTIMENT.sections[t]
                                   if not _LOADED.search(s)]
_URGENCY = common.load("urgency")
_TOPIC = common.load("topics", "topics_told")
_ASK = {skill: framing.instructions(skill) for skill in ("sentiment", "urgency", "topic")}


def _message(rng, grammar, parts, share):
    parts = list(dict.fromkeys(parts))
    text = framing.letter(rng, grammar, rng.choice([" ", " ", " ", "\n"]).join(parts), share=share)
    return framing.roughen(rng, text)


def _told(rng, section):
    """A whole text as people write it, now and then next to a plain fact."""
    source = "more" if rng.random() < 0.63 else "told"
    parts = [plain(_SENTIMENT.pick(f"{source}_{section}", rng)).strip()]
    if rng.random() < 0.12:
        parts.insert(rng.choice([0, 1]), sentence(_SENTIMENT, "z_fact", rng))
    return _message(rng, _SENTIMENT, parts, 0.04)


def sentiment(rng):
    label = rng.choice(["positive", "negative", "neutral"])
    section = {"positive": "pos", "negative": "neg", "neutral": "neu"}[label]
    if rng.random() < natural.SHARE["sentiment"]:
        text = framing.roughen(rng, natural.labelled(rng, "sentiment", section))
        return framing.frame(rng, _ASK["sentiment"], text), f"Sentiment: {label}."
    if rng.random() < 0.52:
        return framing.frame(rng, _ASK["sentiment"], _told(rng, section)), f"Sentiment: {label}."
    # Sentences about the same kind of thing, now and then with a general one.
    kind = rng.choice(_SENTIMENT.sections[section])
    parts = [capital(plain(_SENTIMENT.expand(kind if rng.random() < 0.7 else f"<{section}>", rng)))
             for _ in range(rng.choice([1, 1, 1, 2, 2, 3]))]
    # Facts around an opinion do not change it; this also stops length from
    # giving the label away.
    if rng.random() < 0.2:
        parts.insert(0, sentence(_SENTIMENT, rng.choice(["joined_pos", "z_fact"]), rng))
    elif rng.random() < 0.1:
        parts.append(sentence(_SENTIMENT, "z_fact", rng))
    text = _message(rng, _SENTIMENT, parts, 0.08)
    return framing.frame(rng, _ASK["sentiment"], text), f"Sentiment: {label}."


def urgency(rng):
    label = rng.choice(["high", "medium", "low"])
    if rng.random() < natural.SHARE["urgency"]:
        return framing.frame(rng, _ASK["urgency"], framing.roughen(rng, natural.labelled(rng, "urgency", label))), f"Urgency: {label}."
    parts = [sentence(_URGENCY, label, rng)]
    if rng.random() < 0.3:
        # Background that says nothing about time goes in front.
        parts.insert(0, sentence(_URGENCY, "background", rng))
    elif label == "low" and rng.random() < 0.2:
        parts.append(sentence(_URGENCY, label, rng))
    text = _message(rng, _URGENCY, parts, 0.2)
    return framing.frame(rng, _ASK["urgency"], text), f"Urgency: {label}."


def topic(rng):
    label = rng.choice(sorted(TOPICS))
    if rng.random() < natural.SHARE["topic"]:
        return framing.frame(rng, _ASK["topic"], framing.roughen(rng, natural.labelled(rng, "topic", label))), f"Topic: {label}."
    roll = rng.random()
    if roll < 0.55:
        seeds = rng.sample(_TOPIC.sections[TOPICS[label].replace("t_", "more_" if roll < 0.33 else "told_")], rng.choice([1, 1, 1, 1, 2]))
        parts = [plain(_TOPIC.expand(seed, rng)).strip() for seed in seeds]
    else:
        seeds = rng.sample(_TOPIC.sections[TOPICS[label]], rng.choice([1, 1, 1, 2, 2, 3]))
        parts = [capital(plain(_TOPIC.expand(seed, rng))) for seed in seeds]
    text = _message(rng, _TOPIC, parts, 0.15)
    return framing.frame(rng, _ASK["topic"], text), f"Topic: {label}."
