from dataclasses import replace

from mapapp.incident.confirming import confirmed_alone
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Incident, Layer, Place, Precision, Source, Status

PAPER, RADIO = Source("The Paper"), Source("The Radio")
REPORTED = Place("a", Layer.SCENE, "A", Geometry.point(0, 0), Precision.INTERSECTION, sources=(PAPER,))
CONFIRMED = replace(REPORTED, status=Status.CONFIRMED)


def _map(*places: Place) -> Incident:
    return Incident("fire", "A fire", places=places)


def test_what_becomes_confirmed_on_one_source_is_named() -> None:
    assert confirmed_alone(_map(REPORTED), _map(CONFIRMED)) == [0]
    assert confirmed_alone(None, _map(REPORTED, replace(CONFIRMED, id="b"))) == [1]


def test_two_different_sources_confirm() -> None:
    assert confirmed_alone(None, _map(replace(CONFIRMED, sources=(PAPER, RADIO)))) == []
    twice = replace(CONFIRMED, sources=(PAPER, replace(PAPER, publisher="the paper ", quote="More.")))
    assert confirmed_alone(None, _map(twice)) == [0]


def test_what_an_editor_confirmed_stays_so_until_it_is_moved_or_loses_its_source() -> None:
    before = _map(CONFIRMED)
    assert confirmed_alone(before, _map(replace(CONFIRMED, what="More words."))) == []
    assert confirmed_alone(before, _map(replace(CONFIRMED, geometry=Geometry.point(1, 1)))) == [0]
    assert confirmed_alone(before, _map(replace(CONFIRMED, sources=()))) == [0]
