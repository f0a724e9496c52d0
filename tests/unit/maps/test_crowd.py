import json
from collections import Counter
from typing import Any

import pytest

from mapapp.errors import NotFound
from mapapp.maps.crowd import DEEPEST, LISTED, PlacesTile, has_tile, tile_json, tiles, tree_json
from mapapp.maps.features import CROWD, Drawing, GroupId, draw, places_json
from mapapp.maps.listing import PAGE, listing, whole
from mapapp.maps.timeline import MOST_STEPS
from tests.many import many_places
from tests.unit.maps.documents import incident, place


@pytest.fixture(scope="module")
def crowd() -> Drawing:
    return draw(many_places(1_000))


def items(drawing: Drawing, zoom: int) -> list[dict[str, Any]]:
    """Everything in the tiles of a zoom."""
    found = [json.loads(tile_json(drawing, one))["items"] for one in tiles(drawing) if one.z == zoom]
    return [one for each in found for one in each]


def test_up_to_a_limit_everything_is_sent_listed_and_drawn_at_once() -> None:
    few = draw(many_places(CROWD))
    assert not few.is_crowded
    assert len(json.loads(places_json(few, "/tiles"))["features"]) == CROWD
    assert (listing(few).pages, listing(few).groups) == (1, few.groups)
    assert not has_tile(few, PlacesTile(0, 0, 0))


def test_of_a_crowd_only_the_scenes_are_sent_at_once(crowd: Drawing) -> None:
    sent = json.loads(places_json(crowd, "/tiles"))
    assert [one["id"] for one in sent["features"]] == ["report-1"]
    assert sent["tiles"] == "/tiles"
    west, south, east, north = sent["bounds"]
    assert all(west <= lon <= east and south <= lat <= north for lon, lat in map(_centre, crowd.places))
    # The newsroom, which names no tiles, has everything.
    assert len(json.loads(places_json(crowd))["features"]) == 1_000


def _centre(place: Any) -> tuple[float, float]:
    assert place.centre
    return tuple(place.centre)


def test_many_scenes_are_a_crowd_themselves() -> None:
    drawing = draw(incident(*(place(f"scene-{i}", -87.8 + i / 1000, 42.6) for i in range(CROWD + 1))))
    assert drawing.standing_out == ()
    assert len(drawing.gathered) == CROWD + 1


def test_the_tiles_of_a_zoom_hold_every_place_once_alone_or_counted(crowd: Drawing) -> None:
    for zoom in (0, 8, 12, DEEPEST):
        found = items(crowd, zoom)
        alone = [one["id"] for one in found if one.get("type") == "Feature"]
        counted = sum(sum(one["counts"].values()) for one in found if "counts" in one)
        assert len(set(alone)) == len(alone)
        assert len(alone) + counted == 999


def test_counts_are_kept_by_layer(crowd: Drawing) -> None:
    (everything,) = items(crowd, 0)
    sizes = {group.id.value: len(group.places) for group in crowd.groups if group.id is not GroupId.SCENES}
    assert everything["counts"] == sizes
    assert everything["splits"] is not None


def test_counts_are_told_by_step_and_add_up_to_those_that_have_a_time(crowd: Drawing) -> None:
    steps = crowd.timeline.steps
    assert 2 <= len(steps) <= MOST_STEPS
    times = Counter(
        crowd.timeline.step_of[one.id] for one in crowd.gathered if one.id in crowd.timeline.step_of
    )
    for zoom in (0, 12, DEEPEST):
        told: Counter[int] = Counter()
        for one in items(crowd, zoom):
            if "counts" in one:
                for group, each in one["steps"].items():
                    assert sum(each.values()) <= one["counts"][group]
                    told.update({int(step): number for step, number in each.items()})
            elif one["properties"]["step"] is not None:
                told[one["properties"]["step"]] += 1
        assert told == times
    sent = json.loads(places_json(crowd, "/tiles"))
    assert sent["total"] == 1_000
    assert sum(sent["steps"].values()) == len(crowd.timeline.step_of)
    assert len(sent["times"]) == len(steps)


