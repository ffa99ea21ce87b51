"""Generators of bounded tasks on short texts: (prompt, answer) pairs by skill.

Each function draws everything from the random generator it is given, so the
same seed always writes the same corpus.
"""
from .bullets import bullets
from .classify import sentiment, topic, urgency
from .extract import extract
from .polite import polite
from .rewrite import short
from .title import title

SKILLS = {
    "sentiment": sentiment, "urgency": urgency, "topic": topic, "extract": extract,
    "polite": polite, "short": short, "bullets": bullets, "title": title,
}
