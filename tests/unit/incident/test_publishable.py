from dataclasses import replace
from pathlib import Path

from mapapp.incident.geojson import loads
from mapapp.incident.model import Incident, Source, Status
from mapapp.incident.publishable import missing
from tests.unit.incident.documents import a_place

DATA = Path(__file__).parents[3] / "data" / "incidents"
SAID = (Source("Fox 6"),)
CITY = a_place(id="city", label="A hospital in Milwaukee", sources=SAID)
CLINIC = a_place(id="clinic", label="A clinic", candidate_for="city")


def _lacking(*places: object) -> list[tuple[str, str]]:
    return [tuple(one) for one in missing(Incident("fire", "A fire", places=places))]  # type: ignore[arg-type]


def test_a_place_needs_a_source_and_a_position() -> None:
    assert _lacking(CITY, CLINIC) == []
    assert _lacking(a_place(geometry=None)) == [
        ("corner", "A corner has no position: put it on the map, or remove it."),
        ("corner", "A corner has no source: say who reported it."),
    ]


def test_a_facility_stands_on_the_source_of_the_place_it_could_be() -> None:
    assert [one for one, _ in _lacking(replace(CITY, sources=()), CLINIC)] == ["city", "clinic"]
    assert [one for one, _ in _lacking(CITY, replace(CLINIC, geometry=None))] == ["clinic"]


def test_nothing_is_asked_of_what_was_retracted_nor_of_what_it_could_be() -> None:
    gone = replace(CITY, status=Status.RETRACTED, sources=(), geometry=None)
    assert _lacking(gone, CLINIC) == []


def test_what_the_newsroom_starts_with_may_be_published() -> None:
    for file in DATA.glob("*.geojson"):
        assert missing(loads(file.read_bytes())) == ()
