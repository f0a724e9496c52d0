"""The script of the interactive map, written by folium.

folium's templates run whatever text they are given, so nothing that a person wrote comes here: only
numbers, and addresses that we made ourselves. Words travel as JSON and become text in the page.
"""

from dataclasses import dataclass
from typing import cast

import folium
from branca.element import Element, Figure, MacroElement
from folium.map import FitBounds, Layer
from folium.template import Template

from mapapp.maps.extent import Bounds
from mapapp.maps.features import Drawing
from mapapp.maps.providers import TileProvider

ELEMENT_ID = "map_1"
"""The id of the page's element that the map is drawn in."""

MAX_ZOOM = 19

CLOSEST = 15
"""The zoom that a map of streets opens on at most."""

_WORLD = (-180.0, -60.0, 180.0, 60.0)
_TOP_LEFT_PX = (36, 72)
_BOTTOM_RIGHT_PX = (36, 60)
"""Room around the opening view for symbols that stand on their place, and for what lies over the map."""


@dataclass(frozen=True)
class Ground:
    """What lies under a map: our own tiles, at an address with {z}, {x} and {y} in it, or a provider's.

    A third party's are loaded only when the reader says so; until then, and for who does not, ours are there.
    """

    url: str
    provider: TileProvider | None = None
    closest: int = CLOSEST
    """The zoom that a map opens on at most: less where there is nothing to see from near."""


def map_script(drawing: Drawing, places_url: str, ground: Ground) -> str:
    """The JavaScript that draws the map in the element `ELEMENT_ID`.

    The same arguments give the same bytes in every process and thread: each call builds its own tree.
    """
    page = _Map(drawing.opening or _WORLD, ground.closest)
    _lay(ground, page)
    places = _Places(places_url)
    places.add_to(page)
    _LayerSwitch(page, places).add_to(page)
    figure = cast("Figure", page.get_root())
    page.render()  # type: ignore[no-untyped-call]
    lines = (one.strip() for one in figure.script.render().splitlines())
    return "\n".join(one for one in lines if one) + "\n"


def _lay(ground: Ground, page: "_Map") -> None:
    provider = ground.provider
    if provider is not None and not provider.host:
        _Tiles(provider).add_to(page)
        return
    basemap = _Basemap(ground.url)
    basemap.add_to(page)
    if provider is not None:
        tiles = _Tiles(provider, show=False)
        tiles.add_to(page)
        _Consent(page, basemap, tiles, provider.host).add_to(page)


class _Named(Element):
    """Gives an element the same JavaScript name every time; one of each kind per map."""

    @classmethod
    def _generate_id(cls) -> str:
        return "1"


class _Map(_Named, folium.Map):
    """folium's map without its page: only its script is used, so it needs no assets from elsewhere.

    The lists of assets are this class's own; folium's stay as they are for everybody else.
    """

    default_js = []  # noqa: RUF012 (folium declares them as lists; nothing is ever added to these)
    default_css = []  # noqa: RUF012

    def __init__(self, opening: Bounds, closest: int) -> None:
        west, south, east, north = opening
        middle = [(south + north) / 2, (west + east) / 2]
        super().__init__(middle, tiles=None, control_scale=True, scroll_wheel_zoom=False)
        _Opening(opening, closest).add_to(self)


class _Basemap(_Named, Layer):
    """Our own basemap: vector tiles drawn on canvas."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = mapapp.basemap({{ this.url|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, url: str) -> None:
        super().__init__(control=False)
        self._name = "Basemap"
        self.url = url


class _Tiles(_Named, folium.TileLayer):
    """A tile provider's pictures. Leaflet shows an attribution as HTML, which the provider has escaped."""

    def __init__(self, provider: TileProvider, *, show: bool = True) -> None:
        super().__init__(
            tiles=provider.url,
            attr=provider.credit_html or " ",
            name="tiles",
            max_zoom=MAX_ZOOM,
            max_native_zoom=min(provider.max_zoom, MAX_ZOOM),
            min_native_zoom=provider.min_zoom,
            subdomains=provider.subdomains,
            show=show,
            referrer_policy="strict-origin-when-cross-origin",
        )


class _Consent(_Named, MacroElement):
    """The reader's choice whether a third party's tiles are loaded."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            mapapp.consent({{ this.page.get_name() }}, {{ this.basemap.get_name() }},
                {{ this.tiles.get_name() }}, {{ this.host|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, page: _Map, basemap: _Basemap, tiles: _Tiles, host: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Consent"
        self.page = page
        self.basemap = basemap
        self.tiles = tiles
        self.host = host


class _Places(_Named, Layer):
    """The incident's places, fetched as JSON."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = mapapp.places({{ this.url|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, url: str) -> None:
        super().__init__(control=False)
        self._name = "Places"
        self.url = url


class _Opening(_Named, FitBounds):
    """What the map opens on, at once: an animation would fetch tiles on the way."""

    def __init__(self, opening: Bounds, closest: int) -> None:
        west, south, east, north = opening
        corners = [[south, west], [north, east]]
        super().__init__(corners, _TOP_LEFT_PX, _BOTTOM_RIGHT_PX, max_zoom=closest)
        self.options["animate"] = False


class _LayerSwitch(_Named, MacroElement):
    """The layer switch of the places."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            mapapp.layerSwitch({{ this.page.get_name() }}, {{ this.places.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, page: _Map, places: _Places) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "LayerSwitch"
        self.page = page
        self.places = places
