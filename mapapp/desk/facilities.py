"""Published lists of facilities, loaded into the gazetteer."""

from dataclasses import dataclass
from pathlib import Path

from mapapp.desk.hifld import read_hospitals
from mapapp.incident.gazetteer import Facility
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
        return self._store.facilities()
