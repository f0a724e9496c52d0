"""Measures building, looking up and serving, and prints a table: `python -m tests.bench [SECTION …]`."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from mapapp.desk import Desk
from mapapp.settings import Settings

from . import accuracy, comparing, geocoding, hostile, serving, streets
from .figure import Figure

DATA = Path(__file__).parents[2] / "data"

# A section takes the newsroom's folder and the TIGER folder, and yields its figures.
SECTIONS = {"serving": serving.figures}
# These need the streets of Kenosha County, which the first of them adds.
ON_STREETS = {
    "streets": streets.figures,
    "geocoding": geocoding.figures,
    "accuracy": accuracy.figures,
    "hostile": hostile.figures,
    "comparing": comparing.figures,
}


def main() -> None:
    """Print every figure that can be measured here, or those of the sections named."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with closing(Desk(Settings(home=home))) as desk:
            desk.setup.initialise(DATA)
        for one in _figures(home, set(sys.argv[1:])):
            print(f"{one.what:<58}  {one.measured:>24}  {one.target}", flush=True)


def _figures(home: Path, wanted: set[str]) -> Iterator[Figure]:
    for name, section in SECTIONS.items():
        if not wanted or name in wanted:
            yield from section(home)
    tiger = os.environ.get("MAPAPP_TIGER_URL", "")
    if not tiger:
        print("MAPAPP_TIGER_URL names no folder with Kenosha County: nothing of the streets is measured.")
        return
    for name, of_streets in ON_STREETS.items():
        if not wanted or name in wanted or name == "streets":
            yield from of_streets(home, tiger)


if __name__ == "__main__":
    main()
