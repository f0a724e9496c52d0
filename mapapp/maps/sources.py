"""What a basemap draws of its sources: of a thing that several know, the one that knows it best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.maps import tile as tiles
from mapapp.maps.extent import Bounds
from mapapp.streets.layers import BaseFeature, IndexLayers
from mapapp.streets.shipped import GeoJsonLayers

_LABELS = frozenset({"place", "region", "sea"})
_BORDERS = frozenset({"boundary"})
_WATER = frozenset({"water"})
_STREETS = frozenset({"road", "rail", "stream"})

_ASTRAY = 0.012
"""So far (degrees) a coarse boundary may lie from the same boundary in a street index."""

_SAME_PLACE = 0.2
"""So far (degrees) from each other two sources may put the middle of one town."""

_LAST_RANK = 4


@dataclass(frozen=True)
class Sources:
    """The layers of one version: street indexes, and the shipped files that fill in between them."""

    version: str
    indexes: tuple[IndexLayers, ...]
    shipped: tuple[GeoJsonLayers, ...]
    credits: tuple[str, ...]

    def features(self, zoom: int, around: Bounds, labelled: Bounds) -> Iterator[BaseFeature]:
        """All that a view shows at a zoom, whole, not cut; names also from the wider bounds.

        From afar only the coarse files are drawn: lakes in some counties would say that the others have none.
        """
        coarse = tuple(one for one in self.shipped if one.covers is None)
        if coarse and zoom < tiles.DETAIL_FROM:
            near = Sources(self.version, (), coarse, ())
            yield from near._drawn(zoom, around)
            yield from near._labels(zoom, labelled)
        else:
            yield from self._drawn(zoom, around)
            yield from self._labels(zoom, labelled)

    def close(self) -> None:
        """Let go of the indexes."""
        for index in self.indexes:
            index.close()

    def _drawn(self, zoom: int, around: Bounds) -> Iterator[BaseFeature]:
        kinds, rank = tiles.kinds_at(zoom) - _LABELS, tiles.deepest_rank(zoom)
        known = _known(self.indexes, around, zoom)
        for index in self.indexes:
            for feature in index.features(around, kinds, rank):
                yield from self._ranked(feature) if feature.kind == "boundary" else (feature,)
        for file in sorted(self.shipped, key=lambda one: one.covers is None):
            for feature in file.features(around, kinds, rank, zoom):
                yield from known.unknown(feature)
            if file.covers:
                known = known.with_area(shapely.box(*file.covers))

    def _ranked(self, border: BaseFeature) -> Iterator[BaseFeature]:
        """A county's border in two: where it is a state's too, and the rest."""
        lines = [
            one.geometry
            for file in self.shipped
            for one in file.features(border.geometry.bounds, _BORDERS, 1, 0)
            if one.rank == 1
        ]
        along = shapely.buffer(shapely.union_all(lines), _ASTRAY)
        parts = (1, border.geometry.intersection(along)), (2, border.geometry.difference(along))
        return (replace(border, rank=rank, geometry=one) for rank, one in parts if not one.is_empty)

    def _labels(self, zoom: int, bounds: Bounds) -> Iterator[BaseFeature]:
        """Names; a shipped file knows a town's middle, an index only its area."""
        kinds, rank = tiles.kinds_at(zoom) & _LABELS, tiles.deepest_rank(zoom)
        for file in self.shipped:
            yield from file.features(bounds, kinds, rank, zoom)
        for index in self.indexes:
            for place in index.features(bounds, kinds, rank):
                if not self._is_shipped(place):
                    # The larger places of the whole country are in the coarse file.
                    yield replace(place, rank=max(place.rank, 3)) if self.shipped else place

    def _is_shipped(self, place: BaseFeature) -> bool:
        near = shapely.buffer(place.geometry, _SAME_PLACE).bounds
        return any(
            one.name == place.name
            for file in self.shipped
            for one in file.features(near, frozenset({"place"}), _LAST_RANK)
        )


@dataclass(frozen=True)
class _Known:
    """What finer sources know of a view, so that coarser ones need not draw it."""

    around: Bounds
    streets: BaseGeometry
    water: BaseGeometry
    along_borders: BaseGeometry

    def unknown(self, feature: BaseFeature) -> Iterator[BaseFeature]:
        """As much of a feature as no finer source shows."""
        if feature.kind == "boundary":
            line = shapely.clip_by_rect(feature.geometry, *self.around)
            if shapely.intersection(line, self.along_borders).length <= line.length / 2:
                yield feature
            return
        left = shapely.difference(feature.geometry, self.streets if feature.kind in _STREETS else self.water)
        if not left.is_empty:
            yield replace(feature, geometry=left)

    def with_area(self, area: BaseGeometry) -> "_Known":
        """The same with another area whose streets and waters are known."""
        return replace(self, streets=self.streets.union(area), water=self.water.union(area))


def _known(indexes: Sequence[IndexLayers], around: Bounds, zoom: int) -> _Known:
    view = shapely.box(*around)
    outlines = [
        (area.intersection(view), has_water)
        for index in indexes
        for area, has_water in index.outlines(around)
    ]
    borders = [
        shapely.clip_by_rect(one.geometry, *around)
        for index in indexes
        for one in index.features(around, _BORDERS, 1)
    ]
    waters = [one.geometry for index in indexes for one in index.features(around, _WATER, 1)]
    # Where streets are known and waters are not, a coarse shore is better than none, until it would put
    # streets under water.
    is_close = zoom > tiles.COARSE_SHORES_TO
    return _Known(
        around,
        shapely.union_all([area for area, _ in outlines]),
        # A county's outline may end at a shore beyond which its index knows the water all the same.
        shapely.union_all([*(area for area, has_water in outlines if has_water or is_close), *waters]),
        shapely.buffer(shapely.union_all(borders), _ASTRAY),
    )
