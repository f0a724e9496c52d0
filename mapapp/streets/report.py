"""How long work says how far it has got."""

from typing import Protocol


class Report(Protocol):
    """Told of every step: the stage in words, and how much of it is done.

    `total` is None where it is not known; while files are fetched both count bytes, else steps.
    """

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Take note; must be quick, it is called often."""


def silent(stage: str, done: int, total: int | None) -> None:
    """A report nobody reads."""
