import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mapapp.errors import BadInput, StorageFailed
from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.batch import geocode_row
from mapapp.geocode.geocoder import Geocoder
from mapapp.geocode.online import Online, service, trouble
from mapapp.geocode.online.keeping import NOTHING, OPEN, rule_for
from mapapp.geocode.online.trouble import retry_after
from mapapp.incident.gazetteer import KeptAnswer
from mapapp.incident.model import PIN_PRECISIONS, Precision
from mapapp.streets.index import StreetIndex
from tests.unit.geocode import nominatim
from tests.unit.geocode.nominatim import Fault, Nominatim, status

HOUSE = {
    "lat": "42.6", "lon": "-87.8", "display_name": "1000, 55th Street, Kenosha, Wisconsin",
    "addresstype": "house",
    "osm_type": "node", "osm_id": 7, "licence": "Data © OpenStreetMap contributors, ODbL 1.0.",
    "boundingbox": ["42.5999", "42.6001", "-87.8001", "-87.7999"],
    "address": {"house_number": "1000", "road": "55th Street", "city": "Kenosha", "ISO3166-2-lvl4": "US-WI"},
}  # fmt: skip
ROAD = HOUSE | {
    "addresstype": "road", "osm_id": 8, "display_name": "55th Street, Kenosha",
    "boundingbox": ["42.58", "42.62", "-87.9", "-87.7"],
    "address": {"road": "55th Street", "city": "Kenosha", "ISO3166-2-lvl4": "US-WI"},
}  # fmt: skip

