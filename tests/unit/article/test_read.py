from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.article.model import Article, Mention
from mapapp.article.read import MAX_STORY, read
from mapapp.errors import BadInput
from tests.unit.article.towns import SomeTowns


def article(text: str, **said: str) -> Article:
    return read(text, SomeTowns(), **said)  # type: ignore[arg-type]


def told(text: str) -> list[tuple[str, str, str]]:
    """Words, kind and role of each mention."""
    return [(one.text, one.kind.value, one.role.value) for one in article(text).mentions]


def only(text: str) -> Mention:
    (mention,) = article(text).mentions
    return mention


CORNERS = {
    "Officers were called to 28th Avenue and 40th Street.": "28th Avenue and 40th Street",
    "It happened at 28th Ave. and 40th St. Nobody was hurt.": "28th Ave. and 40th St.",
    "The crash at 28th Avenue at 40th Street closed a lane.": "28th Avenue at 40th Street",
    "A fire near Main and Pine streets was put out.": "Main and Pine streets",
    "It began at the intersection of Broad and Chestnut.": "Broad and Chestnut",
    "A car hit a pole at the corner of Hollywood and Vine.": "Hollywood and Vine",
    "Two cars collided at 5th & Vine.": "5th & Vine",
    "A shot was heard near 14th and U. Officers ran.": "14th and U",
    "It burned at 7th St. and Q St., N.W. Nobody was hurt.": "7th St. and Q St., N.W.",
    "The 40th Street-28th Avenue intersection was busy.": "40th Street-28th Avenue",
    "Police stopped a car on Douglas Avenue (Highway 32) at 4 Mile Road.": (
        "Douglas Avenue (Highway 32) at 4 Mile Road"
    ),
    "A car burned at Broadway and East Pine Street.": "Broadway and East Pine Street",
    "A pole fell where Lance Drive meets Main Street.": "Lance Drive meets Main Street",
    "Gunfire was heard at 14th and U streets NW.": "14th and U streets NW",
    "He fell on 28th Avenue near 40th Street.": "28th Avenue near 40th Street",
    "A truck overturned at Highway 31 and 60th Street.": "Highway 31 and 60th Street",
    "A crash at Highways 31 and 50 hurt two.": "Highways 31 and 50",
    "Crews worked at Martin Luther King Jr. Drive and Locust Street.": (
        "Martin Luther King Jr. Drive and Locust Street"
    ),
    "Police were sent to 38th Avenue's intersection with 60th Street.": (
        "38th Avenue's intersection with 60th Street"
    ),
    "The crash was where it always is: 60th Street where it meets 39th Avenue.": (
        "60th Street where it meets 39th Avenue"
    ),
}


@pytest.mark.parametrize(("text", "words"), CORNERS.items())
def test_a_corner_is_read_in_every_form_of_the_news(text: str, words: str) -> None:
    assert told(text) == [(words, "intersection", "scene")]


