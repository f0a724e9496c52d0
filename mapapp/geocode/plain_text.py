"""A phrase as one line of plain text. Pure."""

import unicodedata

from mapapp.errors import BadInput
from mapapp.geocode.cues import DASHES

MAX_PHRASE = 500

# Every dash of Unicode, the minus sign among them, is "-".
_PLAIN_MARKS = str.maketrans(
    {**dict.fromkeys(DASHES, "-"), **dict.fromkeys("’‘ʼ＇", "'"), **dict.fromkeys("“”„", '"')}
)
_KEPT_SYMBOLS = frozenset("°′″º+½")


def clean(phrase: str) -> str:
    """One line of plain text; BadInput when there are no words or more than a phrase can have."""
    if len(phrase) > MAX_PHRASE:
        raise BadInput(
            f"The phrase is longer than {MAX_PHRASE} characters; give only the words that say where."
        )
    if not phrase.strip():
        raise BadInput(
            "The phrase is empty; write where it was, such as 28th Avenue and 40th Street, Kenosha."
        )
    if phrase.isascii() and phrase.isprintable():
        return " ".join(phrase.split())
    marked = phrase.translate(_PLAIN_MARKS)
    kept = (one if one.isascii() and one.isprintable() else _plain(one) for one in marked)
    return " ".join("".join(kept).split())


def _plain(character: str) -> str:
    """Letters, digits and punctuation as they are; controls, emoji and the like as a space."""
    kept = unicodedata.category(character)[0] in "LMNP" or character in _KEPT_SYMBOLS
    return character if kept else " "