ADDRESS = "1000 55th Street, Kenosha"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause after a failure that no slow machine outlasts between two questions."""
    monkeypatch.setattr(trouble, "FIRST_PAUSE_S", 600.0)


@pytest.fixture
def server() -> Iterator[Nominatim]:
    with nominatim.serving() as server:
        server.says = []
        yield server


Make = Callable[..., Geocoder]


@pytest.fixture
def make(server: Nominatim, tmp_path: Path) -> Make:
    """Makes geocoders that know nothing and ask the server, without a pause between requests."""

    def made(name: str = "nominatim", contact: str = "desk@example.org", **settings: Any) -> Geocoder:
        asked = {"options": server.options, "folder": tmp_path, "interval_s": 0.0, **settings}
        return Geocoder([], online=Online(name, contact, **asked))

    return made


@pytest.fixture
def ask(make: Make) -> Callable[..., Answer]:
    return make().geocode


Ask = Callable[..., Answer]


def sent(server: Nominatim) -> list[str]:
    return [query["q"] for _, query, _ in server.asked]


def test_it_tells_who_asks_and_what(server: Nominatim, ask: Ask) -> None:
    ask("1000  55th Street", "Kenosha, WI")
    [(_, query, headers)] = server.asked
    assert query["q"] == "1000 55th Street, Kenosha, WI"
    assert headers["User-Agent"] == "mapapp (desk@example.org)"


def test_a_house_is_a_pin_with_its_licence(server: Nominatim, ask: Ask) -> None:
    server.says = [HOUSE]
    answer = ask(ADDRESS)
    (found,) = answer.candidates
    assert answer.outcome is Outcome.RESOLVED
    assert (found.lon, found.lat, found.precision) == (-87.8, 42.6, Precision.ADDRESS)
    assert found.radius_m >= 30
    assert found.faults == ("from_online",)
    assert "ODbL" in found.provenance.licence
    assert found.provenance.ids == ("node/7",)
    assert found.provenance.vintage == f"asked {datetime.now(UTC):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("kind", "precision"),
    [
        ("road", Precision.ROAD),
        ("city", Precision.PLACE),
        ("county", Precision.COUNTY),
        ("suburb", Precision.NEIGHBOURHOOD),
        ("amenity", Precision.POI_LARGE),
        ("something new", Precision.PLACE),
    ],
)
def test_what_is_no_house_is_never_a_pin(
    server: Nominatim, ask: Ask, kind: str, precision: Precision
) -> None:
    server.says = [ROAD | {"addresstype": kind}]
    answer = ask("55th Street, Kenosha")
    assert answer.outcome is Outcome.AREA
    assert answer.candidates[0].precision is precision
    assert answer.candidates[0].precision not in PIN_PRECISIONS
    assert answer.candidates[0].radius_m > 2_000


def test_several_results_are_a_choice(server: Nominatim, ask: Ask) -> None:
    server.says = [
        HOUSE,
        HOUSE | {"osm_id": 9, "lat": "42.7", "display_name": "1000, 55th Street, Elsewhere"},
    ]
    assert ask(ADDRESS).outcome is Outcome.AMBIGUOUS


def test_nothing_found_is_not_found(ask: Ask) -> None:
    assert ask(ADDRESS).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("phrase", "road"),
    [
        (ADDRESS, "55th Avenue"),
        (ADDRESS, "56th Street"),
        (ADDRESS, "North 55th Court"),
        ("1000 N 55th Street, Kenosha", "South 55th Street"),
        ("1000 Oak Street, Kenosha", "Oakwood Street"),
    ],
)
def test_a_result_on_another_street_is_none(server: Nominatim, ask: Ask, phrase: str, road: str) -> None:
    server.says = [HOUSE | {"address": HOUSE["address"] | {"road": road}}]
    answer = ask(phrase)
    assert answer.outcome is Outcome.NOT_FOUND
    assert "something else" in answer.explanation


def test_a_result_with_another_number_is_none(server: Nominatim, ask: Ask) -> None:
    server.says = [HOUSE | {"address": HOUSE["address"] | {"house_number": "1002"}}]
    assert ask(ADDRESS).outcome is Outcome.NOT_FOUND


def test_a_street_without_the_number_is_said_to_be_that(server: Nominatim, ask: Ask) -> None:
    server.says = [ROAD]
    answer = ask(ADDRESS)
    assert answer.outcome is Outcome.AREA
    assert "not the number" in answer.explanation


@pytest.mark.parametrize(
    "address",
    [
        {"city": "Racine", "ISO3166-2-lvl4": "US-WI"},
        {"city": "Kenosha", "ISO3166-2-lvl4": "US-MN"},
        {"county": "Kenosha County", "state": "Wisconsin"},
    ],
)
def test_a_result_elsewhere_is_no_pin(server: Nominatim, ask: Ask, address: dict[str, str]) -> None:
    server.says = [HOUSE | {"address": {"house_number": "1000", "road": "55th Street", **address}}]
    assert ask(f"{ADDRESS}, WI").outcome is Outcome.OUTSIDE_PLACE
    assert ask("1000 55th Street", "Kenosha, WI").outcome is Outcome.AMBIGUOUS


@pytest.mark.parametrize("phrase", ["Kenosha Fire Museum, Kenosha", "The Harmony Hut, Kenosha"])
def test_a_city_is_no_answer_to_a_name_in_it(server: Nominatim, ask: Ask, phrase: str) -> None:
    server.says = [ROAD | {"addresstype": "city", "display_name": "Kenosha, Wisconsin, United States"}]
    assert ask(phrase).outcome is Outcome.NOT_FOUND


def test_what_could_be_two_streets_is_never_answered_with_one(server: Nominatim, ask: Ask) -> None:
    server.says = [ROAD | {"display_name": "Main Street, Kenosha", "address": {"road": "Main Street"}}]
    assert ask("Main and Pine, Kenosha").outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    "phrase",
    [
        "40th Street between 28th and 30th avenues, Kenosha",
        "half a mile west of Highway 31",
        "28th Avenue and 28th Ave., Kenosha",
        "a hospital in Milwaukee",
    ],
)
def test_what_no_service_understands_is_not_asked(server: Nominatim, ask: Ask, phrase: str) -> None:
    ask(phrase)
    assert server.asked == []


def fault(name: str) -> Fault:
    faults: dict[str, Fault] = {
        "truncated": nominatim.truncated,
        "cut off": nominatim.cut_off,
        "redirect": status(302, Location="http://127.0.0.1:9/"),
        "redirect to itself": status(301, Location="/search?q=again"),
        "empty": status(200, ""),
        "HTML": status(200, "<html>not json</html>"),
        "null": status(200, "null"),
        "object": status(200, '{"error": "no"}'),
        "empty object": status(200, "{}"),
        "no position": status(200, '[{"display_name": "x"}]'),
        "nonsense": status(200, '[{"lat": "x"}]'),
        "junk": status(200, '["junk"]'),
        "nowhere": status(200, '[{"lat": "91", "lon": "2", "display_name": "x"}]'),
        "not a number": status(200, '[{"lat": "NaN", "lon": "2", "display_name": "x"}]'),
        "no name": status(200, '[{"lat": "1", "lon": "2"}]'),
        "no box": status(200, '[{"lat": "1", "lon": "2", "display_name": "x", "boundingbox": ["a"]}]'),
        "half a box": status(200, '[{"lat": "1", "lon": "2", "display_name": "x", "boundingbox": ["1"]}]'),
        "no line": status(
            200, '[{"lat": "1", "lon": "2", "display_name": "x", "geojson": {"type": "LineString"}}]'
        ),
        "deep": status(200, "[" * 5_000 + "]" * 5_000),
    }
    return faults[name] if name in faults else status(int(name))


OUTAGES = [
    "400", "401", "402", "403", "404", "429", "500", "502", "503", "504", "truncated", "cut off",
    "redirect", "redirect to itself", "empty", "HTML", "null", "object", "empty object", "no position",
    "nonsense", "junk", "nowhere", "not a number", "no name", "no box",
    "half a box", "no line", "deep",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTAGES)
@pytest.mark.parametrize("phrase", [ADDRESS, "28th Avenue and 40th Street, Kenosha"])
def test_an_outage_is_never_not_found_and_costs_one_request(
    server: Nominatim, ask: Ask, name: str, phrase: str
) -> None:
    server.faults = [fault(name)] * 5
    answer = ask(phrase)
    assert answer.outcome is Outcome.UNAVAILABLE
    assert answer.candidates == ()
    assert "nominatim does not answer" in answer.explanation
    assert len(server.asked) == 1


@pytest.mark.parametrize("name", [one for one in OUTAGES if one != "400"])
def test_after_an_outage_the_service_is_left_alone(server: Nominatim, make: Make, name: str) -> None:
    server.faults = [fault(name)]
    make().geocode(ADDRESS)
    answer = make().geocode("7 Oak Street, Kenosha")
    assert answer.outcome is Outcome.UNAVAILABLE
    assert "left alone until" in answer.explanation
    assert len(server.asked) == 1


def until(answer: Answer) -> datetime:
    """The time that an explanation names."""
    said = answer.explanation.partition("left alone until ")[2].partition(" UTC")[0]
    return datetime.strptime(said, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)


@pytest.mark.parametrize("code", [401, 403])
def test_a_refusal_closes_the_gate_for_hours(server: Nominatim, make: Make, code: int) -> None:
    server.faults = [status(code)]
    make().geocode(ADDRESS)
    assert until(make().geocode(ADDRESS)) > datetime.now(UTC) + timedelta(hours=5)


@pytest.mark.parametrize("code", [403, 429, 503])
def test_retry_after_is_honoured(server: Nominatim, make: Make, code: int) -> None:
    server.faults = [status(code, Retry_After="36000")]
    make().geocode(ADDRESS)
    left = until(make().geocode(ADDRESS)) - datetime.now(UTC)
    assert timedelta(hours=9, minutes=59) < left <= timedelta(hours=10)


def test_retry_after_may_be_a_date(server: Nominatim, make: Make) -> None:
    server.faults = [nominatim.retry_after_date(7_200)]
    make().geocode(ADDRESS)
    left = until(make().geocode(ADDRESS)) - datetime.now(UTC)
    assert timedelta(minutes=119) < left <= timedelta(hours=2)


def test_after_retry_after_it_is_asked_again(
    server: Nominatim, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "FIRST_PAUSE_S", 0.1)
    server.faults = [status(429, Retry_After="3")]
    server.says = [HOUSE]
    closed = make().geocode(ADDRESS)
    assert closed.outcome is Outcome.UNAVAILABLE
    # The time is said in whole seconds.
    time.sleep(max(0.0, (until(closed) - datetime.now(UTC)).total_seconds() + 1))
    assert make().geocode(ADDRESS).outcome is Outcome.RESOLVED
    assert min(server.gaps()) >= 3


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120), (" 7 ", 7), ("", 0), ("soon", 0), ("-5", 0), ("1e9", 0), ("²", 0),
        ("9" * 50, 999_999_999), ("Thu, 01 Jan 1970 00:03:00 GMT", 80), ("Thu Jan  1 00:03:00 1970", 80),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Thu, 01 Jan 99999 00:00:00 GMT", 0),
    ],
)  # fmt: skip
def test_a_retry_after_header_is_read(header: str, seconds: float) -> None:
    assert retry_after({"Retry-After": header}, 100.0) == seconds


@pytest.mark.parametrize("misbehaving", [nominatim.silent, nominatim.trickling])
def test_a_service_that_never_comes_to_an_end_is_given_up(
    server: Nominatim, make: Make, monkeypatch: pytest.MonkeyPatch, misbehaving: Fault
) -> None:
    monkeypatch.setattr(service, "WHOLE_S", 0.5)
    monkeypatch.setattr(service, "STALL_S", 0.3)
    server.faults = [misbehaving]
    answer = make().geocode(ADDRESS)
    assert answer.outcome is Outcome.UNAVAILABLE
    assert "too long" in answer.explanation
    assert len(server.asked) == 1


@pytest.mark.parametrize("domain", ["127.0.0.1:9", "nowhere.invalid"])
def test_a_service_that_is_not_there_is_unavailable(tmp_path: Path, domain: str) -> None:
    options = {"domain": domain, "scheme": "http"}
    nobody = Geocoder([], online=Online("nominatim", options=options, folder=tmp_path, interval_s=0.0))
    assert nobody.geocode(ADDRESS).outcome is Outcome.UNAVAILABLE


def test_a_gate_that_cannot_be_used_means_no_request(server: Nominatim, make: Make, tmp_path: Path) -> None:
    answer = make(folder=tmp_path / "not there").geocode(ADDRESS)
    assert answer.outcome is Outcome.UNAVAILABLE
    assert "gate" in answer.explanation
    assert server.asked == []


@pytest.mark.parametrize("name", ["no-such-geocoder", "", "__init__"])
def test_an_unknown_service_is_bad_input(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="cannot be used"):
        Online(name, folder=tmp_path)


@pytest.mark.parametrize("options", [{"no_such_option": 1}, {"user_agent": "x"}, {"scheme": "ftp"}])
def test_options_that_geopy_does_not_take_are_bad_input(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="cannot be used"):
        Online("nominatim", "desk@example.org", options=options, folder=tmp_path)


def test_the_public_nominatim_is_not_asked_without_a_contact(tmp_path: Path) -> None:
    for options in ({}, {"domain": "Nominatim.OpenStreetMap.org:443/"}):
        with pytest.raises(BadInput, match="MAPAPP_CONTACT"):
            Online("nominatim", options=options, folder=tmp_path)
    Online("nominatim", "https://example.org/newsroom", folder=tmp_path)
    Online("nominatim", options={"domain": "nominatim.example.org"}, folder=tmp_path)


@pytest.mark.parametrize(
    "contact", ["me", "a@b", "desk@example.org\r\nX: y", "désk@example.org", "@", "http://"]
)
def test_a_contact_that_is_none_is_bad_input(tmp_path: Path, contact: str) -> None:
    with pytest.raises(BadInput, match="MAPAPP_CONTACT"):
        Online("nominatim", contact, folder=tmp_path)


class Cache:
    """An AnswerCache in a dictionary that keeps for how long things were to be kept."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], tuple[KeptAnswer, timedelta]] = {}

    def get(self, service: str, question: str) -> KeptAnswer | None:
        found = self.kept.get((service, question))
        return found[0] if found else None

    def put(self, service: str, question: str, answer: KeptAnswer, keep: timedelta) -> None:
        self.kept[service, question] = (answer, keep)


