from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.article.model import Article, Attribution, Mention, MentionKind, Moment, Role, Span
from mapapp.desk.cards import Card, cards, key_of, paragraphs, proposed_source, sentence
from mapapp.incident.model import Layer
from mapapp.store import Decision, DecisionState, Story

TEXT = "KENOSHA, Wis. — A shed burned near 28th Ave. and 40th Street. Nobody was hurt.\n\nKenosha is a city."


def _mention(
    words: str, text: str = TEXT, start: int = 0, role: Role = Role.OTHER, **more: object
) -> Mention:
    at = text.index(words, start)
    kind = more.pop("kind", MentionKind.PLACE)
    mention = Mention(Span(at, at + len(words)), words, MentionKind(kind), words.lower(), role)
    return replace(mention, **more)  # type: ignore[arg-type]


TOWN = _mention("KENOSHA", role=Role.DATELINE)
CORNER = _mention("28th Ave. and 40th Street", role=Role.SCENE, kind=MentionKind.INTERSECTION)
AGAIN = _mention("Kenosha")
ARTICLE = Article(TEXT, "", "Kenosha, Wisconsin", (TOWN, CORNER, AGAIN))


def _cards(article: Article = ARTICLE, **decisions: Decision) -> list[Card]:
    return cards(article, decisions)


def test_what_is_named_twice_has_one_card_in_its_foremost_role() -> None:
    town, corner = _cards()
    assert (town.number, town.mentions, town.role) == (1, (TOWN, AGAIN), Role.DATELINE)
    assert (corner.number, corner.words, corner.layer) == (2, "28th Ave. and 40th Street", Layer.SCENE)
    assert town.layer is Layer.AREA


def test_a_decision_belongs_to_the_words_and_outlives_other_changes_of_the_text() -> None:
    dropped = Decision(key_of(CORNER), DecisionState.DROPPED)
    moved = replace(CORNER, span=Span(CORNER.span.start + 5, CORNER.span.end + 5))
    _, corner = _cards(replace(ARTICLE, mentions=(TOWN, moved)), **{dropped.mention: dropped})
    assert corner.decision is dropped
    other = replace(CORNER, phrase="29th ave. and 40th street")
    assert key_of(other) != key_of(CORNER)


def test_what_a_person_put_stands_before_what_was_read() -> None:
    put = Decision(key_of(TOWN), phrase="Kenosha County", near="Wisconsin", role="scene")
    town, _ = _cards(**{put.mention: put})
    assert (town.phrase, town.near, town.role, town.is_adjusted) == (
        "Kenosha County", "Wisconsin", Role.SCENE, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "waits"), [(Role.AGENCY, False), (Role.RESIDENCE, False), (Role.OTHER, True)]
)
def test_agencies_and_residences_wait_for_nobody(role: Role, waits: bool) -> None:
    [card] = _cards(replace(ARTICLE, mentions=(replace(AGAIN, role=role),)))
    assert card.is_open is waits


def test_a_home_that_is_also_the_scene_is_the_scene() -> None:
    home = replace(CORNER, role=Role.RESIDENCE)
    [card] = _cards(replace(ARTICLE, mentions=(home, CORNER)))
    assert (card.role, card.is_residence) == (Role.SCENE, False)


def test_the_time_is_that_of_a_scene_only() -> None:
    moment = Moment(Span(0, 1), "K", "2020-08-23")
    [scene] = _cards(replace(ARTICLE, mentions=(replace(CORNER, moment=moment),)))
    [other] = _cards(replace(ARTICLE, mentions=(replace(AGAIN, moment=moment),)))
    assert scene.moment == moment
    assert other.moment is None


def test_who_said_it_is_the_source_else_the_story_with_its_sentence() -> None:
    story = Story("fire", TEXT, "The Paper", "https://paper.example/1", "", "")
    _, corner = _cards()
    own = proposed_source(story, corner)
    assert own is not None
    assert (own.publisher, own.url) == ("The Paper", "https://paper.example/1")
    assert own.quote == "A shed burned near 28th Ave. and 40th Street."
    said = replace(CORNER, attribution=Attribution("Fire department", Span(0, 1), "A sentence."))
    [corner] = _cards(replace(ARTICLE, mentions=(said,)))
    theirs = proposed_source(story, corner)
    assert theirs is not None
    assert (theirs.publisher, theirs.url, theirs.quote) == ("Fire department", "", "A sentence.")
    assert proposed_source(replace(story, publisher=""), _cards()[1]) is None


def test_a_sentence_is_cut_at_its_ends_and_abbreviations_are_none() -> None:
    assert sentence(TEXT, CORNER.span) == ("A shed burned near ", "28th Ave. and 40th Street", ".")
    assert sentence(TEXT, AGAIN.span) == ("", "Kenosha", " is a city.")
    long = "word " * 200
    before, words, after = sentence(f"{long}here {long}", Span(len(long), len(long) + 4))
    assert (before[0], words, after[-1]) == ("…", "here", "…")
    assert len(before) < 260
    assert len(after) < 260


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)), max_size=8))
def test_the_pieces_are_the_text(text: str, marks: list[tuple[int, int]]) -> None:
    spans = [Span(start, min(start + length, len(text))) for start, length in marks if start < len(text)]
    mentions = tuple(Mention(one, one.of(text), MentionKind.PLACE, one.of(text), Role.OTHER) for one in spans)
    found = cards(Article(text, "", "", mentions), {})
    pieces = [piece for line in paragraphs(text, found) for piece in line]
    assert "".join(one.words for one in pieces) == text
    keys = {one.key for one in found}
    assert {one.key for one in pieces if one.key} <= keys
    if spans:
        assert any(one.key for one in pieces)
