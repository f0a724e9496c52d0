"""What stands in the fields of a centreline file, made what the index holds."""

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from mapapp.streets.edges import Column

_NOTHING = {
    "",
    "nan",
    "none",
    "null",
    "<null>",
    "n/a",
    "unnamed",
    "unnamed road",
    "no name",
    "noname",
    "unknown",
}
_NOWHERE = {"unincorporated", "uninc", "county", "other", "rural"}
_CAPITALS = re.compile(r"(?:[NSEW]|[NS][EW]|[IVX]{2,}|US|I|[A-Z]{2}-?\d+)")
_MOST = 999_999


def texts(column: Column) -> Column:
    """Text without spaces around it; None where there is none or it says so."""
    found = [" ".join(_as_text(one).split()) for one in column.tolist()]
    return objects(None if one.lower() in _NOTHING else one for one in found)


def names(column: Column) -> Column:
    """Names as people write them: a column all in capitals is put in small letters."""
    found = texts(column)
    if any(one != one.upper() for one in found if one):
        return found
    return objects(one and title_case(one) for one in found)


def municipalities(column: Column) -> Column:
    """The names of municipalities; None for land outside of any."""
    return objects(one if one and one.lower() not in _NOWHERE else None for one in names(column))


def house_numbers(column: Column) -> Column:
    """House numbers as int; None for none, and for what is no plain number ("N64W123")."""
    return objects(_whole_number(one) for one in column.tolist())


def zip_codes(column: Column) -> Column:
    """Five digits, or None."""
    found = (re.match(r"\d{5}(?!\d)", f"{one:0>5}" if one else "") for one in texts(column))
    return objects(one[0] if one else None for one in found)


def levels(column: Column) -> Column:
    """Levels as int, 0 for what is no number."""
    return np.array([_whole_number(one, least=-99) or 0 for one in column.tolist()], dtype=np.int64)


def joined(parts: Iterable[Column]) -> Column:
    """The parts of a name as one text per row."""
    rows = zip(*(texts(one) for one in parts), strict=True)
    return objects(" ".join(one for one in row if one) or None for row in rows)


def title_case(text: str) -> str:
    """`14TH ST NW` -> `14th St NW`: words with a capital, compass points and routes as they are."""
    return " ".join(one if _CAPITALS.fullmatch(one) else one.capitalize() for one in text.split())


def objects(values: Iterable[Any]) -> Column:
    """The values as a column, None among them."""
    listed = list(values)
    column = np.empty(len(listed), dtype=object)
    column[:] = listed
    return column


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _whole_number(value: Any, least: int = 0) -> int | None:
    text = _as_text(value).strip().removesuffix(".0")
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        return None
    return int(text) if least <= int(text) <= _MOST else None
