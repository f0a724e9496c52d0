"""Who said it: "Fox 6 reported", "according to police", "the release read"; what loosens a place. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from mapapp.article.agencies import Agencies
from mapapp.article.model import Attribution, Span
from mapapp.article.publishers import Speaker, plain, speaker_of
from mapapp.article.sentences import sentence_at, sentences
from mapapp.article.speakers import DOCUMENTS, OUTLET_NOUNS, REPORTS, Phrase, Words, continues

_SAID = re.compile(
    r"(?<![\w'’-])(?P<verb>said|says|say|told|tells|reported|reports|wrote|tweeted|announced|confirmed|stated|noted|added"
    r"|read|reads|posted|explained|warned)(?![\w-])"
)
# Only of these it is sure that somebody speaks, whoever it is.
_SPEAKS = frozenset({"said", "says", "told", "tells", "wrote", "tweeted", "added", "explained"})
_READS = frozenset({"read", "reads"})
_TOLD = re.compile(r"\s(?:reporters\s(?:at|from|for|with)\s)?")
_ACCORDING = re.compile(r"(?<!\w)[Aa]ccording\sto\s")
_PUBLISHED = re.compile(
    r"(?<!\w)(?P<how>published|posted|released|shared|obtained|issued|aired|reported|broadcast|captured|provided)"
    r"(?:\s(?:first|early|late|on|[A-Z][a-z]{2,8}day|[A-Z][a-z]{2,8}\.?\s\d{1,2}|morning|night|evening|afternoon)){0,4}"
    r"\sby\s"
)
_ISSUED = re.compile(
    r"(?<!\w)(?:[Tt]he\s|[Aa]n?\s)?(?:(?:news|press|media|police|incident|written|joint|video)\s)?"
    r"(?P<what>report|story|article|release|statement|tweet|interview|post|update|alert|advisory|bulletin|broadcast)"
    r"(?:\s(?:published|posted|released|issued|sent))?\s(?P<by>from|by|in|with)\s"
)

_QUOTED = ('"', "”", ",'", ",’")

_MOST_QUOTED = 400

# How many attributions back "the outlet" may reach.
_MOST_BACK = 12

_HEDGE = re.compile(
    r"(?<![\w-])(?P<hedge>in\sthe\s(?:general\s)?(?:area|vicinity|neighbou?rhood|region)\s(?:of|around|near)"
    r"|(?:just\s)?outside(?:\sof)?|not\sfar\sfrom|close\sto|somewhere\s(?:near|around|along|in|on)|in\sor\saround"
    r"|(?:at|on|in)\sor\snear|near|nearby|around|about|by|(?:just\s)?off(?:\sof)?|beside|behind|across\sfrom"
    r"|appear(?:s|ed)?\sto(?:\s[\w'’-]{1,15}){0,5}|(?:apparently|possibly|reportedly|believed\sto\sbe)(?:\s(?:at|in|on|near))?)"
    r"\s{1,3}(?:the\s)?(?:(?:busy\s)?(?:intersection|corner|junction)\sof\s|(?:\d{1,5}|\w{1,20})\sblock\sof\s)?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """An attribution with the sort of its speaker, and whether it is a document's."""

    span: Span
    speaker: Speaker
    continues: str = ""
    is_document: bool = False


def attributions(text: str) -> tuple[Attribution, ...]:
    """Who said what a story tells, in its order; `quote` is the whole sentence.

    The publisher is an outlet, an agency, an office or a document, as the story names it. A private person
    is "a neighbor", "a witness" or "a person who is quoted", never a name.
    """
    cut = sentences(text)
    named = Agencies(text, cut)
    past: list[_Found] = []
    for found in _apart(sorted(_candidates(text, cut), key=lambda one: (one.span.start, -one.span.end))):
        known = _continued(found, past, named)
        if known:
            past.append(known)
    return tuple(_attribution(text, one, cut) for one in past)


