"""Asking an online geocoder: once for each question, in its turn, and from what is kept if it can be."""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geopy.exc import GeopyError
from shapely.errors import ShapelyError

from mapapp.errors import MapappError
from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.asking import OnlineQuestion
from mapapp.geocode.online.candidates import Origin, answer_of, texts_of
from mapapp.geocode.online.corners import corner_of, meets_not
from mapapp.geocode.online.gate import Closed, Crowded
from mapapp.geocode.online.keeping import NOTHING, SESSION, AnswerCache, Memory, rule_for
from mapapp.geocode.online.places import is_inside
from mapapp.geocode.online.service import MOST_RESULTS, Box, Found, Question, Service
from mapapp.geocode.online.trouble import trouble_of
from mapapp.geocode.online.wording import state_of, wordings
from mapapp.geocode.phrase import Corner
from mapapp.geocode.scope import AROUND_M
from mapapp.incident.gazetteer import KeptAnswer
from mapapp.incident.geodesy import metres_per_degree

# A street of more pieces than this many pages hold (40 each) cannot be asked for as a whole.
MOST_PAGES = 4

# Nominatim's box holds for a way's middle, which may lie so far from where it crosses another.
REACH_M = 2_000.0

_TOO_MANY = "the streets have more pieces than can be asked for"


class Unanswered(Exception):
    """The service gave no answer; the text finishes a sentence for a person."""


@dataclass(frozen=True)
class _Street:
    """What a service gave for a street that was asked for by `text`; `whole` when that is all it has.

    `name` is the text without its place.
    """

    text: str
    found: tuple[Found, ...]
    origin: Origin
    whole: bool
    name: str = ""


