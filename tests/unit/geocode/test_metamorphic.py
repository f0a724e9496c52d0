from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import distance_m

STREETS = [
    "28th Ave", "27th Ave", "40th St", "41st St", "28th St", "N Main St", "W Oak St", "Sheridan Rd",
    "Pine Rd", "Loop Dr", "Jog Ln", "State Hwy 50", "US Hwy 45", "Co Hwy H",
]  # fmt: skip
LONG = {"Ave": "Avenue", "St": "Street", "Rd": "Road", "Dr": "Drive", "Ln": "Lane", "N": "North", "W": "West"}


def long(name: str) -> str:
    return " ".join(LONG.get(word, word) for word in name.split())


_STYLES = st.sampled_from([str, str.upper, str.lower, long, lambda name: name.replace("Ave", "Ave.")])
_JOINERS = st.sampled_from([" and ", " & ", " @ ", " at ", "/", ", and "])
_LEADS = st.sampled_from(["", "the corner of ", "at ", "the intersection of "])


@st.composite
def _written_twice(draw: st.DrawFn) -> tuple[str, str]:
    """One corner plainly written, and the other way round in another style."""
    first, second = draw(st.sampled_from(list(product(STREETS, STREETS))))
    turned = f"{draw(_STYLES)(second)}{draw(_JOINERS)}{draw(_STYLES)(first)}"
    return f"{first} and {second}", draw(_LEADS) + turned


@settings(deadline=None, max_examples=400)
@given(_written_twice(), st.booleans())
def test_order_style_and_near_never_move_a_pin(
    geocoder: Geocoder, written: tuple[str, str], near: bool
) -> None:
    plain = geocoder.geocode(written[0], "Quillby, WI")
    styled = geocoder.geocode(f"near {written[1]}" if near else written[1], "Quillby, WI")
    assert styled.outcome is plain.outcome
    for one, other in zip(plain.candidates, styled.candidates, strict=True):
        assert distance_m((one.lon, one.lat), (other.lon, other.lat)) <= one.radius_m
        assert other.radius_m == one.radius_m + (150 if near else 0)


@settings(deadline=None, max_examples=100)
@given(_written_twice())
def test_a_pin_is_the_same_point_however_it_is_written(geocoder: Geocoder, written: tuple[str, str]) -> None:
    plain, styled = (geocoder.geocode(one, "Quillby, WI") for one in written)
    if plain.outcome is Outcome.RESOLVED:
        assert (plain.candidates[0].lon, plain.candidates[0].lat) == (
            styled.candidates[0].lon,
            styled.candidates[0].lat,
        )
