"""The classes that files give their roads, as TIGER's codes (MTFCC), which the index keeps."""

import re
from collections.abc import Mapping

MOTORWAY, MAIN, LOCAL, TRACK, RAMP = "S1100", "S1200", "S1400", "S1500", "S1630"
SERVICE, WALK, STAIR, ALLEY, PRIVATE = "S1640", "S1710", "S1720", "S1730", "S1740"

# OpenStreetMap's highway=*, of the ways that are streets (wiki.openstreetmap.org/wiki/Key:highway).
OF_HIGHWAY: Mapping[str, str] = {
    "motorway": MOTORWAY,
    "trunk": MAIN, "primary": MAIN, "secondary": MAIN,
    "tertiary": LOCAL, "unclassified": LOCAL, "residential": LOCAL, "living_street": LOCAL, "road": LOCAL,
    "motorway_link": RAMP, "trunk_link": RAMP, "primary_link": RAMP, "secondary_link": RAMP,
    "tertiary_link": RAMP,
    "service": PRIVATE, "pedestrian": WALK,
}  # fmt: skip

# Codes of the years before 2007 (CFCC) and words of city files; the first that is found in the value counts.
_CODES = (
    (r"s1[1-9]\d\d", ""),
    ("a1", MOTORWAY),
    ("a[23]", MAIN),
    ("a4", LOCAL),
    ("a63", RAMP),
    ("a7", PRIVATE),
)
_WORDS: tuple[tuple[str, str], ...] = (
    ("ramp|link|interchange", RAMP),
    ("interstate|freeway|motorway|expressway|limited access", MOTORWAY),
    ("alley", ALLEY),
    ("private|driveway|service|parking", PRIVATE),
    ("walk|pedestrian|trail|path|foot|stair", WALK),
    (
        r"(?<!minor )(?<!non )arterial|primary|trunk|highway|secondary|parkway|boulevard|(us|state) route",
        MAIN,
    ),
)


def class_of(value: str | None) -> str:
    """The code for a value of a class field, whatever its words; a local street where they say nothing."""
    words = (value or "").strip().lower()
    for pattern, code in _CODES:
        if re.match(pattern, words):
            return code or words.upper()[:5]
    if words in OF_HIGHWAY:
        return OF_HIGHWAY[words]
    return next((code for pattern, code in _WORDS if re.search(pattern, words)), LOCAL)
