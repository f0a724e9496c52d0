from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mapapp.errors import BadInput
from mapapp.streets.index import StreetIndex
from mapapp.streets.library import IndexInfo
from mapapp.streets.names import parse_name
from mapapp.streets.records import NamedStreet

CORNER = (-87.843258, 42.600802)


@pytest.fixture(scope="module")
def kenosha(kenosha_index: IndexInfo) -> Iterator[StreetIndex]:
    index = StreetIndex.open(kenosha_index.path)
    yield index
    index.close()


@pytest.fixture(scope="module")
def dc(dc_index: IndexInfo) -> Iterator[StreetIndex]:
    index = StreetIndex.open(dc_index.path)
    yield index
    index.close()


def street(index: StreetIndex, text: str) -> NamedStreet:
    wanted = parse_name(text)
    return next(one for one in index.streets_named(wanted.base) if one.name == wanted)


def test_it_says_what_it_covers(kenosha: StreetIndex) -> None:
    assert (kenosha.region.code, kenosha.region.title, kenosha.region.state) == (
        "55059", "Kenosha County, WI", "WI",
    )  # fmt: skip
    assert kenosha.region.reaches(*CORNER)
    assert not kenosha.region.reaches(-77.0, 38.9)


def test_a_base_has_all_its_types(kenosha: StreetIndex) -> None:
    assert {one.title for one in kenosha.streets_named("28")} == {"28th Ave", "28th Ct", "28th Pl", "28th St"}


def test_a_crossing_is_the_same_from_either_street(kenosha: StreetIndex) -> None:
    avenue, cross = street(kenosha, "28th Ave").street_id, street(kenosha, "40th St").street_id
    (found,) = kenosha.crossings(avenue, cross)
    assert kenosha.crossings(cross, avenue) == (found,)
    assert ((found.lon, found.lat), found.kind, found.nodes) == (CORNER, "node", ("65180185",))
    place = kenosha.place(found.place_id)
    assert place is not None
    assert place.long_name == "Kenosha city"


def test_edges_carry_their_house_numbers(kenosha: StreetIndex) -> None:
    edges = kenosha.edges(street(kenosha, "40th St").street_id)
    assert (2801, 2899) in {one.left for one in edges}
    assert (2800, 2898) in {one.right for one in edges}
    assert {zip_code for one in edges for zip_code in one.zips} >= {"53140"}


def test_an_edge_is_found_under_each_of_its_names(kenosha: StreetIndex) -> None:
    named = {one.fid for one in kenosha.edges(street(kenosha, "Green Bay Rd").street_id)}
    numbered = {one.fid for one in kenosha.edges(street(kenosha, "State Hwy 31").street_id)}
    assert named & numbered


def test_names_within_a_slip_are_found_and_numbers_never(kenosha: StreetIndex) -> None:
    assert ("sheridan", 1) in kenosha.similar_bases("sheriden", 1)
    assert ("sheridan", 1) in kenosha.similar_bases("sheirdan", 1)
    assert not [one for one, _ in kenosha.similar_bases("28", 2) if any(map(str.isdigit, one))]


def test_an_index_from_roads_alone_knows_no_house_numbers(kenosha: StreetIndex, dc: StreetIndex) -> None:
    assert kenosha.has_ranges
    assert not dc.has_ranges
    assert dc.uses_direction("nw")
    assert not kenosha.uses_direction("nw")


def test_zip_codes_are_known(kenosha: StreetIndex) -> None:
    assert "53140" in kenosha.zips
    assert "20001" not in kenosha.zips


def test_threads_may_share_it(kenosha: StreetIndex) -> None:
    ids = [one.street_id for number in range(20, 60) for one in kenosha.streets_named(str(number))]

    def work(first: int) -> int:
        return sum(len(kenosha.crossings(first, second)) for second in ids if second != first)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, ids)) == [work(one) for one in ids]


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 100])
def test_what_is_no_index_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.gpkg"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"broken\.gpkg is not a street index"):
        StreetIndex.open(path)


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        StreetIndex.open(tmp_path / "missing.gpkg")


def test_the_named_edges_around_a_corner_meet_there(kenosha: StreetIndex) -> None:
    lon, lat = CORNER
    found = kenosha.named_within((lon, lat, lon, lat))
    assert sum(65180185 in ends for _, *ends in found) == 3
    far = kenosha.named_within((0.0, 0.0, 1.0, 1.0))
    assert far == []


def test_tiger_has_no_exits(kenosha: StreetIndex) -> None:
    assert not kenosha.has_marks
    assert kenosha.marks("exit", "342") == ()
