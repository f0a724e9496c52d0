import pytest

from mapapp.incident.tongue import Tongue
from mapapp.maps.when import when_words

SPANISH = Tongue("es", "es_US", translate={"noon": "mediodía", "midnight": "medianoche"}.__getitem__)


@pytest.mark.parametrize(
    ("occurred_at", "timezone", "said"),
    [
        ("", "UTC", ""),
        ("2020-08-23", "America/Chicago", "Sunday, August 23, 2020"),
        ("2020-08-23T17:15:00-05:00", "America/Chicago", "Sunday, August 23, 2020, 5:15 p.m. CDT"),
        ("2020-08-24T04:30:00Z", "America/Chicago", "Sunday, August 23, 2020, 11:30 p.m. CDT"),
        ("2020-01-01T06:00:00Z", "America/Chicago", "Wednesday, January 1, 2020, midnight CST"),
        ("2020-01-01T12:00:00Z", "UTC", "Wednesday, January 1, 2020, noon UTC"),
        ("2020-01-01T05:00:00Z", "UTC", "Wednesday, January 1, 2020, 5 a.m. UTC"),
        ("2020-01-01T00:05:00Z", "UTC", "Wednesday, January 1, 2020, 12:05 a.m. UTC"),
        ("2020-01-01T12:00:00Z", "America/Sao_Paulo", "Wednesday, January 1, 2020, 9 a.m. UTC-03"),
    ],
)
def test_a_time_is_said_in_the_incidents_own_zone(occurred_at: str, timezone: str, said: str) -> None:
    assert when_words(occurred_at, timezone) == said


@pytest.mark.parametrize(
    ("occurred_at", "said"),
    [
        ("2020-08-23", "domingo, 23 de agosto de 2020"),
        ("2020-08-23T17:15:00-05:00", "domingo, 23 de agosto de 2020, 5:15\u202fp.m. CDT"),
        ("2020-01-01T18:00:00Z", "miércoles, 1 de enero de 2020, mediodía CST"),
        ("2020-01-01T06:00:00Z", "miércoles, 1 de enero de 2020, medianoche CST"),
    ],
)
def test_other_languages_follow_their_own_patterns(occurred_at: str, said: str) -> None:
    assert when_words(occurred_at, "America/Chicago", SPANISH) == said