OTHERS = {
    "A fire in the 2800 block of 40th Street hurt two.": ("2800 block of 40th Street", "block", "scene"),
    "Smoke rose in the unit block of K Street NW.": ("unit block of K Street NW", "block", "scene"),
    "The fire at 3415 45th Street was out by noon.": ("3415 45th Street", "address", "scene"),
    "40th Street between 28th and 30th avenues is closed.": (
        "40th Street between 28th and 30th avenues",
        "stretch",
        "scene",
    ),
    "It flooded between 28th Avenue and 30th Avenue on 40th Street.": (
        "between 28th Avenue and 30th Avenue on 40th Street",
        "stretch",
        "scene",
    ),
    "Sheridan Road from 60th Street to 75th Street reopened.": (
        "Sheridan Road from 60th Street to 75th Street",
        "stretch",
        "scene",
    ),
    "Wilmot Road (County Highway C) between 104th Avenue and 39th Avenue was closed.": (
        "Wilmot Road (County Highway C) between 104th Avenue and 39th Avenue",
        "stretch",
        "scene",
    ),
    "Police closed Broadway from Pike Street to Denny Way.": (
        "Broadway from Pike Street to Denny Way",
        "stretch",
        "scene",
    ),
    "The fire at 930 Tacoma Ave. S. was out.": ("930 Tacoma Ave. S", "address", "scene"),
    "A crash closed I-94 for hours.": ("I-94", "road", "scene"),
    "A car left County Highway K. Nobody was hurt.": ("County Highway K", "road", "scene"),
    "The tornado touched down about 5 miles west of Kenosha.": (
        "about 5 miles west of Kenosha",
        "relative",
        "scene",
    ),
    "A tree fell on Highway 50 just west of I-94.": ("Highway 50 just west of I-94", "stretch", "scene"),
    "A crash at mile marker 145 on I-90 hurt one.": ("mile marker 145 on I-90", "road", "scene"),
    "Roofs were torn off in Kenosha County.": ("Kenosha County", "county", "scene"),
    "Power failed in the Uptown neighborhood.": ("Uptown", "neighbourhood", "scene"),
    "He was airlifted to a Milwaukee hospital.": ("a Milwaukee hospital", "facility", "destination"),
    "She was taken to a local hospital.": ("a local hospital", "facility", "destination"),
    "A man was flown to Froedtert Hospital.": ("Froedtert Hospital", "facility", "destination"),
    "He is headed to Chicago.": ("Chicago", "place", "destination"),
    "A fight broke out at Bradford High School.": ("Bradford High School", "facility", "scene"),
    "The Kenosha Police Department asked for help.": ("Kenosha Police Department", "agency", "agency"),
    "Kenosha County sheriff's deputies stopped him.": (
        "Kenosha County sheriff's deputies",
        "agency",
        "agency",
    ),
    "The Wisconsin Department of Justice is looking into it.": (
        "Wisconsin Department of Justice",
        "agency",
        "agency",
    ),
    "Prince George's County police closed the road.": ("Prince George's County police", "agency", "agency"),
    "Officers were sent to the city's Uptown neighborhood.": ("Uptown", "neighbourhood", "scene"),
    "A fight broke out near Lincoln Park.": ("Lincoln Park", "facility", "scene"),
    "She is from Racine.": ("Racine", "place", "residence"),
    "The man, 34, of Racine, was not hurt.": ("Racine", "place", "residence"),
    "A Racine woman won.": ("Racine", "place", "residence"),
    "A woman who lives in the 2800 block of 40th Street saw it.": (
        "2800 block of 40th Street",
        "block",
        "residence",
    ),
    "He was arrested at his home in the 2800 block of 40th Street.": (
        "2800 block of 40th Street",
        "block",
        "residence",
    ),
    "Fire damaged a home in the 2800 block of 40th Street.": ("2800 block of 40th Street", "block", "scene"),
}