def attribution_of(mention: Span, found: Sequence[Attribution], text: str) -> Attribution | None:
    """Who said where a mention is: the nearest in its sentence, else that of a sentence it goes on from.

    It goes on from the sentence before in the same paragraph; where it is the beginning of a quotation, into
    the sentence after.
    """
    cut = sentences(text)
    number = sentence_at(cut, mention.start)
    if number is None:
        return None
    here = _within(found, cut[number])
    if here:
        return min(here, key=lambda one: _gap(one.span, mention))
    if _is_open(
        text[
            max(cut[number].start, mention.start - _MOST_QUOTED) : min(
                cut[number].end, mention.start + _MOST_QUOTED
            )
        ]
    ) and number + 1 < len(cut):
        return next(iter(_within(found, cut[number + 1])), None)
    if number and _is_same_paragraph(text, cut[number - 1].end, cut[number].start):
        before = _within(found, cut[number - 1])
        return before[-1] if before else None
    return None


def hedge_before(text: str, span: Span) -> str:
    """The words right before a span that loosen it, in lower case: "near", "in the area of"."""
    found = _HEDGE.search(text[max(0, span.start - 90) : span.start])
    return " ".join(found["hedge"].lower().split()) if found else ""


def _candidates(text: str, cut: Sequence[Span]) -> Iterator[_Found]:
    words = Words(text)
    for found in _SAID.finditer(text):
        yield from _said(text, words, found, cut)
    for pattern in (_ACCORDING, _PUBLISHED, _ISSUED):
        for found in pattern.finditer(text):
            phrase = words.after(found.end(), _sentence(cut, found.start()))
            if phrase:
                yield from _of_phrase(phrase, found, is_sure=pattern is _ACCORDING)


def _said(text: str, words: Words, found: re.Match[str], cut: Sequence[Span]) -> Iterator[_Found]:
    """Whoever stands before "said", or after it behind a quotation; of "told the Journal" the outlet."""
    sentence = _sentence(cut, found.start())
    before = text[max(0, found.start() - 2) : found.start()].rstrip()
    phrase = None if before.endswith(_QUOTED) else words.before(found.start(), sentence)
    if phrase is None and before.endswith((*_QUOTED, ",")):
        phrase = words.after(found.end() + 1, sentence)
    if phrase is None:
        return
    verb = found["verb"]
    span = Span(min(phrase.start, found.start()), max(phrase.end, found.end()))
    if verb in ("told", "tells"):
        told = _TOLD.match(text, found.end())
        outlet = words.after(told.end(), sentence) if told else None
        speaker = speaker_of(outlet.tokens) if outlet else None
        if outlet and speaker and speaker.sort == "outlet":
            yield _Found(Span(span.start, max(span.end, outlet.end)), speaker)
            return
    yield from _spoken(phrase, span, verb)


def _spoken(phrase: Phrase, span: Span, verb: str) -> Iterator[_Found]:
    noun = continues(phrase.tokens)
    if noun:
        yield _Found(span, Speaker(" ".join(phrase.tokens), "agency"), noun, noun in DOCUMENTS)
        return
    tokens, is_document = _issuer(phrase.tokens)
    speaker = speaker_of(tokens, phrase.aside)
    if (verb in _READS and not is_document) or (speaker.sort == "person" and verb not in _SPEAKS):
        return
    yield _Found(span, speaker, is_document=is_document)


def _of_phrase(phrase: Phrase, found: re.Match[str], *, is_sure: bool) -> Iterator[_Found]:
    """Of "according to police", or of "a release from police"; only the first may be a private person."""
    span = Span(found.start(), phrase.end)
    noun = continues(phrase.tokens)
    if noun and is_sure:
        yield _Found(span, Speaker(" ".join(phrase.tokens), "agency"), noun, noun in DOCUMENTS)
        return
    tokens, is_document = _issuer(phrase.tokens)
    speaker = speaker_of(tokens, phrase.aside)
    what = (found.groupdict().get("what") or "").lower()
    if speaker.sort == "person" and not is_sure:
        return
    if found.groupdict().get("by") in ("in", "with") and speaker.sort != "outlet":
        return
    yield _Found(span, speaker, is_document=is_document or what in DOCUMENTS)


