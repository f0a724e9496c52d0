"""How well stories are read, on stories marked by hand.

A found mention matches a marked one when their kinds agree and their spans overlap and begin or end together,
or share 0.6 of their union; each is matched once. Roles, outcomes and verdicts are counted over what matched.
`stories/development` are the stories that the rules were written with; `stories/held_out` are not looked at.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mapapp.desk import Desk
from mapapp.settings import Settings
from mapapp.streets.library import IndexInfo
from tests.accuracy.marked import MarkedStory, Score, parse, same_span, score, stories_in

_STORIES = Path(__file__).parent / "stories"
_DATA = Path(__file__).parents[2] / "data"

_FLOORS = {
    "development": {"mention precision": 0.9, "mention recall": 0.9, "role accuracy": 0.9},
    "held_out": {"mention precision": 0.8, "mention recall": 0.75, "role accuracy": 0.8},
}


@pytest.fixture(scope="session")
def desk(
    kenosha_index: IndexInfo, dc_index: IndexInfo, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A newsroom with the streets of Kenosha County and Washington, and the facilities it starts with."""
    settings = Settings(home=tmp_path_factory.mktemp("reading") / "home")
    settings.streets_folder.mkdir(parents=True)
    for index in (kenosha_index, dc_index):
        shutil.copy(index.path, settings.streets_folder)
    desk = Desk(settings)
    desk.setup.initialise(_DATA)
    yield desk
    desk.close()


def scored(desk: Desk, stories: list[MarkedStory]) -> Score:
    """The score of a newsroom's readings of stories."""
    return score(
        (
            one,
            desk.reader.read(
                one.text,
                published=date.fromisoformat(one.head["published"]) if "published" in one.head else None,
                timezone=one.head.get("timezone", ""),
            ),
        )
        for one in stories
    )


@pytest.mark.parametrize("folder", sorted(_FLOORS))
def test_stories_are_read_well(desk: Desk, folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    stories = stories_in(_STORIES / folder)
    if not stories:
        pytest.skip(f"there are no stories in {folder}")
    found = scored(desk, stories)
    with capsys.disabled():
        print(f"\n{len(stories)} stories, {folder}\n{found.lines()}")
    for name, floor in _FLOORS[folder].items():
        assert found.figures[name] >= floor, f"{name}\n" + "\n".join(found.misses)


_STORY = """kind: crash
published: 2020-08-24

A crash at {{A and B
streets|intersection|scene|?}}, [[a mile from {{C|place|other|area|C, Wis.}}|distance|?]], <<Sunday|2020-08-23>>."""


def test_marks_are_taken_out_of_a_story_and_keep_their_spans() -> None:
    story = parse(_STORY)
    assert story.head == {"kind": "crash", "published": "2020-08-24"}
    assert story.text == "A crash at A and B\nstreets, a mile from C, Sunday."
    assert [one.text for one in story.mentions] == ["A and B\nstreets", "C"]
    assert story.mentions[1].phrase == "C, Wis."
    assert story.claims[0].text == "a mile from C"
    assert story.moments[0].value == "2020-08-23"


@pytest.mark.parametrize("text", ["\n\n{{a|place|other|?", "\n\na}}", "\n\n[[a {{b]] c}}"])
def test_marks_that_do_not_close_are_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="clos"):
        parse(text)


def test_spans_are_the_same_when_they_begin_or_end_together_or_share_most() -> None:
    from mapapp.article.model import Span

    assert same_span(Span(0, 10), Span(0, 3))
    assert same_span(Span(4, 10), Span(8, 10))
    assert same_span(Span(0, 10), Span(1, 9))
    assert not same_span(Span(0, 10), Span(5, 20))
    assert not same_span(Span(0, 5), Span(5, 10))