ROLES = {
    "A fire burned on Kenosha's north side.": [("Kenosha's north side", "neighbourhood", "scene")],
    "A fire burned on the north side of Racine.": [("north side of Racine", "neighbourhood", "scene")],
    "A fire burned in south Milwaukee.": [("south Milwaukee", "neighbourhood", "scene")],
    "A fire burned in the 19th Ward.": [("19th Ward", "neighbourhood", "scene")],
    "Officers from the Seventh District came.": [("Seventh District", "agency", "agency")],
    "She sued in Cook County Circuit Court.": [("Cook County Circuit Court", "agency", "agency")],
    "The Racine City Council voted.": [("Racine City Council", "agency", "agency")],
    "A barn burned just outside Racine.": [("Racine", "place", "scene")],
    "A barn burned south of Racine.": [("Racine", "place", "other")],
    "A van slid on Interstate 35 and rolled near mile marker 111.": [
        ("Interstate 35", "road", "scene"),
        ("mile marker 111", "road", "scene"),
    ],
    "Green Bay Road was closed in both directions from 71st Street to 75th Street.": [
        ("Green Bay Road", "road", "scene"),
        ("71st Street", "road", "other"),
        ("75th Street", "road", "other"),
    ],
    "Homes burned on 79th, 80th and 81st streets.": [
        ("79th", "road", "scene"),
        ("80th", "road", "scene"),
        ("81st streets", "road", "scene"),
    ],
    "Call the Racine Police Department.": [("Racine Police Department", "agency", "agency")],
    "The brothers, both of Racine, were arrested.": [("Racine", "place", "residence")],
    "Fire closed the Oak Street station.": [("Oak Street station", "facility", "scene")],
    "The man from south Milwaukee was shot.": [("south Milwaukee", "neighbourhood", "residence")],
    "Homes on South Avenue and Western Avenue were evacuated.": [
        ("South Avenue", "road", "scene"),
        ("Western Avenue", "road", "scene"),
    ],
    "After the crash drivers should take Highway 31 instead.": [("Highway 31", "road", "other")],
    "After the crash traffic was sent onto Highway 31.": [("Highway 31", "road", "other")],
    "After the crash Highway 31 stayed open.": [("Highway 31", "road", "other")],
    "The car that was hit was last seen heading toward Sheridan Road.": [("Sheridan Road", "road", "other")],
    "They marched from Oak Street to the park.": [("Oak Street", "road", "scene")],
    "Smoke could be seen from 52nd Street.": [("52nd Street", "road", "other")],
    "She lived at the time in the 8700 block of 34th Avenue.": [
        ("8700 block of 34th Avenue", "block", "residence")
    ],
    "Tenants of a complex on Oak Street protested.": [("Oak Street", "road", "residence")],
    "She has since moved to Racine.": [("Racine", "place", "residence")],
    "The man, who was visiting from Racine, was found dead.": [("Racine", "place", "residence")],
    "The girl may be in Racine.": [("Racine", "place", "destination")],
    "A shelter was opened at Bradford High School.": [("Bradford High School", "facility", "destination")],
    "In Kenosha, a girl of Kenosha was missing; she was found safe in Milwaukee.": [
        ("Kenosha", "place", "scene"),
        ("Kenosha", "place", "residence"),
        ("Milwaukee", "place", "other"),
    ],
    "In Kenosha, a barn burned. A similar fire burned a barn in Racine.": [
        ("Kenosha", "place", "scene"),
        ("Racine", "place", "other"),
    ],
    "An earlier version said that the fire was at Oak Street and Elm Street.": [
        ("Oak Street and Elm Street", "intersection", "other")
    ],
}


@pytest.mark.parametrize(("text", "mentions"), ROLES.items())
def test_a_scene_is_told_from_what_is_only_mentioned(text: str, mentions: list[tuple[str, str, str]]) -> None:
    assert told(text) == mentions


def test_the_phrase_of_a_closed_street_is_its_stretch_and_that_of_a_mile_marker_has_its_road() -> None:
    closed = article("Ohio Street will close between 7th Street and 9th Street.").mentions[0]
    assert (closed.text, closed.phrase) == ("Ohio Street", "Ohio Street between 7th Street and 9th Street")
    marker = article("A van slid on Interstate 35 and rolled near mile marker 111.").mentions[1]
    assert marker.phrase == "Interstate 35 at mile marker 111"


def test_in_a_story_of_a_trial_only_what_happens_is_a_scene() -> None:
    lead = "A jury convicted the man; he was sentenced Monday."
    text = f"{lead} The young league plays its games at Oak Street and Elm Street"
    assert told(f"{text} on Sundays.") == [("Oak Street and Elm Street", "intersection", "other")]
    assert told(f"{text}, where he was arrested.") == [("Oak Street and Elm Street", "intersection", "scene")]