def test_an_answer_is_kept_with_its_licence_and_asked_once(server: Nominatim, make: Make) -> None:
    server.says, cache = [HOUSE], Cache()
    first = make(cache=cache).geocode(ADDRESS)
    assert make(cache=cache).geocode("1000 55TH street, kenosha").candidates == first.candidates
    assert len(server.asked) == 1
    [(answer, keep)] = cache.kept.values()
    assert "ODbL" in answer.licence
    assert keep == OPEN


def test_that_nothing_was_found_is_kept_for_a_shorter_time(server: Nominatim, make: Make) -> None:
    cache = Cache()
    for _ in range(2):
        assert make(cache=cache).geocode(ADDRESS).outcome is Outcome.NOT_FOUND
    assert len(server.asked) == 1
    assert [keep for _, keep in cache.kept.values()] == [NOTHING]


@pytest.mark.parametrize("name", OUTAGES)
def test_no_outage_is_kept(server: Nominatim, make: Make, name: str) -> None:
    server.faults, cache = [fault(name)], Cache()
    make(cache=cache).geocode(ADDRESS)
    assert cache.kept == {}


def test_a_cache_that_cannot_be_used_does_not_cost_the_answer(server: Nominatim, make: Make) -> None:
    class Broken:
        def get(self, *_: object) -> KeptAnswer | None:
            raise StorageFailed("full")

        def put(self, *_: object) -> None:
            raise StorageFailed("full")

    server.says = [HOUSE]
    assert make(cache=Broken()).geocode(ADDRESS).outcome is Outcome.RESOLVED


