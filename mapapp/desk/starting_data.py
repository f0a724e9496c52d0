"""What a newsroom starts with, read from the files of the data folder."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TypeVar

from mapapp.desk.csv_table import Row, decimal, read_table
from mapapp.desk.slugs import slug_of
from mapapp.errors import BadInput
from mapapp.incident.gazetteer import Facility, KnownPlace
from mapapp.incident.geojson import EARTH_HALFWAY_M, loads
from mapapp.incident.model import Incident, Precision

OWN_DATASET = "mapapp"

_KNOWN_PLACE = ("name", "locality", "lat", "lon", "precision", "radius_m", "source")
_FACILITY = (
    "name", "kind", "address", "city", "state", "lat", "lon", "trauma", "helipad", "beds", "source",
)  # fmt: skip
_HELIPAD = {"Y": True, "N": False}

T = TypeVar("T")


def read_incidents(folder: Path) -> Iterator[Incident]:
    """Every incident of a folder, by file name; raises BadInput naming the file that is not one."""
    for path in sorted(folder.glob("*.geojson")):
        try:
            yield loads(path.read_bytes())
        except BadInput as error:
            raise BadInput(f"{path}: {error}") from error
        except OSError as error:
            raise BadInput(f"{path} cannot be read.") from error


def read_known_places(path: Path) -> list[KnownPlace]:
    """The known places of a table; raises BadInput naming the row that is not one."""
    return list(_records(path, _KNOWN_PLACE, _known_place))


def read_facilities(path: Path) -> list[Facility]:
    """The facilities of a table; raises BadInput naming the row that is not one.

    A row may name the list it was taken from by `dataset` and `dataset_id`, so that loading that
    list later does not make a second one of it; otherwise the row is ours.
    """
    return list(_records(path, _FACILITY, _facility))


def _records(path: Path, columns: Collection[str], read: Callable[[Row], T]) -> Iterator[T]:
    for i, row in enumerate(read_table(path, columns), 1):
        try:
            yield read(row)
        except (BadInput, ValueError) as error:
            raise BadInput(f"{path}, row {i}: {error}.") from error


def _known_place(row: Row) -> KnownPlace:
    radius_m = decimal(row, "radius_m", EARTH_HALFWAY_M)
    if radius_m <= 0:
        raise BadInput("radius_m must be more than 0")
    return KnownPlace(
        name=_needed(row, "name"),
        locality=row["locality"],
        lon=decimal(row, "lon", 180),
        lat=decimal(row, "lat", 90),
        precision=Precision(row["precision"]),
        radius_m=radius_m,
        source=_needed(row, "source"),
    )


def _facility(row: Row) -> Facility:
    return Facility(
        dataset=row.get("dataset") or OWN_DATASET,
        dataset_id=row.get("dataset_id") or slug_of(f"{row['name']} {row['city']} {row['state']}"),
        name=_needed(row, "name"),
        kind=_needed(row, "kind"),
        address=row["address"],
        city=row["city"],
        state=row["state"],
        lon=decimal(row, "lon", 180),
        lat=decimal(row, "lat", 90),
        source=_needed(row, "source"),
        trauma=row["trauma"],
        helipad=_HELIPAD.get(row["helipad"].upper()),
        beds=int(row["beds"]) if row["beds"] else None,
    )


def _needed(row: Row, name: str) -> str:
    if not row[name]:
        raise BadInput(f"{name} is empty")
    return row[name]
