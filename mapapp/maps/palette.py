"""The colours of a drawn map, light and dark; the same as on the interactive one (static/css/base.css)."""

from collections.abc import Mapping
from dataclasses import dataclass

from mapapp.maps.features import GroupId


@dataclass(frozen=True)
class Palette:
    """Colours as CSS writes them; `road` and `casing` go by a road's rank, 1 the most important."""

    land: str
    water: str
    water_ink: str
    stream: str
    road: Mapping[int, str]
    casing: Mapping[int, str]
    road_ink: str
    rail: str
    boundary: str
    border: str
    region_ink: str
    place_ink: str
    halo: str
    ink: str
    muted: str
    paper: str
    group: Mapping[GroupId, str]
    edge: str


LIGHT = Palette(
    land="#f5f2eb",
    water="#cbdce4",
    water_ink="#46697b",
    stream="#b4ccd7",
    road={1: "#f3e3c3", 2: "#ffffff", 3: "#ffffff", 4: "#ffffff"},
    casing={1: "#c2ab7f", 2: "#c5bdae", 3: "#ddd7cb", 4: "#ddd7cb"},
    road_ink="#6c675e",
    rail="#b9b2a5",
    boundary="#c4bba9",
    border="#948a79",
    region_ink="#7a7163",
    place_ink="#38352f",
    halo="#f8f6f0",
    ink="#1d1c1a",
    muted="#5c5952",
    paper="#fdfcf9",
    group={
        GroupId.SCENES: "#a3251b",
        GroupId.FACILITIES: "#1b4f7d",
        GroupId.CONTEXT: "#5f5573",
        GroupId.CANDIDATES: "#1b4f7d",
    },
    edge="#ffffff",
)

DARK = Palette(
    land="#1f2123",
    water="#15293a",
    water_ink="#85aec6",
    stream="#1d3a50",
    road={1: "#625a47", 2: "#4a4c50", 3: "#3a3c3f", 4: "#3a3c3f"},
    casing={1: "#2b2924", 2: "#2a2c2e", 3: "#33363a", 4: "#33363a"},
    road_ink="#b3afa6",
    rail="#4b4a47",
    boundary="#45433f",
    border="#77726a",
    region_ink="#98928a",
    place_ink="#e0dcd3",
    halo="#191b1c",
    ink="#ebe8e1",
    muted="#aca89f",
    paper="#161719",
    group={
        GroupId.SCENES: "#f28b7a",
        GroupId.FACILITIES: "#8fbfec",
        GroupId.CONTEXT: "#b9aed1",
        GroupId.CANDIDATES: "#8fbfec",
    },
    edge="#161719",
)
