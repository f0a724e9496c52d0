"""The published maps as plain files: any file server then answers readers, with the newsroom down.

What is written is what the app answers, at the same addresses; a page is the `index.html` of a folder. What
has its digest in its address is written first, then data and pictures, then pages, and what tells open pages
of a change last: so whenever a run is cut short, no page that is there names a file that is not.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

from mapapp.site import manifest
from mapapp.site.addresses import (
    Told,
    crowd_addresses,
    file_of,
    is_lasting,
    is_of_a_map,
    is_page,
    is_published,
    is_state,
    named,
    object_of,
    publications,
    tile_addresses,
    told_addresses,
)
from mapapp.site.bodies import ENDINGS, as_files, as_object
from mapapp.site.hold import Hold
from mapapp.site.manifest import Entry, Files
from mapapp.site.target import Target
from mapapp.web.asking import Answer, Readers

KEPT_DAYS = 7
"""So long a file that no page names any more is kept, for pages that are open somewhere."""

_PACKAGE = Path(__file__).parent.parent

Report = Callable[[int, int], None]


@dataclass
class Summary:
    """What a run did, in files, the compressed ones beside them included, and the bytes it wrote.

    `left_by` names an earlier run that was cut short and whose hold on the place had run out.
    """

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    bytes: int = 0
    left_by: str = ""


@dataclass
class _Plan:
    """What is to be there: addresses by file, in the order of writing, and pages as they were answered."""

    lasting: dict[str, str] = field(default_factory=dict)
    others: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By file the address, and the stamp of what it is made of."""
    pages: dict[str, Answer] = field(default_factory=dict)
    states: dict[str, Answer] = field(default_factory=dict)


def publish(readers: Readers, target: Target, report: Report) -> Summary:
    """Bring `target` up to what readers see now; `report` hears how many files of how many are done.

    Raises BadInput where others' files are, Conflict while another run writes there, StorageFailed and
    Unavailable where it cannot be written.
    """
    with target.held() as hold:
        return _Run(readers, target, hold, report).run()


class _Run:
    def __init__(self, readers: Readers, target: Target, hold: Hold, report: Report) -> None:
        self._readers = readers
        self._target = target
        self._hold = hold
        self._report = report
        self._present = target.sizes()
        self._old = manifest.load(target, self._present)
        self._plan = _Plan()
        self._total = 0
        self._new: Files = {}
        self._has_begun = False
        self._done = 0
        self.summary = Summary(left_by=hold.left_by)

    def run(self) -> Summary:
        self._plan = _planned(self._readers, self._hold, object_of if self._target.is_bucket else file_of)
        plan = self._plan
        self._total = len(plan.lasting) + len(plan.others) + len(plan.pages) + len(plan.states)
        for path, address in plan.lasting.items():
            self._lasting(path, address)
        self._target.settle()
        for path, (address, stamp) in plan.others.items():
            entry = self._old.get(path)
            if entry and _is_of(entry, stamp) and self._is_there(path, entry):
                self._keep(path, entry)
            else:
                self._fetch(path, address, stamp)
        self._target.settle()
        for path, answer in plan.pages.items():
            self._put(path, answer)
        self._target.settle()
        wanted = {*self._new, *plan.states}
        self._remove(one for one in self._old if _is_of_a_page(one) and one not in wanted)
        for path, answer in plan.states.items():
            self._put(path, answer)
        self._target.settle()
        self._outdated()
        self._remove(one for one in self._old if one not in self._new)
        if self._has_begun or self._new != self._old:
            self._target.tidy()
            manifest.save(self._target, self._new)
        return self.summary

    def _lasting(self, path: str, address: str) -> None:
        """What never changes is not asked for again."""
        entry = self._old.get(path)
        if entry and not is_of_a_map(address) and self._is_there(path, entry):
            self._keep(path, replace(entry, unnamed_since=""))
        else:
            self._fetch(path, address)

    def _fetch(self, path: str, address: str, stamp: str = "") -> None:
        """Write what the app answers, unless that is no file."""
        answer = self._readers.ask(address)
        if is_published(address, answer):
            self._put(path, answer, stamp=stamp)
        else:
            self._tick()

    def _outdated(self) -> None:
        """Files that no page names any more: kept for a while, those of a map as they may be shown now."""
        now = self._readers.desk.publishing.now()
        for path, entry in self._old.items():
            address = f"/{path}"
            if path in self._new or not is_lasting(self._readers, address):
                continue
            since = entry.unnamed_since or now
            is_lost = not entry.sha256 and not is_of_a_map(address)
            if is_lost or _days(since, now) >= KEPT_DAYS:
                continue
            if not is_of_a_map(address):
                self._keep(path, replace(entry, unnamed_since=since))
            elif is_published(address, answer := self._readers.ask(address)):
                self._put(path, answer, since)

    def _put(self, path: str, answer: Answer, since: str = "", stamp: str = "") -> None:
        """Write a file and its compressed ones, unless they are there."""
        entry, digest = self._old.get(path), sha256(answer.body).hexdigest()
        if entry and entry.sha256 == digest and self._is_there(path, entry):
            self._keep(path, replace(entry, unnamed_since=since, stamp=stamp))
            return
        self._begin()
        bodies = as_object(answer) if self._target.is_bucket else as_files(answer)
        for one in bodies:
            self._target.write(path + one.ending, one.body, one.headers)
            self.summary.written += 1
            self.summary.bytes += len(one.body)
        packed = {one.ending: len(one.body) for one in bodies}
        self._target.remove(
            path + one for one in ENDINGS if one not in packed and path + one in self._present
        )
        self._new[path] = Entry(digest, packed.pop(""), packed, since, stamp)
        self._tick()

    def _keep(self, path: str, entry: Entry) -> None:
        self._new[path] = entry
        self.summary.unchanged += 1 + len(entry.packed)
        self._tick()

    def _is_there(self, path: str, entry: Entry) -> bool:
        sizes = {path: entry.size, **{path + ending: size for ending, size in entry.packed.items()}}
        return all(self._present.get(one) == size for one, size in sizes.items())

    def _begin(self) -> None:
        """Remember what may be otherwise from now on: a run that is cut short leaves nothing unknown."""
        if self._has_begun:
            return
        self._has_begun = True
        plan = self._plan
        of_maps = {path for path, address in plan.lasting.items() if is_of_a_map(address)}
        touched = {*plan.others, *plan.pages, *plan.states, *of_maps}
        doubtful = {
            path: Entry() for path in (*touched, *plan.lasting) if path in touched or path not in self._old
        }
        manifest.save(self._target, {**self._old, **doubtful})

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            found = [one for one in (path, *(path + ending for ending in ENDINGS)) if one in self._present]
            self._target.remove(found)
            self.summary.removed += len(found)

    def _tick(self) -> None:
        self._hold.keep()
        self._done += 1
        self._report(min(self._done, self._total), self._total)


