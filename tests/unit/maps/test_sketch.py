import math
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.incident.geodesy import destination, distance_m
from mapapp.maps.sketch import HEIGHT, WIDTH, Mark, Sketchbook
from tests.unit.geocode import town

CENTRE = town.at(2, 2)
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sketchbook]:
    folder = tmp_path_factory.mktemp("sketch")
    with Sketchbook([town.build(folder).path]) as found:
        yield found


def drawn(book: Sketchbook, *marks: Mark, words: str = "A map.") -> ET.Element:
    return ET.fromstring(book.sketch(marks, words))


def parts(svg: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in svg.iter() if name in (one.get("class") or "").split()]


def place(part: ET.Element) -> tuple[float, float]:
    return float(part.get("cx") or "nan"), float(part.get("cy") or "nan")


def metres_to_a_pixel(svg: ET.Element) -> float:
    """What the scale bar says."""
    (bar,), (words,) = parts(svg, "scale"), parts(svg, "measure")
    number, unit = re.fullmatch(r"([\d,]+) (m|km)", words.text or "").groups()  # type: ignore[union-attr]
    left, right = re.fullmatch(r"M(\d+) \d+V\d+H(\d+)V\d+", bar.get("d") or "").groups()  # type: ignore[union-attr]
    return int(number.replace(",", "")) * (1000 if unit == "km" else 1) / (int(right) - int(left))


def test_streets_around_the_truth_are_drawn_and_named(book: Sketchbook) -> None:
    svg = drawn(book, Mark("truth", *CENTRE))
    assert parts(svg, "road")
    assert {"40th St", "28th Ave"} <= {one.text for one in parts(svg, "name")}
    assert place(parts(svg, "truth")[0]) == (WIDTH / 2, HEIGHT / 2)


@given(st.floats(0, 360), st.floats(30, 60_000), st.floats(5, 500))
def test_marks_stand_where_they_are_to_the_scale_that_is_written(
    book: Sketchbook, degrees: float, metres: float, radius_m: float
) -> None:
    pin = destination(CENTRE, degrees, metres)
    svg = drawn(book, Mark("pin", *pin, radius_m), Mark("truth", *CENTRE))
    (x, y), (to_x, to_y) = place(parts(svg, "pin")[0]), place(parts(svg, "truth")[0])
    for inside, most in ((x, WIDTH), (to_x, WIDTH), (y, HEIGHT), (to_y, HEIGHT)):
        assert 0 < inside < most
    # The bar is drawn to whole pixels, so the scale is good to a few per cent.
    scale = metres_to_a_pixel(svg)
    assert math.hypot(x - to_x, y - to_y) * scale == pytest.approx(distance_m(pin, CENTRE), rel=0.05)
    assert float(parts(svg, "ring")[0].get("r") or 0) * scale == pytest.approx(
        radius_m, rel=0.05, abs=scale / 10
    )
    # North is up, and east is to the right.
    if abs(math.cos(math.radians(degrees))) > 0.2:
        assert (y < to_y) == (math.cos(math.radians(degrees)) > 0)
    if abs(math.sin(math.radians(degrees))) > 0.2:
        assert (x > to_x) == (math.sin(math.radians(degrees)) > 0)


def test_words_are_text_and_never_markup(book: Sketchbook) -> None:
    svg = drawn(book, Mark("truth", *CENTRE, words=HOSTILE), words=HOSTILE)
    assert svg.get("aria-label") == HOSTILE
    assert [one.text for one in parts(svg, "word")] == [HOSTILE]


def test_a_spot_far_from_any_street_is_still_a_map(book: Sketchbook) -> None:
    svg = drawn(book, Mark("truth", 10.0, 50.0))
    assert len(parts(svg, "truth")) == 1
    assert not parts(svg, "road")


def test_only_great_roads_are_drawn_when_much_is_seen(book: Sketchbook) -> None:
    assert not parts(drawn(book, Mark("pin", -88.0, 48.5), Mark("truth", *CENTRE)), "r4")


def test_names_never_overlap_the_marks(book: Sketchbook) -> None:
    svg = drawn(book, Mark("truth", *CENTRE))
    x, y = place(parts(svg, "truth")[0])
    for name in parts(svg, "name"):
        found = re.match(r"translate\((-?\d+) (-?\d+)\)", name.get("transform") or "")
        assert found
        assert math.hypot(int(found[1]) - x, int(found[2]) - y) > 13


def test_a_file_that_is_no_index_is_named(tmp_path: Path) -> None:
    path = tmp_path / "55059.gpkg"
    path.write_text("no index")
    with pytest.raises(Exception, match=r"55059\.gpkg"):
        Sketchbook([path])
