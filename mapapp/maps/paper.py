"""A map for print: a PDF with the drawing as vectors, and all that the page says of it in words.

It is made of the record alone, without a browser, and the same record gives the same bytes.
"""

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

from font_source_sans_pro import font_directory
from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from mapapp.incident.model import Correction, Incident, Source, Status
from mapapp.incident.tongue import ENGLISH, Tongue
from mapapp.maps.features import Draw, Drawing, DrawnPlace, Group
from mapapp.maps.palette import LIGHT
from mapapp.maps.signs import Sign, sign_of
from mapapp.maps.when import when_words

Paper = Literal["letter", "a4"]

MOST_PLACES = 500
"""Beyond these the list says how many more there are, and where."""

_FACE = "source"
_WEIGHTS = {"": "Regular", "B": "Semibold", "I": "It"}
_MARGIN = 40.0
_BOTTOM = 48.0
_INDENT = 26.0
_SYMBOL = 7.5
_SVG = "http://www.w3.org/2000/svg"
_SPOKEN_LETTERS = 600
_BOX = "☐"


@dataclass(frozen=True)
class Printed:
    """What is printed of a map: its record, its picture as SVG, whose data it shows, and its address."""

    incident: Incident
    drawing: Drawing
    svg: str
    credits: Sequence[str]
    address: str
    tongue: Tongue = ENGLISH

    @property
    def updated(self) -> str:
        """When this version was made, in words."""
        return self.when(self.incident.updated_at)

    def when(self, at: str) -> str:
        """A time of the record in words; empty for an empty text."""
        return when_words(at, self.incident.timezone, self.tongue)


def pdf(printed: Printed, paper: Paper = "letter") -> bytes:
    """The map as a tagged PDF of one page or more."""
    sheet = _Sheet(printed, paper)
    sheet.add_page()
    _head(sheet, printed)
    with sheet.tagged("/Figure", _spoken(printed.svg)):
        _picture(sheet, printed.svg)
    _places(sheet, printed)
    _corrections(sheet, printed)
    if printed.credits:
        sheet.heading(printed.tongue.text("Where the data comes from"))
        for credit in printed.credits:
            sheet.paragraph([(credit, "")], 8.5, LIGHT.muted)
    if sheet.is_lacking:
        said = printed.tongue.text(
            "Each %(box)s is a letter that this print cannot show. It is to be read at:", box=_BOX
        )
        sheet.paragraph([(f"{said} ", ""), (printed.address, printed.address)], 10)
    return bytes(sheet.output())


class _Sheet(FPDF):
    """The pages, in points, with tags around what is written and an address at the foot of each."""

    def __init__(self, printed: Printed, paper: Paper) -> None:
        super().__init__(unit="pt", format=paper)
        self._printed = printed
        self._open: tuple[str, str] | None = None
        self.is_lacking = False
        """Whether a box stands for any letter that the typeface lacks."""
        for style, weight in _WEIGHTS.items():
            self.add_font(_FACE, style, Path(font_directory) / f"SourceSansPro-{weight}.ttf")
        self.set_margins(_MARGIN, _MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, _BOTTOM)
        self.set_title(printed.incident.title)
        self.set_subject(printed.incident.summary)
        self.set_lang(printed.tongue.language)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_creation_date(_moment(printed.incident.updated_at))
        self.set_producer("mapapp")
        self.alias_nb_pages("")  # no word of a record stands for the number of pages

    @contextmanager
    def tagged(self, kind: str, said: str = "") -> Iterator[None]:
        """Say what the content written inside is, for who has it read out; pages may turn meanwhile."""
        self._open = kind, said
        self._begin()
        yield
        self._out("EMC")
        self._open = None

    def normalize_text(self, text: str) -> str:
        """A box for each letter that the typeface lacks: what cannot be shown is not left out in silence."""
        return "".join(map(self._printable, text))

    def _printable(self, letter: str) -> str:
        font, kind = self.current_font, unicodedata.category(letter)[0]
        if letter in "\t\n" or (isinstance(font, TTFFont) and ord(letter) in font.cmap):
            return letter
        if kind in "CM":  # nothing by itself: a direction, a mark on a letter
            return ""
        if kind == "Z":
            return " "
        self.is_lacking = True
        return _BOX

    def header(self) -> None:
        """Go on with what a page break interrupted."""
        if self._open:
            self._begin()

    def footer(self) -> None:
        """The address, the version and the page; none of it belongs to what is read out."""
        if self._open:
            self._out("EMC")
        self._out("/Artifact BMC")
        self.set_y(-_BOTTOM + 14)
        self.set_font(_FACE, "", 8)
        self.set_text_color(LIGHT.muted)
        said = f"{self._printed.address} · {self._printed.updated}".rstrip(" ·")
        self.cell(self.epw - 60, 10, said, link=self._printed.address)
        self.cell(60, 10, str(self.page_no()), align="R")
        self._out("EMC")

    def heading(self, words: str) -> None:
        """A heading with a rule below, never the last thing on a page."""
        if self.will_page_break(80):
            self.add_page()
        self.ln(12)
        with self.tagged("/H2"):
            self.set_font(_FACE, "B", 11.5)
            self.set_text_color(LIGHT.ink)
            self.multi_cell(0, 15, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self._out("/Artifact BMC")
        self.set_draw_color(LIGHT.ink)
        self.set_line_width(0.6)
        self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)
        self._out("EMC")
        self.ln(4)

    def paragraph(
        self, runs: Sequence[tuple[str, str]], size: float, colour: str = LIGHT.ink, style: str = ""
    ) -> None:
        """A paragraph of runs, each with the address it leads to, or none."""
        with self.tagged("/P"):
            for text, link in runs:
                self.set_font(_FACE, "U" + style if link else style, size)
                self.set_text_color(colour)
                self.write(size * 1.36, text, link)
            self.ln(size * 1.36)

    def _begin(self) -> None:
        kind, said = self._open or ("/P", "")
        number = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=kind, mcid=number, alt_text=said or None)
        self._out(f"{kind} <</MCID {number}>> BDC")


