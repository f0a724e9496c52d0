"""What a recogniser hands back before the context is known."""

from dataclasses import dataclass

from mapapp.article.model import MentionKind


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens from `start` up to `end` that name something of a `kind`; `phrase` where it is not the words.

    `doubtful` when only an index can tell whether it is a place at all, `refutable` when the words are likely
    one, but not if an index of the place does not have it. `state` is the two-letter code where the words say
    it; `dateline` when a story begins with it; `unnamed` for a facility without a name.
    """

    start: int
    end: int
    kind: MentionKind
    phrase: str = ""
    doubtful: bool = False
    refutable: bool = False
    state: str = ""
    dateline: bool = False
    unnamed: bool = False
