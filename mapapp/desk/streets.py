"""The regions whose streets this newsroom has, and the work of adding one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mapapp.desk.work import Work
from mapapp.errors import BadInput, NotFound
from mapapp.settings import Settings
from mapapp.store import Job, Store
from mapapp.streets.counties import County, find_county
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import Report, silent

KIND = "streets"


class Streets:
    """The installed street indexes; adding one is recorded as a job that every process can see."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._library = Library(settings.streets_folder)

    def county(self, where: str) -> County:
        """The county of a FIPS code or a name; raises BadInput, with counties that may have been meant."""
        return find_county(where)

    def add(self, where: str, report: Report = silent) -> IndexInfo:
        """Fetch, build and install the streets of a county, by FIPS code or as "Kenosha County, WI".

        Takes seconds to minutes and tells `report` how it goes. Raises BadInput for a county that does
        not exist, NotFound or Unavailable when its files cannot be had, StorageFailed when there is no room.
        """
        # GDAL is slow to load and only needed for building.
        from mapapp.streets.add import TigerSource, add_county  # noqa: PLC0415

        county = self.county(where)
        source = TigerSource(self._settings.tiger_url, self._settings.tiger_year)
        with Work(self._store, KIND, county.title) as work:
            tell = _both(work, report)
            added = add_county(self._library, county, source, self._settings.cache_folder, tell)
            work.result(f"{added.summary()}.")
        return added

    def build(
        self,
        files: Sequence[Path],
        *,
        report: Report = silent,
        note: Callable[[str], None] = lambda _: None,
        **said: Any,
    ) -> IndexInfo:
        """Build and install the streets of files: TIGER/Line, OpenStreetMap, or centrelines.

        What is `said` of them (streets/sources.py: Recipe) may be empty. `note` is told, a sentence each,
        what was guessed. Raises BadInput for files that cannot be used, StorageFailed when there is no room.
        """
        from mapapp.streets.sources import Recipe, build_files  # noqa: PLC0415 (GDAL again)

        if not files:
            raise BadInput("Which file? Name one with streets in it.")
        with Work(self._store, KIND, said.get("title") or files[0].name) as work:
            tell = _both(work, report)
            built = build_files(
                self._library, files, Recipe(**said), self._settings.cache_folder, report=tell, note=note
            )
            work.result(f"{built.summary()}.")
        return built

    def installed(self) -> tuple[IndexInfo, ...]:
        """The street indexes that are installed, by region."""
        return self._library.installed()

    def remove(self, where: str) -> None:
        """Remove the index of a region, by its code or its county's name; raises NotFound, BadInput."""
        try:
            self._library.remove(where)
        except NotFound:
            self._library.remove(self.county(where).fips)

    def jobs(self) -> tuple[Job, ...]:
        """The work done and under way, the last started first; work that has died shows as failed."""
        return self._store.jobs.list()


def _both(work: Work, report: Report) -> Report:
    def tell(stage: str, done: int, total: int | None) -> None:
        work.progress(stage, done / total if total else 0.0)
        report(stage, done, total)

    return tell
