"""Some towns as they are, for stories of these tests; Kenosha is the one that an index has."""

from collections.abc import Sequence

from mapapp.article.towns import Town

_CENTRAL, _EASTERN = "America/Chicago", "America/New_York"
_TOWNS = (
    Town("Kenosha", "WI", 99_986, _CENTRAL, local=True),
    Town("Pleasant Prairie", "WI", 21_250, _CENTRAL, local=True),
    Town("Somers", "WI", 8_402, _CENTRAL, local=True),
    Town("Racine", "WI", 77_816, _CENTRAL),
    Town("Milwaukee", "WI", 577_222, _CENTRAL),
    Town("Madison", "WI", 269_840, _CENTRAL),
    Town("Madison", "AL", 56_933, _CENTRAL),
    Town("Jackson", "MS", 153_701, _CENTRAL),
    Town("Chicago", "IL", 2_746_388, _CENTRAL),
    Town("Houston", "TX", 2_304_580, _CENTRAL),
    Town("Reading", "PA", 95_112, _EASTERN),
    Town("Washington", "DC", 689_545, _EASTERN),
    Town("St. Paul", "MN", 311_527, _CENTRAL),
    Town("Springfield", "MO", 169_176, _CENTRAL),
    Town("Springfield", "IL", 114_394, _CENTRAL),
    Town("Justice", "IL", 12_600, _CENTRAL),
)


class SomeTowns:
    """A list of towns."""

    def find(self, name: str) -> Sequence[Town]:
        return [one for one in _TOWNS if one.name.lower() == name.lower()]
