"""The part of a map's page that tells how it stands with readers, and what can be done about it."""

from dataclasses import dataclass

from mapapp.desk import Desk, MapState, Publication, PublicationKind
from mapapp.incident.model import Incident
from mapapp.incident.publishable import Missing, missing
from mapapp.web.forms import Form


@dataclass(frozen=True)
class Panel:
    """How a map stands, what it lacks, and what readers have not been told of this revision (`news`).

    `form` holds what was typed and refused.
    """

    state: MapState
    standing: Publication | None
    pending: Publication | None
    missing: tuple[Missing, ...]
    news: tuple[str, ...]
    was_shown: bool
    form: Form

    @property
    def is_shown(self) -> bool:
        """Whether readers see the map."""
        return self.standing is not None and self.standing.kind.shows

    @property
    def is_retracted(self) -> bool:
        """Whether readers are told that it was retracted."""
        return self.standing is not None and self.standing.kind is PublicationKind.RETRACTED

    @property
    def may_publish(self) -> bool:
        """Whether it may go to readers without a note: they see nothing, and have seen nothing else."""
        return not self.is_shown and not self.is_retracted and not self.news

    @property
    def may_correct(self) -> bool:
        """Whether there is something that takes a note to reach readers."""
        return self.was_shown and (bool(self.news) or self.is_retracted)


def publish_panel(desk: Desk, incident: Incident, form: Form) -> Panel:
    """The panel of a map's current revision."""
    news = desk.publishing.news(incident)
    return Panel(
        state=desk.incidents.summary(incident.id).state,
        standing=desk.publishing.standing(incident.id),
        pending=desk.publishing.pending(incident.id),
        missing=missing(incident),
        news=news.sentences if news else (),
        was_shown=news is not None,
        form=form,
    )
