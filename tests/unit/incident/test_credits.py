from dataclasses import replace

import pytest

from mapapp.incident.credits import source_words, with_places
from mapapp.incident.model import Georeference, Incident
from tests.unit.incident.documents import a_place

OSM = Georeference(
    "street crossing", "OpenStreetMap", "OpenStreetMap of 2026-11-01", "ODbL 1.0, © OpenStreetMap"
)
CITY = Georeference("street crossing", "City of Madison", "2026-05", "CC0 1.0")
BY_HAND = Georeference("placed by hand")
STORY = Incident("fire", "A fire", credits=("Photograph: Ada",))
OSM_LINE = "Places: OpenStreetMap of 2026-11-01; ODbL 1.0, © OpenStreetMap"


@pytest.mark.parametrize(
    ("origins", "owed"),
    [
        ([OSM], [OSM_LINE]),
        ([CITY, OSM, CITY], ["Places: City of Madison, 2026-05; CC0 1.0", OSM_LINE]),
        ([Georeference("known place", "A list of 2015")], ["Places: A list of 2015"]),
        ([BY_HAND, None], []),
    ],
)
def test_each_source_of_a_position_is_credited_once(
    origins: list[Georeference | None], owed: list[str]
) -> None:
    places = [replace(a_place(), id=f"p{n}", georeference=one) for n, one in enumerate(origins)]
    assert with_places(STORY, places).credits == ("Photograph: Ada", *owed)


def test_a_credit_goes_with_the_last_place_that_needs_it_and_no_other_does() -> None:
    first, second = (replace(a_place(), id=one, georeference=OSM) for one in ("a", "b"))
    both = with_places(STORY, (first, second))
    assert with_places(both, (first,)).credits == ("Photograph: Ada", OSM_LINE)
    assert with_places(both, ()).credits == ("Photograph: Ada",)
    assert with_places(both, ()).places == ()


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            ("OpenStreetMap", "OpenStreetMap of 2026-11-01", "ODbL 1.0"),
            "OpenStreetMap of 2026-11-01; ODbL 1.0",
        ),
        (("City of Madison", "2026-05", "CC0 1.0"), "City of Madison, 2026-05; CC0 1.0"),
        (("A list of 2015", "", ""), "A list of 2015"),
    ],
)
def test_a_source_names_itself_once(said: tuple[str, str, str], line: str) -> None:
    assert source_words(*said) == line
