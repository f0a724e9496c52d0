"""What was published to a place: each file with its digest, so that the next run knows what has changed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from mapapp.errors import BadInput
from mapapp.site.target import Target

NAME = "published.json"
_FORMAT = "files-1"


@dataclass(frozen=True)
class Entry:
    """A published file; `sha256` is empty while it may be there or not, since a run was to write it.

    `stamp` says what it was made of, where it need not be made again as long as that is the same;
    `packed` holds the sizes in bytes of the compressed files beside it, by their ending; `unnamed_since` the
    time (RFC 3339 in UTC) since which no page names it any more, empty while one does.
    """

    sha256: str = ""
    size: int = 0
    packed: Mapping[str, int] = field(default_factory=dict)
    unnamed_since: str = ""
    stamp: str = ""


Files = dict[str, Entry]


def load(target: Target, present: Mapping[str, int]) -> Files:
    """What earlier runs published; raises BadInput where files are that no run of ours put there."""
    if NAME not in present:
        if present:
            raise BadInput(
                f"There are files in {target.address} that were not published from here; "
                "name a folder that is empty or new."
            )
        return {}
    try:
        read = json.loads(target.read(NAME))
        return {str(path): Entry(**one) for path, one in read[_FORMAT].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"{NAME} in {target.address} cannot be read; empty the folder and publish again."
        ) from error


def save(target: Target, files: Files) -> None:
    """Remember what is published."""
    listed = {path: asdict(files[path]) for path in sorted(files)}
    target.write(NAME, json.dumps({_FORMAT: listed}, indent=0).encode(), {"Content-Type": "application/json"})
    target.settle()
