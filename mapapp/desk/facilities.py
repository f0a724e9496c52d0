"""Published lists of facilities, loaded into the gazetteer."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mapapp.desk.hifld import read_hospitals
from mapapp.desk.nearby import NearFacility, Wanted, facilities_near
from mapapp.errors import NotFound
from mapapp.incident.gazetteer import Facility
from mapapp.incident.geodesy import LonLat
from mapapp.store import Store


@dataclass(frozen=True)
class FacilitiesAdded:
    """What became of the rows of a list.

    `added` were added or replaced; `kept` are the newsroom's own wording, left as it is; `closed` are
    closed and no longer offered; `bad` could not be read, and `problems` says of the first few why.
    """

    added: int
    kept: int
    closed: int
    bad: int
    problems: tuple[str, ...] = ()

    @property
    def skipped(self) -> int:
        """How many rows were not added."""
        return self.kept + self.closed + self.bad


class Facilities:
    """The facilities this newsroom knows."""

    def __init__(self, store: Store) -> None:
        self._store = store.gazetteer
        self._lock = threading.Lock()
        self._kept: tuple[int, tuple[Facility, ...]] | None = None

    def add_file(self, path: Path) -> FacilitiesAdded:
        """Add the open hospitals of a HIFLD list, CSV or .csv.gz; loading it again changes nothing.

        A hospital is known by its id in the list: one that the newsroom has in its own wording is not
        added a second time. Bad rows are counted. Raises BadInput for a file that is no such list, NotFound.
        """
        read = read_hospitals(path)
        added = self._store.put_listed_facilities(read.open, read.closed)
        kept = len({one.dataset_id for one in read.open}) - added
        return FacilitiesAdded(added, kept, len(read.closed), read.bad, tuple(read.problems))

    def all(self) -> tuple[Facility, ...]:
        """Every facility, by data set and id."""
        version = self._store.version()
        with self._lock:
            if self._kept is None or self._kept[0] != version:
                self._kept = (version, self._store.facilities())
            return self._kept[1]

    def kinds(self) -> tuple[str, ...]:
        """What kinds of facility there are, in order."""
        return tuple(sorted({one.kind for one in self.all()}))

    def near(self, at: LonLat, miles: float, wanted: Wanted) -> tuple[NearFacility, ...]:
        """The facilities around a position (degrees), nearest first; raises BadInput as `facilities_near`."""
        return facilities_near(self.all(), at, miles, wanted)

    def of_keys(self, keys: Iterable[tuple[str, str]]) -> tuple[Facility, ...]:
        """The facilities of these (data set, id); raises NotFound where one is gone."""
        known = {(one.dataset, one.dataset_id): one for one in self.all()}
        asked = list(dict.fromkeys(keys))
        if any(one not in known for one in asked):
            raise NotFound("A facility that was ticked is no longer known here; search again.")
        return tuple(known[one] for one in asked)
