"""Several counties, or a state, added into one index."""

from pathlib import Path

import pytest

from mapapp.errors import BadInput, NotFound, Unavailable
from mapapp.streets.add import Patience, TigerSource, add_counties
from mapapp.streets.counties import County, find_county, find_state
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.tiger import TigerFile
from tests.unit.streets import file_server, small_tiger
from tests.unit.streets.file_server import serving
from tests.unit.streets.test_add import files_below, write_areas

COUNTIES = tuple(find_county(fips) for fips in ("55059", "55079", "55101"))
HASTY = Patience(answer_s=1.0, connect_s=0.5, stall_s=0.4, window_s=0.4, pause_s=0.01)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Three counties of 2014 with the same streets, and the state's places."""
    base = tmp_path / "tiger"
    write_areas(base)
    for one in COUNTIES:
        small_tiger.write(base, TigerFile(2014, "EDGES", one.fips), small_tiger.grid())
    return base


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def add(
    home: Path, url: object, counties: tuple[County, ...] = COUNTIES, told: list[str] | None = None
) -> IndexInfo:
    def report(stage: str, _: int, __: int | None) -> None:
        if told is not None and stage not in told:
            told.append(stage)

    source = TigerSource(str(url))
    library = Library(home / "streets")
    return add_counties(library, counties, source, home / "cache", report, name="several", patience=HASTY)


def test_several_counties_come_into_one_index(base: Path, home: Path) -> None:
    told: list[str] = []
    info = add(home, base, told=told)
    assert [one.code for one in info.regions] == [one.fips for one in COUNTIES]
    assert (info.title, info.edges, info.crossings) == ("3 counties of WI", 36, 27)
    assert files_below(home) == ["streets/several.gpkg"]
    assert "2 of 3: Looking for Milwaukee County, WI, 2014" in told
    assert "Building the streets of Racine County, WI" in told


def test_what_counties_share_is_asked_for_once_and_so_is_an_empty_year(base: Path, home: Path) -> None:
    with serving(base) as server:
        assert add(home, server.address).edges == 36
        asked = [path for path, _ in server.asked]
    assert len(asked) == len(set(asked))
    assert len([one for one in asked if "/TIGER2015/" in one]) == 2
    assert files_below(home) == ["streets/several.gpkg"]


def test_a_county_that_another_year_has_is_taken_from_there(base: Path, home: Path) -> None:
    small_tiger.write(base, TigerFile(2016, "EDGES", "55059"), small_tiger.grid())
    info = add(home, base)
    assert [one.vintage[-4:] for one in info.regions] == ["2016", "2014", "2014"]
    assert info.vintage == "TIGER/Line 2016; TIGER/Line 2014"


def test_a_county_that_cannot_be_had_is_named_and_nothing_is_installed(base: Path, home: Path) -> None:
    older = add(home, base).path.read_bytes()
    with pytest.raises(NotFound, match=r"no streets of Dane County, WI \(55025\)"):
        add(home, base, (*COUNTIES, find_county("55025")))
    assert files_below(home) == ["streets/several.gpkg"]
    assert (home / "streets" / "several.gpkg").read_bytes() == older


def test_a_county_without_names_is_named_and_nothing_is_installed(base: Path, home: Path) -> None:
    nameless = [one | {"FULLNAME": ""} for one in small_tiger.grid()]
    small_tiger.write(base, TigerFile(2014, "EDGES", "55101"), nameless)
    with pytest.raises(BadInput, match="Racine County, WI"):
        add(home, base)
    assert files_below(home) == []


def test_after_a_break_the_counties_that_came_are_not_fetched_again(base: Path, home: Path) -> None:
    with serving(base) as server:
        whole = [lambda handler: handler.serve()] * 5
        server.faults = [*whole, file_server.status(403)]
        with pytest.raises(Unavailable):
            add(home, server.address)
        assert add(home, server.address).edges == 36
        first, again = server.asked_for("55059_edges.zip")[-2:]
    assert first is None
    assert again is not None


def test_a_state_is_its_counties() -> None:
    wisconsin = find_state("Wisconsin")
    assert wisconsin == find_state("wi")
    assert wisconsin is not None
    assert (wisconsin[0], len(wisconsin[1])) == ("Wisconsin", 72)
    assert find_county("55059") in wisconsin[1]
    assert find_state("Kenosha") is None
    assert find_state("") is None


@pytest.mark.parametrize(("year", "counties"), [(None, 9), (2022, 9), (2021, 8)])
def test_connecticut_has_the_counties_of_the_year(year: int | None, counties: int) -> None:
    found = find_state("CT", year)
    assert found is not None
    assert len(found[1]) == counties
