"""Sentences and labels: how answers are put to a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mapapp.geocode.answer import Answer, Candidate
from mapapp.geocode.faults import in_words, score
from mapapp.incident.geodesy import bearing, compass_word


def quoted(words: str) -> str:
    """Words of the phrase as a quotation, shortened to 60 characters."""
    return f"“{words if len(words) <= 60 else words[:57] + '…'}”"


def said(best: Candidate) -> str:
    """A candidate that was chosen, with what is doubtful about it."""
    doubts = in_words(best.faults)
    return f"{best.label}; {doubts}." if doubts else f"{best.label}."


def with_fault(answer: Answer, fault: str) -> Answer:
    """The answer with one more fault on every candidate."""
    candidates = tuple(
        replace(one, faults=(*one.faults, fault), score=score((*one.faults, fault)))
        for one in answer.candidates
    )
    return replace(answer, candidates=candidates)


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
    count = Counter[str]()
    numbered = []
    for one in told:
        count[one.label] += 1
        apart = f"{one.label}, no. {count[one.label]}"
        numbered.append(replace(one, label=apart) if one.label in still else one)
    return tuple(numbered)


def _repeated(candidates: Sequence[Candidate]) -> set[str]:
    return {label for label, count in Counter(one.label for one in candidates).items() if count > 1}


def _side(middle: tuple[float, float], candidate: Candidate) -> str:
    word = compass_word(bearing(middle, (candidate.lon, candidate.lat)))
    return f"the {word}ern"
