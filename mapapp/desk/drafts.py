"""What a person has typed into a form of the newsroom and not sent yet."""

from collections.abc import Mapping

from mapapp.errors import BadInput, TooLarge
from mapapp.store import Draft, Person, Store

MOST_CHARACTERS = 300_000
MOST_FIELDS = 300
_MOST_FORM = 200

# What a form sends along that nobody typed, and what is never kept.
_LEFT_OUT = frozenset({"csrf_token", "base", "draft", "password"})


class Drafts:
    """Each person's unfinished forms, by the form's own name; nobody else sees them."""

    def __init__(self, store: Store) -> None:
        self._store = store.drafts

    def keep(self, who: Person, form: str, fields: Mapping[str, str]) -> None:
        """Keep what stands in a form; with nothing in it what was kept is forgotten.

        Raises BadInput for what is no form of ours and TooLarge beyond 300,000 characters.
        """
        kept = {name: value for name, value in fields.items() if name not in _LEFT_OUT}
        if not 0 < len(form) <= _MOST_FORM or len(kept) > MOST_FIELDS:
            raise BadInput("This is no form of the newsroom.")
        if sum(map(len, [*kept, *kept.values()])) > MOST_CHARACTERS:
            raise TooLarge("The form holds too much to be kept while you type; send it.")
        if any(value.strip() for value in kept.values()):
            self._store.put(who.id, form, kept)
        else:
            self._store.remove(who.id, form)

    def left(self, who: Person, form: str) -> Draft | None:
        """What was left in a form, None where nothing was."""
        return self._store.find(who.id, form)

    def forget(self, who: Person, form: str) -> None:
        """Forget what was left in a form, since it was sent or is not wanted."""
        self._store.remove(who.id, form)
