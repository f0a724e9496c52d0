import dataclasses
import re
from pathlib import Path

import pytest

from mapapp.errors import BadInput
from mapapp.settings import Settings

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_lists_every_setting_with_its_sentence_and_no_other() -> None:
    listed = dict(re.findall(r"^\| `(MAPAPP_\w+)` \| (.+?) \|", README.read_text(), re.MULTILINE))
    assert listed == {
        f"MAPAPP_{one.name.upper()}": one.metadata["says"] for one in dataclasses.fields(Settings)
    }


def test_settings_are_read_from_the_environment_that_is_given(tmp_path: Path) -> None:
    read = Settings.from_env({"MAPAPP_HOME": str(tmp_path), "MAPAPP_PORT": "81", "MAPAPP_HTTPS": "yes"})
    assert (read.home, read.port, read.https) == (tmp_path, 81, True)
    assert read.database_url == f"sqlite:///{tmp_path}/newsroom.sqlite"


def test_an_empty_variable_means_the_default() -> None:
    assert Settings.from_env({"MAPAPP_PORT": ""}).port == Settings.from_env({}).port


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAPAPP_PORT", "eighty"),
        ("MAPAPP_HTTPS", "maybe"),
        ("MAPAPP_TIGER_YEAR", "new"),
        ("MAPAPP_LANGUAGE", "fr"),
        ("MAPAPP_UNITS", "leagues"),
        ("MAPAPP_PUBLIC_URL", "maps.example.org"),
        ("MAPAPP_PUBLIC_URL", "https://maps.example.org/?a=b"),
        ("MAPAPP_GEOCODER_OPTIONS", "{"),
        ("MAPAPP_GEOCODER_OPTIONS", "[1]"),
        ("MAPAPP_GEOCODER_INTERVAL", "nan"),
        ("MAPAPP_GEOCODER_INTERVAL", "-1"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(BadInput, match=name):
        Settings.from_env({name: value})


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]
