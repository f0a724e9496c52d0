from collections.abc import Iterator

import pytest

from mapapp.errors import MapappError, Meaning, StaleRevision, TooLarge, Unavailable, meaning


def _family(kind: type[MapappError]) -> Iterator[type[MapappError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _family(child)


def test_every_error_has_a_meaning_of_its_own_kind() -> None:
    for kind in _family(MapappError):
        found = meaning(kind.__new__(kind))
        assert found.http >= 400
        assert found.exit > 0
        assert found != Meaning(500, 1) or kind is MapappError


@pytest.mark.parametrize(
    ("error", "http", "status"),
    [(TooLarge(""), 413, 2), (Unavailable(""), 503, 3), (StaleRevision("a", 1, 2, 3), 409, 2)],
)
def test_the_nearest_kind_decides(error: MapappError, http: int, status: int) -> None:
    assert meaning(error) == (http, status)
