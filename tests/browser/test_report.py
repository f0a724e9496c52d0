from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from mapapp.cli.evaluating import Evaluation
from mapapp.cli.report import page as report_page
from mapapp.desk import Judged, Outcome, Verdict, figures
from mapapp.geocode.evaluation import Spot, Truth
from mapapp.streets.library import IndexInfo
from tests.browser.conftest import DESKTOP, PHONE

HERE = (-87.843258, 42.600802)
HOSTILE = "<img src=x onerror=alert(1)>" + "W" * 80


def _judged(verdict: Verdict, outcome: Outcome, *spots: Spot) -> Judged:
    off_m = 350.0 if spots else None
    return Judged(
        Truth(1, HOSTILE, *HERE, None, (("note", HOSTILE),)), outcome, verdict, off_m, 0.001, HOSTILE, spots
    )


@pytest.fixture
def report(kenosha_index: IndexInfo, tmp_path: Path) -> str:
    """The address of a page with a miss of every kind, all their text hostile."""
    there = Spot(-87.839, 42.601, 15.0, HOSTILE)
    misses = [
        _judged(Verdict.WRONG, Outcome.RESOLVED, there),
        _judged(Verdict.AMBIGUOUS_WITHOUT, Outcome.AMBIGUOUS, there, Spot(-87.85, 42.604, 15.0, HOSTILE)),
        _judged(Verdict.AREA_ELSEWHERE, Outcome.AREA, there),
        _judged(Verdict.REFUSED, Outcome.NOT_FOUND),
    ]
    done = Evaluation(HOSTILE, HOSTILE, figures(misses, 0, 1.0, 1), [350.0], misses, [])
    path = tmp_path / "report.html"
    path.write_text(report_page(done, [kenosha_index]), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_fits_asks_for_nothing_and_axe_finds_nothing(
    browser: Browser, report: str, size: tuple[int, int], scheme: str
) -> None:
    asked: list[str] = []
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(report)
    assert page.locator("svg.sketch").count() == 4
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert [one for one in asked if not one.startswith("data:")] == [report]
    context.close()