def _moment(text: str) -> datetime:
    """When a version was made; the start of all time where its record does not say."""
    return datetime.fromisoformat(text) if text else datetime(1970, 1, 1, tzinfo=UTC)


def _head(sheet: _Sheet, printed: Printed) -> None:
    incident = printed.incident
    with sheet.tagged("/H1"):
        sheet.set_font(_FACE, "B", 21)
        sheet.set_text_color(LIGHT.ink)
        sheet.multi_cell(0, 25, incident.title, align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(4)
    if incident.summary:
        sheet.paragraph([(incident.summary, "")], 11.5)
    if printed.updated:
        say = printed.tongue.text
        said = say("Updated %(day)s", day=printed.updated)
        corrected = f" · {say('Corrected')}" if incident.corrections else ""
        sheet.paragraph([(said + corrected, "")], 9, LIGHT.muted)
    sheet.ln(6)


def _picture(sheet: _Sheet, svg: str) -> None:
    """The drawing as wide as the text, and the inset in it: each in a frame of its own, cut at its edges."""
    root = _readable(svg)
    insets = [(root, one) for one in root.findall("svg")]
    for parent, inset in insets:
        parent.remove(inset)
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    scale = sheet.epw / wide
    if sheet.will_page_break(high * scale):
        sheet.add_page()
    left, top = sheet.l_margin, sheet.y
    for x, y, figure in [(0.0, 0.0, root), *((*_corner(one), one) for _, one in insets)]:
        width, height = float(figure.attrib["width"]) * scale, float(figure.attrib["height"]) * scale
        at = left + x * scale, top + y * scale
        with sheet.rect_clip(*at, width, height):
            sheet.image(BytesIO(ET.tostring(figure)), *at, width, height)
    sheet.set_xy(left, top + high * scale + 4)


def _corner(inset: ET.Element) -> tuple[float, float]:
    return float(inset.attrib["x"]), float(inset.attrib["y"])


def _readable(svg: str) -> ET.Element:
    """The drawing in the part of SVG that the library reads: halos as texts of their own, one typeface."""
    root = _tree(svg)
    for parent in list(root.iter()):
        for number, child in reversed(list(enumerate(parent))):
            if child.tag in ("title", "desc"):
                parent.remove(child)
            elif child.tag == "text" and "paint-order" in child.attrib:
                halo = ET.Element(child.tag, {**child.attrib, "fill": child.attrib["stroke"]})
                halo.text = child.text
                child.set("stroke", "none")
                parent.insert(number, halo)
    for one in (root, *root.findall("svg")):
        one.attrib |= {"xmlns": _SVG, "font-family": _FACE}
    return root


def _tree(svg: str) -> ET.Element:
    """Our own drawing, its names free of their namespace."""
    return ET.fromstring(svg.replace(f' xmlns="{_SVG}"', "", 1))  # noqa: S314


def _spoken(svg: str) -> str:
    said = _tree(svg).findtext("desc") or ""
    return said[:_SPOKEN_LETTERS]


def _places(sheet: _Sheet, printed: Printed) -> None:
    left = MOST_PLACES
    for group in printed.drawing.groups:
        if left > 0:
            _group(sheet, printed, group, group.places[:left])
        left -= len(group.places)
    if left < 0:
        more = printed.tongue.plural("And %(n)s more:", "And %(n)s more:", -left)
        sheet.paragraph([(f"{more} ", ""), (printed.address, printed.address)], 10)


def _group(sheet: _Sheet, printed: Printed, group: Group, places: Sequence[DrawnPlace]) -> None:
    sheet.heading(group.title)
    for place in places:
        if sheet.will_page_break(52):
            sheet.add_page()
        _number(sheet, place)
        sheet.set_left_margin(_MARGIN + _INDENT)
        sheet.set_x(_MARGIN + _INDENT)
        _place(sheet, printed, place)
        sheet.set_left_margin(_MARGIN)
        sheet.set_x(_MARGIN)
        sheet.ln(5)


def _number(sheet: _Sheet, place: DrawnPlace) -> None:
    """The sign that the place has in the drawing, in front of its name."""
    x, y = _MARGIN + _SYMBOL + 1, sheet.y + _SYMBOL
    sign = sign_of(place)
    colour = LIGHT.muted if place.draw is Draw.NOTHING else LIGHT.group[place.group]
    sheet._out("/Artifact BMC")
    _outline(sheet, x, y, sign, colour)
    sheet.set_font(_FACE, "B", 8.5)
    sheet.set_text_color(LIGHT.edge if sign.is_filled else colour)
    said = str(place.number)
    sheet.text(x - sheet.get_string_width(said) / 2, y + 2.9, said)
    sheet._out("EMC")


def _outline(sheet: _Sheet, x: float, y: float, sign: Sign, colour: str) -> None:
    """A drop or a circle whose number stands at (x, y)."""
    side = _SYMBOL * math.sqrt(0.5)
    with sheet.new_path(x - side, y + side) as outline:
        outline.style.fill_color = colour if sign.is_filled else LIGHT.edge
        outline.style.stroke_color = colour if sign.has_edge else None
        outline.style.stroke_width = 1.2
        if sign.dash:
            outline.style.stroke_dash_pattern = [one / 2 for one in sign.dash]
            outline.style.stroke_cap_style = "round" if sign.is_dotted else "butt"
        outline.arc_to(_SYMBOL, _SYMBOL, 0, True, True, x + side, y + side)
        if sign.is_drop:
            outline.line_to(x, y + 2 * side)
        else:
            outline.arc_to(_SYMBOL, _SYMBOL, 0, False, True, x - side, y + side)
        outline.close()


def _place(sheet: _Sheet, printed: Printed, place: DrawnPlace) -> None:
    retracted = place.status is Status.RETRACTED
    sheet.paragraph([(place.label, "")], 11, LIGHT.muted if retracted else LIGHT.ink, "B")
    if place.what:
        sheet.paragraph([(place.what, "")], 10)
    for name, said in _facts(place, printed.tongue).items():
        if said:
            sheet.paragraph([(f"{name}: {said}", "")], 9.5, LIGHT.muted)
    for source in place.sources:
        sheet.paragraph(list(_source(source, printed.tongue)), 9.5, LIGHT.muted)
    for correction in reversed(place.corrections):
        corrected = printed.tongue.text("Corrected")
        sheet.paragraph([(f"{corrected} {_noted(correction, printed)}", "")], 9.5, LIGHT.muted)


def _facts(place: DrawnPlace, tongue: Tongue) -> Mapping[str, str]:
    missing = tongue.text("not on the map") if place.draw is Draw.NOTHING else ""
    where = (place.precision, place.distance, missing)
    return {
        tongue.text("When"): place.when,
        tongue.text("Where"): "; ".join(one for one in where if one),
        tongue.text("Status"): place.status_words,
    }


def _source(source: Source, tongue: Tongue) -> Iterator[tuple[str, str]]:
    """Who said it, with the address, which paper cannot follow, and the words."""
    yield f"{tongue.text('Source')}: ", ""
    yield source.publisher, source.url
    if source.url:
        yield f" ({source.url})", ""
    if source.quote:
        yield f": “{source.quote}”", ""


def _corrections(sheet: _Sheet, printed: Printed) -> None:
    corrections = printed.incident.corrections
    if not corrections:
        return
    say = printed.tongue.text
    sheet.heading(say("Correction") if len(corrections) == 1 else say("Corrections"))
    for correction in reversed(corrections):
        sheet.paragraph([(_noted(correction, printed), "")], 10)
        for change in correction.changes:
            sheet.paragraph([(f"– {change}", "")], 9.5, LIGHT.muted)


def _noted(correction: Correction, printed: Printed) -> str:
    return f"{printed.when(correction.at)}: {correction.note}"
