from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visitor

from .test_reader import FOUNDING, SCENE, marker


def test_a_map_in_spanish_is_spanish_in_its_list_its_popups_and_its_controls(visitor: Visitor) -> None:
    page = visitor.open(f"/es/embed/{FOUNDING}", PHONE)
    expect(page.get_by_role("heading", name="Lugares de los hechos")).to_be_visible()
    marker(page, SCENE).click()
    popup = page.get_by_role("dialog", name=SCENE)
    expect(popup.get_by_text("una esquina, a menos de unos 160 m")).to_be_visible()
    expect(popup.locator("dt")).to_have_text(["Cuándo", "Precisión", "Estado"])
    expect(popup.get_by_role("button", name="Cerrar la ventana")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Acercar")).to_be_visible()
    expect(page.get_by_role("button", name="Todos los lugares")).to_be_visible()
    expect(page.get_by_role("group", name="Mostrar").get_by_text("Contexto")).to_be_visible()
    assert "pies" in page.locator(".leaflet-control-scale").inner_text()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Scenes")).to_be_visible()
