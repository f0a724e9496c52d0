from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.geocode.online import Online
from mapapp.incident.geodesy import distance_m
from mapapp.incident.model import Precision
from mapapp.streets.index import StreetIndex
from tests.unit.geocode import nominatim, town
from tests.unit.geocode.nominatim import Nominatim


@pytest.fixture(scope="module")
def quillby(town_index: StreetIndex) -> Iterator[Nominatim]:
    """A Nominatim that knows the town of our own making."""
    with nominatim.serving(town_index) as server:
        yield server


@pytest.fixture
def geocoder(quillby: Nominatim, tmp_path: Path) -> Geocoder:
    """One without any street index of its own."""
    quillby.asked.clear()
    online = Online("nominatim", options=quillby.options, folder=tmp_path, interval_s=0.0)
    return Geocoder([], online=online)


def apart(answer: Answer, spot: tuple[float, float]) -> float:
    best = answer.candidates[0]
    return distance_m((best.lon, best.lat), town.at(*spot))


def test_a_corner_is_where_the_lines_of_two_streets_meet(quillby: Nominatim, geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Avenue and 40th Street, Quillby")
    (found,) = answer.candidates
    assert answer.outcome is Outcome.RESOLVED
    assert apart(answer, (2, 2)) < 1
    assert found.precision is Precision.INTERSECTION
    assert found.radius_m >= 15
    assert found.faults == ("from_online",)
    assert "ODbL" in found.provenance.licence
    assert all(one.startswith("way/") for one in found.provenance.ids)
    assert [query["q"] for _, query, _ in quillby.asked] == ["28th Avenue, Quillby", "40th Street, Quillby"]


@pytest.mark.parametrize(
    "phrase",
    [
        "40th St. @ 28th Ave, Quillby",
        "the corner of twenty-eighth avenue and fortieth street in Quillby",
        "28th Avenue and 40th Street Quillby WI",
        "40th St / 28th Ave, Quillby, WI",
    ],
)
def test_it_holds_for_every_form(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase)
    assert answer.outcome is Outcome.RESOLVED
    assert apart(answer, (2, 2)) < 1


def test_the_city_may_come_from_the_context(geocoder: Geocoder) -> None:
    assert geocoder.geocode("28th Avenue and 40th Street", "Quillby, WI").outcome is Outcome.RESOLVED


def test_so_may_a_position(geocoder: Geocoder) -> None:
    lon, lat = town.at(2, 2)
    assert geocoder.geocode("28th Avenue and 40th Street", f"{lat}, {lon}").outcome is Outcome.RESOLVED
    elsewhere = geocoder.geocode("28th Avenue and 40th Street", "42.6, -87.8")
    assert elsewhere.outcome is Outcome.NOT_FOUND


def test_without_any_place_it_is_not_asked(quillby: Nominatim, geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Avenue and 40th Street")
    assert answer.outcome is Outcome.NOT_FOUND
    assert "in which city" in answer.explanation
    assert quillby.asked == []


def test_near_a_corner_is_a_ring(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("near 28th Avenue and 40th Street, Quillby")
    assert answer.candidates[0].radius_m >= 150


@pytest.mark.parametrize(
    ("phrase", "near"),
    [
        ("the school on Oak Street at 28th Avenue and 40th Street, Quillby", None),
        ("28th Avenue and 40th Street, Blorptown, Quillby, WI", "Milwaukee, WI"),
    ],
)
def test_words_that_may_name_another_place_make_it_a_question(
    geocoder: Geocoder, phrase: str, near: str | None
) -> None:
    assert geocoder.geocode(phrase, near).outcome is not Outcome.RESOLVED


def test_streets_that_do_not_meet_are_no_pin(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("27th Avenue and 28th Avenue, Quillby")
    assert answer.outcome is Outcome.NO_SUCH_INTERSECTION
    assert answer.candidates == ()
    assert "100 m" in answer.hints[0]


@pytest.mark.parametrize("phrase", ["28th Avenue and 99th Street", "99th Street and 28th Avenue"])
def test_one_street_alone_is_not_found(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(f"{phrase}, Quillby")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.candidates == ()
    assert "99th Street" in answer.explanation


def test_streets_that_meet_twice_are_a_choice(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Loop Drive and Pine Road, Quillby County")
    answer = geocoder.geocode("Loop Drive and Pine Road", f"{town.at(7, 4)[1]}, {town.at(7, 4)[0]}")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert len(answer.candidates) == 2
    assert len({one.label for one in answer.candidates}) == 2


def test_an_overpass_is_no_corner(geocoder: Geocoder) -> None:
    lon, lat = town.at(11, 4)
    answer = geocoder.geocode("Interstate 94 and Pine Road", f"{lat}, {lon}")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert "grade_separated" in answer.candidates[0].faults
    assert answer.candidates[0].precision is not Precision.INTERSECTION


def test_a_swapped_type_is_another_street(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Street and 40th Avenue, Quillby")
    assert answer.outcome is not Outcome.RESOLVED


def test_highways_are_asked_for_by_their_reference(quillby: Nominatim, geocoder: Geocoder) -> None:
    answer = geocoder.geocode("US 45 and Highway 50, Quillby, WI")
    assert [query["q"] for _, query, _ in quillby.asked] == ["US 45, Quillby, WI", "WI 50, Quillby, WI"]
    assert answer.outcome is Outcome.RESOLVED
    assert "route_class_missing" in answer.candidates[0].faults


def way(number: int, name: str, *line: tuple[float, float], **more: Any) -> dict[str, Any]:
    return {
        "place_id": number, "osm_type": "way", "osm_id": number, "class": "highway", "type": "residential",
        "lat": str(line[0][1]), "lon": str(line[0][0]), "display_name": f"{name}, Quillby", "name": name,
        "address": {"road": name, "town": "Quillby", "ISO3166-2-lvl4": "US-WI"},
        "geojson": {"type": "LineString", "coordinates": line}, **more,
    }  # fmt: skip


WEST, MIDDLE, EAST, NORTH = (-87.01, 48.0), (-87.0, 48.0), (-86.99, 48.0), (-87.0, 48.01)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[tuple[Nominatim, Geocoder]]:
    """A Nominatim that says what it is told to, whatever it is asked."""
    with nominatim.serving() as server:
        online = Online("nominatim", options=server.options, folder=tmp_path, interval_s=0.0)
        yield server, Geocoder([], online=online)


CORNER = "Oak Street and Elm Avenue, Quillby"


def ask(told: tuple[Nominatim, Geocoder], *ways: dict[str, Any], phrase: str = CORNER) -> Answer:
    told[0].says = list(ways)
    return told[1].geocode(phrase)


def test_the_pieces_of_a_street_are_one(told: tuple[Nominatim, Geocoder]) -> None:
    answer = ask(
        told,
        way(1, "Oak Street", WEST, MIDDLE),
        way(2, "Oak Street", MIDDLE, EAST),
        way(3, "Elm Avenue", MIDDLE, NORTH),
    )
    assert answer.outcome is Outcome.RESOLVED
    assert set(answer.candidates[0].provenance.ids) == {"way/1", "way/2", "way/3"}


def test_lines_that_cross_without_a_common_vertex_do_not_meet(told: tuple[Nominatim, Geocoder]) -> None:
    answer = ask(told, way(1, "Oak Street", WEST, EAST), way(3, "Elm Avenue", (-87.0, 47.99), NORTH))
    assert answer.outcome is Outcome.AMBIGUOUS
    assert "grade_separated" in answer.candidates[0].faults


@pytest.mark.parametrize(
    "second",
    [
        way(3, "Elm Street", MIDDLE, NORTH),
        way(3, "Elmwood Avenue", MIDDLE, NORTH),
        way(3, "Elm Avenue", MIDDLE, NORTH, address={"town": "Overmere", "ISO3166-2-lvl4": "US-WI"}),
        way(3, "Elm Avenue", MIDDLE, NORTH, **{"class": "amenity"}),
        way(3, "Elm Avenue", MIDDLE, NORTH, geojson={"type": "Point", "coordinates": MIDDLE}),
        way(3, "New Avenue", MIDDLE, NORTH, namedetails={"name": "New Avenue", "old_name": "Elm Avenue"}),
    ],
)
def test_what_is_not_the_street_that_was_asked_for_does_not_count(
    told: tuple[Nominatim, Geocoder], second: dict[str, Any]
) -> None:
    answer = ask(told, way(1, "Oak Street", WEST, MIDDLE), second)
    assert answer.outcome is Outcome.NOT_FOUND
    assert "Elm Avenue" in answer.explanation


@pytest.mark.parametrize("key", ["alt_name", "ref", "official_name", "name_1"])
def test_a_further_name_of_a_street_counts_and_is_said(told: tuple[Nominatim, Geocoder], key: str) -> None:
    named = {"name": "New Avenue", key: "Elm Avenue;Third Avenue"}
    answer = ask(
        told,
        way(1, "Oak Street", WEST, MIDDLE),
        way(3, "New Avenue", MIDDLE, NORTH, namedetails=named),
    )
    assert answer.outcome is Outcome.RESOLVED
    assert "alias" in answer.candidates[0].faults


def test_a_street_of_the_asked_direction_leaves_the_others_out(told: tuple[Nominatim, Geocoder]) -> None:
    answer = ask(
        told,
        way(1, "North Oak Street", WEST, MIDDLE),
        way(2, "Oak Street", (-87.0, 48.01), (-86.99, 48.01)),
        way(3, "Elm Avenue", MIDDLE, NORTH),
        phrase="North Oak Street and Elm Avenue, Quillby",
    )
    assert answer.outcome is Outcome.RESOLVED
    assert answer.candidates[0].label.startswith("North Oak Street")


def test_streets_that_fit_equally_are_a_choice(told: tuple[Nominatim, Geocoder]) -> None:
    answer = ask(
        told,
        way(1, "North Oak Street", WEST, MIDDLE),
        way(2, "South Oak Street", (-87.0, 48.01), (-86.99, 48.01)),
        way(3, "Elm Avenue", MIDDLE, NORTH),
    )
    assert answer.outcome is Outcome.AMBIGUOUS
    assert len(answer.candidates) == 2


@pytest.mark.parametrize(
    "line",
    [
        {"type": "LineString", "coordinates": [["a", "b"], [1, 2]]},
        {"type": "LineString", "coordinates": [[1, 2]]},
        {"type": "LineString"},
        {"type": "LineString", "coordinates": [[1, 2], [float("inf"), 2]]},
    ],
)
def test_lines_that_are_none_are_no_corner(told: tuple[Nominatim, Geocoder], line: dict[str, Any]) -> None:
    answer = ask(told, way(1, "Oak Street", WEST, MIDDLE), way(3, "Elm Avenue", MIDDLE, NORTH, geojson=line))
    assert answer.outcome is Outcome.UNAVAILABLE
    assert answer.candidates == ()


def row(name: str, first: int, count: int, lat: float) -> list[dict[str, Any]]:
    """A street of so many pieces from west to east."""
    return [
        way(
            first + i,
            name,
            (-87 + 0.001 * i, lat),
            (-87 + 0.001 * (i + 1), lat),
            boundingbox=[str(lat), str(lat), str(-87 + 0.001 * i), str(-87 + 0.001 * (i + 1))],
        )
        for i in range(count)
    ]


class Long(Nominatim):
    """A Nominatim that knows two streets by their name, page by page and within the box."""

    ways: tuple[dict[str, Any], ...] = ()

    def results(self, query: Any) -> list[Any]:
        excluded = set(query.get("exclude_place_ids", "").split(","))
        west, south, east, north = map(float, query.get("viewbox", "-180,-90,180,90").split(","))
        return [
            one
            for one in self.ways
            if query["q"].startswith(one["name"])
            and str(one["place_id"]) not in excluded
            and west <= float(one["lon"]) <= east
            and south <= float(one["lat"]) <= north
        ][: int(query["limit"])]


@pytest.mark.parametrize(("pieces", "requests"), [(30, 2), (100, 4), (1_000, 4)])
def test_a_long_street_is_asked_for_around_the_other(tmp_path: Path, pieces: int, requests: int) -> None:
    at = -87 + 0.001 * (pieces - 1)
    with nominatim.serving(kind=Long) as server:
        server.ways = (*row("Oak Street", 1, pieces, 48.0), way(9_999, "Elm Avenue", (at, 48.0), (at, 48.01)))
        online = Online("nominatim", options=server.options, folder=tmp_path, interval_s=0.0)
        answer = Geocoder([], online=online).geocode(CORNER)
        assert answer.outcome is Outcome.RESOLVED
        assert distance_m((answer.candidates[0].lon, answer.candidates[0].lat), (at, 48.0)) < 1
        assert len(server.asked) <= requests


def test_two_streets_that_are_too_long_are_not_said_not_to_meet(tmp_path: Path) -> None:
    with nominatim.serving(kind=Long) as server:
        server.ways = (*row("Oak Street", 1, 1_000, 48.0), *row("Elm Avenue", 2_000, 1_000, 48.01))
        online = Online("nominatim", options=server.options, folder=tmp_path, interval_s=0.0)
        answer = Geocoder([], online=online).geocode(CORNER)
        assert answer.outcome is Outcome.UNAVAILABLE
        assert "more pieces" in answer.explanation
        assert len(server.asked) <= 6


ELSEWHERE = {"town": "Overmere", "ISO3166-2-lvl4": "US-WI"}
FAR = ((-87.05, 48.05), (-87.05, 48.06))


def test_a_corner_on_the_boundary_is_found(told: tuple[Nominatim, Geocoder]) -> None:
    answer = ask(
        told,
        way(1, "Oak Street", WEST, MIDDLE),
        way(2, "Elm Avenue", *FAR),
        way(3, "Elm Avenue", MIDDLE, NORTH, address=ELSEWHERE),
    )
    assert answer.outcome is Outcome.RESOLVED
    assert distance_m((answer.candidates[0].lon, answer.candidates[0].lat), MIDDLE) < 1


def test_a_corner_beyond_the_boundary_is_not(told: tuple[Nominatim, Geocoder]) -> None:
    answer = ask(
        told,
        way(1, "Oak Street", (-87.2, 48.0), (-87.1, 48.0)),
        way(2, "Elm Avenue", *FAR),
        way(3, "Oak Street", WEST, MIDDLE, address=ELSEWHERE),
        way(4, "Elm Avenue", MIDDLE, NORTH, address=ELSEWHERE),
    )
    assert answer.outcome is Outcome.NO_SUCH_INTERSECTION
    assert answer.candidates == ()
