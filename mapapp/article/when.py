"""Which of a story's moments is said of which mention. Pure."""

from bisect import bisect_left
from collections.abc import Sequence

from mapapp.article.model import Mention, Moment, Role
from mapapp.article.sentences import sentence_at, sentences

_TIMED = (Role.SCENE, Role.DESTINATION)


def moments_of(text: str, mentions: Sequence[Mention], moments: Sequence[Moment]) -> list[Moment | None]:
    """For each mention where something happened the nearest dated moment of its sentence, or None."""
    dated = [one for one in moments if one.value]
    starts = [one.span.start for one in dated]
    return [_moment_of(text, one, dated, starts) if one.role in _TIMED else None for one in mentions]


def _moment_of(text: str, mention: Mention, dated: Sequence[Moment], starts: Sequence[int]) -> Moment | None:
    cut = sentences(text)
    number = sentence_at(cut, mention.span.start)
    if number is None:
        return None
    after = bisect_left(starts, mention.span.start)
    beside = [one for one in dated[max(0, after - 1) : after + 1] if one.span.overlaps(cut[number])]
    return min(beside, key=lambda one: _gap(one, mention), default=None)


def _gap(moment: Moment, mention: Mention) -> int:
    return max(mention.span.start - moment.span.end, moment.span.start - mention.span.end)
