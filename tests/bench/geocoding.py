"""How fast phrases are answered: cold, with fresh caches, warm; one at a time and by the table."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from mapapp.desk import Desk
from mapapp.desk.crew import all_cores
from mapapp.geocode.geocoder import Geocoder
from mapapp.settings import Settings

from . import phrases
from .figure import Figure, cpu_timed, timed
from .streets import TITLE

_FEW, _MANY = 5_000, 100_000
_COLD = """
import sys, time
begun = time.perf_counter()
from pathlib import Path
from mapapp.desk import Desk
from mapapp.geocode.geocoder import Geocoder
from mapapp.settings import Settings
geocoder = Desk(Settings(home=Path(sys.argv[1]))).finder.geocoder()
ready = time.perf_counter()
geocoder.geocode("28th Avenue and 40th Street", "Kenosha, WI")
print(ready - begun, time.perf_counter() - ready)
"""


def figures(home: Path, _tiger: str) -> Iterator[Figure]:
    """Single phrases first, then tables."""
    yield from _cold(home)
    asked = phrases.phrasings(home, _FEW)
    with closing(Desk(Settings(home=home))) as desk:
        opened, geocoder = timed(desk.finder.geocoder)
        yield Figure("geocoder: made ready in a process that runs", f"{opened * 1000:.0f} ms")
        fresh, warm = ([_took(geocoder, one) for one in asked] for _ in range(2))
        yield from _each("with fresh caches", fresh, True)
        yield from _each("again, with warm caches", warm, False)
        yield from _suggesting(desk, asked)
        yield from _tables(desk, phrases.phrasings(home, _MANY))


def _cold(home: Path) -> Iterator[Figure]:
    """A process that has just started: the imports and the opening, then its first answer."""
    runs = [
        subprocess.run([sys.executable, "-c", _COLD, str(home)], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    times = [tuple(map(float, one.stdout.split())) for one in runs]
    ready, first = (statistics.median(column) for column in zip(*times, strict=True))
    yield Figure("a new process: until it can answer", f"{ready * 1000:.0f} ms")
    yield Figure("a new process: its first answer", f"{first * 1000:.1f} ms")


def _took(geocoder: Geocoder, phrase: str) -> float:
    begun = time.process_time()
    geocoder.geocode(phrase, TITLE)
    return time.process_time() - begun


def _each(how: str, times: list[float], held: bool) -> Iterator[Figure]:
    times = sorted(times)
    target = ("target 0.3 ms", "target 1 ms") if held else ("", "")
    yield Figure(f"a phrase {how}: median", f"{statistics.median(times) * 1000:.2f} ms", target[0])
    yield Figure(f"a phrase {how}: 99th of 100", f"{times[len(times) * 99 // 100] * 1000:.2f} ms", target[1])


def _suggesting(desk: Desk, asked: list[str]) -> Iterator[Figure]:
    """Suggestions for the phrases as far as typed, after a first round over others has read the streets."""
    begun = [phrase[: 2 + at % max(len(phrase) - 2, 1)] for at, phrase in enumerate(asked)]
    for one in begun[::2]:
        desk.suggesting.suggest(one, TITLE)
    times = sorted(cpu_timed(lambda: desk.suggesting.suggest(one, TITLE))[0] for one in begun[1::2])  # noqa: B023
    yield Figure("suggestions as one types: median", f"{statistics.median(times) * 1000:.2f} ms")
    slowest = f"{times[len(times) * 99 // 100] * 1000:.2f} ms"
    yield Figure("suggestions as one types: 99th of 100", slowest, "target 5 ms")


def _tables(desk: Desk, asked: list[str]) -> Iterator[Figure]:
    """The same table by one process and by one for each core; every answer as JSON."""
    cores = all_cores()
    clocks = {}
    for jobs in dict.fromkeys((1, cores)):
        clocks[jobs], (cpu, _) = timed(lambda: cpu_timed(lambda: _answered(desk, asked, jobs)))  # noqa: B023
        table = f"a table of {len(asked):,} phrases, {jobs} process{'es' if jobs > 1 else ''}"
        ratio = f", ratio {clocks[1] / clocks[jobs]:.2f}" if jobs > 1 else ""
        yield Figure(f"{table}: by the clock", f"{len(asked) / clocks[jobs]:,.0f}/s{ratio}")
        yield Figure(f"{table}: for each core", f"{len(asked) / cpu:,.0f}/s", "target 3,000/s")


def _answered(desk: Desk, asked: list[str], jobs: int) -> int:
    rows = ({"phrase": one} for one in asked)
    return sum(1 for _ in desk.bulk.answers(rows, TITLE, jobs=jobs))
