"""What 10,000 places cost beside 100: processor time and bytes of each thing a reader's browser asks for.

As it is served: by the application that a server process runs.
"""

import gc
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from flask import Flask

from mapapp.desk import Desk
from mapapp.incident.geojson import dumps
from mapapp.settings import Settings
from mapapp.web.app import create_worker
from tests.many import many_places
from tests.people import ADA

from .figure import Figure, cpu_timed

T = TypeVar("T")

FEW, MANY = 100, 10_000


class Cost(NamedTuple):
    """Of an answer: seconds of processor time when nothing is ready, and its bytes in brotli."""

    seconds: float
    size: int


def figures(home: Path) -> Iterator[Figure]:
    """Each address for the few and for the many, the first request of a fresh application."""
    for number in (FEW, MANY):
        _publish(home, number)
    few, many = (_costs(home, number) for number in (FEW, MANY))
    for what, cost in many.items():
        beside = few.get(what)
        measured = f"{cost.seconds * 1000:,.0f} ms, {cost.size / 1000:,.1f} kB"
        ratio = f"; to {FEW}: {cost.size / beside.size:.2f} in bytes" if beside else ""
        yield Figure(f"{MANY:,} places: {what}, first request", measured + ratio, "target 1,000 ms")


def _publish(home: Path, number: int) -> None:
    with closing(Desk(Settings(home=home))) as desk:
        incident = replace(many_places(number), id=_id(number))
        desk.incidents.add_document(ADA, dumps(incident).encode())
        desk.publishing.publish(ADA, incident.id, 1)


def _costs(home: Path, number: int) -> dict[str, Cost]:
    addresses = _with(home, partial(_addresses, number=number))
    return {what: _with(home, partial(_cost, path=path)) for what, path in addresses.items()}


def _with(home: Path, work: Callable[[Flask], T]) -> T:
    usual = gc.get_threshold()
    app = create_worker(Settings(home=home))
    try:
        return work(app)
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
        app.extensions["published"].close()
        app.extensions["desk"].close()


def _addresses(app: Flask, number: int) -> dict[str, str]:
    client = app.test_client()
    embed = f"/embed/{_id(number)}"
    found = re.search(r'data-places="([^"]+)"', client.get(embed).text)
    if found is None:
        raise RuntimeError("The embed names no places.")
    tiles = json.loads(client.get(found[1]).data).get("tiles")
    addresses = {
        "page": f"/maps/{_id(number)}",
        "embed": embed,
        "places.json": found[1],
        "state.json": f"{embed}/state.json",
        "GeoJSON": f"/maps/{_id(number)}.geojson",
        "SVG": f"/maps/{_id(number)}.svg",
        "PNG": f"/maps/{_id(number)}.png",
    }
    if tiles:
        addresses["tile of places"] = tiles.format(z=12, x=524, y=755)
        addresses["last page of the list"] = f"{embed}/places/{number // 50}"
    return addresses


def _cost(app: Flask, path: str) -> Cost:
    client = app.test_client()
    client.get("/healthz")
    seconds, answer = cpu_timed(lambda: client.get(path, headers={"Accept-Encoding": "br"}))
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return Cost(seconds, len(answer.data))


def _id(number: int) -> str:
    return f"storm-{number}"
