"""A pasted story: its places as highlights and cards, and what a reporter decides about each."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from string import ascii_lowercase
from textwrap import shorten
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from mapapp.desk import (
    Card,
    Moment,
    Outcome,
    Override,
    Role,
    Story,
    StoryRead,
    paragraphs,
    proposed_source,
    sentence,
)
from mapapp.errors import BadInput, Conflict, Denied, NotFound
from mapapp.incident.geodesy import LonLat
from mapapp.incident.masking import RADII_M
from mapapp.incident.model import Incident, Place
from mapapp.maps.sketch import Mark
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.forms import Form
from mapapp.web.newsroom import place_form
from mapapp.web.newsroom.choices import ELSEWHERE, Choices
from mapapp.web.newsroom.maps import offered_timezones, usual_timezone
from mapapp.web.newsroom.places import given_position
from mapapp.web.newsroom.sketches import sketches
from mapapp.web.newsroom.words import value_words
from mapapp.web.reader import streets_version

_MOST_SAID = 120

# What readers may see of somebody's home, which is never less than a kilometre wide unless it is the block.
_HOME_WIDTHS = {**{str(one): f"Only a circle of {one // 1_000} km" for one in RADII_M[1:]}, "0": "The block"}

_SURE = (Outcome.RESOLVED, Outcome.AREA)

story = Blueprint("story", __name__, url_prefix="/newsroom")


@dataclass(frozen=True)
class Shown:
    """A card as the page shows it: the sentence around its words, and the form that accepts it."""

    card: Card
    quote: tuple[str, str, str]
    choices: Choices
    form: Form
    claims: tuple[Any, ...]
    place: Place | None
    sketch: Markup
    moment: Moment | None

    @property
    def state(self) -> str:
        """What was decided, in the word that styles the card and its highlights."""
        if self.card.is_open or self.card.decision.state.value != "pending":
            return self.card.decision.state.value
        return "aside"

    @property
    def at(self) -> LonLat | None:
        """Where it is on the map, or would be: degrees; None while that is open."""
        if self.place is not None and self.place.geometry is not None:
            return self.place.geometry.representative_point()
        if self.state == "pending" and self.form.value("pick") and self.choices.places:
            candidate = self.choices.places[0].candidate
            return candidate.lon, candidate.lat
        return None

    @property
    def is_faulty(self) -> bool:
        """Whether what was sent with it was refused."""
        return self.form.faulty


@story.route("/story", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    """A box to paste a story into, and the map that is begun from it."""
    form = Form.typed() if request.method == "POST" else Form({"timezone": usual_timezone()})
    if request.method == "POST":
        try:
            incident = desk().stories.start(person(), _story(form, ""), form.value("timezone") or "UTC")
        except (BadInput, Conflict) as error:
            form.refuse(error)
        else:
            return redirect(url_for("story.page", incident_id=incident.id))
    page = render_template(
        "newsroom/paste_story.html",
        form=form,
        timezones=offered_timezones(form.value("timezone")),
        suggest_timezone=not form.value("timezone"),
    )
    return page, 400 if form.faulty else 200


@story.get("/maps/<incident_id>/story")
def page(incident_id: str) -> ResponseReturnValue:
    """The story with its highlights, a card for each place, and the map."""
    if desk().stories.find(incident_id) is None:
        return redirect(url_for("story.text", incident_id=incident_id))
    return _page(incident_id)


@story.route("/maps/<incident_id>/story/text", methods=["GET", "POST"])
def text(incident_id: str) -> ResponseReturnValue:
    """The text of the story to be changed; decisions stay where the words stay."""
    incident = desk().incidents.get(incident_id)
    known = desk().stories.find(incident_id)
    form = Form.typed() if request.method == "POST" else _text_form(known)
    if request.method == "POST":
        try:
            desk().stories.put(person(), _story(form, incident_id))
        except BadInput as error:
            form.refuse(error)
        else:
            flash("The story was read anew. What you decided stays where the words stay.", "ok")
            return redirect(url_for("story.page", incident_id=incident_id))
    page = render_template("newsroom/edit_story.html", incident=incident, form=form)
    return page, 400 if form.faulty else 200


@story.post("/maps/<incident_id>/story/<key>/accept")
def accept(incident_id: str, key: str) -> ResponseReturnValue:
    """Put what a card names on the map, where the reporter says."""
    form = Form.typed()
    incident, card = desk().incidents.get(incident_id), desk().stories.card(incident_id, key)
    choices = Choices.of(card.answer) if card.answer else Choices()
    try:
        elsewhere = form.value("pick") == ELSEWHERE or card.answer is None
        candidate = given_position(form) if elsewhere else choices.place(form.value("pick")).candidate
        may_be = choices.ticked(request.form.getlist("facility"))
        fields = place_form.said(form, incident.timezone)
        override = _override(form) if card.is_residence and "residence_reason" in form.values else None
        desk().stories.accept(person(), incident_id, key, fields, candidate, may_be=may_be, override=override)
    except (BadInput, Denied) as error:
        form.refuse(error)
        return _page(incident_id, key, form), 400
    return _decided(incident_id, key, f"{_short(form.value('label'))} is on the map.")


def _override(form: Form) -> Override:
    """What an editor says about somebody's home: why it is plotted, and whether masked or as its block."""
    width = form.value("mask_m")
    if width not in _HOME_WIDTHS:
        raise BadInput("Choose what readers see: a circle, or the block.")
    return Override(
        role=Role.RESIDENCE,
        residence_reason=form.value("residence_reason"),
        mask_m=int(width),
        mask_label=form.value("mask_label"),
    )


