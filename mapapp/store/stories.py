"""The stories that maps are made from, and what was decided about the places they name."""

from dataclasses import asdict, replace

from sqlalchemy import Engine, delete, insert, select

from mapapp.errors import NotFound
from mapapp.store import tables as t
from mapapp.store.audit import record
from mapapp.store.clock import stamp
from mapapp.store.engine import reading, writing
from mapapp.store.records import Decision, DecisionState, Story


class StoryStore:
    """Keeps one story for a map, and one decision for each place that it names."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, story: Story, who: str) -> Story:
        """Keep a story, in the place of the one the map had."""
        kept = replace(story, who=who, saved_at=stamp())
        same = t.story.c.incident_id == story.incident_id
        with writing(self._engine) as connection:
            replaced = connection.execute(delete(t.story).where(same)).rowcount
            connection.execute(insert(t.story).values(asdict(kept)))
            record(connection, who, "changed the story" if replaced else "pasted a story", story.incident_id)
        return kept

    def find(self, incident_id: str) -> Story | None:
        """The story of a map, None where it was made without one."""
        query = select(t.story).where(t.story.c.incident_id == incident_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).mappings().first()
        return Story(**row) if row else None

    def get(self, incident_id: str) -> Story:
        """The story of a map; raises NotFound where it was made without one."""
        story = self.find(incident_id)
        if story is None:
            raise NotFound("This map was made without a story. Paste one on its page.")
        return story

    def decide(self, incident_id: str, decision: Decision, who: str) -> Decision:
        """Keep what was decided, in the place of what was decided before."""
        kept = replace(decision, who=who, at=stamp())
        same = (t.decision.c.incident_id == incident_id, t.decision.c.mention == decision.mention)
        with writing(self._engine) as connection:
            connection.execute(delete(t.decision).where(*same))
            connection.execute(insert(t.decision).values(incident_id=incident_id, **asdict(kept)))
        return kept

    def decisions(self, incident_id: str) -> dict[str, Decision]:
        """Everything that was decided about a story, by the key of what it names."""
        columns = (one for one in t.decision.c if one.name != "incident_id")
        query = select(*columns).where(t.decision.c.incident_id == incident_id)
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings().all()
        return {row["mention"]: Decision(**{**row, "state": DecisionState(row["state"])}) for row in rows}
