import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from mapapp.desk import Desk
from mapapp.desk.streets import KIND
from mapapp.desk.work import Work
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.conftest import Auth

CORNER = "28th Avenue and 40th Street, Kenosha"
KENOSHA = "/newsroom/maps/kenosha-2020-08-23"
ADD = KENOSHA + "/add?phrase="

Reporter = Callable[..., Page]


def _desk(app: Flask) -> Desk:
    found = app.extensions["desk"]
    assert isinstance(found, Desk)
    return found


def _find(page: Page, phrase: str) -> None:
    page.get_by_label("Where, in the words of the source").fill(phrase)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")


@pytest.mark.usefixtures("streets")
def test_from_a_phrase_to_a_published_map_by_keyboard(visitor: Visitor, app: Flask) -> None:
    page = visitor.open("/newsroom/")
    page.get_by_label("Name").fill(Auth.name)
    page.get_by_label("Password").fill(Auth.password)
    page.keyboard.press("Enter")

    page.get_by_role("link", name="Empty map").press("Enter")
    page.get_by_label("Title").fill("A shed burned")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The map was created.")

    _find(page, CORNER)
    expect(page.get_by_role("heading", name="Found")).to_be_visible()
    page.get_by_role("radio", name="Somewhere else").press("ArrowUp")
    expect(page.get_by_role("radio", name="28th Avenue")).to_be_checked()
    marker = page.get_by_role("button", name="Position: arrow keys")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowUp"):
        marker.press(key)
    expect(page.locator("output")).to_contain_text("Moved 52 m north.")
    page.get_by_label("What happened here").fill("A shed burned.")
    page.get_by_label("Publisher").fill("The Paper")
    page.get_by_role("button", name="Add the place").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("was added.")
    page.get_by_role("button", name="Publish revision 2").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Readers now see revision 2.")

    [place] = _desk(app).incidents.get("a-shed-burned").places
    assert place.geometry is not None
    lon, lat = place.geometry.coordinates
    assert (lon, lat) == pytest.approx((-87.843258 + 0.000183, 42.600802 + 0.00045), abs=2e-5)
    page.goto(visitor.address + "/maps/a-shed-burned", wait_until="networkidle")
    expect(page.get_by_role("heading", name="A shed burned", level=1)).to_be_visible()
    expect(page.locator(".leaflet-marker-icon")).to_be_visible()


@pytest.mark.usefixtures("streets")
def test_everything_works_without_scripts(reporter: Reporter, app: Flask) -> None:
    page = reporter(ADD + "108th+Ave+and+65th+St,+Kenosha", scripts=False)
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Add the place").click()

    expect(page.get_by_role("status")).to_contain_text("was added.")
    page.goto(page.url + "/places/scene/move")
    page.get_by_role("textbox", name="Latitude").fill("42.6010")
    page.get_by_role("button", name="Move it here").click()
    expect(page.get_by_role("status")).to_contain_text("was moved.")
    assert _desk(app).incidents.get("kenosha-2020-08-23").revision == 3


@pytest.mark.usefixtures("streets")
def test_candidates_and_their_markers_choose_each_other(reporter: Reporter) -> None:
    page = reporter(ADD + "108th+Ave+and+65th+St,+Kenosha")
    label = page.get_by_label("Label")
    first, second = page.get_by_role("radio").nth(0), page.get_by_role("radio").nth(1)
    expect(page.get_by_role("textbox", name="Latitude")).to_be_disabled()

    page.locator(".candidate-mark").nth(1).click()
    expect(second).to_be_checked()
    expect(label).to_have_value(re.compile("108th Ave & 65th St"))
    chosen = label.input_value()
    first.check()
    expect(label).not_to_have_value(chosen)

    label.fill("My own words")
    second.check()
    expect(label).to_have_value("My own words")


@pytest.mark.usefixtures("streets")
def test_a_marker_is_dragged_typed_and_put_back(reporter: Reporter) -> None:
    page = reporter(ADD + "28th+Avenue+and+40th+Street,+Kenosha")
    marker, said = page.get_by_role("button", name="Position: arrow keys"), page.locator("output")
    latitude, back = (
        page.get_by_role("textbox", name="Latitude"),
        page.get_by_role("button", name="Back to where it was found"),
    )
    expect(back).to_be_hidden()

    box = marker.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    expect(said).to_contain_text(re.compile(r"Moved \d+ m east\."))
    expect(marker).to_be_focused()
    east = float(page.get_by_role("textbox", name="Longitude").input_value())
    assert east > -87.8432

    back.click()
    expect(latitude).to_have_value("")
    expect(said).not_to_contain_text("Moved")
    page.get_by_role("textbox", name="Longitude").fill("-87.8430")
    latitude.fill("42.6030")
    latitude.press("Tab")
    expect(said).to_contain_text("Now at 42.603000, −87.843000.")


def test_an_area_stays_an_area_and_its_hospitals_are_ticked_at_once(reporter: Reporter, app: Flask) -> None:
    page = reporter(ADD + "a+hospital+in+Milwaukee")
    expect(page.locator("output")).to_contain_text("an area or a street is not moved")
    expect(page.get_by_role("textbox", name="Latitude")).to_be_disabled()

    page.get_by_role("button", name=re.compile(r"Tick all \d")).click()
    page.get_by_role("button", name="Add the place").click()

    expect(page.get_by_role("status")).to_contain_text("was added.")
    places = _desk(app).incidents.get("kenosha-2020-08-23").places
    assert len([one for one in places if one.candidate_for == "a-hospital-in-milwaukee"]) >= 8


