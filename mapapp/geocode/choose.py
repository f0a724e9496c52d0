"""From ranked candidates to an outcome: one may be trusted, or a person must choose."""

from collections.abc import Sequence

from mapapp.geocode.answer import Candidate, Outcome
from mapapp.geocode.explain import distinct_labels
from mapapp.geocode.faults import forbids
from mapapp.geocode.overlap import each_once

# The best must lead by more than two missing directions or misspellings cost (2 each), and less than a
# missing type does (6): so "28th and 40th" never chooses between Avenue and Street, but "28th Avenue" does.
MARGIN = 4.0
LEAST_SCORE = 75.0
SHOWN_WITHIN = 20.0
MOST_CANDIDATES = 8


def decide(candidates: Sequence[Candidate]) -> tuple[Outcome, tuple[Candidate, ...]]:
    """The outcome, and the candidates worth showing, best first, with labels that differ.

    `resolved` needs a best candidate without a forbidding fault, 75 points, and a lead of more than 4. A spot
    that several sources have is one candidate: the best, and of equals the first.
    """
    ranked = sorted(each_once(candidates), key=lambda one: (-one.score, one.lon, one.lat))
    best = ranked[0]
    shown = distinct_labels(
        [one for one in ranked if one.score > best.score - SHOWN_WITHIN][:MOST_CANDIDATES]
    )
    if all("outside_place" in one.faults for one in ranked):
        return Outcome.OUTSIDE_PLACE, shown
    if rivals(shown) or forbids(best.faults) or best.score < LEAST_SCORE:
        return Outcome.AMBIGUOUS, shown
    return Outcome.RESOLVED, shown


def rivals(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The candidates that the best one does not leave behind by the margin."""
    return [one for one in candidates[1:] if one.score >= candidates[0].score - MARGIN]
