"""What is said when words name nothing, or nothing that can be placed."""

from collections.abc import Sequence
from dataclasses import replace

from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.explain import quoted


def most_telling(phrase: str, failures: Sequence[Answer]) -> Answer:
    """Of failed readings the likeliest that can tell more, else the first that knew what was asked."""
    none = unknown(phrase)
    specific = [one for one in failures if one.explanation != none.explanation]
    telling = [one for one in specific if one.hints]
    not_found = [one for one in specific if one.outcome is Outcome.NOT_FOUND]
    return next(iter([*telling, *not_found, *specific, *failures]), replace(none, outcome=Outcome.UNPARSED))


def unknown(phrase: str) -> Answer:
    """The answer to words that name nothing."""
    words = quoted(" ".join(phrase.split()))
    why = f"{words} names no street corner, block, address, facility or place that is known here."
    return Answer(phrase, Outcome.NOT_FOUND, (), why)
