from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.article.model import Moment
from mapapp.article.moments import moments

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2020, 8, 24)


def read(text: str, published: date | None = MONDAY, zone: ZoneInfo = CHICAGO) -> tuple[Moment, ...]:
    found = moments(text, published, zone)
    assert all(one.span.of(text) == one.text for one in found)
    return found


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It happened Sunday night.", "Sunday night", "2020-08-23"),
        ("It happened early Sunday.", "early Sunday", "2020-08-23"),
        ("It happened late on Saturday.", "late on Saturday", "2020-08-22"),
        ("It happened Monday.", "Monday", "2020-08-24"),
        ("It happened last Monday.", "last Monday", "2020-08-17"),
        ("It happened Tuesday.", "Tuesday", "2020-08-18"),
        ("He will appear in court Tuesday.", "Tuesday", "2020-08-25"),
        ("All will be back, it hopes, by Friday.", "by Friday", "2020-08-28"),
        ("The closures for Sunday are known.", "Sunday", "2020-08-30"),
        ("The service is Friday.", "Friday", "2020-08-28"),
        ("Repairs would last until Friday.", "until Friday", "2020-08-28"),
        ("The road is closed until Friday.", "until Friday", "2020-08-28"),
        ("A vigil is next Monday.", "next Monday", "2020-08-31"),
        ("It was on Aug. 23.", "Aug. 23", "2020-08-23"),
        ("It was on August 23, 2020.", "August 23, 2020", "2020-08-23"),
        ("It was on August 23rd.", "August 23rd", "2020-08-23"),
        ("AUG. 23, 2019", "AUG. 23, 2019", "2019-08-23"),
        ("It was on Dec. 30, he said.", "Dec. 30", "2020-12-30"),
        ("Sunday, Aug. 23", "Sunday, Aug. 23", "2020-08-23"),
        ("Sun., Aug. 23", "Sun., Aug. 23", "2020-08-23"),
        ("the night of Aug. 23", "the night of Aug. 23", "2020-08-23"),
        ("on 23 August 2020", "23 August 2020", "2020-08-23"),
        ("the 23rd of August", "the 23rd of August", "2020-08-23"),
        ("8/23/2020", "8/23/2020", "2020-08-23"),
        ("8/23/20", "8/23/20", "2020-08-23"),
        ("2020-08-23", "2020-08-23", "2020-08-23"),
        ("It happened yesterday.", "yesterday", "2020-08-23"),
        ("It happened last night.", "last night", "2020-08-23"),
        ("It happened this morning.", "this morning", "2020-08-24"),
        ("Since Sunday's storm it is dark.", "Sunday", "2020-08-23"),
    ],
)
def test_a_day_is_a_date(text: str, words: str, value: str) -> None:
    (found,) = read(text)
    assert (found.text, found.value) == (words, value)


@pytest.mark.parametrize(
    ("text", "words", "value", "hedge"),
    [
        ("5:15 p.m. Sunday, Aug. 23", "5:15 p.m. Sunday, Aug. 23", "2020-08-23T17:15:00-05:00", ""),
        (
            "On Sunday, Aug. 23, at about 5:15 p.m. it",
            "Sunday, Aug. 23, at about 5:15 p.m.",
            "2020-08-23T17:15:00-05:00",
            "about",
        ),
        ("about 2 a.m. Saturday", "about 2 a.m. Saturday", "2020-08-22T02:00:00-05:00", "about"),
        ("2 a.m. on Saturday", "2 a.m. on Saturday", "2020-08-22T02:00:00-05:00", ""),
        ("5pm Sunday", "5pm Sunday", "2020-08-23T17:00:00-05:00", ""),
        ("around noon Saturday", "around noon Saturday", "2020-08-22T12:00:00-05:00", "around"),
        (
            "shortly after midnight Saturday",
            "shortly after midnight Saturday",
            "2020-08-22T00:00:00-05:00",
            "shortly after",
        ),
        (
            "just before midnight Saturday",
            "just before midnight Saturday",
            "2020-08-23T00:00:00-05:00",
            "just before",
        ),
        ("at 11:30 Sunday night", "11:30 Sunday night", "2020-08-23T23:30:00-05:00", ""),
        (
            "around 2:30 Saturday morning",
            "around 2:30 Saturday morning",
            "2020-08-22T02:30:00-05:00",
            "around",
        ),
        ("at 9 in the morning on Aug. 20", "9 in the morning on Aug. 20", "2020-08-20T09:00:00-05:00", ""),
        (
            "between 2 and 3 p.m. Friday",
            "between 2 and 3 p.m. Friday",
            "2020-08-21T14:00:00-05:00",
            "between",
        ),
        ("11 to 1 p.m. Friday", "11 to 1 p.m. Friday", "2020-08-21T11:00:00-05:00", "between"),
        ("6 p.m. ET Sunday", "6 p.m. ET Sunday", "2020-08-23T18:00:00-04:00", ""),
        ("17:15 hours Sunday", "17:15 hours Sunday", "2020-08-23T17:15:00-05:00", ""),
        ("at 05:15 UTC", "05:15 UTC", "2020-08-24T05:15:00+00:00", ""),
        ("by 5 p.m.", "by 5 p.m.", "2020-08-24T17:00:00-05:00", "by"),
        ("5 p.m. Jan. 3, 2020", "5 p.m. Jan. 3, 2020", "2020-01-03T17:00:00-06:00", ""),
        ("1:30 a.m. Nov. 1, 2020", "1:30 a.m. Nov. 1, 2020", "2020-11-01T01:30:00-05:00", ""),
    ],
)
def test_one_phrase_is_one_moment(text: str, words: str, value: str, hedge: str) -> None:
    (found,) = read(text)
    assert (found.text, found.value, found.hedge) == (words, value, hedge)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It came Sunday night. It began just before 5:15 p.m.", ["2020-08-23", "2020-08-23T17:15:00-05:00"]),
        (
            "It came Sunday night, then shortly after 1 a.m. left.",
            ["2020-08-23", "2020-08-24T01:00:00-05:00"],
        ),
        ("About 5 p.m. it fell. It was Sunday.", ["2020-08-24T17:00:00-05:00", "2020-08-23"]),
        ("About 5 p.m. it fell in Kenosha on Sunday.", ["2020-08-23T17:00:00-05:00", "2020-08-23"]),
        ("Convicted on Jan. 3, 2015, he fell about 5 p.m.", ["2015-01-03", "2020-08-24T17:00:00-05:00"]),
        ("It fell. He will speak Tuesday. It fell at 5 p.m.", ["2020-08-25", "2020-08-24T17:00:00-05:00"]),
        ("Sunday and Saturday", ["2020-08-23", "2020-08-22"]),
        (
            "It ended at 5 p.m. Police left at 6 p.m.",
            ["2020-08-24T17:00:00-05:00", "2020-08-24T18:00:00-05:00"],
        ),
    ],
)
def test_a_time_without_a_day_takes_the_one_the_story_names(text: str, values: list[str]) -> None:
    assert [one.value for one in read(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It fell Sunday at 5 p.m.", [""]),
        ("It fell about 5 p.m.", [""]),
        ("It fell Aug. 23.", [""]),
        ("It fell Aug. 23, 2020. It rose Aug. 24 about 5 p.m.", ["2020-08-23", "2020-08-24T17:00:00-05:00"]),
        ("It fell yesterday.", [""]),
    ],
)
def test_without_a_date_there_is_no_value(text: str, values: list[str]) -> None:
    assert [one.value for one in read(text, None)] == values


