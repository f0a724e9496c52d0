import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.gazetteer import Facility, KnownPlace
from mapapp.incident.model import Precision
from mapapp.streets.index import StreetIndex
from tests.unit.geocode import town

_FACILITIES = Path(__file__).parents[3] / "data" / "facilities.csv"


@pytest.fixture(scope="session")
def town_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StreetIndex]:
    """The streets of the town of our own making."""
    index = StreetIndex.open(town.build(tmp_path_factory.mktemp("town")).path)
    yield index
    index.close()


@pytest.fixture(scope="session")
def geocoder(town_index: StreetIndex, facilities: list[Facility]) -> Geocoder:
    """A geocoder for the town, with one known place and the starting facilities."""
    known = KnownPlace(
        "The Old Mill", "Quillby, WI", *town.at(3, 5), Precision.POI_SMALL, 40, "the newsroom's own visit"
    )
    return Geocoder([town_index], [known], facilities)


@pytest.fixture(scope="session")
def facilities() -> list[Facility]:
    """The facilities a newsroom starts with."""
    with _FACILITIES.open(newline="") as file:
        return [_facility(row) for row in csv.DictReader(file)]


def _facility(row: dict[str, str]) -> Facility:
    return Facility(
        dataset=row["dataset"],
        dataset_id=row["dataset_id"],
        name=row["name"],
        kind=row["kind"],
        address=row["address"],
        city=row["city"],
        state=row["state"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        source=row["source"],
        trauma=row["trauma"],
        helipad={"Y": True, "N": False}.get(row["helipad"]),
        beds=int(row["beds"]) if row["beds"] else None,
    )
