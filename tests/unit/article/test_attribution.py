from itertools import product
from pathlib import Path

import pytest

from mapapp.article.attribution import attribution_of, attributions, hedge_before
from mapapp.article.model import Span


def publishers(text: str) -> list[str]:
    found = attributions(text)
    assert all(text[one.span.start : one.span.end] in one.quote for one in found)
    return [one.publisher for one in found]


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fox 6 reported that it fell.", ["Fox 6"]),
        ("A story published Sunday night by Fox 6 Now. The outlet reported that it fell.", ["Fox 6 Now"] * 2),
        ("It fell, according to the Kenosha Police Department.", ["Kenosha Police Department"]),
        ("It fell, police said.", ["police"]),
        ("Kenosha police came. It fell, police said.", ["Kenosha police"]),
        ("Kenosha police and Racine police came. It fell, police said.", ["police"]),
        ("Kenosha police came. He fell. Racine police left. It fell, police said.", ["Racine police"]),
        (
            "The Racine County Sheriff's Office came. It fell, deputies said.",
            ["Racine County Sheriff's Office"],
        ),
        ("The Racine Fire Department came. It fell, fire officials said.", ["Racine Fire Department"]),
        (
            "A press release from Kenosha police posted to Twitter noted it. The release read so.",
            ["Kenosha police"] * 2,
        ),
        ("A witness told the Journal Sentinel that it fell.", ["Journal Sentinel"]),
        ("Officials said in a statement that it fell.", ["officials"]),
        ("Authorities say it fell.", ["authorities"]),
        ("Police in Kenosha said it fell.", ["Police in Kenosha"]),
        ("The City of Kenosha said it fell.", ["City of Kenosha"]),
        ("The National Weather Service in Topeka said so.", ["National Weather Service in Topeka"]),
        (
            "The Wisconsin Department of Justice said so. The department said more.",
            ["Wisconsin Department of Justice"] * 2,
        ),
        ("The Department of Health and Human Services said so.", ["Department of Health and Human Services"]),
        ("The NWS said so. The Wisconsin DNR said more.", ["NWS", "Wisconsin DNR"]),
        ("CNN reported it. The New York Times reported it.", ["CNN", "New York Times"]),
        ("According to WISN-TV, it fell.", ["WISN-TV"]),
        ("Video obtained by CNN shows it.", ["CNN"]),
        ("An article in the Kenosha News told it.", ["Kenosha News"]),
        ("According to court documents, it fell.", ["court documents"]),
        ("The Post and Courier reported it.", ["Post and Courier"]),
        ("The Sacramento Bee reported it.", ["Sacramento Bee"]),
        ("“It fell,” the Kenosha Fire Department said.", ["Kenosha Fire Department"]),
        ('"It fell," said Kenosha police.', ["Kenosha police"]),
        ("The U.S. Geological Survey said it shook.", ["U.S. Geological Survey"]),
        ("It fell, police said. They said it rose.", ["police"] * 2),
        ("The release read so.", ["the release"]),
    ],
)
def test_who_said_it(text: str, expected: list[str]) -> None:
    assert publishers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Neighbor Jane Doe said it fell.", "a neighbor"),
        ("Jane Doe, a neighbor, said it fell.", "a neighbor"),
        ('"It fell," said neighbor Jane Doe.', "a neighbor"),
        ("An eyewitness said it fell.", "an eyewitness"),
        ("Witnesses said it fell.", "witnesses"),
        ('"It fell," said organizer Jane Doe, 27.', "an organizer"),
        ("His mother, Jane Doe, said it fell.", "a relative"),
        ("The mother of Jane Doe said it fell.", "a relative"),
        ("According to resident Jane Doe, it fell.", "a resident"),
        ("Jane Doe said it fell.", "a person who is quoted"),
        ("According to Jane Doe, it fell.", "a person who is quoted"),
        ("Doe, 45, said it fell.", "a person who is quoted"),
        ("JANE DOE said it fell.", "a person who is quoted"),
        ("Jane Bee said it fell.", "a person who is quoted"),
        ("Jane Court said it fell.", "a person who is quoted"),
        ("Kenosha County Sheriff Jane Doe said it fell.", "Kenosha County sheriff"),
        ("Kenosha County Sheriff's Sgt. Jane Doe said it fell.", "Kenosha County Sheriff"),
        ("Kenosha Police Chief Jane Doe said it fell.", "Kenosha Police"),
        ("Jane Doe, the Kenosha police chief, said it fell.", "Kenosha police"),
        ("Lt. Jane Doe of the Kenosha Police Department said it fell.", "Kenosha Police Department"),
        ("Gov. Jane Doe said it fell.", "the governor"),
        ("Lt. Gov. Jane Doe said it fell.", "the lieutenant governor"),
        ("Wisconsin Attorney General Jane Doe said it fell.", "Wisconsin attorney general"),
        ("Jane Doe's attorney said it fell.", "the attorney"),
        ("Jane Doe's office said it fell.", "office"),
        ("WISN reporter Jane Doe reported it.", "WISN"),
        ("Jane Doe of the Kenosha Fire Department said it fell.", "Kenosha Fire Department"),
        ("Jane Doe and Kenosha police said it fell.", "Kenosha police"),
        ("The Department of Justice and Jane Doe said it fell.", "Department of Justice"),
    ],
)
def test_no_person_is_named(text: str, expected: str) -> None:
    assert publishers(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The man was said to be calm.",
        "He was told to leave.",
        "Shots were reported. Gunfire reported.",
        "The video was posted by a bystander.",
        "A clip posted to Twitter noted it.",
        "He said it.",
        "The wind read wrong.",
        "Doe reported to work.",
    ],
)
def test_what_says_nothing(text: str) -> None:
    assert not attributions(text)


