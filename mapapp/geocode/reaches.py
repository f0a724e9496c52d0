"""Parts of a street named by the streets that cross it: between two of them, or some way past one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from mapapp.geocode import stretches
from mapapp.geocode.answer import Answer, Candidate, Outcome
from mapapp.geocode.choose import decide, rivals
from mapapp.geocode.course import Course, Piece, Walk
from mapapp.geocode.crossed import Crossed, End, Way, doubted
from mapapp.geocode.explain import many, quoted, said
from mapapp.geocode.faults import in_words
from mapapp.geocode.marks import MarkFinder
from mapapp.geocode.match import StreetMatcher
from mapapp.geocode.overlap import source_of
from mapapp.geocode.phrase import BEYOND, JUST, Along, Away, Between, Block, Corner, Distance, Marked
from mapapp.geocode.scope import Where
from mapapp.geocode.signs import read_sign
from mapapp.geocode.street_candidate import area_if_long, as_area, street_candidate
from mapapp.geocode.street_words import is_street_like
from mapapp.geocode.stretches import HOUSE_OFFSET_M, Stretch, middle_of, reach_m
from mapapp.incident.geodesy import DEGREES, LonLat, compass_word, distance_m
from mapapp.incident.model import Precision
from mapapp.incident.words import about_m
from mapapp.streets.index import StreetIndex
from mapapp.streets.names import parse_name

# Ways out of a crossing that lead to spots this close are the carriageways of one street.
ONE_SPOT_M = 80.0

# Where blocks are counted, crossings closer than this are one, and the street is followed this far for each.
ONE_CROSSING_M = 30.0
LONGEST_BLOCK_M = 800.0
MOST_BLOCKS = 20

# Farther than this "south of the corner" is a matter of the map, not of the street that leads there.
BY_STREET_M = 3_218.688


# Crossings of an interrupted street that lie farther apart are more likely those of two streets of one name.
LONGEST_GAP_M = 5_000.0

_Pair = tuple[Way, End, End]


@dataclass(frozen=True)
class _Span:
    """From where to where along a way out something lies, and where most likely; metres from the crossing."""

    least: float
    metres: float
    most: float


class ReachFinder:
    """Answers phrases that name part of a street by the streets that cross it."""

    def __init__(self, matcher_of: Callable[[StreetIndex], StreetMatcher]) -> None:
        self._crossed = Crossed(matcher_of)
        self._marks = MarkFinder(matcher_of)

    def answer(self, phrase: str, query: Between | Along | Marked, where: Where) -> Answer:
        """The part of a street that a query names, or why there is none."""
        match query:
            case Between():
                return self.between(phrase, query, where)
            case Along():
                return self.along(phrase, query, where)
            case Marked():
                return self._marks.answer(phrase, query, where)

    def between(self, phrase: str, query: Between, where: Where) -> Answer:
        """The stretch between two crossings, along the street's own course.

        `resolved` up to some 200 m, then an `area`; `no_such_intersection` when the street lacks one of them.
        """
        names = (query.street, query.first, query.second)
        if len({parse_name(one) for one in names}) < len(names):
            why = "A street is named twice; give the street and the two that cross it."
            return Answer(phrase, Outcome.UNPARSED, (), why)
        ways = self._crossed.ways(query.street, where, query.first, query.second)
        pairs = [pair for way in ways for pair in self._pairs(way, query, where)]
        found = _through(pairs, query) or _interrupted(pairs, query)
        if found:
            return _chosen(phrase, _distinct(found), where)
        if pairs:
            why = f"{pairs[0][0].matches[0].street.title} does not run through from one to the other."
            return Answer(phrase, Outcome.NOT_FOUND, (), why, ("Give one of its corners.",))
        return self._crossed.unmet(phrase, where, query.street, names[1:])

    def along(self, phrase: str, query: Along, where: Where) -> Answer:
        """Where one gets from a crossing by going so far along a street: an `area`, never a point."""
        if parse_name(query.street) == parse_name(query.cross):
            why = f"{quoted(query.street)} is named twice; give the street that crosses it."
            return Answer(phrase, Outcome.UNPARSED, (), why)
        found = self._onward(query, where)
        if not found:
            return self._no_way(phrase, query, where)
        answer = as_area(_chosen(phrase, _distinct(found), where))
        if answer.outcome is not Outcome.AREA or query.distance not in (JUST, BEYOND):
            return answer
        shown = f"The words give no distance: {about_m(query.distance.most)} of the street are shown at most."
        return replace(answer, explanation=f"{answer.explanation} {shown}")

    def from_corner(self, phrase: str, corner: Corner, query: Away, where: Where) -> Answer | None:
        """So far from a corner by its street that goes there; None where neither does, or both do."""
        distance = query.distance or BEYOND
        if distance.most > BY_STREET_M:
            return None
        pairs = ((corner.first, corner.second), (corner.second, corner.first))
        found = [self._onward(Along(*pair, query.direction, distance), where) for pair in pairs]
        leading = [one for one in found if one]
        return as_area(_chosen(phrase, _distinct(leading[0]), where)) if len(leading) == 1 else None

    def _pairs(self, way: Way, query: Between, where: Where) -> list[_Pair]:
        """The crossings with either street, each with each."""
        way, firsts = self._crossed.ends(way, query.first, where, query.street, query.second)
        way, seconds = self._crossed.ends(way, query.second, where, query.street, query.first)
        return [(way, first, second) for first, second in product(firsts, seconds)]

    def _onward(self, query: Along, where: Where) -> list[Candidate]:
        found = []
        for street in self._crossed.ways(query.street, where, query.cross):
            way, ends = self._crossed.ends(street, query.cross, where, query.street)
            for end in ends:
                found += list(_past(way, end, query))
        return found

    def _no_way(self, phrase: str, query: Along, where: Where) -> Answer:
        """Why one does not get there: no such crossing, or the street does not go that way, or not so far."""
        ways = self._crossed.ways(query.street, where, query.cross)
        ends = [one for way in ways for one in self._crossed.ends(way, query.cross, where, query.street)[1]]
        if not ends:
            return self._crossed.unmet(phrase, where, query.street, (query.cross,))
        street, cross = ways[0].matches[0].street.title, ends[0].street.title
        word = compass_word(DEGREES[query.direction])
        far = f" for {query.distance.words}" if query.distance.least or query.distance.blocks else ""
        why = f"{street} does not go {word} from {cross}{far}."
        return Answer(phrase, Outcome.NOT_FOUND, (), why, ("Give one of its corners.",))


def _through(pairs: Iterable[_Pair], query: Between) -> list[Candidate]:
    """The stretches of streets that run through from one end to the other."""
    return [
        _stretch(way, (first, second), pieces, query)
        for way, first, second in pairs
        if not first.nodes & second.nodes and (pieces := way.course.between(first.nodes, second.nodes))
    ]


def _interrupted(pairs: Iterable[_Pair], query: Between) -> list[Candidate]:
    """What there is of streets that do not run through, where the ends are not far apart."""
    return [
        _stretch(way, (first, second), pieces, query, "street_interrupted")
        for way, first, second in pairs
        if not first.nodes & second.nodes
        and distance_m(first.at, second.at) <= LONGEST_GAP_M
        and (pieces := way.course.amid(first.at, second.at))
    ]


def _stretch(
    way: Way, ends: tuple[End, End], pieces: Sequence[Piece], query: Between, *doubts: str
) -> Candidate:
    doubts = (*doubts, *(() if query.sure else ("names_unsure",)), *_misfit(way, pieces, query.block))
    what = f"between {ends[0].street.title} and {ends[1].street.title}"
    return _candidate(way, pieces, what, doubted(way, ends, *doubts))


def _past(way: Way, end: End, query: Along) -> Iterator[Candidate]:
    """The candidates for so far past a crossing, one for each way out that leads in that direction."""
    distance, degrees = query.distance, DEGREES[query.direction]
    blocks_m = (min(distance.blocks, MOST_BLOCKS) + 1) * LONGEST_BLOCK_M
    most = blocks_m if distance.blocks else distance.most
    walk = way.course.walk(end.nodes, most)
    reached = []
    for out in way.course.ways_out(walk, most):
        span = _counted(way, walk, out, distance.blocks) if distance.blocks else _measured(distance)
        pieces = way.course.clipped(out, span.least, span.most) if span else []
        if span and pieces and way.course.leads(way.course.clipped(out, 0, span.most), degrees):
            reached.append((pieces, way.course.spot(pieces, span.metres) if span.least else None))
    word = compass_word(degrees)
    for pieces, spot in _carriageways(way.course, reached):
        what = f"{distance.words} {word} of {end.street.title}".strip()
        sure = is_street_like(query.cross.split()) or read_sign(query.cross)
        unsure = () if sure else ("names_unsure",)
        yield _candidate(way, pieces, what, doubted(way, (end,), *unsure), spot)


def _measured(distance: Distance) -> _Span:
    return _Span(distance.least, distance.metres, distance.most)


def _counted(way: Way, walk: Walk, out: Sequence[Piece], blocks: float) -> _Span | None:
    """So many blocks along a way out, counted by the named streets that cross; half a block more or less."""
    figure = way.course.figure(out)
    own = {abs(one.fid) for one in way.course.edges}
    named = {
        node for fid, *ends in way.scope.index.named_within(figure.bounds) for node in ends if fid not in own
    }
    passed = [0.0]
    for metres in sorted(walk.metres[one] for one in way.course.nodes_on(out, walk) if one in named):
        if metres - passed[-1] > ONE_CROSSING_M:
            passed.append(metres)
    slack = min(0.5, blocks / 2)
    if blocks > len(passed) - 1 or blocks > MOST_BLOCKS:
        return None
    last = passed[-1] + (passed[-1] - passed[-2])
    at = [_after(one, [*passed, last]) for one in (blocks - slack, blocks, blocks + slack)]
    return _Span(*at)


def _after(blocks: float, passed: Sequence[float]) -> float:
    whole = min(int(blocks), len(passed) - 2)
    return passed[whole] + (blocks - whole) * (passed[whole + 1] - passed[whole])


def _carriageways(
    course: Course, reached: Sequence[tuple[list[Piece], LonLat | None]]
) -> list[tuple[list[Piece], LonLat | None]]:
    """The ways out, those that lead to one spot as one."""
    joined: list[tuple[list[Piece], LonLat | None]] = []
    for pieces, spot in reached:
        at = [_far_end(course, one) for one, _ in joined]
        own = _far_end(course, pieces)
        i = next((i for i, one in enumerate(at) if distance_m(one, own) <= ONE_SPOT_M), None)
        if i is None:
            joined.append((pieces, spot))
        else:
            joined[i] = ([*joined[i][0], *pieces], joined[i][1])
    return joined


def _far_end(course: Course, pieces: Sequence[Piece]) -> LonLat:
    return course.spot(pieces, max(one.end for one in pieces))


def _misfit(way: Way, pieces: Sequence[Piece], block: Block | None) -> tuple[str, ...]:
    """Whether the house numbers that were said as well are known to lie elsewhere on the street."""
    known = stretches.block(way.course.edges, block.low, block.high) if block else []
    figure = way.course.figure(pieces)
    reach = 1e-3
    return ("block_elsewhere",) if known and all(one.figure.distance(figure) > reach for one in known) else ()


def _candidate(
    way: Way, pieces: Sequence[Piece], what: str, faults: tuple[str, ...], spot: LonLat | None = None
) -> Candidate:
    figure = way.course.figure(pieces)
    middle = spot or middle_of(figure)
    edges = tuple(way.course.edges[one] for one in sorted({piece.edge for piece in pieces}) if one >= 0)
    stretch = Stretch(figure, middle, reach_m(middle, figure) + HOUSE_OFFSET_M, edges)
    return street_candidate(
        way.scope,
        stretch,
        Precision.SEGMENT,
        faults,
        method="stretch of street",
        label=f"{way.title(edges)} {what}",
        highways=way.is_highway,
    )


def _distinct(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of each source, best first, each place once: a street and its other name are one."""
    kept: dict[tuple[str, str], list[Candidate]] = {source_of(one.provenance): [] for one in found}
    for one in sorted(found, key=lambda one: (-one.score, one.lon, one.lat)):
        own = kept[source_of(one.provenance)]
        if not any(_is_same(one, other) for other in own):
            own.append(one)
    return [one for each in kept.values() for one in each]


def _is_same(one: Candidate, other: Candidate) -> bool:
    apart = distance_m((one.lon, one.lat), (other.lon, other.lat))
    return apart <= ONE_SPOT_M / 2 and abs(one.radius_m - other.radius_m) <= ONE_SPOT_M / 2


def _chosen(phrase: str, found: Sequence[Candidate], where: Where) -> Answer:
    outcome, shown = decide(found)
    best = shown[0]
    if outcome is Outcome.OUTSIDE_PLACE:
        why = f"{best.label} exists, but outside {where.title}."
    elif outcome is Outcome.RESOLVED:
        why = said(best)
    elif rivals(shown):
        fit = many(len(rivals(shown)) + 1, "stretch of street fits", "stretches of street fit")
        why = f"{fit} the words; choose the one that is meant."
    else:
        why = (
            f"Only {best.label} comes close to the words: {in_words(best.faults)}. Choose it if it is meant."
        )
    return area_if_long(Answer(phrase, outcome, shown, why))