PHOTON = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-87.8, 42.6]},
         "properties": {"name": "1000 55th Street", "city": "Kenosha", "state": "Wisconsin"}},
    ],
}  # fmt: skip


def test_any_geopy_class_will_do(server: Nominatim, make: Make) -> None:
    server.says = PHOTON  # type: ignore[assignment]
    answer = make("photon").geocode(ADDRESS)
    assert answer.outcome is Outcome.AREA
    assert answer.candidates[0].provenance.dataset == "photon"
    assert "ODbL" in answer.candidates[0].provenance.licence


def test_a_class_without_lines_cannot_say_where_streets_meet(server: Nominatim, make: Make) -> None:
    answer = make("photon").geocode("28th Avenue and 40th Street, Kenosha")
    assert answer.outcome is Outcome.UNAVAILABLE
    assert "no lines of streets" in answer.explanation
    assert server.asked == []


MAPBOX = {
    "features": [
        {"text": "55th Street", "place_name": "1000 55th Street, Kenosha, Wisconsin 53140, United States",
         "geometry": {"type": "Point", "coordinates": [-87.8, 42.6]}},
    ],
}  # fmt: skip


def test_what_may_not_be_stored_is_never_kept_and_says_so(server: Nominatim, make: Make) -> None:
    server.says, cache = MAPBOX, Cache()  # type: ignore[assignment]
    geocoder = make("mapbox", cache=cache, options={**server.options, "api_key": "k"})
    for _ in range(2):
        [found] = geocoder.geocode(ADDRESS).candidates
        assert "not_to_be_kept" in found.faults
    assert cache.kept == {}
    assert len(server.asked) == 2


