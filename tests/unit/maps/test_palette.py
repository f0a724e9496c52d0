import re
from dataclasses import fields
from pathlib import Path

import pytest

from mapapp.maps.features import GroupId
from mapapp.maps.palette import DARK, LIGHT, Palette

CSS = Path(__file__).parents[3] / "mapapp" / "static" / "css" / "base.css"
_TOKENS = re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", CSS.read_text())
_FIRST = dict(reversed(_TOKENS))
_LAST = dict(_TOKENS)
_NAMES = {"edge": "symbol-edge"}
_RANKS = {1: "road-motorway", 2: "road-main", 3: "road", 4: "road"}
_GROUPS = {
    GroupId.SCENES: "scene",
    GroupId.FACILITIES: "facility",
    GroupId.CANDIDATES: "facility",
    GroupId.CONTEXT: "context",
}


@pytest.mark.parametrize(("palette", "tokens"), [(LIGHT, _FIRST), (DARK, _LAST)], ids=["light", "dark"])
def test_a_drawn_map_has_the_colours_of_the_pages(palette: Palette, tokens: dict[str, str]) -> None:
    for one in fields(palette):
        value = getattr(palette, one.name)
        if isinstance(value, str):
            name = _NAMES.get(one.name, one.name.replace("_", "-"))
            assert value == tokens[name], name
    assert {rank: tokens[name] for rank, name in _RANKS.items()} == palette.road
    assert {rank: tokens[f"{name}-casing"] for rank, name in _RANKS.items()} == palette.casing
    assert {group: tokens[name] for group, name in _GROUPS.items()} == palette.group
