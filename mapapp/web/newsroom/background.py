"""Work that outlives a request: commands of our own program, started as processes of their own."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from mapapp.errors import Unavailable
from mapapp.settings import Settings

_ROOT = Path(__file__).parents[3]


def start_adding_streets(settings: Settings, code: str) -> None:
    """Start `streets add` for a county or a state by its code, for this newsroom; its job tells how it goes.

    Raises Unavailable when no process can be started.
    """
    command = [sys.executable, "-m", "mapapp", "streets", "add", code]
    nowhere = subprocess.DEVNULL
    try:
        child = subprocess.Popen(  # noqa: S603 (our own program, no shell, a code that was looked up)
            command,
            cwd=_ROOT,
            env={**os.environ, **_environment(settings)},
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
        )
    except OSError as error:
        raise Unavailable("The work could not be started on this machine; try again in a moment.") from error
    # Whoever waits for it lets the system forget it when it ends.
    threading.Thread(target=child.wait, name=f"streets {code}", daemon=True).start()


def _environment(settings: Settings) -> dict[str, str]:
    year = settings.tiger_year
    return {
        "MAPAPP_HOME": str(settings.home),
        "MAPAPP_TIGER_URL": settings.tiger_url,
        "MAPAPP_TIGER_YEAR": str(year) if year is not None else "",
    }
