import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from mapapp.desk import Desk
from mapapp.desk.people import FREE_TRIES, FREE_TRIES_OF_ADDRESS, NOBODY, People
from mapapp.errors import BadInput, Conflict, Denied, NotFound, SignInFailed, TooManyTries
from mapapp.settings import Settings
from mapapp.store import StaffRole, Store
from tests.people import ADA, CAY, CHIEF

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def people(desk: Desk, settings: Settings) -> People:
    return People(Store(settings.database_url), settings, QUICK)


def test_a_generated_password_signs_in(people: People) -> None:
    password = people.add(CHIEF, "Ada")
    person = people.person(people.sign_in("Ada", password))
    assert person is not None
    assert person.name == "Ada"
    assert len(password) >= 14
    assert people.add(CHIEF, "Ben") != password


@pytest.mark.parametrize("written", ["ada lovelace", " ADA  LOVELACE ", "Ａda Lovelace"])
def test_a_name_is_one_however_it_is_written(people: People, written: str) -> None:
    people.add(CHIEF, "Ada Lovelace", "correct horse")
    assert people.sign_in(written, "correct horse")
    with pytest.raises(Conflict):
        people.add(CHIEF, written)


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ada", "wrong horse"), ("Nobody", "correct horse"), ("", ""), ("Ada", ""), ("Ada", "x" * 100_000)],
)
def test_signing_in_fails_without_saying_why(people: People, name: str, password: str) -> None:
    people.add(CHIEF, "Ada", "correct horse")
    with pytest.raises(SignInFailed) as caught:
        people.sign_in(name, password)
    assert str(caught.value) == "The name and the password do not go together. Check both and try again."


