"""The hospital list of HIFLD (Homeland Infrastructure Foundation-Level Data, public domain)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mapapp.desk.csv_table import Row, decimal, read_table
from mapapp.errors import BadInput
from mapapp.incident.gazetteer import Facility

DATASET = "HIFLD Hospitals"
PROBLEMS_SHOWN = 5

_COLUMNS = (
    "ID", "NAME", "ADDRESS", "CITY", "STATE", "TYPE", "STATUS", "TRAUMA", "HELIPAD", "BEDS",
    "LATITUDE", "LONGITUDE",
)  # fmt: skip
_UNSTATED = "NOT AVAILABLE"
_MOST_BEDS = 10_000

# An ambulance brings nobody to these, so that "a hospital" does not mean them.
_KINDS = {
    "PSYCHIATRIC": "psychiatric hospital",
    "REHABILITATION": "rehabilitation hospital",
    "LONG TERM CARE": "long-term care hospital",
    "CHRONIC DISEASE": "long-term care hospital",
    "MILITARY": "military or veterans hospital",
}

_SPELLED_OUT = {
    "HSPTL": "Hospital", "HOSP": "Hospital", "CTR": "Center", "MED": "Medical", "MEM": "Memorial",
    "HLTH": "Health", "REHAB": "Rehabilitation", "SYS": "System", "FND": "Foundation", "SPEC": "Specialty",
}  # fmt: skip
_CAPITALS = frozenset(
    ("VA", "LLC", "UPMC", "CHI", "SSM", "AMG", "PAM", "ARH", "UCLA", "UCSF", "NYU", "UW", "II", "III")
)
_SMALL = frozenset(("OF", "AND", "AT", "THE", "FOR", "IN", "DE", "DEL"))

_ADULT_LEVEL = re.compile(r"LEVEL (?:I|II|III|IV|V)(?=,|$)")
_WORD = re.compile(r"\w+(?:'\w+)?")


@dataclass
class Hospitals:
    """What a list held: the open hospitals, the keys of the closed, and how many rows were bad and why."""

    open: list[Facility] = field(default_factory=list)
    closed: list[tuple[str, str]] = field(default_factory=list)
    bad: int = 0
    problems: list[str] = field(default_factory=list)


def read_hospitals(path: Path) -> Hospitals:
    """Read the list, CSV or .csv.gz; a bad row is counted, a file that is no such list raises BadInput."""
    read = Hospitals()
    for i, row in enumerate(read_table(path, _COLUMNS), 1):
        try:
            hospital = _hospital(row)
        except BadInput as error:
            read.bad += 1
            if len(read.problems) < PROBLEMS_SHOWN:
                read.problems.append(f"row {i}: {error}")
            continue
        if row["STATUS"].upper() == "OPEN":
            read.open.append(hospital)
        else:
            read.closed.append((DATASET, hospital.dataset_id))
    return read


def _hospital(row: Row) -> Facility:
    for name in ("ID", "NAME", "CITY", "STATE"):
        if row[name] in ("", _UNSTATED):
            raise BadInput(f"{name} is empty")
    return Facility(
        dataset=DATASET,
        dataset_id=row["ID"],
        name=readable(row["NAME"], _SPELLED_OUT),
        kind=_KINDS.get(row["TYPE"].upper(), "hospital"),
        address="" if row["ADDRESS"] == _UNSTATED else readable(row["ADDRESS"]),
        city=readable(row["CITY"]),
        state=row["STATE"].upper()[:2],
        lon=decimal(row, "LONGITUDE", 180),
        lat=decimal(row, "LATITUDE", 90),
        source=_source(row),
        trauma=_adult_level(row["TRAUMA"]),
        helipad={"Y": True, "N": False}.get(row["HELIPAD"].upper()),
        beds=_beds(row["BEDS"]),
    )


def readable(text: str, spelled_out: Mapping[str, str] | None = None) -> str:
    """A name in capitals as people write it: "ST MARYS MED CTR" as "St Marys Medical Center"."""
    spelled_out = spelled_out or {}

    def one(match: re.Match[str]) -> str:
        word = match.group().upper()
        if word in _CAPITALS:
            return word
        if word in _SMALL and match.start():
            return word.lower()
        return spelled_out.get(word, word.capitalize())

    return _WORD.sub(one, text)


def _adult_level(text: str) -> str:
    """The trauma level for adults, "LEVEL I" to "LEVEL V"; states' own designations are left out."""
    found = _ADULT_LEVEL.search(text.upper())
    return found.group() if found else ""


def _beds(text: str) -> int | None:
    """The list says -999 for what it does not know."""
    return int(text) if text.isdecimal() and 0 < int(text) <= _MOST_BEDS else None


def _source(row: Row) -> str:
    year = row.get("SOURCEDATE", "")[:4]
    return (
        f"HIFLD Hospitals, entry of {year} (public domain)"
        if year.isdecimal()
        else "HIFLD Hospitals (public domain)"
    )
