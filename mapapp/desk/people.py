"""Who may enter the newsroom: accounts, passwords and sign-ins."""

import hashlib
import math
import secrets
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mapapp.desk.rights import Right, require
from mapapp.errors import BadInput, NotFound, SignInFailed, TooManyTries
from mapapp.settings import Settings
from mapapp.store import Account, Person, SignIn, StaffRole, Store
from mapapp.store.people import HANDLE

MIN_PASSWORD = 10
MAX_PASSWORD = 1_000
MAX_NAME = 80
MOST_BROWSER = 300
MOST_ADDRESS = 80

# Letters that cannot be taken for one another when a password is read aloud or copied by hand.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


# Free tries before each further one waits: of one name from one address, and of any names from one address.
FREE_TRIES = 5
FREE_TRIES_OF_ADDRESS = 60

NOBODY = "somebody unknown"
"""Who failed to sign in under a name that nobody bears: it may be a password, typed in the wrong field."""


class People:
    """Accounts and sign-ins; passwords are kept as argon2id hashes (RFC 9106), tokens as SHA-256.

    `who` does a thing to somebody's account and must be an administrator for it, or raises Denied.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        hasher: PasswordHasher | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store.people
        self._failures = store.sign_in_failures
        self._lasts = timedelta(hours=settings.session_hours)
        self._hasher = hasher or PasswordHasher()
        self._clock = clock
        # Each hash takes 64 MiB; a burst of sign-ins must not take all memory.
        self._turns = threading.BoundedSemaphore(2)

    @staticmethod
    def key(name: str) -> str:
        """The name as it is compared: every way to write a person's name has the same, 1,000 characters."""
        return _key(name)

    def sign_in(self, name: str, password: str, *, address: str = "", browser: str = "") -> str:
        """A fresh token for the person of that name; raises SignInFailed without saying what was wrong.

        An unknown name takes as long as a wrong password. Raises TooManyTries when this name was guessed at
        from this address too often, or too many names were; never for tries made elsewhere, since then anyone
        could keep a person out.
        """
        pair = f"{_key(name)} from {address}"
        subjects = {pair: FREE_TRIES, f"from {address}": FREE_TRIES_OF_ADDRESS}
        self._slow_down(subjects)
        nobody = self._nobody
        person, known_hash = self._store.find(_key(name)) or (None, nobody)
        if not self._fits(known_hash, password) or person is None:
            self._failures.failed(subjects, person.name if person else NOBODY, address, self._clock())
            raise SignInFailed("The name and the password do not go together. Check both and try again.")
        self._failures.succeeded(pair)
        if self._hasher.check_needs_rehash(known_hash):
            self._store.set_password_hash(person.id, self._hash(password), end_sign_ins=False)
        token = secrets.token_urlsafe(32)
        browser = browser[:MOST_BROWSER]
        self._store.add_sign_in(person.id, _digest(token), self._lasts, browser, address[:MOST_ADDRESS])
        return token

    def person(self, token: str) -> Person | None:
        """Who holds that token, None when it was never given, was handed back, or has expired."""
        return self._store.signed_in(_digest(token)) if token else None

    def sign_out(self, token: str) -> None:
        """End the sign-in of that token; one that is not known is no error."""
        self._store.remove_sign_in(_digest(token))

    def sign_ins(self, who: Person) -> tuple[SignIn, ...]:
        """What a person is signed in to, the last seen first."""
        return self._store.sign_ins(who.id)

    @staticmethod
    def handle(token: str) -> str:
        """The handle of the sign-in of that token."""
        return _digest(token)[:HANDLE]

    def end_sign_in(self, who: Person, handle: str) -> None:
        """End one of a person's own sign-ins; one that is not there is no error."""
        self._store.end_sign_in(who.id, handle, who.name)

    def end_other_sign_ins(self, who: Person, token: str) -> None:
        """End a person's own sign-ins but that of `token`."""
        self._store.end_sign_ins(who.id, who.name, but=_digest(token))

    def change_password(self, who: Person, current: str, new: str, token: str) -> None:
        """Replace one's own password and end one's other sign-ins; that of `token` stays.

        Raises SignInFailed when `current` is not the password, BadInput when the new one will not do, and
        TooManyTries.
        """
        subjects = {f"password of {who.id}": FREE_TRIES}
        self._slow_down(subjects)
        found = self._store.find(_key(who.name))
        if found is None or not self._fits(found[1], current):
            self._failures.failed(subjects, who.name, "", self._clock())
            raise SignInFailed("This is not your present password.")
        hashed = self._hash(_checked_password(new))
        self._store.set_password_hash(who.id, hashed, end_sign_ins=True, who=who.name, but=_digest(token))

    def add(
        self, who: Person, name: str, password: str | None = None, role: StaffRole = StaffRole.REPORTER
    ) -> str:
        """Add an account and return its password, a generated one when none is given.

        Raises Conflict when the name is taken and BadInput when name or password will not do.
        """
        require(who, Right.MANAGE_PEOPLE)
        shown = _shown(name)
        chosen = _new_password() if password is None else _checked_password(password)
        self._store.add(_key(shown), shown, self._hash(chosen), role, who.name)
        return chosen

    def set_password(self, who: Person, name: str, password: str | None = None) -> str:
        """Replace a password, end the sign-ins made with the old one, and return the new one.

        Raises NotFound when there is nobody of that name and BadInput when the password will not do.
        """
        require(who, Right.MANAGE_PEOPLE)
        found = self.account(name).person
        chosen = _new_password() if password is None else _checked_password(password)
        self._store.set_password_hash(found.id, self._hash(chosen), end_sign_ins=True, who=who.name)
        return chosen

    def set_role(self, who: Person, name: str, role: StaffRole) -> None:
        """Give someone another role; raises Conflict where nobody would be left to administer, NotFound."""
        require(who, Right.MANAGE_PEOPLE)
        self._store.set_role(self.account(name).person.id, role, who.name)

    def set_disabled(self, who: Person, name: str, *, disabled: bool) -> None:
        """Let someone sign in or not; raises Conflict for the last administrator, NotFound."""
        require(who, Right.MANAGE_PEOPLE)
        self._store.set_disabled(self.account(name).person.id, who.name, disabled=disabled)

    def end_sign_ins(self, who: Person, name: str) -> None:
        """End everything someone is signed in to. Raises NotFound."""
        require(who, Right.MANAGE_PEOPLE)
        self._store.end_sign_ins(self.account(name).person.id, who.name)

    def account(self, name: str) -> Account:
        """The account of that name, however it is written; raises NotFound."""
        for account in self.list():
            if _key(account.person.name) == _key(name):
                return account
        raise NotFound(f"There is nobody called {name!r}.")

    def list(self) -> tuple[Account, ...]:
        """Everyone who has an account, by name."""
        return self._store.all()

    def is_empty(self) -> bool:
        """Whether nobody has an account yet."""
        return self._store.is_empty()

    def _slow_down(self, subjects: Mapping[str, int]) -> None:
        """Raise TooManyTries while one of the subjects has to wait."""
        wait = math.ceil(self._failures.wait_until(subjects) - self._clock())
        if wait > 0:
            raise TooManyTries(wait)

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
