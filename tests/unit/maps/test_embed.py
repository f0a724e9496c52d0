import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape

import folium

from mapapp.maps.embed import ELEMENT_ID, Ground, map_script
from mapapp.maps.features import draw
from mapapp.maps.providers import Credit, TileProvider
from tests.unit.maps.documents import founding, incident, place

HOSTILE = "${alert(1)}</script><img src=x onerror=alert(1)>`\\\"'"
OWN = Ground("/basemap/v1/{z}/{x}/{y}.json")
PLACES = "/embed/a-map/1/places.json"


def script(ground: Ground = OWN) -> str:
    return map_script(draw(founding()), PLACES, ground)


def test_the_script_draws_a_leaflet_map_from_addresses_and_numbers() -> None:
    text = script()
    assert f'L.map(\n"{ELEMENT_ID}"' in text
    assert f'mapapp.basemap("{OWN.url}")' in text
    assert f'mapapp.places("{PLACES}")' in text
    assert "mapapp.layerSwitch(map_1, places_1)" in text
    assert "map_1.fitBounds(" in text


def test_nothing_a_person_wrote_reaches_the_script() -> None:
    tame, hostile = (
        incident(
            place("a", 0, 0, label=words, what=words, verbatim=words, sources=[{"publisher": words}]),
            title=words,
            summary=words,
            credits=[words],
        )
        for words in ("Quiet words", HOSTILE)
    )
    ours = map_script(draw(hostile), PLACES, OWN)
    assert ours == map_script(draw(tame), PLACES, OWN)
    assert "alert" not in ours
    assert "Quiet" not in ours


def test_addresses_are_written_as_javascript_strings() -> None:
    text = map_script(draw(founding()), HOSTILE, Ground(HOSTILE))
    strings = re.findall(r"mapapp\.\w+\((\".*?\")\);", text)
    assert [json.loads(one) for one in strings] == [HOSTILE, HOSTILE]
    assert "</script" not in text
    assert "<img" not in text


def test_the_same_input_gives_the_same_bytes_in_every_thread() -> None:
    drawing = draw(founding())
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(16) as pool:
            scripts = list(pool.map(lambda _: map_script(drawing, PLACES, OWN), range(64)))
    finally:
        sys.setswitchinterval(interval)
    assert set(scripts) == {script()}


def test_a_third_partys_tiles_wait_for_the_readers_choice() -> None:
    credit = "© <b>Tiles</b> & 'Co' </script>"
    provider = TileProvider("https://{s}.tile.example/{z}/{x}/{y}.png", (Credit(credit),), subdomains="xy")
    text = script(replace(OWN, provider=provider))
    assert 'L.tileLayer(\n"https://{s}.tile.example/{z}/{x}/{y}.png"' in text
    assert '"referrerPolicy": "strict-origin-when-cross-origin"' in text
    assert '"subdomains": "xy"' in text
    assert "basemap_1.addTo(map_1)" in text
    assert "tile_layer_1.addTo(map_1)" not in text
    assert re.search(r'mapapp\.consent\(map_1, basemap_1,\s+tile_layer_1, "tile\.example"\)', text)
    found = re.search(r'"attribution": (".*")', text)
    assert found
    html = json.loads(found[1])
    assert "<" not in html
    assert unescape(html) == credit


def test_tiles_of_our_own_server_are_shown_at_once_and_alone() -> None:
    provider = TileProvider("/tiles/1/{z}/{x}/{y}", (), 4, 12)
    text = script(replace(OWN, provider=provider))
    assert "tile_layer_1.addTo(map_1)" in text
    assert '"maxNativeZoom": 12' in text
    assert "consent" not in text
    assert "mapapp.basemap" not in text


def test_folium_itself_stays_as_it_was() -> None:
    before = (list(folium.Map.default_js), list(folium.Map.default_css))
    script()
    assert (folium.Map.default_js, folium.Map.default_css) == before
    assert folium.Map().get_name() != folium.Map().get_name()


def test_no_other_host_is_named() -> None:
    assert "//" not in script()


def test_an_empty_map_opens_on_the_world() -> None:
    assert "[[-60.0, -180.0], [60.0, 180.0]]" in map_script(draw(incident()), PLACES, OWN)
