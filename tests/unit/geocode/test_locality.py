import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.locality import LocalityName, read_locality


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [
        ("Kenosha", LocalityName("kenosha")),
        ("Kenosha, WI", LocalityName("kenosha", "WI")),
        ("Kenosha, Wisconsin", LocalityName("kenosha", "WI")),
        ("Kenosha, Wis.", LocalityName("kenosha", "WI")),
        ("Kenosha, WI 53140", LocalityName("kenosha", "WI", zip_code="53140")),
        ("Kenosha, WI, USA", LocalityName("kenosha", "WI")),
        ("the city of Kenosha", LocalityName("kenosha")),
        ("near Kenosha", LocalityName("kenosha")),
        ("Milwaukee area", LocalityName("milwaukee")),
        ("Kenosha County", LocalityName("kenosha", county=True)),
        ("county of Racine", LocalityName("racine", county=True)),
        ("St. Louis, Mo.", LocalityName("saint louis", "MO")),
        ("Washington, D.C.", LocalityName("washington", "DC")),
        ("Hartford, CT", LocalityName("hartford", "CT")),
        ("Louisville, KY", LocalityName("louisville", "KY")),
        ("Port Washington", LocalityName("port washington")),
        ("DC", LocalityName("", "DC")),
        ("53140", LocalityName("", zip_code="53140")),
    ],
)
def test_a_locality_is_read(text: str, likeliest: LocalityName) -> None:
    assert read_locality(text)[0] == likeliest


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("Kenosha WI", LocalityName("kenosha", "WI")),
        ("Washington DC", LocalityName("washington", "DC")),
        ("Charleston West Virginia", LocalityName("charleston", "WV")),
        ("Washington", LocalityName("", "WA")),
        ("Uptown, Kenosha, Wis.", LocalityName("kenosha", "WI")),
    ],
)
def test_another_way_to_read_it_comes_later(text: str, also: LocalityName) -> None:
    assert also in read_locality(text)[1:]


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    assert all(one.key or one.state or one.zip_code for one in read_locality(text))
