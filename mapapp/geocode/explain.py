"""Sentences and labels: how answers are put to a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mapapp.geocode.answer import Candidate
from mapapp.geocode.faults import in_words
from mapapp.incident.geodesy import bearing, compass_word


def quoted(words: str) -> str:
    """Words of the phrase as a quotation, shortened to 60 characters."""
    return f"“{words if len(words) <= 60 else words[:57] + '…'}”"


def said(best: Candidate) -> str:
    """A candidate that was chosen, with what is doubtful about it."""
    doubts = in_words(best.faults)
    return f"{best.label}; {doubts}." if doubts else f"{best.label}."


def listed(items: Sequence[str], last: str) -> str:
    """The items as A, B or C."""
    *before, end = items
    return f"{', '.join(before)} {last} {end}" if before else end


def many(count: int, one: str, more: str) -> str:
    """The count with its noun: 1 corner fits, 3 corners fit."""
    return f"{count} {one if count == 1 else more}"


def distinct_labels(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates, told apart by a compass word as seen from their middle, then by a number."""
    shared = _repeated(candidates)
    if not shared:
        return tuple(candidates)
    lon = sum(one.lon for one in candidates) / len(candidates)
    lat = sum(one.lat for one in candidates) / len(candidates)
    told = [
        replace(one, label=f"{one.label} ({_side((lon, lat), one)} one)") if one.label in shared else one
        for one in candidates
    ]
    still = _repeated(told)
    return tuple(
        replace(one, label=f"{one.label} {i}") if one.label in still else one for i, one in enumerate(told, 1)
    )


def _repeated(candidates: Sequence[Candidate]) -> set[str]:
    return {label for label, count in Counter(one.label for one in candidates).items() if count > 1}


def _side(middle: tuple[float, float], candidate: Candidate) -> str:
    word = compass_word(bearing(middle, (candidate.lon, candidate.lat)))
    return f"the {word}ern"
