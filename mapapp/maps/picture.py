"""A drawn map as pixels, with a typeface that comes along, so that every machine gives the same picture."""

from pathlib import Path

import resvg_py
from font_source_sans_pro import font_directory

from mapapp.errors import BadInput

MAX_SCALE = 3

_WEIGHTS = ("Regular", "Semibold", "Bold")


def png(svg: str, scale: int) -> bytes:
    """An SVG document as a PNG, `scale` pixels to each of its own; raises BadInput for another scale.

    Only the shipped typeface is used and nothing is fetched.
    """
    if not 1 <= scale <= MAX_SCALE:
        raise BadInput(f"A picture is to be had at scale 1 to {MAX_SCALE}.")
    fonts = [str(Path(font_directory) / f"SourceSansPro-{one}.ttf") for one in _WEIGHTS]
    pixels = resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, skip_system_fonts=True, font_files=fonts)
    return bytes(pixels)