def test_in_washington_its_quarters_and_neighbourhoods_are_parts_of_it() -> None:
    text = "WASHINGTON (AP) — Two men were shot in Southeast, in a part of the District that is poor."
    assert told(text) == [
        ("WASHINGTON", "place", "dateline"),
        ("Southeast", "neighbourhood", "scene"),
        ("District", "place", "scene"),
    ]
    assert article(text).mentions[1].phrase == "Southeast Washington"


def test_a_street_is_of_the_town_that_the_sentence_named_last() -> None:
    text = "KENOSHA, Wis. — Born in Racine, he came to Kenosha and was shot on 52nd Street."
    assert article(text).mentions[-1].near == "Kenosha, Wisconsin"


def test_a_far_town_late_in_a_story_is_not_its_place() -> None:
    text = "A man was found at A Street and B Street. " + "Volunteers had looked for him. " * 20
    assert article(text + "Posters hung as far away as Houston, Texas.").place == ""


@pytest.mark.parametrize(("text", "mention"), OTHERS.items())
def test_each_kind_is_read_with_its_role(text: str, mention: tuple[str, str, str]) -> None:
    assert told(text) == [mention]


@pytest.mark.parametrize(
    "text",
    [
        "Madison Street said she was sorry.",
        "Sgt. Madison Avenue told reporters nothing.",
        "Jackson Street, a spokesman for the firm, declined to comment.",
        "His lawyer, Lincoln Drive, declined to comment.",
        "Robert Lane was hurt.",
        "Jackson said he would appeal, and Madison agreed.",
        "Whitney Houston sang.",
        "The Milwaukee Bucks beat the Houston Rockets.",
        "The Chicago Tribune and The Washington Post asked for records.",
        "Wall Street analysts and Main Street businesses waited.",
        "Reading is fun.",
        "The sale runs on May 5 and June 3, and the 14th and 15th of July.",
        "They chose between Smith and Jones.",
        "The second and third quarters were strong.",
        "The university is in the top tier, in 2018.",
        "Main Street Bank and Oak Street Health will merge.",
        "The University of Wisconsin researchers published it.",
        "The USS Kenosha sailed.",
        "She is in a Broadway show, on Broadway stages.",
        "A former University of Washington player and the Archdiocese of Milwaukee agreed.",
        "Local police said so.",
        "It was in the third person, and on the 5th floor.",
        "It was posted on Twitter.",
    ],
)
def test_people_teams_papers_firms_and_dates_are_no_places(text: str) -> None:
    assert told(text) == []


def test_streets_that_are_listed_are_no_corner() -> None:
    kinds = [kind for _, kind, _ in told("28th Avenue, 40th Street and Sheridan Road were closed.")]
    assert kinds == ["road", "road", "road"]
    kinds = [kind for _, kind, _ in told("28th Avenue and 40th Street were closed.")]
    assert kinds == ["road", "road"]


def test_the_city_is_the_one_of_the_dateline() -> None:
    found = article("KENOSHA, Wis. (AP) — A fire at 28th Avenue and 40th Street in the city was put out.")
    assert found.place == "Kenosha, Wisconsin"
    dateline, corner = found.mentions
    assert (dateline.role.value, dateline.phrase) == ("dateline", "Kenosha, Wis.")
    assert corner.near == "Kenosha, Wisconsin"


@pytest.mark.parametrize(
    "text",
    [
        "Fire hits Kenosha block\n\nA fire at 28th Avenue and 40th Street was put out. Racine helped.",
        "Kenosha police said a fire at 28th Avenue and 40th Street was put out.",
        "It burned in Kenosha. A fire at 28th Avenue and 40th Street in the city was put out.",
    ],
)
def test_the_place_of_a_story_is_told_by_its_headline_its_agencies_or_its_towns(text: str) -> None:
    assert article(text).place == "Kenosha, Wisconsin"