def _planned(readers: Readers, hold: Hold, name_of: Callable[[str], str]) -> _Plan:
    """Ask for every page and state, and see what pages name; the rest is asked for where those changed."""
    plan = _Plan()
    stamps: defaultdict[str, str] = defaultdict(_program)
    told = dict.fromkeys(told_addresses(readers))
    followed: dict[Told, None] = {}
    for address, incident_id in told:
        if not (is_page(address) or is_state(address)):
            continue
        hold.keep()
        answer = readers.ask(address)
        if is_published(address, answer):
            path = name_of(address)
            (plan.states if is_state(address) else plan.pages)[path] = answer
            followed |= dict.fromkeys(named(readers, address, answer))
            stamps[incident_id] = _stamp(stamps[incident_id], answer.body)
    lasting = {one for one, _ in followed if is_lasting(readers, one)}
    for address, incident_id in told | followed:
        if is_page(address) or is_state(address) or address in lasting:
            continue
        stamp = _stamp(stamps[incident_id], publications(readers, incident_id))
        plan.others[address.strip("/")] = address, stamp
    addresses = [*_followed(readers, lasting), *tile_addresses(readers), *crowd_addresses(readers)]
    plan.lasting = {address.lstrip("/"): address for address in addresses}
    return plan


def _is_of_a_page(path: str) -> bool:
    return is_page(path) or path.endswith(".html")


def _is_of(entry: Entry, stamp: str) -> bool:
    return bool(entry.sha256) and entry.stamp == stamp


def _stamp(before: str, body: bytes) -> str:
    return sha256(before.encode() + body).hexdigest()


@cache
def _program() -> str:
    """A digest of the program, which makes other files of the same map once it is another."""
    digest = sha256()
    for folder in (_PACKAGE, _PACKAGE.parent / "templates", _PACKAGE.parent / "data" / "basemap"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _followed(readers: Readers, addresses: set[str]) -> Iterator[str]:
    """The addresses, and what scripts and style sheets among them name."""
    waiting, seen = sorted(addresses), set(addresses)
    while waiting:
        address = waiting.pop()
        yield address
        if address.endswith((".js", ".css")):
            found = {one for one, _ in named(readers, address, readers.ask(address))}
            fresh = {one for one in found if is_lasting(readers, one)} - seen
            seen |= fresh
            waiting.extend(sorted(fresh))


def _days(since: str, now: str) -> float:
    return (datetime.fromisoformat(now) - datetime.fromisoformat(since)) / timedelta(days=1)
