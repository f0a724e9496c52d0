"""A city's own file beside its county's: what both have is one answer, from the one built last."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.streets.index import one_of_each, open_regions
from mapapp.streets.library import Library
from mapapp.streets.report import silent
from mapapp.streets.sources import Recipe, build_files
from tests.unit.streets import centreline_files
from tests.unit.streets.centreline_files import at

Order = tuple[str, str]
ORDERS: list[Order] = [("city", "county"), ("county", "city")]
TITLES = {"county": "Kenosha County, WI", "city": "Kenosha, WI"}
NUMBERS = {"left_from": "LF", "left_to": "LT", "right_from": "RF", "right_to": "RT"}
EVEN, ODD = {"LF": 100, "LT": 198}, {"RF": 101, "RT": 199}
# The city draws its streets ten metres farther north, in steps of 111 m.
NORTH = {"county": 0.0, "city": 0.09}


def rows(source: str) -> Iterator[dict[str, Any]]:
    """Main St from west to east, crossed by Oak and Elm Ave; a village that the county alone names."""

    def row(name: str, *points: tuple[float, float], city: str | None = "Kenosha", **numbers: int) -> Any:
        moved = at(*((x, y + NORTH[source]) for x, y in points))
        return dict.fromkeys(NUMBERS.values(), 0) | numbers | {"NAME": name, "CITY": city, "geometry": moved}

    yield row("Main St", (0, 0), (1, 0), **EVEN, **ODD)
    yield row("Main St", (1, 0), (4, 0))
    yield row("Oak Ave", (1, -2), (1, 0), (1, 2))
    yield row("Elm Ave", (4, -2), (4, 0), (4, 2))
    yield row("Lost Ln", (6, 1), (7, 1))
    village = "Pleasant Prairie" if source == "county" else None
    yield row("Oak Ave", (-106, -30), (-103, -30), (-103, -24), city=village)
    yield row("Pine St", (-106, -24), (-103, -24), city=village)
    if source == "county":
        yield row("Oak Ave", (1, 2), (1, 3))
        yield row("Far Rd", (0, 3), (1, 3), (2, 3), **EVEN)
        yield row("Lake Rd", (-103, -30), (-100, -30), city=village)


class Newsroom:
    """The two indexes, built in an order."""

    def __init__(self, folder: Path, opened: ExitStack, order: Order) -> None:
        library = Library(folder / "streets")
        fields = ("name=NAME", "city=CITY", *(f"{key}={value}" for key, value in NUMBERS.items()))
        for name in order:
            path = centreline_files.write(folder / f"{name}.geojson", list(rows(name)))
            recipe = Recipe(name=name, title=TITLES[name], fields=fields, source=name)
            build_files(library, [path], recipe, folder, report=silent, note=[].append)
        indexes = [one for path in library.files() for one in open_regions(path)]
        for one in indexes:
            opened.enter_context(closing(one))
        self.geocoder = Geocoder(one_of_each(indexes))
        self.last = order[-1]

    def answer(self, phrase: str) -> Answer:
        return self.geocoder.geocode(phrase)


@pytest.fixture(scope="module", params=ORDERS, ids=" before ".join)
def newsroom(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with ExitStack() as opened:
        yield Newsroom(tmp_path_factory.mktemp("sources"), opened, request.param)


def sources(answer: Answer) -> Sequence[str]:
    return [one.provenance.dataset for one in answer.candidates]


@pytest.mark.parametrize(
    ("phrase", "outcome"),
    [
        ("Main Street and Oak Avenue, Kenosha, WI", Outcome.RESOLVED),
        ("Main Street and Oak Avenue", Outcome.RESOLVED),
        ("150 Main Street, Kenosha, WI", Outcome.RESOLVED),
        ("100 block of Main Street, Kenosha, WI", Outcome.RESOLVED),
        ("100 block of Main Street", Outcome.RESOLVED),
        ("Main Street, Kenosha, WI", Outcome.AREA),
        ("Oak Avenue, Kenosha, WI", Outcome.AREA),
        ("Oak Avenue", Outcome.AREA),
        ("Main Street between Oak Avenue and Elm Avenue, Kenosha, WI", Outcome.AREA),
        ("Main Street, 200 feet east of Oak Avenue, Kenosha, WI", Outcome.AREA),
        ("Kenosha, WI", Outcome.AREA),
        ("Kenosha", Outcome.AREA),
        ("five miles north of Kenosha", Outcome.AREA),
    ],
)
def test_what_both_have_is_one_answer_from_the_one_built_last(
    newsroom: Newsroom, phrase: str, outcome: Outcome
) -> None:
    found = newsroom.answer(phrase)
    assert (found.outcome, sources(found)) == (outcome, [newsroom.last])
    assert "no. 1" not in found.candidates[0].label


@pytest.mark.parametrize(
    "phrase",
    [
        "Far Road, Kenosha, WI",
        "Far Road and Oak Avenue, Kenosha, WI",
        "Far Road and Oak Avenue",
        "150 Far Road, Kenosha, WI",
        "Lake Road and Oak Avenue, Pleasant Prairie, WI",
        "Pleasant Prairie, WI",
    ],
)
def test_what_only_one_of_them_has_is_found_there(newsroom: Newsroom, phrase: str) -> None:
    found = newsroom.answer(phrase)
    assert found.outcome in (Outcome.RESOLVED, Outcome.AREA)
    assert sources(found) == ["county"]


@pytest.mark.parametrize(
    "phrase", ["Oak Avenue, Pleasant Prairie, WI", "Oak Avenue and Pine Street, Pleasant Prairie, WI"]
)
def test_a_place_that_one_of_them_does_not_know_ends_where_the_other_says(
    newsroom: Newsroom, phrase: str
) -> None:
    found = newsroom.answer(phrase)
    assert found.outcome in (Outcome.RESOLVED, Outcome.AREA)
    (only,) = found.candidates
    assert only.label.endswith(", Pleasant Prairie")
    assert only.lon < -87.9


def test_a_corner_elsewhere_is_outside_a_place_that_only_the_other_knows(newsroom: Newsroom) -> None:
    found = newsroom.answer("Main Street and Oak Avenue, Pleasant Prairie, WI")
    assert (found.outcome, sources(found)) == (Outcome.OUTSIDE_PLACE, ["county"])


@pytest.mark.parametrize(
    ("phrase", "outcome"),
    [
        ("Main Street and Lost Lane, Kenosha, WI", Outcome.NO_SUCH_INTERSECTION),
        ("Main Street and Lost Lane", Outcome.NO_SUCH_INTERSECTION),
        ("Main Street between Oak Avenue and Lost Lane, Kenosha, WI", Outcome.NO_SUCH_INTERSECTION),
        ("900 Main Street, Kenosha, WI", Outcome.NOT_FOUND),
        ("900 block of Main Street", Outcome.NOT_FOUND),
    ],
)
def test_a_hint_is_said_once(newsroom: Newsroom, phrase: str, outcome: Outcome) -> None:
    found = newsroom.answer(phrase)
    assert (found.outcome, len(found.hints)) == (outcome, 1)
    assert "“" not in found.explanation
