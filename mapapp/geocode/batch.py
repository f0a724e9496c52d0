"""A table of phrases -> one JSON object for each row, whatever is wrong with some of them."""

from collections.abc import Mapping
from typing import Any

from mapapp.errors import BadInput
from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.geocoder import Geocoder

_OWN_COLUMNS = ("phrase", "near")


def geocode_row(geocoder: Geocoder, row: Mapping[Any, Any], near: str | None = None) -> dict[str, Any]:
    """The answer to a row of a CSV reader, as a JSON object.

    Columns: `phrase`, and optionally `near`, which comes before the `near` given for all; every other column
    is kept under `input`, and the cells of a row that is too long under `surplus` there. A row that cannot be
    used gives an object with `error`.
    """
    phrase = row.get("phrase") or ""
    kept = {_column(name): value for name, value in row.items() if name not in _OWN_COLUMNS}
    try:
        answer = keepable(geocoder.geocode(phrase, row.get("near") or near)).as_json()
    except BadInput as error:
        answer = {"phrase": phrase, "error": str(error)}
    return {**answer, "input": kept} if kept else answer


def keepable(answer: Answer) -> Answer:
    """The answer as it may be stored: without what a service does not allow to be kept; it then says so."""
    if not any("not_to_be_kept" in one.faults for one in answer.candidates):
        return answer
    why = "The online geocoder has an answer but does not allow it to be kept; ask for this phrase by itself."
    return Answer(answer.phrase, Outcome.UNAVAILABLE, (), why)


def _column(name: Any) -> str:
    """A column's name; a CSV reader keeps the cells beyond the last column under None."""
    return "surplus" if name is None else str(name)
