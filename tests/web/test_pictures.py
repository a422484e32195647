"""Pictures of products: brought at the desk, put in order, removed and put back; shown in the list and at the till."""

import re
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from optimapos.products.models import Product, ProductPicture
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.pictures import BLUE, GREEN, RED, image, make_picture
from tests.web.screens import Screen
from tests.web.tills import hire, open_till


def cards(page: Page) -> Any:
    return page.get_by_role("list", name="Pictures, the main one first").get_by_role("listitem")


def words(shop: Shop, product: Product) -> list[str]:
    with shop.scope():
        rows = ProductPicture.objects.for_business(shop.id).filter(product=product, removed_at=None)
        return [row.alt_text for row in rows.order_by("position")]


def file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "image/png", "buffer": content}


def test_pictures_are_brought_and_a_file_that_is_none_is_told_at_its_name(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    tea = make_product(shop, "Green tea", stock=None, barcodes=["TEA"])
    page = screen.page
    screen.sign_in(owner_email, to=f"/products/{tea.pk}")
    expect(page.get_by_text("No picture yet")).to_be_visible()
    page.get_by_label("Pictures to add").set_input_files(
        [
            file("red.png", image(400, 300, RED)),
            file("notes.png", b"no picture"),
            file("blue.png", image(300, 400, BLUE)),
        ]
    )
    expect(cards(page)).to_have_count(2)
    expect(page.get_by_role("alert")).to_contain_text("This file is no picture, or it is damaged.")
    expect(page.get_by_text("notes.png")).to_be_visible()
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    first = cards(page).first
    expect(first).to_contain_text("Main")
    first.get_by_label("What it shows (optional)").fill("A red box")
    first.get_by_label("What it shows (optional)").press("Enter")
    expect(page.get_by_role("img", name="A red box")).to_be_visible()
    assert page.get_by_role("img", name="A red box").evaluate("each => each.naturalWidth") == 320
    assert words(shop, tea) == ["A red box", ""]
    screen.picture("product-pictures")


def test_pictures_are_moved_by_buttons_keys_and_dragging_and_removed_with_a_way_back(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    tea = make_product(shop, "Green tea", stock=None, barcodes=["TEA"])
    for word, colour in (("a", RED), ("b", GREEN), ("c", BLUE)):
        make_picture(shop, tea, image(200, 150, colour), word)
    page = screen.page
    screen.sign_in(owner_email, to=f"/products/{tea.pk}")

    def stand(*names: str) -> None:
        for at, name in enumerate(names):
            expect(cards(page).nth(at).locator("img")).to_have_attribute("alt", name)

    def done(act: Any) -> None:
        with page.expect_response(
            lambda answer: answer.request.method != "GET" and "/pictures/" in answer.url
        ) as answer:
            act()
        assert answer.value.ok

    done(page.get_by_role("button", name="Make c the main picture").click)
    stand("c", "a", "b")
    page.get_by_role("button", name="Move a back").focus()
    done(lambda: page.keyboard.press("ArrowLeft"))
    stand("a", "c", "b")
    done(lambda: cards(page).nth(2).drag_to(cards(page).nth(0)))
    stand("b", "a", "c")
    assert words(shop, tea) == ["b", "a", "c"]
    done(page.get_by_role("button", name="Remove b").click)
    expect(cards(page)).to_have_count(2)
    done(page.get_by_role("button", name="Undo").click)
    stand("b", "a", "c")
    assert words(shop, tea) == ["b", "a", "c"]
    page.goto("/products")
    shown = page.get_by_role("row").filter(has_text="Green tea").locator("img")
    expect(shown).to_have_attribute("src", re.compile(r"^/media/pictures/[0-9a-f]{40}-small\.webp$"))


def test_the_till_shows_pictures_on_tiles_and_in_the_search_also_without_a_connection(
    profile: BrowserContext, shop: Shop
) -> None:
    tea = make_product(shop, "Green tea", price="3.00")
    make_product(shop, "Coffee", price="5.00")
    make_picture(shop, tea, image(200, 150, GREEN))
    hire(shop, "Clara Cashier")
    counter = open_till(shop, profile.pages[0])
    page = counter.page
    tile = page.get_by_role("button", name="Green tea")
    expect(tile.locator("img")).to_be_visible()
    expect(page.get_by_role("button", name="Coffee").locator("img")).to_have_count(0)
    counter.type("green")
    expect(page.get_by_role("option", name="Green tea").locator("img")).to_be_visible()
    counter.press("Escape")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()  # from now on the service worker answers, and keeps what it fetched
    expect(tile.locator("img")).to_be_visible()
    page.wait_for_function("async () => (await (await caches.open('pictures')).keys()).length === 1")
    profile.set_offline(True)
    page.reload()
    expect(tile.locator("img")).to_be_visible()
    page.wait_for_function("() => [...document.querySelectorAll('img')].every(each => each.naturalWidth === 200)")
    tile.click()
    counter.total("\u20ac3.00")
