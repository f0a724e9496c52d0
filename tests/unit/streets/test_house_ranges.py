from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mapapp.streets.house_ranges import part_of, spanning

numbers = st.integers(0, 20_000)


def in_range(whole: tuple[int, int]) -> set[int]:
    step = 2 if whole[0] % 2 == whole[1] % 2 else 1
    return set(range(min(whole), max(whole) + 1, step))


def test_a_span_runs_the_way_most_ranges_run() -> None:
    assert spanning([(101, 119), (121, 199)]) == (101, 199)
    assert spanning([(198, 150), (148, 100), (None, None)]) == (198, 100)
    assert spanning([(None, 5)]) is None


def test_half_a_block_has_half_its_numbers() -> None:
    assert part_of((100, 198), 0.0, 0.5) == (100, 148)
    assert part_of((100, 198), 0.5, 1.0) == (150, 198)
    assert part_of((198, 100), 0.5, 1.0) == (148, 100)
    assert part_of((7, 7), 0.0, 0.4) is None


@given(numbers, numbers, st.lists(st.floats(0, 1), max_size=6))
def test_the_parts_of_a_range_are_the_whole(first: int, last: int, cuts: list[float]) -> None:
    ends = [0.0, *sorted(cuts), 1.0]
    parts = [one for pair in pairwise(ends) if (one := part_of((first, last), *pair))]
    found = [number for one in parts for number in in_range((first, last)) if min(one) <= number <= max(one)]
    assert len(found) == len(set(found))
    assert set(found) == in_range((first, last))
    assert all((one[1] - one[0]) * (last - first) >= 0 for one in parts)


@given(st.lists(st.tuples(numbers, numbers), min_size=1))
def test_a_span_holds_every_range(ranges: list[tuple[int, int]]) -> None:
    whole = spanning(ranges)
    assert whole is not None
    assert min(whole) == min(map(min, ranges))
    assert max(whole) == max(map(max, ranges))
