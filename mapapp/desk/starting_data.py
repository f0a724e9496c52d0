"""What a newsroom starts with, read from the files of the data folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

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
    return [_known_place(row, f"{path}, row {i}") for i, row in enumerate(read_table(path, _KNOWN_PLACE), 1)]


def read_facilities(path: Path) -> list[Facility]:
    """The facilities of a table; raises BadInput naming the row that is not one.

    A row may name the list it was taken from by `dataset` and `dataset_id`, so that loading that
    list later does not make a second one of it; otherwise the row is ours.
    """
    return [_facility(row, f"{path}, row {i}") for i, row in enumerate(read_table(path, _FACILITY), 1)]


def _known_place(row: Row, where: str) -> KnownPlace:
    try:
        lon, lat = decimal(row, "lon", 180), decimal(row, "lat", 90)
        precision, radius_m = Precision(row["precision"]), decimal(row, "radius_m", EARTH_HALFWAY_M)
        if radius_m <= 0:
            raise BadInput("radius_m must be more than 0")  # noqa: TRY301 (one way out for a bad row)
    except (ValueError, BadInput) as error:
        _refuse(where, error)
    _need(row, ("name", "source"), where)
    return KnownPlace(row["name"], row["locality"], lon, lat, precision, radius_m, row["source"])


def _facility(row: Row, where: str) -> Facility:
    try:
        lon, lat = decimal(row, "lon", 180), decimal(row, "lat", 90)
        beds = int(row["beds"]) if row["beds"] else None
    except (ValueError, BadInput) as error:
        _refuse(where, error)
    _need(row, ("name", "kind", "source"), where)
    key = row.get("dataset_id") or slug_of(f"{row['name']} {row['city']} {row['state']}")
    return Facility(
        dataset=row.get("dataset") or OWN_DATASET,
        dataset_id=key,
        name=row["name"],
        kind=row["kind"],
        address=row["address"],
        city=row["city"],
        state=row["state"],
        lon=lon,
        lat=lat,
        source=row["source"],
        trauma=row["trauma"],
        helipad=_HELIPAD.get(row["helipad"].upper()),
        beds=beds,
    )


def _need(row: Row, names: tuple[str, ...], where: str) -> None:
    for name in names:
        if not row[name]:
            raise BadInput(f"{where}: {name} is empty.")


def _refuse(where: str, error: Exception) -> NoReturn:
    raise BadInput(f"{where}: {error}.") from error
