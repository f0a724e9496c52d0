from typing import Any

from mapapp.maps.features import draw
from mapapp.maps.legend import legend
from tests.unit.maps.documents import founding, incident, place

LINE = {"type": "LineString", "coordinates": [[0, 0], [0.01, 0]]}


def terms(*features: dict[str, Any]) -> list[str]:
    return [one.term for one in legend(draw(incident(*features)))]


def test_the_founding_map_needs_what_it_shows() -> None:
    assert [one.term for one in legend(draw(founding()))] == [
        "Filled pin",
        "Circle around a pin",
        "Dashed outline",
        "Thin circle",
        "reported, not confirmed",
        "confirmed",
    ]


def test_only_what_a_map_uses_is_explained() -> None:
    assert terms(place("a", 0, 0, status="confirmed")) == ["Filled pin", "confirmed"]
    assert terms(place("a", 0, 0, precision="block", radius_m=200)) == [
        "Open circle",
        "reported, not confirmed",
    ]
    road = {**place("a", 0, 0, precision="segment", status="disputed"), "geometry": LINE}
    assert terms(road) == ["Line", "disputed"]
    assert terms() == []


def test_what_was_taken_back_has_a_number_only() -> None:
    assert terms(place("a", 0, 0, status="retracted")) == ["Number alone", "retracted"]


def test_each_entry_is_a_sentence_and_each_symbol_is_told_apart() -> None:
    everything = legend(
        draw(
            incident(
                place("pin", 0, 0, radius_m=50),
                place("ring", 0, 0, precision="block", status="confirmed"),
                {**place("line", 0, 0, precision="road", status="disputed"), "geometry": LINE},
                {**place("nowhere", 0, 0), "geometry": None},
            )
        )
    )
    assert all(one.meaning.endswith(".") and len(one.meaning) < 110 for one in everything)
    symbols = [one.symbol for one in everything if one.symbol]
    assert len(symbols) == len(set(symbols)) == 6
