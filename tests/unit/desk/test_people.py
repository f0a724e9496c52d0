import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from mapapp.desk import Desk
from mapapp.desk.people import People
from mapapp.errors import BadInput, Conflict, NotFound, SignInFailed
from mapapp.settings import Settings
from mapapp.store import Store

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def people(desk: Desk, settings: Settings) -> People:
    return People(Store(settings.database_url), settings, QUICK)


def test_a_generated_password_signs_in(people: People) -> None:
    password = people.add("Ada")
    person = people.person(people.sign_in("Ada", password))
    assert person is not None
    assert person.name == "Ada"
    assert len(password) >= 14
    assert people.add("Ben") != password


@pytest.mark.parametrize("written", ["ada lovelace", " ADA  LOVELACE ", "Ａda Lovelace"])
def test_a_name_is_one_however_it_is_written(people: People, written: str) -> None:
    people.add("Ada Lovelace", "correct horse")
    assert people.sign_in(written, "correct horse")
    with pytest.raises(Conflict):
        people.add(written)


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ada", "wrong horse"), ("Nobody", "correct horse"), ("", ""), ("Ada", ""), ("Ada", "x" * 100_000)],
)
def test_signing_in_fails_without_saying_why(people: People, name: str, password: str) -> None:
    people.add("Ada", "correct horse")
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
    people.add("Ada", "correct horse")
    for name in ("Ada", "Nobody"):
        with pytest.raises(SignInFailed):
            people.sign_in(name, "wrong horse")
    known, unknown = verified
    assert known.split("$")[:4] == unknown.split("$")[:4]


def test_only_hashes_are_kept(people: People, settings: Settings) -> None:
    people.add("Ada", "correct horse")
    token = people.sign_in("Ada", "correct horse")
    kept = b"".join(one.read_bytes() for one in settings.home.glob("newsroom.sqlite*"))
    assert hashlib.sha256(token.encode()).hexdigest().encode() in kept
    assert token.encode() not in kept
    assert b"correct horse" not in kept


def test_a_sign_in_ends_when_signed_out(people: People) -> None:
    people.add("Ada", "correct horse")
    first, second = (people.sign_in("Ada", "correct horse") for _ in range(2))
    assert first != second
    people.sign_out(first)
    assert people.person(first) is None
    assert people.person(second) is not None
    assert people.person("") is None
    assert people.person("a\ud800") is None


def test_a_sign_in_expires(people: People, settings: Settings) -> None:
    people.add("Ada", "correct horse")
    brief = People(Store(settings.database_url), replace(settings, session_hours=0), QUICK)
    assert brief.person(brief.sign_in("Ada", "correct horse")) is None


def test_a_new_password_replaces_the_old_and_ends_its_sign_ins(people: People) -> None:
    people.add("Ada", "correct horse")
    token = people.sign_in("Ada", "correct horse")
    assert people.set_password("ada", "another horse") == "another horse"
    assert people.person(token) is None
    with pytest.raises(SignInFailed):
        people.sign_in("Ada", "correct horse")
    assert people.sign_in("Ada", people.set_password("Ada"))
    with pytest.raises(NotFound):
        people.set_password("Nobody")


def test_a_hash_of_weaker_parameters_is_renewed_at_sign_in(people: People, settings: Settings) -> None:
    people.add("Ada", "correct horse")
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
        people.add(name)
    assert [one.name for one in people.list()] == ["editor"]


@pytest.mark.parametrize("password", ["", "ninechars", "x" * 1_001, "long enough\ud800"])
def test_a_password_that_will_not_do_is_refused(people: People, password: str) -> None:
    people.add("Ada", "correct horse")
    with pytest.raises(BadInput):
        people.add("Ben", password)
    with pytest.raises(BadInput):
        people.set_password("Ada", password)
    assert people.sign_in("Ada", "correct horse")


def test_the_real_parameters_are_those_of_rfc_9106(desk: Desk, tmp_path: Path) -> None:
    desk.people.add("Ada", "correct horse")
    found = Store(desk.settings.database_url).people.find("ada")
    assert found is not None
    assert found[1].startswith("$argon2id$v=19$m=65536,t=3,p=4$")
