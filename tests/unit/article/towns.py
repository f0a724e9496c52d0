"""Some towns as they are, for stories of these tests; Kenosha is the one that an index has."""

from collections.abc import Sequence

from mapapp.article.towns import Town

_CENTRAL, _EASTERN = "America/Chicago", "America/New_York"
_TOWNS = (
    Town("Kenosha", "WI", -87.821, 42.585, 99_986, _CENTRAL, local=True),
    Town("Pleasant Prairie", "WI", -87.933, 42.553, 21_250, _CENTRAL, local=True),
    Town("Somers", "WI", -87.911, 42.64, 8_402, _CENTRAL, local=True),
    Town("Racine", "WI", -87.783, 42.726, 77_816, _CENTRAL),
    Town("Milwaukee", "WI", -87.906, 43.039, 577_222, _CENTRAL),
    Town("Madison", "WI", -89.401, 43.073, 269_840, _CENTRAL),
    Town("Madison", "AL", -86.748, 34.699, 56_933, _CENTRAL),
    Town("Jackson", "MS", -90.185, 32.299, 153_701, _CENTRAL),
    Town("Chicago", "IL", -87.65, 41.85, 2_746_388, _CENTRAL),
    Town("Houston", "TX", -95.363, 29.763, 2_304_580, _CENTRAL),
    Town("Reading", "PA", -75.927, 40.336, 95_112, _EASTERN),
    Town("Washington", "DC", -77.036, 38.895, 689_545, _EASTERN),
    Town("St. Paul", "MN", -93.093, 44.944, 311_527, _CENTRAL),
    Town("Springfield", "MO", -93.298, 37.215, 169_176, _CENTRAL),
    Town("Springfield", "IL", -89.644, 39.802, 114_394, _CENTRAL),
    Town("Yorkville", "IL", -88.447, 41.641, 21_533, _CENTRAL),
    Town("Waukegan", "IL", -87.845, 42.364, 89_321, _CENTRAL),
    Town("Justice", "IL", -87.838, 41.745, 12_600, _CENTRAL),
)


class SomeTowns:
    """A list of towns."""

    def find(self, name: str) -> Sequence[Town]:
        return [one for one in _TOWNS if one.name.lower() == name.lower()]