def test_an_unknown_name_costs_as_many_hashes_as_a_wrong_password(people: People) -> None:
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 (the library's name)
            verified.append(str(hash))
            return super().verify(hash, password)

    people._hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    people.add(CHIEF, "Ada", "correct horse")
    for name in ("Ada", "Nobody"):
        with pytest.raises(SignInFailed):
            people.sign_in(name, "wrong horse")
    known, unknown = verified
    assert known.split("$")[:4] == unknown.split("$")[:4]


def test_only_hashes_are_kept(people: People, settings: Settings) -> None:
    people.add(CHIEF, "Ada", "correct horse")
    token = people.sign_in("Ada", "correct horse")
    kept = b"".join(one.read_bytes() for one in settings.home.glob("newsroom.sqlite*"))
    assert hashlib.sha256(token.encode()).hexdigest().encode() in kept
    assert token.encode() not in kept
    assert b"correct horse" not in kept


def test_a_sign_in_ends_when_signed_out(people: People) -> None:
    people.add(CHIEF, "Ada", "correct horse")
    first, second = (people.sign_in("Ada", "correct horse") for _ in range(2))
    assert first != second
    people.sign_out(first)
    assert people.person(first) is None
    assert people.person(second) is not None
    assert people.person("") is None
    assert people.person("a\ud800") is None


def test_a_sign_in_expires(people: People, settings: Settings) -> None:
    people.add(CHIEF, "Ada", "correct horse")
    brief = People(Store(settings.database_url), replace(settings, session_hours=0), QUICK)
    assert brief.person(brief.sign_in("Ada", "correct horse")) is None


def test_a_new_password_replaces_the_old_and_ends_its_sign_ins(people: People) -> None:
    people.add(CHIEF, "Ada", "correct horse")
    token = people.sign_in("Ada", "correct horse")
    assert people.set_password(CHIEF, "ada", "another horse") == "another horse"
    assert people.person(token) is None
    with pytest.raises(SignInFailed):
        people.sign_in("Ada", "correct horse")
    assert people.sign_in("Ada", people.set_password(CHIEF, "Ada"))
    with pytest.raises(NotFound):
        people.set_password(CHIEF, "Nobody")


def test_a_hash_of_weaker_parameters_is_renewed_at_sign_in(people: People, settings: Settings) -> None:
    people.add(CHIEF, "Ada", "correct horse")
    stronger = People(Store(settings.database_url), settings, PasswordHasher(2, 16, 1))
    token = people.sign_in("Ada", "correct horse")
    stronger.sign_in("Ada", "correct horse")
    found = Store(settings.database_url).people.find("ada")
    assert found is not None
    assert "m=16,t=2" in found[1]
    assert people.person(token) is not None


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b", "a\ud800", "a\u202eb"])
def test_a_name_that_will_not_do_is_refused(people: People, name: str) -> None:
    with pytest.raises(BadInput):
        people.add(CHIEF, name)
    assert [one.person.name for one in people.list()] == ["editor"]


@pytest.mark.parametrize("password", ["", "ninechars", "x" * 1_001, "long enough\ud800"])
def test_a_password_that_will_not_do_is_refused(people: People, password: str) -> None:
    people.add(CHIEF, "Ada", "correct horse")
    with pytest.raises(BadInput):
        people.add(CHIEF, "Ben", password)
    with pytest.raises(BadInput):
        people.set_password(CHIEF, "Ada", password)
    assert people.sign_in("Ada", "correct horse")


def test_the_real_parameters_are_those_of_rfc_9106(desk: Desk, tmp_path: Path) -> None:
    desk.people.add(CHIEF, "Ada", "correct horse")
    found = Store(desk.settings.database_url).people.find("ada")
    assert found is not None
    assert found[1].startswith("$argon2id$v=19$m=65536,t=3,p=4$")


class Clock:
    """Seconds since 1970, as the test says."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(people: People) -> Clock:
    clock = Clock()
    people._clock = clock
    people.add(CHIEF, "Ada", "correct horse")
    return clock


def _fail(people: People, times: int, name: str = "Ada", address: str = "::1") -> None:
    for _ in range(times):
        with pytest.raises(SignInFailed):
            people.sign_in(name, "wrong horse", address=address)


def test_each_wrong_password_past_the_free_ones_waits_twice_as_long(people: People, clock: Clock) -> None:
    _fail(people, FREE_TRIES)
    waits = []
    for _ in range(3):
        with pytest.raises(TooManyTries) as caught:
            people.sign_in("Ada", "correct horse", address="::1")
        waits.append(caught.value.wait_s)
        clock.now += caught.value.wait_s
        _fail(people, 1)
    assert waits == [1, 2, 4]
    clock.now += 8
    assert people.sign_in("Ada", "correct horse", address="::1")
    _fail(people, FREE_TRIES)


def test_who_guesses_elsewhere_keeps_nobody_out_here(people: People, clock: Clock) -> None:
    _fail(people, FREE_TRIES, address="::2")
    assert people.sign_in("Ada", "correct horse", address="::1")


def test_another_process_slows_down_too(people: People, clock: Clock, settings: Settings) -> None:
    _fail(people, FREE_TRIES)
    other = People(Store(settings.database_url), settings, QUICK, clock)
    with pytest.raises(TooManyTries):
        other.sign_in("ＡＤＡ", "correct horse", address="::1")


def test_one_address_may_not_try_every_name(people: People, clock: Clock) -> None:
    for i in range(FREE_TRIES_OF_ADDRESS):
        _fail(people, 1, f"name {i}")
    with pytest.raises(TooManyTries):
        people.sign_in("Ada", "correct horse", address="::1")


def test_failures_are_forgotten_after_a_day(people: People, clock: Clock) -> None:
    _fail(people, FREE_TRIES)
    clock.now += 90_000
    _fail(people, FREE_TRIES)


def test_what_was_typed_for_a_name_is_not_in_the_log(people: People, clock: Clock, desk: Desk) -> None:
    _fail(people, 1, "hunter2 my password")
    _fail(people, 1)
    first, second = [one for one in desk.audit.latest(CHIEF) if one.deed == "failed to sign in"]
    assert (first.subject, second.subject) == ("Ada", NOBODY)
    assert (first.who, second.who) == ("", "")
    assert first.detail == "::1"


def test_a_person_sees_and_ends_their_own_sign_ins(people: People) -> None:
    people.add(CHIEF, "Ada", "correct horse")
    people.add(CHIEF, "Ben", "correct horse")
    here, there = (
        people.sign_in("Ada", "correct horse", address=one, browser="Firefox") for one in ("::1", "::2")
    )
    ada, ben = (people.account(name).person for name in ("Ada", "Ben"))
    assert {(one.address, one.browser) for one in people.sign_ins(ada)} == {
        ("::1", "Firefox"),
        ("::2", "Firefox"),
    }
    people.end_sign_in(ben, people.handle(there))
    assert people.person(there) is not None
    people.end_sign_in(ada, people.handle(there))
    assert people.person(there) is None
    third = people.sign_in("Ada", "correct horse")
    people.end_other_sign_ins(ada, here)
    assert people.person(third) is None
    assert people.person(here) == ada


def test_changing_ones_password_asks_for_the_old_and_ends_the_other_sign_ins(people: People) -> None:
    people.add(CHIEF, "Ada", "correct horse")
    here, there = (people.sign_in("Ada", "correct horse") for _ in range(2))
    ada = people.account("Ada").person
    with pytest.raises(SignInFailed):
        people.change_password(ada, "wrong horse", "another horse", here)
    with pytest.raises(BadInput):
        people.change_password(ada, "correct horse", "short", here)
    people.change_password(ada, "correct horse", "another horse", here)
    assert people.person(here) == ada
    assert people.person(there) is None
    assert people.sign_in("Ada", "another horse")


def test_who_is_disabled_is_out_at_once_and_stays_out(people: People) -> None:
    people.add(CHIEF, "Ada", "correct horse")
    token = people.sign_in("Ada", "correct horse")
    people.set_disabled(CHIEF, "ada", disabled=True)
    assert people.person(token) is None
    with pytest.raises(SignInFailed):
        people.sign_in("Ada", "correct horse")
    assert people.account("Ada").disabled
    people.set_disabled(CHIEF, "ada", disabled=False)
    assert people.sign_in("Ada", "correct horse")


def test_the_last_administrator_stays_one(people: People) -> None:
    with pytest.raises(Conflict, match="administer"):
        people.set_role(CHIEF, "editor", StaffRole.REPORTER)
    with pytest.raises(Conflict, match="administer"):
        people.set_disabled(CHIEF, "editor", disabled=True)
    people.add(CHIEF, "Ada", role=StaffRole.ADMIN)
    people.set_role(CHIEF, "editor", StaffRole.REPORTER)
    assert people.account("editor").person.role is StaffRole.REPORTER


def test_only_administrators_manage_people(people: People) -> None:
    for who in (ADA, CAY):
        for deed in (
            lambda: people.add(who, "Dan"),  # noqa: B023 (called at once)
            lambda: people.set_password(who, "editor"),  # noqa: B023
            lambda: people.set_role(who, "editor", StaffRole.ADMIN),  # noqa: B023
            lambda: people.set_disabled(who, "editor", disabled=True),  # noqa: B023
            lambda: people.end_sign_ins(who, "editor"),  # noqa: B023
        ):
            with pytest.raises(Denied, match="administrator"):
                deed()
