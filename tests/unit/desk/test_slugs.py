from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from mapapp.desk.slugs import free_slug, slug_of
from mapapp.incident.geojson import slug

anything = st.text(st.characters(), max_size=200)


@given(anything, anything.map(lambda text: text[:10]))
def test_any_text_makes_a_valid_slug_and_so_do_its_successors(title: str, day: str) -> None:
    stem = slug_of(title, day)
    found = list(islice(free_slug(stem), 12))
    assert len(set(found)) == 12
    for one in found:
        assert slug(one, "id") == one


def test_a_slug_reads_like_its_title() -> None:
    assert slug_of("Police shooting in Kenosha", "2020-08-23") == "police-shooting-in-kenosha-2020-08-23"
    assert slug_of("  Café «Zoë» burns!  ") == "cafe-zoe-burns"
    assert slug_of("火事", otherwise="place") == "place"
