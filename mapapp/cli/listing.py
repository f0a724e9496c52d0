"""The installed street indexes in columns."""

from collections.abc import Iterator, Sequence

from mapapp.desk import IndexInfo

_HEADINGS = ("name", "place", "streets", "crossings", "MB", "edition and licence")
_FIGURES = (2, 3, 4)


def listing(installed: Sequence[IndexInfo]) -> str:
    """A line for each index, under headings, and below it one for each region where it has several."""
    rows = [_HEADINGS, *map(_row, installed)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *lines = (_aligned(row, widths) for row in rows)
    parts = (f"{line}{''.join(_regions(info))}" for line, info in zip(lines, installed, strict=True))
    return "\n".join([head, *parts])


def _row(info: IndexInfo) -> tuple[str, ...]:
    figures = (f"{info.streets:,}", f"{info.crossings:,}", f"{info.size_bytes / 1e6:.1f}")
    return (info.name, info.title, *figures, f"{info.vintage}; {info.licence}")


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = zip(range(len(row)), row, widths, strict=True)
    return "  ".join(
        cell.rjust(width) if n in _FIGURES else cell.ljust(width) for n, cell, width in cells
    ).rstrip()


def _regions(info: IndexInfo) -> Iterator[str]:
    if len(info.regions) > 1:
        for one in info.regions:
            yield f"\n  {one.code} {one.title}: {one.streets:,} streets, {one.vintage}"
