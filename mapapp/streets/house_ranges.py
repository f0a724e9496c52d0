"""Ranges of house numbers: put together, and cut where a street is cut."""

from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def spanning(ranges: Iterable[Sequence[int | None]]) -> Range | None:
    """The range over all of these, (from, to) each along the same street; None when there is none.

    It runs the way that most of them run.
    """
    whole = [(one[0], one[1]) for one in ranges if one[0] is not None and one[1] is not None]
    if not whole:
        return None
    low, high = min(map(min, whole)), max(map(max, whole))
    rising = sum((end > start) - (end < start) for start, end in whole)
    return (low, high) if rising >= 0 else (high, low)


def part_of(whole: Range, start: float, end: float) -> Range | None:
    """The numbers of a stretch of a street, from one fraction of its length to another, both in 0..1.

    Numbers of one side keep to it: where the range is all odd or all even so is each part. None where the
    stretch is too short to have a number of its own. Parts that follow one another share no number.
    """
    first, last = whole
    step = 2 if first % 2 == last % 2 else 1
    sign = 1 if last >= first else -1
    count = abs(last - first) // step + 1
    low, high = round(start * count), round(end * count)
    if high <= low:
        return None
    return first + sign * step * low, first + sign * step * (high - 1)
