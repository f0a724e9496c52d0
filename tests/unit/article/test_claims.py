from pathlib import Path

import pytest

from mapapp.article.claims import claims
from mapapp.article.model import Claim, ClaimKind, Mention, MentionKind, Role, Span
from tests.unit.article.marked import marked

SCENE = "A fire burned at [scene facility|the mill]. "
KENOSHA, RACINE = "[other place|Kenosha]", "[other place|Racine]"
MILWAUKEE = "[other place|Milwaukee]"


def only(story: str) -> tuple[Claim, str | None, str | None]:
    """The one claim of a story, with the words of what it is of and of its reference."""
    text, mentions = marked(story)
    (claim,) = claims(text, mentions)
    assert claim.span.of(text) == claim.text
    subject, reference = (None if i is None else mentions[i].text for i in (claim.subject, claim.reference))
    return claim, subject, reference


@pytest.mark.parametrize(
    ("story", "said", "subject", "reference"),
    [
        (
            "Shot near [scene intersection|28th Avenue and 40th Street] in [other place|the city|Kenosha]. "
            "The man was airlifted to [destination facility|a hospital in Milwaukee], "
            "close to 40 miles to the north.",
            "close to 40 miles to the north",
            "a hospital in Milwaukee",
            "28th Avenue and 40th Street",
        ),
        (
            f"{MILWAUKEE} is about 32 miles north of {KENOSHA}.",
            "about 32 miles north of Kenosha",
            "Milwaukee",
            "Kenosha",
        ),
        (
            f"[scene place|Somers], Wisconsin, roughly five miles northwest of {KENOSHA}, has none.",
            "roughly five miles northwest of Kenosha",
            "Somers",
            "Kenosha",
        ),
        (
            "[scene place|Uvalde], a town some 80 miles west of [other place|San Antonio].",
            "some 80 miles west of San Antonio",
            "Uvalde",
            "San Antonio",
        ),
        (
            f"[other facility|The dam], which is located a mile and a half from {RACINE}, broke.",
            "a mile and a half from Racine",
            "The dam",
            "Racine",
        ),
        (
            "[scene facility|The school] (half a mile from [other facility|the courthouse]) closed.",
            "half a mile from the courthouse",
            "The school",
            "the courthouse",
        ),
        (
            "It hit [scene facility|the school], two blocks from [other facility|the courthouse].",
            "two blocks from the courthouse",
            "the school",
            "the courthouse",
        ),
        (
            SCENE + "[other facility|A hospital] 15 miles away took them in.",
            "15 miles away",
            "A hospital",
            "the mill",
        ),
        (
            SCENE + f"Crews came from {RACINE}, 12 kilometres to the north.",
            "12 kilometres to the north",
            "Racine",
            "the mill",
        ),
        (
            SCENE + "[other facility|Mercy Hospital], a trauma center, is 40 miles from the scene.",
            "40 miles from the scene",
            "Mercy Hospital",
            "the mill",
        ),
        (
            SCENE + "The car was found 15 miles away, at [other intersection|Highway 50 and 40th Street].",
            "15 miles away, at Highway 50 and 40th Street",
            "Highway 50 and 40th Street",
            "the mill",
        ),
        (f"{RACINE} is within 15 miles of {KENOSHA}.", "within 15 miles of Kenosha", "Racine", "Kenosha"),
        (
            f"The crash happened about 32 miles north of {KENOSHA} near [scene place|Bluffton].",
            "about 32 miles north of Kenosha",
            "Bluffton",
            "Kenosha",
        ),
        (
            "The fire started 3 miles west-northwest of [other place|Paradise]. "
            "It burned [scene place|Pulga].",
            "3 miles west-northwest of Paradise",
            "Pulga",
            "Paradise",
        ),
        (
            "[dateline place|KENOSHA|Kenosha] — [scene place|Bristol], 10 miles west of the city, "
            "lost power.",
            "10 miles west of the city",
            "Bristol",
            "KENOSHA",
        ),
        (
            f"{KENOSHA} is here. {MILWAUKEE} is there. "
            "[scene place|Somers], five miles from downtown Kenosha, is small.",
            "five miles from downtown Kenosha",
            "Somers",
            "Kenosha",
        ),
    ],
)
def test_how_far_one_place_is_from_another(story: str, said: str, subject: str, reference: str) -> None:
    claim, of, start = only(story)
    assert (claim.kind, claim.text, of, start) == (ClaimKind.DISTANCE, said, subject, reference)