@pytest.mark.parametrize(
    "text",
    [
        "The Packers won 5-3 on Super Bowl Sunday.",
        "Black Friday, Good Friday, Easter Sunday and Cyber Monday",
        "Friday Night Lights and Monday Night Football",
        "Ruby Tuesday and the Sunday Times; Sunday school",
        "Every Sunday. Sundays. Each Friday.",
        "Every day at 5 p.m.; daily at 5 p.m.; 5 p.m. daily; Sundays at 5 p.m.; 5 p.m. on weekdays",
        "It may 5 times out of 10. Theresa May said. May the verb. He will march 12 miles.",
        "Call 262-605-5000, 24/7, for $5.15 or 8/23 of it.",
        "A 5-year-old, aged 23, at 5:15 into the game",
        "the Jan. 6 committee and the Sept. 11 attacks",
        "Feb. 30 and June 31 and 13/13/2020",
        "May 5,000 and June 3.5 percent",
        "USA Today, the Today show and today's world; the afternoon; midnight blue; High Noon",
        "In 2020, in August 2020, in the sun",
        "I am 5 pmol; 10 amps; 13 p.m.; 0 a.m.",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    assert not read(text)


def test_a_time_in_the_hour_that_is_left_out_still_reads_back() -> None:
    (found,) = read("At 2:30 a.m. March 8, 2020")
    assert datetime.fromisoformat(found.value).utcoffset()


def test_an_offset_with_seconds_is_told_in_utc() -> None:
    (found,) = read("at noon on 1/2/1960", None, ZoneInfo("Africa/Monrovia"))
    assert found.value == "1960-01-02T12:44:30+00:00"


@given(st.dates(), st.sampled_from(["next Monday", "Sunday", "yesterday", "tomorrow at 5 p.m.", "Feb. 29"]))
def test_no_day_of_publication_is_too_early_or_late(published: date, text: str) -> None:
    (found,) = read(text, published)
    assert not found.value or date.fromisoformat(found.value[:10])


@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)), st.times())
def test_a_full_date_and_time_reads_back(day: date, time: object) -> None:
    assert isinstance(time, type(datetime.min.time()))
    said = f"{time.hour % 12 or 12}:{time.minute:02} {'p.m.' if time.hour > 11 else 'a.m.'}"
    (found,) = read(f"It was {said} {day:%B} {day.day}, {day.year}.")
    value = datetime.fromisoformat(found.value)
    assert (value.date(), value.hour, value.minute) == (day, time.hour, time.minute)
    assert value.replace(tzinfo=CHICAGO).utcoffset() == value.utcoffset()


def test_the_founding_story(shared: Path) -> None:
    text = (shared / "stories" / "kenosha-2020-08-23.txt").read_text()
    found = [(one.text, one.value, one.hedge) for one in read(text)]
    assert found == [
        ("Sunday night", "2020-08-23", ""),
        ("just before 5:15 p.m. local time", "2020-08-23T17:15:00-05:00", "just before"),
    ]


def test_a_span_of_time_has_both_its_ends_and_is_of_the_day_to_come() -> None:
    found = read(
        "The closures for Sunday are known. Streets will be closed from 4 a.m. to 3 p.m. and reopen."
    )
    assert [(one.text, one.value) for one in found[1:]] == [
        ("from 4 a.m.", "2020-08-30T04:00:00-05:00"),
        ("3 p.m.", "2020-08-30T15:00:00-05:00"),
    ]
