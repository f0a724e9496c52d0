"""The regions whose streets this newsroom has, and the work of adding some."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapapp.desk.work import Work
from mapapp.errors import BadInput, NotFound
from mapapp.settings import Settings
from mapapp.store import Job, Store
from mapapp.streets.counties import County, find_county, find_state
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import Report, silent

KIND = "streets"
# Whoever builds from files sits at a terminal and has read what went wrong.
FROM_FILES = "streets from files"


@dataclass(frozen=True)
class Addition:
    """Counties to go into one index: the name of its file, and what it is for a person."""

    name: str
    title: str
    counties: tuple[County, ...]


class Streets:
    """The installed street indexes; adding one is recorded as a job that every process can see."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._library = Library(settings.streets_folder)

    def county(self, where: str) -> County:
        """The county of a FIPS code or a name; raises BadInput, with counties that may have been meant."""
        return find_county(where)

    def additions(self, areas: Sequence[str], into: str = "") -> tuple[Addition, ...]:
        """What adding these counties and states comes to: an index for each, or one for all named `into`.

        A state is one index, named by its two letters. Raises BadInput for what is neither a county nor a
        state, and for a name that cannot be one.
        """
        found = tuple(self._addition(one) for one in areas)
        if not into:
            return found
        if into.isdigit():
            raise BadInput("An index of several counties needs a name of its own, such as se-wisconsin.")
        self._library.check_name(into)
        counties = dict.fromkeys(county for one in found for county in one.counties)
        return (Addition(into, into, tuple(counties)),)

    def _addition(self, where: str) -> Addition:
        state = find_state(where, self._settings.tiger_year)
        if state and len(state[1]) > 1:
            title, counties = state
            return Addition(counties[0].state.lower(), title, counties)
        county = self.county(where)
        return Addition(county.fips, county.title, (county,))

    def add(self, what: str | Addition, report: Report = silent) -> IndexInfo:
        """Fetch, build and install the streets of a county or a state, by code or name.

        Takes seconds to minutes, for a state longer, and tells `report` how it goes. Raises BadInput for a
        county that does not exist, NotFound or Unavailable when a county's files cannot be had, StorageFailed
        when there is no room; nothing is installed then.
        """
        # GDAL is slow to load and only needed for building.
        from mapapp.streets.add import TigerSource, add_counties  # noqa: PLC0415

        adding = self._addition(what) if isinstance(what, str) else what
        source = TigerSource(self._settings.tiger_url, self._settings.tiger_year)
        cache = self._settings.cache_folder
        with Work(self._store, KIND, adding.title) as work:
            tell = _both(work, report)
            added = add_counties(self._library, adding.counties, source, cache, tell, name=adding.name)
            work.result(f"{added.summary()}.")
        return added

    def has(self, what: Addition) -> bool:
        """Whether every county of it is in some installed index."""
        installed = {region.code for one in self.installed() for region in one.regions}
        return installed >= {one.fips for one in what.counties}

    def build(
        self,
        files: Sequence[Path],
        *,
        report: Report = silent,
        note: Callable[[str], None] = lambda _: None,
        **said: Any,
    ) -> IndexInfo:
        """Build and install one index of files: TIGER/Line, OpenStreetMap, or centrelines.

        What is `said` of them (streets/sources.py: Recipe) may be empty. `note` is told, a sentence each,
        what was guessed. Raises BadInput for files that cannot be used, StorageFailed when there is no room.
        """
        from mapapp.streets.sources import Recipe, build_files  # noqa: PLC0415 (GDAL again)

        if not files:
            raise BadInput("Which file? Name one with streets in it.")
        with Work(self._store, FROM_FILES, said.get("title") or said.get("name") or files[0].name) as work:
            tell = _both(work, report)
            built = build_files(
                self._library, files, Recipe(**said), self._settings.cache_folder, report=tell, note=note
            )
            work.result(f"{built.summary()}.")
        return built

    def installed(self) -> tuple[IndexInfo, ...]:
        """The street indexes that are installed, by name."""
        return self._library.installed()

    def left_out(self) -> tuple[str, ...]:
        """A sentence on each file in their folder that cannot be used, and what to do."""
        return self._library.left_out()

    def remove(self, where: str) -> None:
        """Remove an index by its name, or by the county or state that it is of.

        Raises NotFound, Conflict when the county shares its index with others, BadInput.
        """
        try:
            self._library.remove(where)
        except NotFound as absent:
            try:
                named = self._addition(where).name
            except BadInput:
                raise absent from None
            self._library.remove(named)

    def jobs(self) -> tuple[Job, ...]:
        """The work done and under way, the last started first; work that has died shows as failed."""
        return self._store.jobs.list()


def _both(work: Work, report: Report) -> Report:
    def tell(stage: str, done: int, total: int | None) -> None:
        work.progress(stage, done / total if total else 0.0)
        report(stage, done, total)

    return tell
