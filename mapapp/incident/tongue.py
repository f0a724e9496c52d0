"""A language as the pure rooms use it: sentences by their English words, numbers, and the order of units.

English is the key of every sentence, and what is said where a catalog has no other word for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Units(StrEnum):
    """Which lengths readers are told."""

    AMERICAN = "american"
    """Miles from one place to another, metres for how exactly a place is known."""
    MILES = "miles"
    KM = "km"


def translatable(text: str) -> str:
    """The same text, marked for the catalogs: for tables whose words are said elsewhere by `Tongue.text`."""
    return text


def _same(text: str) -> str:
    return text


def _one_or_many(singular: str, plural: str, n: int) -> str:
    return singular if n == 1 else plural


def _plain_number(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"


@dataclass(frozen=True)
class Tongue:
    """How one language says things.

    `language` is its BCP 47 tag, as in HTML's `lang`; `locale` names the CLDR patterns that its dates follow
    ("es_US"). `translate`, `translate_plural` and `number` are gettext's, ngettext's and a number's with so
    many digits after the point. Two tongues are equal when they say the same language in the same units.
    """

    language: str = "en"
    locale: str = "en_US"
    units: Units = Units.AMERICAN
    translate: Callable[[str], str] = field(default=_same, compare=False, repr=False)
    translate_plural: Callable[[str, str, int], str] = field(default=_one_or_many, compare=False, repr=False)
    number: Callable[[float, int], str] = field(default=_plain_number, compare=False, repr=False)

    def text(self, msgid: str, **values: object) -> str:
        """What the English `msgid` is called; `%(name)s` in it stands for the value of that name."""
        said = self.translate(msgid)
        return said % values if values else said

    def plural(self, singular: str, plural: str, n: int, **values: object) -> str:
        """One of two English sentences by the number `n`, which is their `%(n)s`."""
        return self.translate_plural(singular, plural, n) % {"n": self.number(n, 0), **values}


ENGLISH = Tongue()
