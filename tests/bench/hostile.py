"""What hostile text costs, by the megabyte of phrases of 500 characters."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from mapapp.desk import Desk
from mapapp.errors import BadInput
from mapapp.geocode.parse import read_phrase
from mapapp.settings import Settings
from tests.accuracy import hostile

from .figure import Figure, cpu_timed


def figures(home: Path, _tiger: str) -> Iterator[Figure]:
    """Reading alone, then the whole answer."""
    phrases = hostile.phrases()
    megabytes = sum(map(len, phrases)) / 1e6
    read_phrase.cache_clear()
    with closing(Desk(Settings(home=home))) as desk:
        geocoder = desk.finder.geocoder()
        reading, _ = cpu_timed(lambda: _each(read_phrase, phrases))
        read_phrase.cache_clear()
        answering, _ = cpu_timed(lambda: _each(lambda one: geocoder.geocode(one, "Kenosha, WI"), phrases))
    yield Figure("1 MB of hostile text: read", f"{reading / megabytes:.2f} s", "target 1 s")
    yield Figure("1 MB of hostile text: answered", f"{answering / megabytes:.2f} s")


def _each(work: Callable[[str], object], phrases: list[str]) -> None:
    for one in phrases:
        with suppress(BadInput):
            work(one)
