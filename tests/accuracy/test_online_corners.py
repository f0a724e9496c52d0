"""Crossings of a county, asked of a service that has its streets: right, or a question, never a wrong pin."""

import random
from collections import Counter
from pathlib import Path

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.geocode.online import Online
from mapapp.streets.index import StreetIndex
from mapapp.streets.library import IndexInfo
from tests.accuracy.conftest import Ground
from tests.accuracy.phrasing import long
from tests.accuracy.test_crossings import off_m
from tests.unit.geocode import nominatim

_SAMPLE = 250


def test_a_crossing_is_right_or_a_question(kenosha: Ground, kenosha_index: IndexInfo, tmp_path: Path) -> None:
    index = StreetIndex.open(kenosha_index.path)
    outcomes = Counter[str]()
    with nominatim.serving(index) as server:
        online = Online("nominatim", options=server.options, folder=tmp_path, interval_s=0.0)
        geocoder = Geocoder([], online=online)
        pairs = random.Random(20_200_823).sample(sorted(kenosha.meetings.items()), _SAMPLE)
        for (first, second), meetings in pairs:
            answer = geocoder.geocode(f"{long(first)} and {long(second)}", kenosha.near)
            outcomes[answer.outcome.value] += 1
            if answer.outcome is Outcome.RESOLVED:
                [best, *_] = answer.candidates
                assert off_m((best.lon, best.lat), meetings) <= best.radius_m, (first, second)
        apart = random.Random(20_200_823).sample(kenosha.strangers, 50)
        strangers = [geocoder.geocode(f"{one} and {other}", kenosha.near) for one, other in apart]
    index.close()
    assert Outcome.RESOLVED not in {one.outcome for one in strangers}
    assert outcomes["resolved"] >= 0.9 * _SAMPLE, outcomes
