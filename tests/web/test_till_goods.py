"""What a cashier touches and scans besides plain barcodes: favourites, numbers of loose goods, labels of scales."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from stdnum import ean

from optimapos.inventory.services import OpeningLine, OpeningStockService
from optimapos.products.models import Product
from optimapos.sales.models import Sale
from optimapos.tills.services import LayoutService, Tab, Tile
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.pricing import make_coupons, make_promotion
from tests.web.tills import Counter, hire, open_till

TEA = "3800000000010"


@pytest.fixture
def goods(shop: Shop) -> dict[str, Product]:
    """Tea by the piece, and cheese at 12.90 and apples at 2.00 a kilogram by their numbers."""
    return {
        "tea": make_product(shop, "Green tea", price="4.90", barcodes=[TEA], plu="4011"),
        "cheese": make_product(shop, "Gouda", price="12.90", unit_decimals=3, plu="5101"),
        "apples": make_product(shop, "Apples", price="2.00", unit_decimals=3, plu="4133"),
    }


@pytest.fixture
def till(shop: Shop, goods: dict[str, Product], page: Page) -> Counter:
    """A till with Clara at it, whose favourites are cheese, an empty place, and apples."""
    hire(shop, "Clara Cashier")
    arrange(shop, Tab("Counter", [Tile(0, goods["cheese"].pk), Tile(2, goods["apples"].pk)]), Tab("Warm", []))
    return open_till(shop, page)


def arrange(shop: Shop, *tabs: Tab, **where: Any) -> None:
    """Favourites for everywhere, or for a place."""
    fields: Any = {"name": "Favourites", "tabs": list(tabs), **where}
    LayoutService.create_layout(business=shop.business, actor=shop.owner, fields=fields).unwrap()


def label(kind: str, number: int, value: int) -> str:
    """The code that a scale prints."""
    digits = f"{kind}{number:05d}{value:05d}"
    return f"{digits}{ean.calc_check_digit(digits)}"


def test_favourites_stand_where_they_were_put_and_those_of_the_shop_come_before_those_for_all(
    till: Counter, shop: Shop, goods: dict[str, Product]
) -> None:
    tabs = till.page.get_by_role("tablist", name="Groups of goods")
    expect(tabs.get_by_role("tab")).to_have_text(["Counter", "Warm", "By number"])
    till.page.get_by_role("button", name=re.compile("Apples")).click()
    till.line("1 × Apples")
    till.total("€2.00")
    expect(till.page.get_by_role("button", name=re.compile("Green tea"))).to_have_count(0)
    arrange(shop, Tab("Of this shop", [Tile(0, goods["tea"].pk)]), storefront=shop.storefront)
    expect(tabs.get_by_role("tab").first).to_have_text("Of this shop", timeout=40_000)
    till.page.get_by_role("button", name=re.compile("Green tea")).click()
    till.total("€6.90")


def test_loose_goods_are_found_by_the_digits_of_their_number(till: Counter) -> None:
    till.page.get_by_role("tab", name="By number").click()
    number = till.page.get_by_role("group", name="Number")
    number.get_by_role("button", name="4", exact=True).click()
    expect(till.page.get_by_role("button", name=re.compile("Gouda"))).to_have_count(0)
    till.screen.picture("till-numbers", schemes=("light",))
    till.page.get_by_role("button", name=re.compile("4133 Apples")).click()
    till.line("1 × Apples")
    number.get_by_role("button", name="9", exact=True).click()
    expect(till.page.get_by_text("Nothing has a number that begins with 9.")).to_be_visible()


def test_labels_of_a_scale_become_lines_of_their_own_by_weight_and_by_price(till: Counter) -> None:
    till.scan(label("21", 5101, 464))
    till.line("0.464 × Gouda")
    till.total("€5.99")
    till.scan(label("23", 4133, 500))
    till.line("2.500 × Apples")
    till.total("€10.99")
    till.scan(label("21", 5101, 464))
    expect(till.page.get_by_role("listbox", name="Lines").get_by_role("option", name="0.464 × Gouda")).to_have_count(2)
    till.total("€16.98")
    till.screen.check_sound()


def test_a_label_that_says_nothing_of_a_product_is_told_in_words_and_sells_nothing(till: Counter) -> None:
    alert = till.page.get_by_role("alert")
    right = label("21", 5101, 464)
    till.scan(f"{right[:-1]}{(int(right[-1]) + 1) % 10}")
    expect(alert).to_contain_text("its check digit is wrong. Scan it again.")
    till.scan(label("21", 4011, 464))
    expect(alert).to_contain_text("its product is sold by the piece")
    till.scan(label("23", 5101, 0))
    expect(alert).to_contain_text("has a weight or price of 0. Weigh it again.")
    till.scan(label("21", 6999, 464))
    expect(alert).to_contain_text("No product has code")
    till.total("€0.00")
    till.type(right)
    till.press("Enter")
    till.total("€5.99")


def test_pieces_with_serial_numbers_are_named_by_choosing_and_scanning_before_they_are_paid(
    shop: Shop, page: Page
) -> None:
    kettle = make_product(shop, "Kettle", price="30.00", stock=None, barcodes=[TEA], tracks_serials=True)
    line = OpeningLine(kettle.pk, Decimal(3), Decimal(9), serials=("K-001", "K-002", "K-003"))
    OpeningStockService.receive_opening_lines(
        business=shop.business,
        location_id=shop.storefront.pk,
        lines=[line],
        user_id=shop.owner.user_id,
        at=datetime.now(UTC),
    ).unwrap()
    hire(shop, "Clara Cashier")
    till = open_till(shop, page)
    dialog = page.get_by_role("dialog", name="Serial numbers of Kettle")
    till.scan(TEA)
    dialog.get_by_role("button", name="K-002").click()
    expect(dialog.get_by_role("status")).to_have_text("1 of 1 named")
    till.screen.picture("till-serials", schemes=("light",))
    expect(dialog.get_by_role("button", name="Back to the cart")).to_be_focused()
    till.press("Enter")
    expect(dialog).to_be_hidden()
    till.scan(TEA)
    till.scan("K-002")
    expect(dialog.get_by_role("alert")).to_have_text("This piece is in the cart already.")
    till.scan("K-003")
    dialog.get_by_role("button", name="Back to the cart").click()
    till.total("€60.00")
    till.pay()
    page.get_by_role("button", name="Exact").click()
    till.done("Sold as")
    with shop.scope():
        (sale,) = Sale.objects.for_business(shop.id).exclude(completed_at=None)
        assert sorted(serial for row in sale.sale_items.all() for serial in row.serials) == ["K-002", "K-003"]


def test_a_coupon_is_typed_or_scanned_and_one_that_is_not_taken_says_why(till: Counter, shop: Shop) -> None:
    promotion = make_promotion(shop, "10", "BASKET_PERCENT", name="Summer", needs_coupon=True)
    make_coupons(shop, promotion, "SUMMER")
    make_coupons(shop, promotion, "SPRING", valid_until=datetime(2020, 1, 1, tzinfo=UTC))
    till.page.reload()
    expect(till.page.get_by_label("Find a product")).to_be_focused()
    till.scan(TEA)
    till.total("€4.90")
    till.page.get_by_role("button", name="Coupons").click()
    dialog = till.page.get_by_role("dialog", name="Coupons")
    code = dialog.get_by_label("Code of the coupon")
    code.fill("spring")
    code.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("Coupon spring is not valid any more.")
    code.fill("nothing")
    code.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("There is no coupon nothing. Check its letters.")
    code.fill("summer")
    code.press("Enter")
    expect(dialog.get_by_role("listitem")).to_contain_text("SUMMER Summer -€0.49")
    till.screen.picture("till-coupons", schemes=("light",))
    code.press("Enter")
    till.total("€4.41")
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    till.done("Sold as")
    with shop.scope():
        (sale,) = Sale.objects.for_business(shop.id).exclude(completed_at=None)
        assert (sale.coupons, sale.total_amount) == (["SUMMER"], Decimal("4.41"))
