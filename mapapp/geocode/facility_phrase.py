"""Reading a facility without a name: "a hospital", "a Milwaukee hospital". Pure."""

from collections.abc import Iterator, Sequence

from mapapp.geocode.cues import DETERMINERS
from mapapp.geocode.facility_words import FACILITY_KINDS
from mapapp.geocode.phrase import Named, Query, SomeFacility

Words = Sequence[str]


def read_facility(head: Words, *, airlifted: bool) -> Iterator[tuple[Query, str, str]]:
    """`a hospital`, `a Milwaukee hospital`, `Milwaukee hospital`: a kind, and words that may be a locality.

    Each query comes with the locality words, and an empty string for what stands before it.

    Without an article the words may as well be a name, which is then the likelier reading.
    """
    lower = [one.lower() for one in head]
    length = next((n for n in (2, 1) if " ".join(lower[-n:]) in FACILITY_KINDS), 0)
    if not length:
        return
    kind = FACILITY_KINDS[" ".join(lower[-length:])]
    before = [one.removesuffix("-area") for one in head[:-length] if one.lower() not in DETERMINERS]
    indefinite = lower[0] in DETERMINERS or not before
    if not indefinite:
        yield Named(" ".join(head)), "", ""
    if indefinite or kind != "school":
        yield SomeFacility(kind, airlifted, indefinite), " ".join(before), ""
