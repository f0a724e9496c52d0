from dataclasses import replace

import pypdfium2
import pytest
from pypdfium2 import raw

from mapapp.incident.model import Correction, Incident, Source, Status
from mapapp.maps import paper
from mapapp.maps.features import draw
from mapapp.maps.locator import locator
from mapapp.maps.paper import Printed, pdf
from tests.pdf import text_of
from tests.unit.maps.documents import founding, incident, place

ADDRESS = "https://maps.example.org/maps/a-map"


def printed(document: Incident, *owed: str) -> Printed:
    drawing = draw(document)
    return Printed(document, drawing, locator(drawing, lambda *_: (), document.title), owed, ADDRESS)


def corrected() -> Incident:
    told = Correction("2026-11-02T10:00:00Z", "It was another corner.", ("The scene moved about 90 m.",))
    source = Source("The Paper", "https://paper.example/story", "It is near.")
    first, *rest = founding().places
    first = replace(first, sources=(source,), corrections=(told,), status=Status.CONFIRMED)
    return replace(founding(), places=(first, *rest), corrections=(told,), updated_at="2026-11-02T10:00:00Z")


def test_everything_the_page_says_is_on_paper() -> None:
    text = text_of(pdf(printed(corrected(), "Streets: US Census TIGER/Line")))
    for said in (
        "Police shooting in Kenosha",
        "Near 28th Avenue and 40th Street, Kenosha",
        "Where: a street corner, within about 160 m",
        "about 31 miles north of the scene",
        "Status: confirmed",
        "Source: The Paper (https://paper.example/story): “It is near.”",
        "Monday, November 2, 2026, 4 a.m. CST: It was another corner.",
        "The scene moved about 90 m.",
        "Streets: US Census TIGER/Line",
        ADDRESS,
    ):
        assert said in text


def test_letters_that_the_typeface_lacks_are_not_left_out_in_silence() -> None:
    lacking = "is a letter that this print cannot show"
    shown = place("a", 31.2, 30, label="ميدان (Tahrir)", what="渋谷\u202f!\u200b")
    text = text_of(pdf(printed(incident(shown))))
    assert "☐☐☐☐☐ (Tahrir)" in text
    assert "☐☐ !" in text
    assert f"{lacking}. It is to be read at: {ADDRESS}" in text
    for latin in ("Bogotá, Đà Nẵng", "Київ", "Αθήνα", "“caf\u0065\u0301”"):
        assert lacking not in text_of(pdf(printed(incident(place("a", 0, 0, label=latin)))))


def test_the_same_record_gives_the_same_bytes_and_its_own_date() -> None:
    first, second = (pdf(printed(corrected())) for _ in range(2))
    assert first == second
    with pypdfium2.PdfDocument(first) as document:
        told = document.get_metadata_dict()
        assert told["Title"] == corrected().title
        assert told["CreationDate"].startswith("D:20261102100000")
        assert raw.FPDFCatalog_IsTagged(document)


def test_sources_and_the_address_are_links() -> None:
    document = pdf(printed(corrected()))
    assert b"/URI (https://paper.example/story)" in document
    assert f"/URI ({ADDRESS})".encode() in document


def test_the_drawing_is_made_of_vectors() -> None:
    document = pdf(printed(founding()))
    assert b"/Subtype /Image" not in document
    with pypdfium2.PdfDocument(document) as opened:
        kinds = {one.type for one in opened[0].get_objects(max_depth=9)}
    assert raw.FPDF_PAGEOBJ_PATH in kinds
    assert raw.FPDF_PAGEOBJ_IMAGE not in kinds


@pytest.mark.parametrize(("sheet", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_the_paper_is_the_one_asked_for(sheet: paper.Paper, size: tuple[int, int]) -> None:
    with pypdfium2.PdfDocument(pdf(printed(founding()), sheet)) as document:
        assert tuple(map(round, document.get_page_size(0))) == size


def test_hostile_foreign_and_endless_words_are_text_over_many_pages() -> None:
    words = "{nb} ) Tj <b>**__ \\x00 東京 العربية \U0001f5fa " + "word " * 3_000
    one = place("one", -87.8, 42.6, label=words, what=words)
    document = replace(incident(one), title=words[:60], summary=words)
    made = pdf(printed(document))
    text = text_of(made)
    assert text.count("word word") > 2_000
    assert "{nb} ) Tj <b>**__" in text
    with pypdfium2.PdfDocument(made) as opened:
        assert len(opened) > 3
        assert raw.FPDFCatalog_IsTagged(opened)


def test_a_long_list_ends_by_saying_how_much_longer_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "MOST_PLACES", 3)
    spots = [place(f"p{one}", -87.8 + one / 100, 42.6, label=f"Spot {one}") for one in range(8)]
    text = text_of(pdf(printed(incident(*spots))))
    assert "Spot 2" in text
    assert "Spot 3" not in text.split("Spot 2", 1)[1]
    assert "And 5 more: " + ADDRESS in text
