"""Who may enter the newsroom: accounts, passwords and sign-ins."""

import hashlib
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mapapp.errors import BadInput, NotFound, SignInFailed
from mapapp.settings import Settings
from mapapp.store import Person, StaffRole, Store

MIN_PASSWORD = 10
MAX_PASSWORD = 1_000
MAX_NAME = 80

# Letters that cannot be taken for one another when a password is read aloud or copied by hand.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class People:
    """Accounts and sign-ins; passwords are kept as argon2id hashes (RFC 9106), tokens as SHA-256."""

    def __init__(self, store: Store, settings: Settings, hasher: PasswordHasher | None = None) -> None:
        self._store = store.people
        self._lasts = timedelta(hours=settings.session_hours)
        self._hasher = hasher or PasswordHasher()
        # Each hash takes 64 MiB; a burst of sign-ins must not take all memory.
        self._turns = threading.BoundedSemaphore(2)

    @staticmethod
    def key(name: str) -> str:
        """The name as it is compared: every way to write a person's name has the same, 1,000 characters."""
        return _key(name)

    def sign_in(self, name: str, password: str) -> str:
        """A fresh token for the person of that name; raises SignInFailed without saying what was wrong.

        An unknown name takes as long as a wrong password.
        """
        nobody = self._nobody
        person, known_hash = self._store.find(_key(name)) or (None, nobody)
        if not self._fits(known_hash, password) or person is None:
            raise SignInFailed("The name and the password do not go together. Check both and try again.")
        if self._hasher.check_needs_rehash(known_hash):
            self._store.set_password_hash(person.id, self._hash(password), end_sign_ins=False)
        token = secrets.token_urlsafe(32)
        self._store.add_sign_in(person.id, _digest(token), self._lasts)
        return token

    def person(self, token: str) -> Person | None:
        """Who holds that token, None when it was never given, was handed back, or has expired."""
        return self._store.signed_in(_digest(token)) if token else None

    def sign_out(self, token: str) -> None:
        """End the sign-in of that token; one that is not known is no error."""
        self._store.remove_sign_in(_digest(token))

    def add(self, name: str, password: str | None = None, role: StaffRole = StaffRole.REPORTER) -> str:
        """Add an account and return its password, a generated one when none is given.

        Raises Conflict when the name is taken and BadInput when name or password will not do.
        """
        shown = _shown(name)
        chosen = _new_password() if password is None else _checked_password(password)
        self._store.add(_key(shown), shown, self._hash(chosen), role)
        return chosen

    def set_password(self, name: str, password: str | None = None) -> str:
        """Replace a password, end the sign-ins made with the old one, and return the new one.

        Raises NotFound when there is nobody of that name and BadInput when the password will not do.
        """
        found = self._store.find(_key(name))
        if found is None:
            raise NotFound(f"There is nobody called {name!r}.")
        chosen = _new_password() if password is None else _checked_password(password)
        self._store.set_password_hash(found[0].id, self._hash(chosen), end_sign_ins=True)
        return chosen

    def list(self) -> tuple[Person, ...]:
        """Everyone who has an account, by name."""
        return self._store.all()

    def is_empty(self) -> bool:
        """Whether nobody has an account yet."""
        return self._store.is_empty()

    @cached_property
    def _nobody(self) -> str:
        return self._hash(secrets.token_urlsafe(16))

    def _hash(self, password: str) -> str:
        with self._turn():
            return self._hasher.hash(password)

    def _fits(self, known_hash: str, password: str) -> bool:
        try:
            with self._turn():
                return self._hasher.verify(known_hash, password[:MAX_PASSWORD])
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._turns:
            yield


def _shown(name: str) -> str:
    """The name as it is shown: composed characters, single spaces; BadInput when it will not do."""
    shown = " ".join(unicodedata.normalize("NFKC", name).split())
    if not shown or len(shown) > MAX_NAME or not shown.isprintable():
        raise BadInput(f"A name needs between 1 and {MAX_NAME} printable characters.")
    return shown


def _key(name: str) -> str:
    """The name as it is compared, so that "Ada" and " ADA " are one person."""
    return unicodedata.normalize("NFKC", " ".join(name[:1_000].split()).casefold())


def _checked_password(password: str) -> str:
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise BadInput(f"A password needs {MIN_PASSWORD} characters or more, up to {MAX_PASSWORD:,}.")
    if any("\ud800" <= one <= "\udfff" for one in password):
        raise BadInput("The password holds a character that is not text; choose another.")
    return password


def _new_password() -> str:
    """Four groups of four letters and digits: 31^16, 79 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
