import struct

import pytest
from flask.testing import FlaskClient

MAP = "/maps/kenosha-2020-08-23"


@pytest.mark.parametrize(
    ("size", "pixels"), [("page", (720, 480)), ("card", (1200, 630)), ("square", (800, 800))]
)
@pytest.mark.parametrize("scale", [1, 2])
def test_a_map_is_a_picture_of_the_size_that_was_asked_for(
    client: FlaskClient, size: str, pixels: tuple[int, int], scale: int
) -> None:
    response = client.get(f"{MAP}.png?size={size}&scale={scale}")
    assert response.mimetype == "image/png"
    assert struct.unpack(">II", response.data[16:24]) == (pixels[0] * scale, pixels[1] * scale)


def test_a_map_is_an_svg_in_light_and_dark(client: FlaskClient) -> None:
    light, dark = (client.get(f"{MAP}.svg?theme={one}") for one in ("light", "dark"))
    assert light.mimetype == dark.mimetype == "image/svg+xml"
    assert light.data != dark.data
    assert client.get(f"{MAP}.svg", headers={"If-None-Match": light.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("query", ["size=huge", "theme=pink", "scale=9", "scale=0"])
def test_what_there_is_not_is_named(client: FlaskClient, query: str) -> None:
    assert client.get(f"{MAP}.png?{query}").status_code == 400


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_what_is_not_published_has_no_picture(client: FlaskClient, kind: str) -> None:
    assert client.get(f"/maps/nothing.{kind}").status_code == 404
