"""Known places: what people confirm is remembered, and admins keep it in order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from mapapp.desk.finder import Finder
from mapapp.desk.rights import Right, require
from mapapp.errors import BadInput
from mapapp.geocode.known import confirmed_words, in_one_town, keys, memorable
from mapapp.geocode.locality import read_parts
from mapapp.incident.credits import source_words
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.geodesy import LonLat, bearing, compass_word, distance_m
from mapapp.incident.geojson import EARTH_HALFWAY_M
from mapapp.incident.geometry import in_range, number
from mapapp.incident.model import Place, Precision, Status
from mapapp.incident.words import about_m, is_masked
from mapapp.store import Person, Store

MOST_NAME = 200
MOST_ALIASES = 50
LEAST_RADIUS_M = 10.0

PRECISIONS = (
    Precision.INTERSECTION,
    Precision.POI_SMALL,
    Precision.POI_LARGE,
    Precision.BLOCK,
    Precision.NEIGHBOURHOOD,
)

_REMEMBERED = frozenset({Precision.INTERSECTION, Precision.POI_SMALL, Precision.POI_LARGE})
_OURS = "confirmed by this newsroom"


@dataclass(frozen=True)
class KnownPlaceFields:
    """What an admin says of a known place: `aliases` a line each; degrees, metres."""

    name: str
    locality: str
    aliases: str
    lon: float
    lat: float
    precision: str
    radius_m: float
    source: str


class KnownPlaces:
    """The places this newsroom knows by name."""

    def __init__(self, store: Store, finder: Finder) -> None:
        self._store = store.known_places
        self._finder = finder

    def all(self, words: str = "") -> tuple[KnownPlace, ...]:
        """Every known place by name, or those whose names or locality hold all of the `words`."""
        wanted = words.casefold().split()
        return tuple(one for one in self._store.all() if all(word in _text(one) for word in wanted))

    def get(self, place_id: int) -> KnownPlace:
        """One of them; raises NotFound."""
        return self._store.get(place_id)

    def edit(self, who: Person, place_id: int, fields: KnownPlaceFields) -> KnownPlace:
        """Change one; raises Denied, BadInput, NotFound, and Conflict when its name is taken."""
        require(who, Right.MANAGE_KNOWN_PLACES)
        before = self.get(place_id)
        place = replace(before, **_checked(fields))
        self._store.edit(place, who.name, _edits(before, place))
        return place

    def merge(self, who: Person, kept_id: int, other_id: int, *, position_of: int) -> KnownPlace:
        """Make one of two: the names of both, and all else of the one whose position is chosen.

        Raises Denied, BadInput and NotFound. How far apart the two are is for `apart_words` to say.
        """
        require(who, Right.MANAGE_KNOWN_PLACES)
        kept, other = self.get(kept_id), self.get(other_id)
        if kept_id == other_id or position_of not in (kept_id, other_id):
            raise BadInput("Choose two known places, and the position of one of them.")
        names = dict.fromkeys((*kept.aliases, other.name, *other.aliases))
        chosen = kept if position_of == kept_id else other
        merged = replace(
            chosen,
            id=kept.id,
            name=kept.name,
            locality=kept.locality,
            aliases=tuple(one for one in names if one != kept.name)[:MOST_ALIASES],
        )
        self._store.merge(merged, other, who.name, f"with {other.title}, {apart_words(kept, other)}")
        return merged

    def delete(self, who: Person, place_id: int) -> None:
        """Forget one; raises Denied and NotFound."""
        require(who, Right.MANAGE_KNOWN_PLACES)
        self._store.delete(self.get(place_id), who.name)

    def remember(self, who: Person, place: Place, *, again: bool = True) -> None:
        """Remember where a place is that `who` has confirmed, if it is one to be remembered.

        That is a spot whose name tells it from others: two streets that meet, or a name; never one that is
        masked, an address, a block, or only one facility of several. A later confirmation takes the place of
        an earlier one; without `again` only where the two contradict each other. A place that was taken back
        is forgotten.
        """
        if place.status is Status.RETRACTED:
            self._store.forget(place, who.name)
        new = self._known_as(place)
        if new is None:
            return
        before = self._same(new)
        if before is None:
            self._store.remember(new, who.name)
            return
        moved_m = distance_m((before.lon, before.lat), (new.lon, new.lat))
        agrees = moved_m <= before.radius_m
        if again or not agrees or not before.confirmed_by:
            kept = replace(new, name=before.name, locality=before.locality, aliases=before.aliases)
            self._store.remember(kept, who.name, "" if agrees else _contradiction(before, new))

    def _known_as(self, place: Place) -> KnownPlace | None:
        """The known place that a confirmed place makes, or None for one that makes none."""
        if place.status is not Status.CONFIRMED or place.candidate_for or is_masked(place):
            return None
        if place.geometry is None or place.geometry.type != "Point" or place.precision not in _REMEMBERED:
            return None
        said = [one for one in map(memorable, (place.verbatim, place.label)) if one]
        at = place.geometry.representative_point()
        locality = self._locality([one[1] for one in said], at) if said else ""
        if not locality or len(said[0][0]) > MOST_NAME:
            return None
        origin = place.georeference
        source = source_words(origin.dataset, origin.vintage, origin.licence) if origin else ""
        return KnownPlace(
            name=said[0][0],
            locality=locality,
            lon=at[0],
            lat=at[1],
            precision=place.precision,
            radius_m=max(place.radius_m or 0.0, LEAST_RADIUS_M),
            source=source or _OURS,
        )

    def _locality(self, said: Iterable[str], at: LonLat) -> str:
        """The first city with its state that is `said`, else the one around the position; empty without."""
        named = next((one for one in said if _is_town(one)), "")
        return named or self._finder.geocoder().town_at(at)

    def _same(self, place: KnownPlace) -> KnownPlace | None:
        """The known place that is found by the same name in the same town."""
        wanted = keys(place)
        alike = (one for one in self._store.all() if keys(one) & wanted)
        return next((one for one in alike if in_one_town(one.locality, place.locality)), None)


def apart_words(one: KnownPlace, other: KnownPlace) -> str:
    """How far the second is from the first: "about 300 m north of it"."""
    a, b = (one.lon, one.lat), (other.lon, other.lat)
    metres = distance_m(a, b)
    return f"{about_m(metres)} {compass_word(bearing(a, b))} of it" if metres >= 1 else "at the same spot"


def are_far_apart(one: KnownPlace, other: KnownPlace) -> bool:
    """Whether two known places contradict each other: their circles do not touch."""
    return distance_m((one.lon, one.lat), (other.lon, other.lat)) > one.radius_m + other.radius_m


def _checked(fields: KnownPlaceFields) -> dict[str, Any]:
    """The fields as a known place has them; raises BadInput and InvalidDocument."""
    in_range(number(fields.lon, "lon"), 180, "longitude", "lon")
    in_range(number(fields.lat, "lat"), 90, "latitude", "lat")
    if not 0 < fields.radius_m <= EARTH_HALFWAY_M:
        raise BadInput("The radius is a number of metres, more than 0.")
    if not _is_town(fields.locality):
        raise BadInput("The locality is a city and its state, such as Kenosha, WI.")
    names = [_line(one) for one in (fields.name, *fields.aliases.splitlines())]
    if not names[0]:
        raise BadInput("Give the name, as people write it.")
    aliases = tuple(dict.fromkeys(one for one in names[1:] if one and one != names[0]))
    if len(aliases) > MOST_ALIASES or any(len(one) > MOST_NAME for one in (*names, fields.locality)):
        raise BadInput(f"A name has {MOST_NAME} characters at most, and a place {MOST_ALIASES} other names.")
    return {
        "name": names[0],
        "locality": _line(fields.locality),
        "aliases": aliases,
        "lon": fields.lon,
        "lat": fields.lat,
        "precision": _precision(fields.precision),
        "radius_m": fields.radius_m,
        "source": _line(fields.source) or _OURS,
    }


def _is_town(locality: str) -> bool:
    """Whether it is one place with its state, such as "Kenosha, WI"."""
    parts = read_parts(locality)
    return len(parts) == 1 and any(one.key and one.state for one in parts[0].names)


def _precision(word: str) -> Precision:
    try:
        return Precision(word)
    except ValueError as error:
        raise BadInput("Choose one of the precisions that the list offers.") from error


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


def _text(place: KnownPlace) -> str:
    return " ".join((place.name, *place.aliases, place.locality)).casefold()


def _edits(before: KnownPlace, after: KnownPlace) -> str:
    """What was changed, without a coordinate: "name, position (about 300 m north of it)"."""
    words = {"name": "name", "locality": "locality", "aliases": "other names", "precision": "precision",
             "radius_m": "radius", "source": "source"}  # fmt: skip
    said = [word for name, word in words.items() if getattr(before, name) != getattr(after, name)]
    if (before.lon, before.lat) != (after.lon, after.lat):
        said.append(f"position ({apart_words(before, after)})")
    return ", ".join(said)


def _contradiction(before: KnownPlace, new: KnownPlace) -> str:
    """That the position is another than before, for the audit log, which holds no coordinates."""
    by = f", confirmed {confirmed_words(before)}" if before.confirmed_by else ""
    return f"It is {apart_words(before, new)}: where it was before{by}."


def remember_each(known: KnownPlaces, who: Person, places: Iterable[Place]) -> None:
    """Remember what a revision that goes to readers says is confirmed, unless it is remembered already."""
    for place in places:
        known.remember(who, place, again=False)
