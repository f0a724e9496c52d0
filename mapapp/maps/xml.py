"""What XML may hold: not every character that people's texts do, such as those that come along in a paste."""

import re

# The characters of XML 1.0, section 2.2, the other way round.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(text: str) -> str:
    """A text without the characters that no XML document may hold, not even escaped."""
    return _NOT_XML.sub("", text)