@pytest.mark.parametrize(
    ("words", "degrees"),
    [
        ("north of", 0),
        ("north-northeast of", 22.5),
        ("northeast of", 45),
        ("north east of", 45),
        ("to the east of", 90),
        ("South-East of", 135),
        ("due south of", 180),
        ("to the southwest of", 225),
        ("west of", 270),
        ("northwest of", 315),
        ("north-northwest of", 337.5),
    ],
)
def test_a_direction_is_so_many_degrees(words: str, degrees: float) -> None:
    claim, subject, reference = only(f"{RACINE} is 10 miles {words} {KENOSHA}.")
    assert claim.direction == degrees
    assert (subject, reference) == ("Racine", "Kenosha")


@pytest.mark.parametrize(
    ("story", "degrees", "reference"),
    [
        (f"{RACINE}, north of {KENOSHA}, is a city.", 0, "Kenosha"),
        (f"{RACINE} lies just northeast of {KENOSHA}.", 45, "Kenosha"),
        (
            "[dateline place|Kenosha] wrote. [other place|Somers], northwest of the city, wrote too.",
            315,
            "Kenosha",
        ),
        (f"{RACINE}, a few miles north of {KENOSHA}, is a city.", 0, "Kenosha"),
    ],
)
def test_a_direction_alone(story: str, degrees: float, reference: str) -> None:
    claim, _, start = only(story)
    assert (claim.kind, claim.direction, start) == (ClaimKind.DIRECTION, degrees, reference)
    assert claim.miles is None


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (f"{RACINE} lies between {KENOSHA} and {MILWAUKEE}.", "between Kenosha and Milwaukee"),
        (
            f"{RACINE}, about halfway between {KENOSHA}, Wisconsin, and {MILWAUKEE}, is a city.",
            "about halfway between Kenosha, Wisconsin, and Milwaukee",
        ),
    ],
)
def test_a_place_between_two(story: str, said: str) -> None:
    text, mentions = marked(story)
    (claim,) = claims(text, mentions)
    places = [mentions[i or 0].text for i in (claim.subject, claim.reference, claim.second_reference)]
    assert (claim.kind, claim.text, places) == (ClaimKind.BETWEEN, said, ["Racine", "Kenosha", "Milwaukee"])


@pytest.mark.parametrize(
    ("story", "said", "subject", "reference", "miles"),
    [
        (SCENE + f"He drove 15 miles to {RACINE}.", "15 miles to Racine", "Racine", "the mill", 15),
        (
            f"He drove 15 miles from {KENOSHA} to {RACINE}.",
            "15 miles from Kenosha to Racine",
            "Racine",
            "Kenosha",
            15,
        ),
        (
            SCENE + "She was flown 40 miles north to [destination facility|a hospital in Milwaukee].",
            "40 miles north to a hospital in Milwaukee",
            "a hospital in Milwaukee",
            "the mill",
            40,
        ),
        (
            f"{RACINE} is a 20-minute drive from {KENOSHA}.",
            "20-minute drive from Kenosha",
            "Racine",
            "Kenosha",
            None,
        ),
        (
            f"{RACINE} is a 12-mile drive from {KENOSHA}.",
            "12-mile drive from Kenosha",
            "Racine",
            "Kenosha",
            12,
        ),
        (
            f"{RACINE}, half an hour north of {KENOSHA}, is a city.",
            "half an hour north of Kenosha",
            "Racine",
            "Kenosha",
            None,
        ),
        (
            SCENE + f"{RACINE}, an hour's drive away, sent crews.",
            "an hour's drive away",
            "Racine",
            "the mill",
            None,
        ),
    ],
)
def test_a_way_somebody_goes(
    story: str, said: str, subject: str, reference: str, miles: float | None
) -> None:
    claim, of, start = only(story)
    found = (claim.kind, claim.text, of, start, claim.miles)
    assert found == (ClaimKind.TRAVEL, said, subject, reference, miles)