_LEADS = [
    "",
    "Neighbor ",
    "Kenosha police Sgt. ",
    "Mayor ",
    "attorney ",
    "Kenosha resident ",
    "CNN reporter ",
    "Dr. ",
]
_TAILS = [
    "",
    ", a neighbor,",
    ", 45,",
    ", of Kenosha,",
    " of the Kenosha Fire Department",
    "'s mother",
    "'s office",
    "'s attorney",
    " and police",
    ", who lives there,",
    ", the mayor,",
    " with the Red Cross",
]
_FRAMES = [
    "{} said it fell.",
    '"It fell," {} said.',
    '"It fell," said {}.',
    "It fell, according to {}.",
    "{} told WISN it fell.",
    "{} told police it fell.",
    "A release from {} said so. The release said more.",
    "Police and {} said so. They said so.",
    "The Department of Justice and {} said so.",
    "The crash, {} wrote, was loud.",
    "A video posted by {} shows it.",
]


@pytest.mark.parametrize("frame", _FRAMES)
@pytest.mark.parametrize("name", ["Zebulon Quackenbush", "ZEBULON QUACKENBUSH", "Zebulon A. Quackenbush Jr."])
def test_no_frame_of_words_lets_a_name_through(frame: str, name: str) -> None:
    for lead, tail in product(_LEADS, _TAILS):
        text = frame.format(f"{lead}{name}{tail}")
        named = " ".join(publishers(text)).lower()
        assert "zebulon" not in named, text
        assert "quack" not in named, text


def test_a_place_is_said_by_whoever_speaks_in_its_sentence() -> None:
    text = (
        "It was near the mill, police said. Two were taken to Racine.\n\nFire spread to Somers. "
        '"We saw it in Bristol. It was large," a neighbor said.'
    )
    found = attributions(text)
    said = {
        word: one.publisher if (one := attribution_of(span_of(text, word), found, text)) else None
        for word in ("the mill", "Racine", "Somers", "Bristol")
    }
    assert said == {"the mill": "police", "Racine": "police", "Somers": None, "Bristol": "a neighbor"}


def test_a_place_outside_every_sentence_is_nobodys() -> None:
    assert attribution_of(Span(500, 505), attributions("Police said so."), "Police said so.") is None


@pytest.mark.parametrize(
    ("before", "hedge"),
    [
        ("It was near ", "near"),
        ("It was near the intersection of ", "near"),
        ("It was near the corner of ", "near"),
        ("It was near the 2800 block of ", "near"),
        ("It was around ", "around"),
        ("It was outside of ", "outside of"),
        ("It was just outside ", "just outside"),
        ("It was in the area of ", "in the area of"),
        ("It was In The\nVicinity Of ", "in the vicinity of"),
        ("It was close to the ", "close to"),
        ("It was just off ", "just off"),
        ("A video appeared to show police in ", "appeared to show police in"),
        ("It was at ", ""),
        ("It was at the intersection of ", ""),
        ("He was near it when it fell at ", ""),
        ("A linear ", ""),
        ("", ""),
    ],
)
def test_the_word_that_loosens_a_place(before: str, hedge: str) -> None:
    text = f"{before}28th Avenue"
    assert hedge_before(text, Span(len(before), len(text))) == hedge


def test_the_founding_story(shared: Path) -> None:
    text = (shared / "stories" / "kenosha-2020-08-23.txt").read_text()
    found = attributions(text)
    assert [(one.publisher, one.span.of(text)) for one in found] == [
        ("Fox 6 Now", "published Sunday night by Fox 6 Now"),
        ("Fox 6 Now", "The outlet reported"),
        ("Fox 6 Now", "the report noted"),
        ("Kenosha police", "A press release from Kenosha police posted"),
        ("Kenosha police", "the release read"),
    ]
    for words in ("28th Avenue and 40th Street", "a hospital in Milwaukee"):
        one = attribution_of(span_of(text, words), found, text)
        assert one
        assert one.publisher == "Fox 6 Now"
    assert hedge_before(text, span_of(text, "28th Avenue and 40th Street")) == "near"