@story.post("/maps/<incident_id>/story/<key>/same")
def same(incident_id: str, key: str) -> ResponseReturnValue:
    """Say that a card names a place that is on the map already."""
    desk().stories.same(person(), incident_id, key, request.form.get("place", ""))
    return _decided(incident_id, key, "It is the same place.")


@story.post("/maps/<incident_id>/story/<key>/drop")
def drop(incident_id: str, key: str) -> ResponseReturnValue:
    """Leave what a card names off the map."""
    return _simply(desk().stories.drop, incident_id, key, "It stays off the map.")


@story.post("/maps/<incident_id>/story/<key>/reopen")
def reopen(incident_id: str, key: str) -> ResponseReturnValue:
    """Take a decision back."""
    return _simply(desk().stories.reopen, incident_id, key, "The decision was taken back.")


@story.post("/maps/<incident_id>/story/<key>/adjust")
def adjust(incident_id: str, key: str) -> ResponseReturnValue:
    """Ask for other words, in another context, or see another role in it."""
    asked = Form.typed()
    try:
        card = desk().stories.adjust(
            person(), incident_id, key, **{name: asked.value(name) for name in ("phrase", "near", "role")}
        )
    except BadInput as error:
        return _page(incident_id, key, _refused(error)), 400
    return _decided(incident_id, key, card.answer.explanation if card.answer else "", said=False)


def _simply(deed: Callable[..., None], incident_id: str, key: str, sentence_said: str) -> ResponseReturnValue:
    deed(person(), incident_id, key)
    return _decided(incident_id, key, sentence_said)


def _decided(incident_id: str, key: str, sentence_said: str, *, said: bool = True) -> ResponseReturnValue:
    if said:
        flash(sentence_said, "ok")
    return redirect(url_for("story.page", incident_id=incident_id, card=key, _anchor=f"card-{key}"))


def _page(incident_id: str, key: str = "", form: Form | None = None) -> str:
    """The page of a story; the card of `key` shows what was typed into it when that was refused."""
    incident, read = desk().incidents.get(incident_id), desk().stories.read(incident_id)
    shown = [_shown(incident, read, one, form if one.key == key else None) for one in read.cards]
    return render_template(
        "newsroom/story.html",
        incident=incident,
        read=read,
        paragraphs=paragraphs(read.story.text, read.cards),
        shown=shown,
        by_key={one.card.key: one for one in shown},
        open_key=_open_key(shown, key or request.args.get("card", "")),
        view=_view(shown),
        roles=[(one.value, value_words(one)) for one in Role],
        letters=ascii_lowercase,
        home_widths=_HOME_WIDTHS,
    )


