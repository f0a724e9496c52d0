import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.streets.names import parse_name
from mapapp.streets.osm_tags import distinct, route_from_network, street_class, street_names


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "motorway"}, "S1100"),
        ({"highway": "motorway_link"}, "S1630"),
        ({"highway": "residential"}, "S1400"),
        ({"highway": "service"}, None),
        ({"highway": "service", "name": "Mill Lane"}, "S1740"),
        ({"highway": "pedestrian", "name": "Market Square", "area": "yes"}, None),
        ({"highway": "footway", "name": "River Walk"}, None),
        ({"highway": "construction"}, None),
        ({"railway": "rail"}, None),
    ],
)
def test_which_ways_are_streets(tags: dict[str, str], expected: str | None) -> None:
    assert street_class(tags) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"name": "Sheridan Road", "ref": "WI 32;US 41"}, ("Sheridan Road", "WI 32", "US 41")),
        ({"ref": "I 94;US 41"}, ("I 94", "US 41")),
        ({"name": "Interstate 94", "ref": "I 94"}, ("Interstate 94",)),
        ({"name": "52nd Street", "ref": "158"}, ("52nd Street", "Hwy 158")),
        ({"name": "O Street", "ref": "NE 6"}, ("O Street", "Nebraska 6")),
        ({"name": "75th Street", "alt_name": "Geneva Road;Lake Road", "name_1": "Plank Road"},
         ("75th Street", "Geneva Road", "Lake Road", "Plank Road")),
        ({"highway": "motorway_link", "ref": "I 94"}, ()),
        ({"name": " ; "}, ()),
    ],
)  # fmt: skip
def test_all_names_of_a_way(tags: dict[str, str], expected: tuple[str, ...]) -> None:
    assert street_names(tags) == expected


@pytest.mark.parametrize(
    ("network", "ref", "expected"),
    [
        ("US:I", "94", "i 94"), ("US:US", "41", "us 41"), ("US:WI", "31", "st_rte 31"),
        ("US:NE", "6", "st_rte 6"),
        ("US:WI:CTH", "KR", "co_rte kr"), ("US:WI:Kenosha", "H", "co_rte h"), ("US:TX:FM", "1960", "fm 1960"),
        ("US:US:Business", "41", "us 41 bus"),
    ],
)  # fmt: skip
def test_routes_are_read_as_what_they_are(network: str, ref: str, expected: str) -> None:
    name = parse_name(route_from_network(network, ref) or "")
    assert f"{name.pre_type} {name.base}" == expected


@pytest.mark.parametrize(
    ("network", "ref"), [("e-road", "E 18"), ("US:XX", "1"), ("US:US", ""), ("US:US:Scenic", "1")]
)
def test_routes_of_others_have_no_name_here(network: str, ref: str) -> None:
    assert route_from_network(network, ref) is None


def test_a_bare_number_gives_way_to_whose_it_is() -> None:
    assert distinct(["Green Bay Road", "Hwy 31", "WI 31"]) == ("Green Bay Road", "WI 31")


@given(st.dictionaries(st.sampled_from(["name", "ref", "alt_name", "highway"]), st.text(max_size=300)))
def test_no_text_breaks_the_names(tags: dict[str, str]) -> None:
    found = street_names(tags)
    assert len({parse_name(one) for one in found}) == len(found)
