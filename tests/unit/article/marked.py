"""Stories with their places marked: "[scene place|the city|Kenosha]" is role, kind, text and phrase."""

import re

from mapapp.article.model import Mention, MentionKind, Role, Span

_MARK = re.compile(r"\[(\w+) (\w+)\|([^\]|]+)(?:\|([^\]]+))?\]")


def marked(story: str) -> tuple[str, tuple[Mention, ...]]:
    """The text without the marks, and its mentions."""
    text, mentions, at = "", [], 0
    for found in _MARK.finditer(story):
        role, kind, words, phrase = found.groups()
        text += story[at : found.start()]
        span = Span(len(text), len(text) + len(words))
        mentions.append(Mention(span, words, MentionKind(kind), phrase or words, Role(role)))
        text, at = text + words, found.end()
    return text + story[at:], tuple(mentions)
