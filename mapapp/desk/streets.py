"""The counties whose streets this newsroom has, and the work of adding one."""

from typing import TYPE_CHECKING

from mapapp.settings import Settings
from mapapp.store import Job, Store

if TYPE_CHECKING:
    from mapapp.streets.library import IndexInfo, Library
    from mapapp.streets.report import Report

KIND = "streets"
BEAT_S = 5.0
PROGRESS_EVERY_S = 1.0


class Streets:
    """The installed street indexes; adding one is recorded as a job that every process can see."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._jobs = store.jobs
        self._settings = settings

    def add(self, where: str, report: "Report | None" = None) -> "IndexInfo":
        """Fetch, build and install the streets of a county, by FIPS code or as "Kenosha County, WI".

        Takes seconds to minutes and tells `report` how it goes. Raises BadInput for a county that does
        not exist, Unavailable when its files cannot be had, StorageFailed when there is no room.
        """
        raise NotImplementedError

    def installed(self) -> "tuple[IndexInfo, ...]":
        """The street indexes that are installed, by region."""
        return self._library().installed()

    def remove(self, region: str) -> None:
        """Remove the index of a region; raises NotFound."""
        self._library().remove(region)

    def jobs(self) -> tuple[Job, ...]:
        """The work done and under way, the last started first; work that has died shows as failed."""
        return self._jobs.list()

    def _library(self) -> "Library":
        from mapapp.streets.library import Library  # noqa: PLC0415 (see Finder)

        return Library(self._settings.streets_folder)