def test_words_that_lead_nowhere_can_be_placed_on_the_map(reporter: Reporter, app: Flask) -> None:
    page = reporter(ADD + "the+old+oak")
    marker = page.get_by_role("button", name="Position: arrow keys")
    expect(page.get_by_role("radio", name="I know where it is")).to_be_checked()

    marker.press("Shift+ArrowLeft")
    expect(page.locator("output")).to_contain_text("Now at")
    page.get_by_role("button", name="Add the place").click()

    expect(page.get_by_role("status")).to_contain_text("The old oak was added.")


def test_two_people_at_once_lose_nothing(visitor: Visitor, reporter: Reporter, app: Flask) -> None:
    ada, ben = reporter(KENOSHA), reporter(KENOSHA)
    ada.get_by_label("Title").fill("Ada's title")
    ben.get_by_label("Summary").fill("Ben's summary")
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_role("status")).to_contain_text("Saved as revision 2.")

    ben.get_by_role("button", name="Save").click()
    expect(ben.get_by_role("heading", name="Someone else saved first")).to_be_visible()
    row = ben.get_by_role("row", name="Summary")
    expect(row).to_contain_text("Ben's summary")
    assert Axe().run(ben).violations_count == 0
    ben.get_by_role("button", name="Save what is chosen").click()

    expect(ben.get_by_role("status")).to_contain_text("as revision 3")
    saved = _desk(app).incidents.get("kenosha-2020-08-23")
    assert (saved.title, saved.summary) == ("Ada's title", "Ben's summary")
    _expect_complaint(visitor, "409")


def _expect_complaint(visitor: Visitor, status: str) -> None:
    """Chromium reports a page with an error status as a failure to load."""
    assert visitor.complaints
    assert all(status in one for one in visitor.complaints)
    visitor.complaints.clear()


def test_a_refused_form_takes_the_focus_to_what_is_wrong(visitor: Visitor, reporter: Reporter) -> None:
    page = reporter(KENOSHA + "/places/scene")
    page.get_by_label("Label").fill("  ")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("#faults")).to_be_focused()
    assert page.title().startswith("Error: ")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Label")).to_be_focused()
    assert Axe().run(page).violations_count == 0
    _expect_complaint(visitor, "400")


def test_street_work_is_followed_without_a_reload(reporter: Reporter, app: Flask) -> None:
    page = reporter("/newsroom/streets/")
    page.evaluate("document.body.dataset.mark = 'not reloaded'")
    with Work(_desk(app)._store, KIND, "Kenosha County, WI") as work:
        work.progress("Building the index", 0.5)
        banner = page.locator(".banner")
        expect(banner).to_contain_text("The streets of Kenosha County, WI are being added.", timeout=15_000)
        expect(banner.get_by_role("progressbar")).to_have_attribute("value", "0.5", timeout=15_000)
        expect(banner).to_contain_text("Building the index")

    expect(banner).to_contain_text("The streets of Kenosha County, WI are installed.", timeout=15_000)
    assert page.evaluate("document.body.dataset.mark") == "not reloaded"


PAGES = {
    "list": "/newsroom/",
    "new": "/newsroom/new",
    "import": "/newsroom/import",
    "streets": "/newsroom/streets/",
    "map": KENOSHA,
    "history": KENOSHA + "/history",
    "found": ADD + "28th+Avenue+and+40th+Street,+Kenosha",
    "several": ADD + "108th+Ave+and+65th+St,+Kenosha",
    "area": ADD + "a+hospital+in+Milwaukee",
    "nothing": ADD + "the+old+oak",
    "edit": KENOSHA + "/places/scene",
    "move": KENOSHA + "/places/scene/move",
    "remove": KENOSHA + "/places/scene/remove",
}

SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, summary, label.choice")]
  .filter((one) => one.checkVisibility() && !one.closest("p:not(.actions, .facts), li.hint, label, .skip"))
  .filter((one) => one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.usefixtures("streets")
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize(
    ("size", "dark"), [(DESKTOP, False), (PHONE, True)], ids=["desktop-light", "phone-dark"]
)
def test_every_page_is_accessible_and_fits(
    reporter: Reporter, path: str, size: tuple[int, int], dark: bool
) -> None:
    page = reporter(path, size, dark=dark)

    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(SMALL_TARGETS) == []


def test_signing_in_is_accessible(visitor: Visitor) -> None:
    page = visitor.open("/newsroom/sign-in")
    assert Axe().run(page).violations_count == 0
    page.get_by_label("Name").fill("Nobody")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    assert Axe().run(page).violations_count == 0
    _expect_complaint(visitor, "403")


def test_an_expired_form_is_sent_again_in_one_press(visitor: Visitor, reporter: Reporter, app: Flask) -> None:
    page = reporter("/newsroom/new")
    page.get_by_label("Title").fill("Hours of work")
    page.evaluate("document.querySelector('main [name=csrf_token]').value = 'expired'")
    page.get_by_role("button", name="Create the map").click()

    expect(page.get_by_role("heading", name="Your form expired")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="Hours of work")).to_be_visible()
    _expect_complaint(visitor, "400")
