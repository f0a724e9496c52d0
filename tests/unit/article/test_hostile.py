"""Any text is read without an error, in a time that grows as the text does, and every span quotes it."""

import time
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.article.attribution import attribution_of, attributions, hedge_before
from mapapp.article.claims import claims
from mapapp.article.model import Mention, MentionKind, Role, Span
from mapapp.article.moments import moments
from mapapp.article.sentences import sentences

CHICAGO = ZoneInfo("America/Chicago")
PUBLISHED = date(2020, 8, 24)

_PIECES = [
    "Kenosha",
    "Racine",
    "the mill",
    "about",
    "forty miles",
    "40",
    "miles",
    "north of",
    "to the north",
    ",",
    ".",
    " is ",
    "between",
    "and",
    "half",
    "a mile",
    "two blocks",
    "from",
    "away",
    "drove",
    "to",
    "police",
    "said",
    "the release",
    "according to",
    "Sunday",
    "Aug. 23",
    "2020",
    "5:15 p.m.",
    "at",
    "just before",
    "midnight",
    '"',
    "(",
    "\n\n",
    "\x00",
    "’s",
    "1/2",
    "½",
    "99999999",
    "the",
    "Jane Doe",
    "Sgt.",
    "of",
    "in",
    "published by",
    "İ",
    "e\u0301",
    "🔥",
]
stories = st.text(max_size=200) | st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join)


@st.composite
def told(draw: st.DrawFn) -> tuple[str, tuple[Mention, ...]]:
    text = draw(stories)
    at = st.integers(0, len(text))
    cuts = draw(st.lists(st.tuples(at, at), max_size=8))
    return text, tuple(
        Mention(
            Span(min(cut), max(cut)),
            text[min(cut) : max(cut)],
            draw(st.sampled_from(MentionKind)),
            text[min(cut) : max(cut)],
            draw(st.sampled_from(Role)),
        )
        for cut in cuts
    )


@given(told())
def test_anything_is_read_and_quoted_as_it_stands(story: tuple[str, tuple[Mention, ...]]) -> None:
    text, mentions = story
    for claim in claims(text, mentions):
        assert claim.span.of(text) == claim.text
        assert claim.subject in range(len(mentions))
        assert claim.reference is None or claim.reference in range(len(mentions))
        assert claim.subject != claim.reference
    for moment in moments(text, PUBLISHED, CHICAGO):
        assert moment.span.of(text) == moment.text
    found = attributions(text)
    for one in found:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert one.span.of(text) in one.quote
        assert one.quote in text
    for mention in mentions:
        attribution_of(mention.span, found, text)
        hedge_before(text, mention.span)


@given(stories)
def test_sentences_leave_nothing_out(text: str) -> None:
    cut = sentences(text)
    ends = [0, *(one.end for one in cut)]
    between = [text[end : one.start] for end, one in zip(ends, cut, strict=False)]
    assert not "".join([*between, text[ends[-1] :]]).strip()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It was at 40th St. in Kenosha. He ran.", 2),
        ("It was at 40th St. The man ran.", 2),
        ("Sgt. J. Doe came at 5 p.m. Sunday. He ran.", 2),
        ("It was 5 p.m. Police came.", 2),
        ('"He ran." She ran!', 2),
        ("A headline\n\nThe story", 2),
        ("In the U.S. Capitol on Aug. 23 it rained", 1),
        ("It cost 3.5 million", 1),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    assert len(sentences(text)) == count


_UNITS = [
    "a ",
    "about forty miles north of ",
    "between ",
    "police said ",
    "the ",
    "5:15 p.m. ",
    "Sunday, ",
    "Aug. 23, ",
    "half ",
    '"',
    "((",
    "1,",
    "J. ",
    "\n\n\n",
    " ",
    "to the ",
    "Kenosha police said, ",
    "close to ",
    "the report noted ",
    "north-",
    "is a ",
    "just before ",
    "10 to 11 ",
    "of the ",
    "Jane Doe, ",
    "twenty-",
    "x",
    "a mile and a half ",
    "Police Department ",
]


def _spent(read: Callable[[str], object], text: str) -> float:
    """Processor time, the least of three runs."""
    spent = []
    for _ in range(3):
        sentences.cache_clear()
        begun = time.process_time()
        read(text)
        spent.append(time.process_time() - begun)
    return min(spent)


def _claims(text: str) -> None:
    starts = range(0, len(text) - 8, 40)
    claims(
        text,
        [
            Mention(Span(i, i + 7), text[i : i + 7], MentionKind.PLACE, text[i : i + 7], Role.SCENE)
            for i in starts
        ],
    )


def _moments(text: str) -> None:
    moments(text, PUBLISHED, CHICAGO)


def _attributions(text: str) -> None:
    found = attributions(text)
    for i in range(0, len(text) - 8, 80):
        attribution_of(Span(i, i + 7), found, text)
        hedge_before(text, Span(i, i + 7))


@pytest.mark.parametrize("read", [_claims, _moments, _attributions])
@pytest.mark.parametrize("unit", _UNITS)
def test_sixteen_times_the_text_is_about_sixteen_times_the_work(
    read: Callable[[str], object], unit: str
) -> None:
    short, long = (_spent(read, (unit * length)[:length]) for length in (2_000, 32_000))
    # The ratio of two spans of processor time; work that grew with the square would make it 256.
    assert long <= 64 * max(short, 1e-4), (short, long)
