"""OpenStreetMap extracts as regions: one per county that is whole in the file, else the whole file.

An index made of one is a derived database under the ODbL, and says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.errors import BadInput
from mapapp.streets.build import WATER_FIELDS, Material
from mapapp.streets.counties import County, find_county
from mapapp.streets.edges import Column, Lines
from mapapp.streets.field_values import objects
from mapapp.streets.osm_edges import OsmNetwork
from mapapp.streets.osm_file import Named, OsmRows, read_osm
from mapapp.streets.places import PLACE_FIELDS
from mapapp.streets.tiger import Areas

SOURCE = "OpenStreetMap"
LICENCE = "ODbL 1.0, © OpenStreetMap contributors, https://osm.org/copyright"

_STATE, _COUNTY = "4", "6"
_SORTED_NAME = re.compile(r"(city|town|village|borough|township) of (.+)|(.+) (township)", re.I)
_SORTS = {"city", "town", "village", "borough", "township"}
# An extract holds its neighbours' borders and the streets along them. A county is in it when the hull of its
# streets' middles covers this much of it; lakes may be the larger part of a county.
_LEAST_COVERED = 0.1
# Streets outside of every whole county are a region of their own when they are more than this share of all.
_LEAST_LEFT = 0.1
_STILL_WATER, _RIVER = "H2030", "H3010"


class _Region(NamedTuple):
    """A region, its outline if known, and the numbers of its edges."""

    county: County
    outline: BaseGeometry | None
    edges: Column


def read_regions(path: Path, whole: County, scratch: Path, checksum: str) -> Iterator[Material]:
    """The counties that are whole in a file, in the order of their codes, each with all that lies in it.

    A street on a border belongs to both sides. What belongs to no whole county, if it is more than a tenth
    of the streets, is the region `whole`, or a part of that county if `whole` is one of them. `scratch` is a
    folder for what is needed meanwhile. Raises BadInput where there is no street with a name, StorageFailed.
    """
    rows = read_osm(path, scratch)
    if not rows.starts or not any(rows.name_sets):
        raise BadInput(f"{path.name} has no streets with names in it.")
    network = OsmNetwork(rows)
    for region in _regions(rows, network, whole):
        yield _material(rows, network, region, checksum)


def _regions(rows: OsmRows, network: OsmNetwork, whole: County) -> Iterator[_Region]:
    states = [one for one in rows.boundaries if one.tags.get("admin_level") == _STATE]
    left = np.ones(len(network), dtype=bool)
    found: dict[str, _Region] = {}
    for one in rows.boundaries:
        if one.tags.get("admin_level") == _COUNTY:
            edges = network.touching(one.geometry)
            if _fills(network.lines(edges), one.geometry):
                _add(found, _Region(_county(one, states), one.geometry, edges))
                left[edges] = False
    if left.sum() > _LEAST_LEFT * len(network):
        _add(found, _Region(whole, None, np.flatnonzero(left)))
    yield from sorted(
        found.values(), key=lambda one: (one.outline is None, one.county.fips, one.county.title)
    )


def _add(regions: dict[str, _Region], new: _Region) -> None:
    """Add a region; to one of the same code, since a code is a region's own."""
    known = regions.get(new.county.code)
    if known is not None:
        outlines = [one for one in (known.outline, new.outline) if one is not None]
        edges = np.union1d(known.edges, new.edges)
        new = _Region(known.county, shapely.union_all(outlines), edges)
    regions[new.county.code] = new


def _fills(lines: Column, county: BaseGeometry) -> bool:
    """Whether the streets are those of the whole county rather than of its border."""
    if not len(lines):
        return False
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    hull = shapely.convex_hull(shapely.multipoints(middles[shapely.intersects(county, middles)]))
    return bool(shapely.area(hull) >= _LEAST_COVERED * shapely.area(county))


def _county(area: Named, states: Sequence[Named]) -> County:
    """The county of a boundary: by its name, and its state as the file or its article's title says."""
    name = area.tags["name"]
    inside = shapely.point_on_surface(area.geometry)
    state = next((one.tags.get("ISO3166-2", "") for one in states if one.geometry.covers(inside)), "")
    article = area.tags.get("wikipedia", "").partition(":")[2]
    for title in (f"{name}, {state.removeprefix('US-')}" if state.startswith("US-") else "", article, name):
        try:
            return find_county(title)
        except BadInput:
            continue
    return County("", name, "")


def _material(rows: OsmRows, network: OsmNetwork, region: _Region, checksum: str) -> Material:
    roads = network.edges(region.edges)
    around = region.outline or shapely.box(*shapely.total_bounds(roads.geometry))
    return Material(
        county=region.county,
        source=SOURCE,
        vintage=f"OpenStreetMap of {rows.date}" if rows.date else SOURCE,
        checksum=checksum,
        roads=roads,
        rails=_lines(_within(rows.rails, around)),
        streams=_lines(_within(rows.streams, around)),
        places=_places(_within(rows.boundaries, around)),
        outline=region.outline,
        water=_water(_within(rows.water, around)),
        marks=network.marks(region.edges),
        neighbourhoods=_quarters(_within(rows.quarters, around)),
        licence=LICENCE,
    )


def _within(found: Sequence[Named], around: BaseGeometry) -> list[Named]:
    """What touches the region."""
    figures = objects(one.geometry for one in found)
    return [found[at] for at in np.flatnonzero(shapely.intersects(around, figures)).tolist()]


def _lines(found: Sequence[Named]) -> Lines:
    nothing = np.full(len(found), None, dtype=object)
    return Lines(
        objects(one.geometry for one in found),
        objects(one.tags.get("name") for one in found),
        nothing,
        nothing,
    )


def _areas(found: Sequence[Named], names: Sequence[tuple[str, str]]) -> Areas:
    rows = [(name, long_name, "") for name, long_name in names]
    columns = {field: objects(row[at] for row in rows) for at, field in enumerate(PLACE_FIELDS)}
    return Areas(objects(one.geometry for one in found), columns)


def _places(boundaries: Sequence[Named]) -> Areas:
    """The municipalities, those within a township before it, and what is a place to the census alone."""
    towns = [one for one in boundaries if one.tags.get("admin_level") not in (_STATE, _COUNTY)]
    towns.sort(key=lambda one: one.tags.get("admin_level", ""), reverse=True)
    return _areas(towns, [_municipal_names(one.tags) for one in towns])


def _municipal_names(tags: Mapping[str, str]) -> tuple[str, str]:
    """`Town of Somers` as the name Somers and, as TIGER writes it, `Somers town`."""
    name = tags["name"]
    found = _SORTED_NAME.fullmatch(name)
    sort = tags.get("border_type", "").lower()
    if found:
        name, sort = found[2] or found[3], (found[1] or found[4]).lower()
    return name, f"{name} {sort}" if sort in _SORTS else name


def _quarters(found: Sequence[Named]) -> Areas:
    return _areas(found, [(one.tags["name"], one.tags["name"]) for one in found])


def _water(found: Sequence[Named]) -> Areas:
    rivers = ("river", "stream", "canal")
    names = objects(one.tags.get("name") for one in found)
    classes = objects(_RIVER if one.tags.get("water") in rivers else _STILL_WATER for one in found)
    return Areas(
        objects(one.geometry for one in found), dict(zip(WATER_FIELDS, (names, classes), strict=True))
    )
