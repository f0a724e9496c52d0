"""A synthetic state in one index: how long it takes to build, how much memory, and how fast it answers.

Building and asking run in a process each, so that the memory of one is not counted for the other.
"""

import json
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from mapapp.geocode.geocoder import Geocoder
from mapapp.streets.build import build_index
from mapapp.streets.index import open_regions
from tests import state

from .figure import Figure, timed

EDGES_IN_A_COUNTY = 12_500
WARMING, ASKED, WIDE = 1_000, 5_000, 200
ROOT = Path(__file__).parents[2]

Phrase = tuple[str, str | None]


class _Row(NamedTuple):
    """A crossing by its streets, its town and its county."""

    first: str
    second: str
    town: str
    county: str


def statewide(folder: Path, edges: int) -> Iterator[Figure]:
    """The figures of a state of about so many edges."""
    path = folder / "state.gpkg"
    counties = max(2, round(edges / EDGES_IN_A_COUNTY))
    built = _in_a_process("build", path, counties, edges)
    name = f"a state of {counties} counties, {built['edges']:,} edges"
    yield Figure(f"{name}: build", f"{built['seconds']:.0f} s")
    yield Figure("  peak memory while building", f"{built['peak_mb']:.0f} MB")
    yield Figure("  size", f"{path.stat().st_size / 1e6:.0f} MB")
    asked = _in_a_process("ask", path)
    yield Figure("  opened", f"{asked['opened'] * 1000:.1f} ms")
    for what, times in asked["times"].items():
        target = "target 1 ms" if "no place" not in what else ""
        yield Figure(f"  {what}: 50th, 99th of 100", f"{times['p50']:.2f}, {times['p99']:.2f} ms", target)
        yield Figure("    of it on the processor", f"{times['cpu_p50']:.2f}, {times['cpu_p99']:.2f} ms")
        yield Figure("    resolved", f"{times['resolved']:.1%}")
    yield Figure("  peak memory while answering", f"{asked['peak_mb']:.0f} MB")


def _in_a_process(*words: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.statewide", *map(str, words)]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _build(path: Path, counties: int, edges: int) -> dict[str, Any]:
    seconds, _ = timed(lambda: build_index(state.counties(counties, edges), path))
    with closing(sqlite3.connect(path)) as file:
        (built,) = file.execute("SELECT count(*) FROM edge").fetchone()
    return {"seconds": seconds, "edges": built, "peak_mb": _peak_mb()}


def _ask(path: Path) -> dict[str, Any]:
    opened, geocoder = timed(lambda: Geocoder(open_regions(path)))
    crossings = _crossings(path)
    times = {
        what: _times(geocoder, [phrase(row) for row in crossings[: WIDE * 2 if phrase is _nowhere else None]])
        for what, phrase in _SETS.items()
    }
    return {"opened": opened, "times": times, "peak_mb": _peak_mb()}


def _times(geocoder: Geocoder, phrases: Sequence[Phrase]) -> dict[str, float]:
    """Milliseconds for each phrase, all different, after others have warmed what there is to warm."""
    warming = min(WARMING, len(phrases) // 2)
    for phrase, near in phrases[:warming]:
        geocoder.geocode(phrase, near)
    wall, processor, outcomes = [], [], Counter[str]()
    for phrase, near in phrases[warming:]:
        on_processor = time.thread_time()
        took, answer = timed(lambda p=phrase, n=near: geocoder.geocode(p, n))
        wall.append(took)
        processor.append(time.thread_time() - on_processor)
        outcomes[answer.outcome.value] += 1
    return {
        "p50": _share(wall, 50),
        "p99": _share(wall, 99),
        "cpu_p50": _share(processor, 50),
        "cpu_p99": _share(processor, 99),
        "resolved": outcomes["resolved"] / len(wall),
    }


def _share(seconds: Sequence[float], percent: int) -> float:
    return 1000 * sorted(seconds)[len(seconds) * percent // 100]


def _crossings(path: Path) -> list[_Row]:
    """Crossings drawn by chance from all towns: two streets, town, county."""
    query = (
        "SELECT a.name, b.name, place.name, region.title FROM crossing"
        " JOIN street AS a ON a.id = street_a JOIN street AS b ON b.id = street_b"
        " JOIN region ON region.id = a.region_id JOIN place ON place.fid = place_id"
        " WHERE crossing.kind = 'node' AND place.kind = 'place'"
    )
    with closing(sqlite3.connect(path)) as file:
        found = sorted({_Row(*row) for row in file.execute(query)})
    return random.Random(1).sample(found, k=min(WARMING + ASKED, len(found)))


def _in_town(row: _Row) -> Phrase:
    return f"{row.first} and {row.second}, {row.town}, {state.STATE}", None


def _in_county(row: _Row) -> Phrase:
    return f"{row.second} and {row.first}", row.county


def _misspelt(row: _Row) -> Phrase:
    """Two letters of a name are swapped; of two numbers none, since another number is another street."""
    first, second = sorted(row[:2], key=lambda one: any(map(str.isdigit, one)))
    first = first if any(map(str.isdigit, first)) else _swapped(first)
    return f"{first} and {second}, {row.town}, {state.STATE}", None


def _swapped(name: str) -> str:
    at = random.Random(name).randrange(1, len(name.split(maxsplit=1)[0]) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _nowhere(row: _Row) -> Phrase:
    return f"{row.first} and {row.second}", None


_SETS: dict[str, Callable[[_Row], Phrase]] = {
    "corners with a town and the state": _in_town,
    "corners with a county as context": _in_county,
    "one slip, with a town and the state": _misspelt,
    "corners with no place at all": _nowhere,
}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    _, work, file, *numbers = sys.argv
    result = _build(Path(file), *map(int, numbers)) if work == "build" else _ask(Path(file))
    print(json.dumps(result))
