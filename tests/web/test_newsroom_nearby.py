import html
import re

import pytest
from flask.testing import FlaskClient

from mapapp.desk import Desk
from mapapp.incident.model import Layer
from tests.conftest import Auth

KENOSHA = "kenosha-2020-08-23"
NEARBY = f"/newsroom/maps/{KENOSHA}/places/scene/nearby"


@pytest.fixture(autouse=True)
def signed_in(auth: Auth) -> None:
    auth.enter()


def _rows(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'name="facility" value="([^"]+)".*?<strong>(.*?)</strong>', page, re.S)
    return [(html.unescape(key), html.unescape(name)) for key, name in found]


def test_hospitals_are_offered_nearest_first_in_words(client: FlaskClient) -> None:
    page = client.get(NEARBY).text
    names = [name for _, name in _rows(page)]
    assert names[0] == "United Hospital System Kenosha Medical Center"
    assert re.search(r"\d\.\d miles south", page)
    assert "takes helicopters" in page


def test_the_filters_leave_out_what_is_not_asked_for(client: FlaskClient) -> None:
    all_of_them = _rows(client.get(NEARBY, query_string={"kind": "", "miles": "50"}).text)
    flying = _rows(client.get(NEARBY, query_string={"helipad": "1", "trauma": "I", "miles": "50"}).text)
    assert 0 < len(flying) < len(all_of_them)
    assert "None found" in client.get(NEARBY, query_string={"miles": "0.1"}).text


def test_ticked_ones_become_places_with_their_list_as_source(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    before = desk.incidents.get(KENOSHA)
    fresh = re.findall(r'name="facility" value="([^"]+)"[^>]*?>', client.get(NEARBY).text)
    page = client.get(NEARBY).text
    free = [one for one in fresh if not re.search(re.escape(one) + r'"[^>]*disabled', page)][:2]
    response = auth.post(NEARBY, base=before.revision, facility=[html.unescape(one) for one in free])
    assert response.status_code == 302
    places = desk.incidents.get(KENOSHA).places[len(before.places) :]
    assert len(places) == 2
    for place in places:
        assert place.layer is Layer.FACILITY
        assert place.sources[0].publisher.startswith("HIFLD Hospitals")
        assert place.georeference is not None
        assert place.georeference.licence == "public domain"
    again = client.get(NEARBY).text
    assert "on the map already" in again
    assert re.search(re.escape(free[0]) + r'"[^>]*checked disabled', again)


def test_nothing_ticked_or_one_on_the_map_already_is_refused(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    response = auth.post(NEARBY, base=desk.incidents.get(KENOSHA).revision)
    assert response.status_code == 400
    assert "Tick the facilities" in response.text


def test_a_facility_that_is_gone_is_said_so(auth: Auth, desk: Desk) -> None:
    response = auth.post(NEARBY, base=desk.incidents.get(KENOSHA).revision, facility=["no list|7"])
    assert response.status_code == 404
    assert "no longer known" in response.text


@pytest.mark.parametrize("asked", [{"miles": "far"}, {"miles": "9999"}, {"miles": "nan"}, {"trauma": "IX"}])
def test_a_filter_that_is_none_is_refused_with_a_sentence(client: FlaskClient, asked: dict[str, str]) -> None:
    response = client.get(NEARBY, query_string=asked)
    assert response.status_code == 400
    assert 'class="notice fault"' in response.text


def test_it_is_linked_from_each_place(client: FlaskClient) -> None:
    assert f'href="{NEARBY}"' in client.get(f"/newsroom/maps/{KENOSHA}").text
