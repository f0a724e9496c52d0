import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapapp.cli import main
from tests.unit.geocode import nominatim
from tests.unit.geocode.nominatim import Nominatim

PHRASE = "7 Harbor Street, Racine, WI"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nominatim]:
    """A server, and a folder for temporary files of the test's own for its gate."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with nominatim.serving() as server:
        server.says = []
        yield server


def own(server: Nominatim) -> dict[str, str]:
    return {"MAPAPP_GEOCODER_OPTIONS": json.dumps(server.options), "MAPAPP_GEOCODER_INTERVAL": "0"}


def test_nothing_is_asked_online_without_the_option(runner: CliRunner, server: Nominatim) -> None:
    assert runner.invoke(main, ["geocode", PHRASE], env=own(server)).exit_code == 0
    assert server.asked == []


def test_an_answer_of_the_service_is_one(runner: CliRunner, server: Nominatim) -> None:
    done = runner.invoke(main, ["geocode", "--online", PHRASE], env=own(server))
    assert done.exit_code == 0
    assert "not found" in done.stdout
    assert len(server.asked) == 1


def test_an_outage_has_an_exit_status_of_its_own(runner: CliRunner, server: Nominatim) -> None:
    server.faults = [nominatim.status(503)]
    done = runner.invoke(main, ["geocode", "--online", PHRASE], env=own(server))
    assert done.exit_code == 3
    assert "unavailable" in done.stdout


def test_without_a_contact_the_public_server_is_not_asked(runner: CliRunner, server: Nominatim) -> None:
    done = runner.invoke(main, ["geocode", "--online", PHRASE], env={"MAPAPP_CONTACT": ""})
    assert done.exit_code == 2
    assert "MAPAPP_CONTACT" in done.stderr