def _issuer(tokens: Sequence[str]) -> tuple[Sequence[str], bool]:
    """Who issued a document: the police, of "a release from the police" and "the police report"."""
    words = [plain(one) for one in tokens]
    at = next((i for i, one in enumerate(words) if one in DOCUMENTS | REPORTS), None)
    if at is None:
        return tokens, False
    link = next((i for i in range(at + 1, len(words)) if words[i] in ("from", "by")), None)
    if link is not None:
        return tokens[link + 1 :], True
    return (tokens[:at], True) if at > 1 or (at and words[0] not in ("the", "a", "an")) else (tokens, True)


def _continued(found: _Found, past: Sequence[_Found], named: Agencies) -> _Found | None:
    """With the publisher that "the outlet", "the release", "police" mean by what was said before."""
    if not found.continues:
        publisher = named.meant(found.speaker.publisher, found.span.start)
        return _with(found, Speaker(publisher, found.speaker.sort))
    earlier = _antecedent(found.continues, past)
    if earlier:
        return _with(found, earlier.speaker)
    if found.continues in ("he", "she", "it", "they"):
        return None
    return _with(found, Speaker(" ".join(one for one in found.speaker.publisher.lower().split()), "agency"))


def _with(found: _Found, speaker: Speaker) -> _Found:
    return _Found(found.span, speaker, found.continues, found.is_document)


def _antecedent(noun: str, past: Sequence[_Found]) -> _Found | None:
    """The last attribution that a noun may go on from."""
    recent = past[: -_MOST_BACK - 1 : -1]
    if noun in OUTLET_NOUNS:
        return next((one for one in recent if one.speaker.sort == "outlet"), None)
    if noun in DOCUMENTS:
        return next((one for one in recent if one.is_document), None)
    if noun in REPORTS:
        outlet = next((one for one in recent if one.speaker.sort == "outlet" or one.is_document), None)
        return outlet or next(iter(recent), None)
    if noun in ("he", "she"):
        return next((one for one in recent[:1] if one.speaker.sort != "outlet"), None)
    if noun in ("it", "they"):
        return next(iter(recent[:1]), None)
    return next((one for one in recent if one.speaker.sort == "agency"), None)


def _attribution(text: str, found: _Found, cut: Sequence[Span]) -> Attribution:
    sentence = _sentence(cut, found.span.start)
    # Of what is no sentence but an endless line, the words around.
    start = max(sentence.start, found.span.start - _MOST_QUOTED)
    end = max(found.span.end, min(sentence.end, found.span.end + _MOST_QUOTED))
    return Attribution(found.speaker.publisher, found.span, text[start:end])


def _sentence(cut: Sequence[Span], at: int) -> Span:
    number = sentence_at(cut, at)
    return cut[number] if number is not None else Span(at, at)


def _apart(found: Sequence[_Found]) -> Iterator[_Found]:
    """Those that do not overlap, the first of those that do."""
    end = 0
    for one in found:
        if one.span.start >= end:
            yield one
            end = one.span.end


def _within(found: Sequence[Attribution], sentence: Span) -> list[Attribution]:
    start = bisect_left(found, sentence.start, key=lambda one: one.span.end - 1)
    return [*takewhile(lambda one: one.span.start < sentence.end, found[start : start + _MOST_BACK * 2])]


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _is_same_paragraph(text: str, end: int, start: int) -> bool:
    return start - end < 9 and text[end:start].count("\n") < 2


def _is_open(sentence: str) -> bool:
    """Whether a quotation begins in a sentence and does not end in it."""
    return sentence.count('"') % 2 == 1 or sentence.count("“") > sentence.count("”")
