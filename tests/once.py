"""What takes long to make and is only read is made once per run, by whichever process needs it first."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name, which `make` filled; every process of the run has the same."""
    base = factory.getbasetemp()
    # The processes that share the tests of a run have folders of their own in one.
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, begun = run / name, run / f"{name}-begun"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(folder)
    return folder
