import pytest

from mapapp.streets.road_class import class_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("S1100", "S1100"), ("s1630", "S1630"), ("A41", "S1400"), ("A11", "S1100"),
        ("motorway_link", "S1630"),
        ("Interstate", "S1100"), ("Major Arterial", "S1200"), ("MINOR ARTERIAL", "S1400"),
        ("State Highway", "S1200"), ("Highway Ramp", "S1630"), ("Alley", "S1730"), ("Private Road", "S1740"),
        ("Local", "S1400"), ("Collector", "S1400"), ("7", "S1400"),
        ("", "S1400"), (None, "S1400"),
    ],
)  # fmt: skip
def test_words_of_all_kinds_are_a_class(value: str | None, expected: str) -> None:
    assert class_of(value) == expected
