"""Measures building, looking up and serving, and prints a table: `python -m tests.bench [SECTION …]`."""

import argparse
import os
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from pathlib import Path

from mapapp.desk import Desk
from mapapp.settings import Settings

from . import (
    accuracy,
    calibration,
    comparing,
    files,
    geocoding,
    hostile,
    many,
    pages,
    reader,
    serving,
    streets,
)
from .figure import Figure
from .statewide import statewide

DATA = Path(__file__).parents[2] / "data"

Section = Callable[[Path], Iterator[Figure]]


def of_home(section: Section) -> Callable[[Path, str], Iterator[Figure]]:
    """A section that needs the streets in the newsroom's folder, not where they came from."""
    return lambda home, _: section(home)


# A section takes the newsroom's folder and the TIGER folder, and yields its figures.
SECTIONS = {"serving": serving.figures, "reader": reader.figures, "many": many.figures}
# These need the streets of Kenosha County, which the first of them adds.
ON_STREETS = {
    "streets": streets.figures,
    "geocoding": geocoding.figures,
    "accuracy": accuracy.figures,
    "calibration": calibration.figures,
    "hostile": hostile.figures,
    "comparing": comparing.figures,
    "files": of_home(files.figures),
    "pages": of_home(pages.figures),
}
_STATE = "state"


def main() -> None:
    """Print every figure that can be measured here, or those of the sections named."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help=", ".join([*SECTIONS, *ON_STREETS, _STATE])
    )
    parser.add_argument("--edges", type=int, default=250_000, help="how large the synthetic state is")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with closing(Desk(Settings(home=home))) as desk:
            desk.setup.initialise(DATA)
        for one in _figures(home, asked.sections or (*SECTIONS, *ON_STREETS, _STATE), asked.edges):
            print(f"{one.what:<58}  {one.measured:>24}  {one.target}", flush=True)


def _figures(home: Path, wanted: Collection[str], edges: int) -> Iterator[Figure]:
    for name, section in SECTIONS.items():
        if name in wanted:
            yield from section(home)
    if _STATE in wanted:
        yield from statewide(home, edges)
    if not ON_STREETS.keys() & set(wanted):
        return
    tiger = os.environ.get("MAPAPP_TIGER_URL", "")
    if not tiger:
        print("MAPAPP_TIGER_URL names no folder with Kenosha County: it is not measured.")
        return
    for name, of_streets in ON_STREETS.items():
        if name in wanted or name == "streets":
            yield from of_streets(home, tiger)


if __name__ == "__main__":
    main()