def test_of_a_spot_the_first_of_each_layer_are_read_at_every_time() -> None:
    """Also where the first in the list come last in time."""
    features = [
        place(
            f"p{i}",
            -87.8,
            42.6,
            layer=("context", "facility")[i % 2],
            occurred_at=f"2025-01-{28 - i % 28:02}" if i % 5 else "",
        )
        for i in range(CROWD + 50)
    ]
    drawing = draw(incident(*features))
    (spot,) = items(drawing, DEEPEST)
    assert len(spot["features"]) == 2 * LISTED
    for group, counts in spot["steps"].items():
        read = [one["properties"] for one in spot["features"] if one["properties"]["group"] == group]
        assert sum(one["step"] is None for one in read) == min(
            spot["counts"][group] - sum(counts.values()), LISTED
        )
        rest = sorted(int(step) for step, number in counts.items() for _ in range(number))
        begun = [one["step"] for one in read if one["step"] is not None]
        assert begun == rest[: len(begun)]


def test_the_deepest_tiles_hold_what_the_zooms_beyond_need(crowd: Drawing) -> None:
    for one in items(crowd, DEEPEST):
        if one.get("splits"):
            assert sum(len(each.get("members", [1])) for each in one["items"]) > 1
        elif "counts" in one:
            assert len(one["features"]) == sum(min(each, LISTED) for each in one["counts"].values())


def shown(item: dict[str, Any]) -> tuple[Any, ...]:
    """What a reader sees of an item."""
    if item.get("type") == "Feature":
        return ("place", item["id"])
    return ("count", tuple(item["at"]), tuple(sorted(item["counts"].items())), item["splits"])


def at_zoom(tree: list[dict[str, Any]], zoom: int) -> list[dict[str, Any]]:
    """As the map's script reads the tree."""
    apart = [
        at_zoom(one["items"], zoom) if one.get("splits") is not None and one["splits"] <= zoom else [one]
        for one in tree
    ]
    return [one for each in apart for one in each]


def test_the_tree_has_what_the_tiles_of_each_zoom_have(crowd: Drawing) -> None:
    tree = json.loads(tree_json(crowd))["items"]
    for zoom in (0, 7, 11, 14, DEEPEST):
        assert Counter(map(shown, at_zoom(tree, zoom))) == Counter(map(shown, items(crowd, zoom)))
    ids = [one["id"] for one in at_zoom(tree, 19) if one.get("type") == "Feature"]
    assert len(ids) == len(set(ids))


def test_there_are_tiles_only_where_the_places_are(crowd: Drawing) -> None:
    assert all(has_tile(crowd, one) for one in tiles(crowd))
    for nowhere in ((0, 1, 0), (18, 0, 0), (12, 0, 0), (-1, 0, 0)):
        assert not has_tile(crowd, PlacesTile(*nowhere))


def test_a_story_across_the_antimeridian_has_tiles_beyond_the_edge() -> None:
    spots = [179.9 + i / 1000 for i in range(CROWD + 10)]
    features = [
        place(f"p{i}", lon if lon <= 180 else lon - 360, -17, layer="context") for i, lon in enumerate(spots)
    ]
    drawing = draw(incident(*features))
    columns = {one.x for one in tiles(drawing) if one.z == 10}
    assert columns == {511, 512}


def test_pages_hold_every_place_once_in_reading_order(crowd: Drawing) -> None:
    pages = whole(crowd)
    numbers = [place.number for page in pages for group in page.groups for place in group.places]
    assert numbers == list(range(1, 1_001))
    assert (pages[-1].first, pages[-1].last, pages[-1].total) == (951, 1_000, 1_000)
    assert all(sum(len(one.places) for one in page.groups) == PAGE for page in pages)
    for beyond in (0, len(pages) + 1):
        with pytest.raises(NotFound, match="20 pages"):
            listing(crowd, beyond)
