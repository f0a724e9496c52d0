"""What a recogniser hands back before the context is known."""

from dataclasses import dataclass

from mapapp.article.model import MentionKind


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens from `start` up to `end` that name something of a `kind`; `phrase` where it is not the words.

    `doubtful` when only an index can tell whether it is a place at all. `locality` is what the words
    themselves say about where it is, `state` the two-letter code where they say it. `dateline` when a story
    begins with it; `hidden` when it only tells which place a story is of and is no mention itself.
    """

    start: int
    end: int
    kind: MentionKind
    phrase: str = ""
    doubtful: bool = False
    locality: str = ""
    state: str = ""
    dateline: bool = False
    unnamed: bool = False
