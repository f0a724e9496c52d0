import math
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageColor

from mapapp.incident.geodesy import destination, distance_m
from mapapp.incident.model import Incident
from mapapp.maps.basemap import Basemap
from mapapp.maps.features import draw
from mapapp.maps.locator import Size, locator
from mapapp.maps.palette import DARK, LIGHT
from mapapp.maps.picture import png
from mapapp.maps.sheet import View
from tests.unit.geocode import town
from tests.unit.maps.documents import SHIPPED, founding, incident, place

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"/></svg><script>alert(1)</script>${1}'


@pytest.fixture(scope="module")
def basemap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Basemap]:
    folder = tmp_path_factory.mktemp("locator")
    found = Basemap(town.build(folder).path.parent, SHIPPED)
    yield found
    found.close()


def drawn(basemap: Basemap, document: Incident, **more: object) -> ET.Element:
    text = locator(draw(document), basemap.features, document.title, "; ".join(basemap.credits()), **more)  # type: ignore[arg-type]
    return ET.fromstring(text)


def texts(svg: ET.Element) -> list[str]:
    return [one.text or "" for one in svg.iter(f"{SVG}text")]


def test_the_founding_map_shows_its_places_its_streets_and_an_inset(basemap: Basemap) -> None:
    svg = drawn(basemap, founding())
    assert {"1", "N", "Racine"} <= set(texts(svg))
    assert len(list(svg.iter(f"{SVG}svg"))) == 2, "what lies beyond the large view is on an inset"
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert title.text == founding().title
    assert description is not None
    assert "within about 160 m" in (description.text or "")


def test_it_needs_nothing_from_elsewhere_and_no_style_sheet(basemap: Basemap) -> None:
    text = locator(draw(founding()), basemap.features, "A map")
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    for banned in ("<style", "<script", "style=", "class=", "href", "@import"):
        assert banned not in text


def test_a_scene_alone_has_no_inset_and_names_its_own_streets(basemap: Basemap) -> None:
    lon, lat = town.at(2, 2)
    svg = drawn(basemap, incident(place("corner", lon, lat)))
    assert len(list(svg.iter(f"{SVG}svg"))) == 1
    assert {"40th St", "28th Ave"} <= set(texts(svg))


def test_user_text_is_only_ever_text(basemap: Basemap) -> None:
    lon, lat = town.at(2, 2)
    document = incident(place("corner", lon, lat, label=HOSTILE), title=HOSTILE)
    svg = ET.fromstring(locator(draw(document), basemap.features, HOSTILE, HOSTILE))
    assert {one.tag.removeprefix(SVG) for one in svg.iter()} <= {
        "svg",
        "title",
        "desc",
        "rect",
        "path",
        "circle",
        "text",
        "g",
    }


def test_an_area_is_no_pin_and_a_retracted_place_is_not_drawn(basemap: Basemap) -> None:
    lon, lat = town.at(2, 2)
    ringed = place("near", lon, lat, precision="relative", radius_m=300)
    gone = place("gone", lon, lat + 0.003, status="retracted")
    svg = drawn(basemap, incident(ringed, gone))
    symbols = [one for one in svg.iter(f"{SVG}circle") if one.get("r") == "11"]
    assert len(symbols) == 1
    assert symbols[0].get("fill") == LIGHT.edge


def test_the_same_map_in_the_dark_has_other_colours_only(basemap: Basemap) -> None:
    light, dark = (drawn(basemap, founding(), palette=one) for one in (LIGHT, DARK))
    assert texts(light) == texts(dark)
    assert LIGHT.land in ET.tostring(light, "unicode")
    assert LIGHT.land not in ET.tostring(dark, "unicode")


def test_an_incident_without_positions_is_still_a_picture(basemap: Basemap) -> None:
    svg = drawn(basemap, incident())
    assert svg.get("width") == "720"


@pytest.mark.parametrize("lon", [179.9, -179.9, 180.0])
def test_the_ground_goes_on_across_the_antimeridian(basemap: Basemap, lon: float) -> None:
    document = incident(place("at-sea", lon, -30, precision="relative", radius_m=100_000))
    picture = Image.open(BytesIO(png(locator(draw(document), basemap.features, "At sea"), 1))).convert("RGB")
    assert {picture.getpixel((x, 80)) for x in (60, 640)} == {ImageColor.getrgb(LIGHT.water)}


@pytest.mark.parametrize(("width", "height"), [(1200, 630), (300, 300), (720, 480)])
def test_every_size_is_filled(basemap: Basemap, width: int, height: int) -> None:
    svg = drawn(basemap, founding(), size=Size(width, height))
    assert svg.get("viewBox") == f"0 0 {width} {height}"


@given(
    st.floats(-170, 170),
    st.floats(-70, 70),
    st.floats(0, 360),
    st.floats(50, 500_000),
    st.integers(200, 1500),
)
def test_a_view_holds_its_bounds_and_measures_true(
    lon: float, lat: float, degrees: float, metres: float, width: int
) -> None:
    other = destination((lon, lat), degrees, metres)
    if abs(other[0] - lon) > 90 or abs(other[1]) > 80:
        return
    box = min(lon, other[0]), min(lat, other[1]), max(lon, other[0]), max(lat, other[1])
    view = View.around(box, width, 480, 30)
    for corner in ((box[0], box[1]), (box[2], box[3])):
        x, y = view.at(corner)
        assert -0.5 <= x <= width + 0.5
        assert -0.5 <= y <= 480.5
    west, _, east, north = view.bounds
    assert west <= box[0] + 1e-9
    assert north >= box[3] - 1e-9
    middle = ((west + east) / 2, view.lat)
    a, b = view.at(middle), view.at((middle[0] + (east - west) / 100, view.lat))
    said = math.dist(a, b) * view.metres_per_px
    assert said == pytest.approx(distance_m(middle, (middle[0] + (east - west) / 100, view.lat)), rel=0.02)


def test_the_scale_is_true(basemap: Basemap) -> None:
    lon, lat = town.at(2, 2)
    text = locator(draw(incident(place("corner", lon, lat))), basemap.features, "A map")
    bar = re.search(r"M12 [\d.]+v6h([\d.]+)v-6", text)
    words = re.search(r">([\d,]+) (m|km)</text>", text)
    assert bar
    assert words
    metres = float(words[1].replace(",", "")) * (1_000 if words[2] == "km" else 1)
    bounds = draw(incident(place("corner", lon, lat))).opening
    assert bounds
    view = View.around(bounds, 720, 458, 56, closest=15.5)
    assert metres == pytest.approx(float(bar[1]) * view.metres_per_px, rel=0.01)


def test_the_same_document_gives_the_same_bytes(basemap: Basemap, tmp_path: Path) -> None:
    first, second = (locator(draw(founding()), basemap.features, "A map") for _ in range(2))
    assert first == second