def test_a_corner_said_to_be_in_another_town_is_there_and_so_is_what_the_paragraph_goes_on_with() -> None:
    found = article(
        "KENOSHA, Wis. — A fire broke out.\n\nIn Racine, a car burned at Sixth Street and Main Street. "
        "Another burned at Durand Avenue and Taylor Avenue.\n\nOne burned at 28th Avenue and 40th Street."
    )
    nears = [one.near for one in found.mentions if one.kind.value == "intersection"]
    assert nears == ["Racine, Wisconsin", "Racine, Wisconsin", "Kenosha, Wisconsin"]


def test_what_the_caller_knows_of_the_place_comes_first() -> None:
    found = article("RACINE, Wis. — A fire at 28th Avenue and 40th Street.", near="Kenosha, WI")
    assert found.place == "Kenosha, WI"


def test_a_town_of_many_states_is_the_one_of_the_storys_state() -> None:
    found = article("CHICAGO — It rained. A fire at Sixth Street and Main Street in Springfield was put out.")
    assert found.mentions[1].near == "Springfield, Illinois"


def test_a_small_town_far_away_is_not_meant_without_its_state() -> None:
    text = "KENOSHA, Wis. — He left for Yorkville, for Waukegan and for Houston, then for Yorkville, Ill."
    _, *towns = article(text).mentions
    assert [one.phrase for one in towns][:3] == ["Yorkville", "Waukegan", "Houston"]
    _, *towns = article(text.replace(", Ill.", "")).mentions
    assert [one.phrase for one in towns][:3] == ["Yorkville, Wisconsin", "Waukegan", "Houston"]


def test_near_widens_the_question_and_is_the_hedge() -> None:
    mention = only("Officers were called to a house near 28th Avenue and 40th Street.")
    assert (mention.text, mention.phrase, mention.hedge) == (
        "28th Avenue and 40th Street",
        "near 28th Avenue and 40th Street",
        "near",
    )
    assert only("It happened in the area of 28th Avenue and 40th Street.").hedge == "in the area of"


def test_an_airlift_is_part_of_the_question() -> None:
    assert only("The victim was airlifted to a hospital in Milwaukee.").phrase == (
        "airlifted to a hospital in Milwaukee"
    )


def test_what_only_an_index_can_tell_says_so() -> None:
    assert only("A fire near 60th and Dodge in town.").refutable
    assert not only("A fire near 60th Street and Dodge Street.").refutable


def test_a_mention_has_who_said_it_and_when() -> None:
    found = read(
        "Kenosha police said a man was shot at 28th Avenue and 40th Street on Sunday night.",
        SomeTowns(),
        published=date(2020, 8, 24),
    )
    corner = found.mentions[1]
    assert corner.attribution is not None
    assert corner.attribution.publisher == "Kenosha police"
    assert corner.moment is not None
    assert corner.moment.value == "2020-08-23"


def test_the_time_zone_is_that_of_the_storys_place() -> None:
    found = read("KENOSHA, Wis. — It began at 5:15 p.m. Sunday.", SomeTowns(), published=date(2020, 8, 24))
    assert [one.value for one in found.moments] == ["2020-08-23T17:15:00-05:00"]


def test_a_story_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadInput, match="too long"):
        article("a" * (MAX_STORY + 1))


_BITS = """
28th Avenue and 40th Street near at in Kenosha , Wis. — the 2800 block of between from to on I-94 Highway
50 St. Mr. said a hospital airlifted miles north of County police Main Pine streets ( ) . -
' 's “ U.S. NW Madison
"""
_WORDS = st.sampled_from([*_BITS.split(), "\n"])


@given(st.lists(st.one_of(_WORDS, st.text(max_size=6)), max_size=60).map(" ".join))
def test_whatever_is_read_its_spans_are_exact_in_order_and_apart(text: str) -> None:
    spans = [one.span for one in _checked(article(text))]
    assert all(one.end <= other.start for one, other in pairwise(spans))


def _checked(found: Article) -> Iterator[Mention]:
    for mention in found.mentions:
        assert mention.text == mention.span.of(found.text)
        assert mention.text.strip() == mention.text != ""
        assert mention.phrase
        yield mention