@pytest.mark.parametrize(
    "story",
    [
        f"Runners took part in a 5-mile run from {KENOSHA} to {RACINE}.",
        f"He was driving 40 miles per hour north of {KENOSHA}.",
        f"In {KENOSHA} he drove 40 miles an hour north of {RACINE}.",
        "The 26.2-mile marathon from [other place|Hopkinton] to [other place|Boston] began.",
        "The course covers 26.2 miles from [other place|Hopkinton] to [other place|Boston].",
        "The car, in [other place|Boston], 40,000 miles on the odometer, was sold.",
        f"A 6-foot fence in {KENOSHA} fell.",
        f"Stay 6 feet away in {RACINE}.",
        f"He lives in {KENOSHA}, 34 years old.",
        f"The 40-mile stretch from {KENOSHA} to {RACINE} is closed.",
        f"In {KENOSHA} 40 miles of road are closed.",
        f"Police in {KENOSHA} arrived 20 minutes after the call from {RACINE}.",
        "[scene relative|two miles north of Kenosha] is where it was, said [other place|Kenosha] police.",
        "[scene relative|Sheridan Road, 2 miles north of Kenosha] is closed.",
        f"[other road|Highway 31], north of {KENOSHA}, is closed.",
        f"{RACINE}, north of [other road|Highway 31], is a city.",
        f"{RACINE}, north of the border, is a city.",
        f"The game between {KENOSHA} and {RACINE} is over.",
        f"{RACINE}, between 2 and 3 p.m., was calm.",
        f"The mayors of {MILWAUKEE} met between {KENOSHA} and {RACINE}.",
        f"[other agency|Racine police], 10 miles north of {KENOSHA}, came.",
        f"{KENOSHA} is 10 miles long. {RACINE} is 5 miles wide.",
        f"He left {KENOSHA}. North of {RACINE} it snowed.",
    ],
)
def test_what_is_no_claim(story: str) -> None:
    text, mentions = marked(story)
    assert not claims(text, mentions)


def test_what_names_no_mention_has_no_reference() -> None:
    claim, subject, reference = only(f"{RACINE} is 40 miles from the Illinois border.")
    assert (claim.text, subject, reference) == ("40 miles from the Illinois border", "Racine", None)


def test_a_place_named_again_is_its_first_mention() -> None:
    text, mentions = marked(f"{KENOSHA} is one. [other place|Racine] is 10 miles north of Kenosha.")
    (claim,) = claims(text, mentions)
    assert (claim.subject, claim.reference) == (1, 0)


def test_the_founding_story(shared: Path) -> None:
    text = (shared / "stories" / "kenosha-2020-08-23.txt").read_text()
    mentions = tuple(
        Mention(Span(text.index(words), text.index(words) + len(words)), words, kind, words, role)
        for words, kind, role in (
            ("Kenosha", MentionKind.PLACE, Role.OTHER),
            ("28th Avenue and 40th Street", MentionKind.INTERSECTION, Role.SCENE),
            ("a hospital in Milwaukee", MentionKind.FACILITY, Role.DESTINATION),
        )
    )
    (claim,) = claims(text, mentions)
    assert claim.text == "close to 40 miles to the north"
    assert (claim.subject, claim.reference, claim.miles, claim.digits) == (2, 1, 40, 10)
    assert (claim.direction, claim.hedge, claim.kind) == (0, "close to", ClaimKind.DISTANCE)