def test_what_may_not_be_kept_is_in_no_file_of_answers(server: Nominatim, make: Make) -> None:
    server.says = MAPBOX  # type: ignore[assignment]
    geocoder = make("mapbox", options={**server.options, "api_key": "k"})
    row = geocode_row(geocoder, {"phrase": ADDRESS})
    assert (row["outcome"], row["candidates"]) == ("unavailable", [])
    assert "42.6" not in str(row)


def test_a_contract_beats_the_rule(server: Nominatim, make: Make) -> None:
    server.says, cache = MAPBOX, Cache()  # type: ignore[assignment]
    options = {**server.options, "api_key": "k"}
    geocoder = make("mapbox", cache=cache, options=options, licence="Mapbox permanent geocoding")
    [found] = geocoder.geocode(ADDRESS).candidates
    assert found.faults == ("from_online",)
    assert found.provenance.licence == "Mapbox permanent geocoding"
    assert len(cache.kept) == 1


def test_what_nobody_has_looked_up_is_remembered_but_not_stored() -> None:
    rule = rule_for("Woosmap")
    assert (rule.stored, rule.published, rule.remembered) == (None, False, True)
    assert rule_for("GoogleV3").stored == timedelta(days=30)
    assert not rule_for("GoogleV3").published


def test_it_is_asked_only_for_what_the_rest_does_not_know(
    town_index: StreetIndex, server: Nominatim, tmp_path: Path
) -> None:
    online = Online("nominatim", options=server.options, folder=tmp_path, interval_s=0.0)
    geocoder = Geocoder([town_index], online=online)
    assert geocoder.geocode("28th Avenue and 40th Street, Quillby").outcome is Outcome.RESOLVED
    assert geocoder.geocode("28th Avenue and 40th Avenue").outcome is Outcome.NO_SUCH_INTERSECTION
    assert server.asked == []
    server.says = [HOUSE | {"address": HOUSE["address"] | {"city": "Milwaukee"}}]
    assert geocoder.geocode("1000 55th Street, Milwaukee").candidates[0].provenance.dataset == "nominatim"
    assert sent(server) == ["1000 55th Street, Milwaukee"]


def test_what_was_known_before_an_outage_stays_a_hint(server: Nominatim, ask: Ask) -> None:
    server.faults = [status(500)]
    assert any("streets add" in one for one in ask(ADDRESS).hints)
