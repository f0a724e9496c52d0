"""Corners of Kenosha asked of a real Nominatim: `MAPAPP_TEST_NOMINATIM=http://127.0.0.1:8088`."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.geocode.online import Online
from mapapp.incident.geodesy import distance_m
from mapapp.streets.index import StreetIndex
from mapapp.streets.library import IndexInfo

CORNERS = [
    "28th Avenue and 40th Street, Kenosha, WI",
    "30th Avenue and 52nd Street, Kenosha, WI",
    "22nd Ave & Roosevelt Rd, Kenosha, WI",
    "60th Street at Sheridan Road, Kenosha, WI",
    "the corner of thirty-ninth avenue and forty-fifth street in Kenosha, WI",
    "Washington Road and 30th Avenue, Kenosha, WI",
]
APART = ["28th Avenue and 41st Avenue, Kenosha, WI", "40th Street and 41st Place, Kenosha, WI"]


@pytest.fixture
def real(tmp_path: Path) -> Geocoder:
    address = os.environ.get("MAPAPP_TEST_NOMINATIM", "")
    if not address:
        pytest.skip("MAPAPP_TEST_NOMINATIM names no Nominatim")
    server = urlsplit(address)
    options = {"domain": server.netloc + server.path.rstrip("/"), "scheme": server.scheme}
    return Geocoder([], online=Online("nominatim", options=options, folder=tmp_path, interval_s=0.0))


@pytest.fixture
def local(kenosha_index: IndexInfo) -> Iterator[Geocoder]:
    index = StreetIndex.open(kenosha_index.path)
    yield Geocoder([index])
    index.close()


@pytest.mark.parametrize("phrase", CORNERS)
def test_a_corner_is_where_the_index_has_it(real: Geocoder, local: Geocoder, phrase: str) -> None:
    answer, expected = real.geocode(phrase), local.geocode(phrase).candidates[0]
    assert answer.outcome is Outcome.RESOLVED, answer.explanation
    found = answer.candidates[0]
    apart = distance_m((found.lon, found.lat), (expected.lon, expected.lat))
    assert apart <= found.radius_m + expected.radius_m
    assert found.provenance.licence
    assert "from_online" in found.faults


@pytest.mark.parametrize("phrase", APART)
def test_streets_that_do_not_meet_are_no_pin(real: Geocoder, phrase: str) -> None:
    assert real.geocode(phrase).outcome is Outcome.NO_SUCH_INTERSECTION


def test_a_street_that_is_not_there_is_not_found(real: Geocoder) -> None:
    answer = real.geocode("999th Avenue and 40th Street, Kenosha, WI")
    assert answer.outcome is Outcome.NOT_FOUND
    assert "999th Avenue" in answer.explanation