def _shown(incident: Incident, read: StoryRead, card: Card, typed: Form | None) -> Shown:
    on_map = _on_map(incident, card)
    masked = bool(card.decision.place_id) and desk().masks.holds(incident.id, card.decision.place_id)
    # What its words mean would tell where a masked place is, and so would how far it is from others.
    choices = Choices.of(card.answer) if card.answer and not masked else Choices()
    moment = read.moment_of(card)
    form = _accepting(incident, read.story, card, choices, moment)
    if typed is not None:
        form.values.update(typed.values)
        form.faults, form.refusal = typed.faults, typed.refusal
    quote = sentence(read.story.text, card.first.span)
    sketch = Markup() if card.is_residence or masked else _sketch(card, choices)
    claims = () if masked else read.claims_about(card)
    return Shown(card, quote, choices, form, claims, on_map, sketch, moment)


def _on_map(incident: Incident, card: Card) -> Place | None:
    """The place that a card was decided to be, under whichever id it has by now."""
    place_id = card.decision.place_id
    found = next((one for one in incident.places if one.id == place_id), None)
    if found is None and place_id:
        with suppress(NotFound):
            return desk().incidents.place(incident.id, place_id)[1]
    return found


def _sketch(card: Card, choices: Choices) -> Markup:
    """A small map of what the words could be, lettered as the choices are."""
    candidates = [one.candidate for one in choices.places[: len(ascii_lowercase)]]
    letters = ascii_lowercase if len(candidates) > 1 else " "
    marks = [
        Mark("choice", one.lon, one.lat, one.radius_m, letter.strip())
        for one, letter in zip(candidates, letters, strict=False)
    ]
    return sketches().sketch(marks, f"Streets around {card.words}", streets_version())


def _accepting(
    incident: Incident, from_story: Story, card: Card, choices: Choices, moment: Moment | None
) -> Form:
    """The form that accepts a card, filled with what the story says."""
    sure = card.answer is not None and card.answer.outcome in _SURE
    chosen = choices.places[0] if choices.places and sure else None
    form = place_form.new(incident, card.words if not card.is_adjusted else card.phrase, choices, chosen)
    form.values["layer"] = card.layer.value
    form.values["pick"] = chosen.key if chosen else ""
    if moment is not None and moment.value:
        form.values.update(place_form.times(moment.value, incident.timezone))
    source = proposed_source(from_story, card)
    if source is not None:
        said = {"publisher": source.publisher, "url": source.url, "quote": source.quote}
        form.values.update({f"source-0-{name}": value for name, value in said.items()})
    return form


def _open_key(shown: list[Shown], wanted: str) -> str:
    """The card that stands open: the one just decided if it still waits, else the next that waits."""
    keys = [one.card.key for one in shown]
    after = shown[keys.index(wanted) :] if wanted in keys else []
    waiting = [one for one in (*after, *shown) if one.card.is_open or one.is_faulty]
    return waiting[0].card.key if waiting else wanted


def _view(shown: list[Shown]) -> str:
    """Where the map opens: on every first candidate that is certain; as JSON, west, south, east, north."""
    sure = [one.choices.places[0].candidate for one in shown if one.choices.places and one.form.value("pick")]
    boxes = [one.geometry.bounds() for one in sure] or [one.bounds for one in desk().streets.installed()]
    if not boxes:
        return ""
    west, south, east, north = zip(*boxes, strict=True)
    return json.dumps([min(west), min(south), max(east), max(north)])


def _story(form: Form, incident_id: str) -> Story:
    words = {name: form.value(name) for name in ("publisher", "url", "published", "near")}
    # The text as it was sent: a form's line ends are CRLF, which no story was typed with.
    sent = request.form.get("text", "").replace("\r\n", "\n")
    return Story(incident_id, sent, **words)


def _text_form(known: Story | None) -> Form:
    if known is None:
        return Form()
    return Form({name: getattr(known, name) for name in ("text", "publisher", "url", "published", "near")})


def _refused(error: BadInput) -> Form:
    form = Form()
    form.refuse(error)
    return form


def _short(label: str) -> str:
    return shorten(label, _MOST_SAID, placeholder="…")