class Online:
    """An online geocoder by geopy's name for it, behind the gate that the whole machine shares.

    `contact` (an e-mail or web address) tells the service who is asking; `options` go to geopy's class as
    they are (`domain`, `scheme`, `api_key`). What may be stored is kept in `cache`, or until the program
    ends; `licence` is what the newsroom has agreed with the service, if anything. The gate's file lies in
    `folder`, by default the machine's own for temporary files. Raises BadInput for a service that cannot be
    used so. Threads may share it.
    """

    def __init__(
        self,
        service: str,
        contact: str = "",
        *,
        options: Mapping[str, Any] | None = None,
        licence: str = "",
        cache: AnswerCache | None = None,
        folder: Path | None = None,
        interval_s: float = 1.0,
        patience_s: float = 30.0,
    ) -> None:
        self._service = Service(
            service, contact, options or {}, folder=folder, interval_s=interval_s, patience_s=patience_s
        )
        self._rule = rule_for(self._service.kind, licence)
        self._stored = cache if cache and self._rule.stored else None
        self._memory = Memory() if self._rule.remembered else None

    def ask(self, question: OnlineQuestion) -> Answer:
        """The service's answer; `unavailable`, never `not_found`, when it gives none."""
        try:
            if isinstance(question.query, Corner):
                return self._corner(question, question.query)
            for text in texts_of(question):
                results, origin = self._results(Question(text, _box(question)))
                if results:
                    break
            return answer_of(question, results, origin)
        except Unanswered as reason:
            return self._unavailable(question, str(reason))
        except (ShapelyError, ValueError, TypeError, LookupError):
            return self._unavailable(question, "its answer could not be read")

    def _unavailable(self, question: OnlineQuestion, reason: str) -> Answer:
        why = f"The online geocoder {self._service.name} does not answer ({reason})."
        return Answer(question.phrase, Outcome.UNAVAILABLE, (), why)

    def _corner(self, question: OnlineQuestion, corner: Corner) -> Answer:
        if not self._service.gives_lines:
            raise Unanswered("it gives no lines of streets, so it cannot say where two of them meet")
        if not question.place and not question.around:
            why = "To ask for a corner online, say in which city or county it is."
            return Answer(question.phrase, Outcome.NOT_FOUND, (), why)
        first, second = self._both(corner, question)
        origin = min(first.origin, second.origin, key=lambda one: one.got)
        answer = corner_of(question, corner, (first.found, second.found), origin)
        if question.place and meets_not(answer):
            beyond = (self._beyond(first, second, question), self._beyond(second, first, question))
            wider = corner_of(question, corner, beyond, origin, beyond=True)
            answer = answer if meets_not(wider) else wider
        if answer.outcome is Outcome.NO_SUCH_INTERSECTION and not (first.whole and second.whole):
            raise Unanswered(_TOO_MANY)
        return answer

    def _beyond(self, street: _Street, other: _Street, question: OnlineQuestion) -> tuple[Found, ...]:
        """The pieces of a street, and those around the other one that count as of the next place.

        A way that runs along a boundary or across it is of one place only, by where its middle lies.
        """
        inside = [one for one in other.found if is_inside(one, question)]
        if not inside:
            return street.found
        text = ", ".join(one for one in (street.name, state_of(question.place)) if one)
        around = self._street(text, _box_around(inside), most_pages=1)
        known = {_key(one) for one in street.found}
        return (*street.found, *(one for one in around.found if _key(one) not in known))

    def _both(self, corner: Corner, question: OnlineQuestion) -> tuple[_Street, _Street]:
        """The pieces of both streets; of one that has too many those around the other."""
        box = _box(question)
        first, second = (
            self._named(wordings(one, question.place), question.place, box)
            for one in (corner.first, corner.second)
        )
        if not first.whole and not second.whole:
            every = self._street(first.text, box, most_pages=MOST_PAGES)
            first = replace(every, name=first.name)
        if not second.whole and first.found:
            second = self._near(second, first)
        elif not first.whole and second.found:
            first = self._near(first, second)
        return first, second

    def _named(self, names: Sequence[str], place: str, box: Box | None) -> _Street:
        """The first pieces of a street by the first of its names that the service knows."""
        for name in names:
            street = self._street(", ".join(one for one in (name, place) if one), box, most_pages=1)
            if street.found:
                break
        return replace(street, name=name)

    def _near(self, street: _Street, other: _Street) -> _Street:
        """The pieces of a street around those of another: not all of it, so never `whole`."""
        if other.whole:
            around = self._street(street.text, _box_around(other.found), most_pages=MOST_PAGES)
            if around.whole:
                return replace(around, whole=False, name=street.name)
        raise Unanswered(_TOO_MANY)

    def _street(self, text: str, box: Box | None, *, most_pages: int) -> _Street:
        """The pieces of a street, page by page."""
        pieces: dict[str, Found] = {}
        for _ in range(most_pages):
            asked = Question(text, box, pieces=True, known=tuple(sorted(_place_ids(pieces))))
            page, origin = self._results(asked)
            known = len(pieces)
            pieces |= {_key(one): one for one in page}
            if len(page) < MOST_RESULTS or len(pieces) == known:
                break
        return _Street(text, tuple(pieces.values()), origin, whole=len(page) < MOST_RESULTS)

    def _results(self, question: Question) -> tuple[list[Found], Origin]:
        """What is kept of the question's answer, else what the service says in its turn."""
        service, text = f"{self._service.kind} {self._service.host}", question.as_text()

        def ask() -> KeptAnswer:
            return self._asked(question, service, text)

        try:
            answer = self._service.gate.once(lambda: self._kept(service, text), ask)
        except Closed as closed:
            until = datetime.fromtimestamp(closed.until, UTC)
            raise Unanswered(f"{closed.why}; it is left alone until {until:%Y-%m-%d %H:%M:%S} UTC") from None
        except Crowded:
            raise Unanswered("too many are waiting for it") from None
        except OSError as error:
            raise Unanswered(f"its gate cannot be used: {error}") from error
        licence = answer.licence or self._rule.licence
        origin = Origin(self._service.name, licence, answer.got_at[:10], self._rule.published)
        return [Found(**one) for one in json.loads(answer.results)], origin

    def _asked(self, question: Question, service: str, text: str) -> KeptAnswer:
        """The service's own answer, which is then kept as long as its rule allows."""
        try:
            found = self._service.ask(question)
            results = json.dumps([vars(one) for one in found], default=str)
        except OSError as error:
            if not isinstance(error, GeopyError):
                raise
            raise self._left_alone(error) from error
        except (GeopyError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
            raise self._left_alone(error) from error
        licence = next((str(one.raw["licence"]) for one in found if one.raw.get("licence")), "")
        answer = KeptAnswer(results, licence, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        self._keep(service, text, answer, nothing=not found)
        return answer

    def _left_alone(self, error: Exception) -> Unanswered:
        trouble = trouble_of(error, time.time())
        if not trouble.least_s:
            return Unanswered(trouble.why)
        until = datetime.fromtimestamp(self._service.gate.block(trouble.seconds, trouble.why), UTC)
        return Unanswered(f"{trouble.why}; it is left alone until {until:%Y-%m-%d %H:%M:%S} UTC")

    def _kept(self, service: str, text: str) -> KeptAnswer | None:
        for cache in (self._memory, self._stored):
            # A cache that cannot be read costs a request, not the answer.
            with suppress(MapappError):
                found = cache.get(service, text) if cache else None
                if found:
                    return found
        return None

    def _keep(self, service: str, text: str, answer: KeptAnswer, *, nothing: bool) -> None:
        if self._memory:
            self._memory.put(service, text, answer, SESSION)
        if self._stored and self._rule.stored:
            with suppress(MapappError):
                keep = min(self._rule.stored, NOTHING) if nothing else self._rule.stored
                self._stored.put(service, text, answer, keep)


def _box(question: OnlineQuestion) -> Box | None:
    """The box around the position that is given as context."""
    return _widened((*question.around, *question.around), AROUND_M) if question.around else None


def _box_around(pieces: Sequence[Found]) -> Box:
    """The box of some pieces, by the services' own boxes, so wide that those that cross it are inside."""
    boxes = [tuple(map(float, one.raw["boundingbox"])) for one in pieces if one.raw.get("boundingbox")]
    boxes += [(one.lat, one.lat, one.lon, one.lon) for one in pieces]
    south, north, west, east = zip(*boxes, strict=True)
    return _widened((min(west), min(south), max(east), max(north)), REACH_M)


def _widened(box: Box, metres: float) -> Box:
    west, south, east, north = box
    per_east, per_north = metres_per_degree((south + north) / 2)
    wide, high = metres / per_east, metres / per_north
    return round(west - wide, 3), round(south - high, 3), round(east + wide, 3), round(north + high, 3)


def _place_ids(pieces: Mapping[str, Found]) -> list[str]:
    return [str(one.raw["place_id"]) for one in pieces.values() if "place_id" in one.raw]


def _key(found: Found) -> str:
    return f"{found.raw.get('osm_type')}/{found.raw.get('osm_id')}"
