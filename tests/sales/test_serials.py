"""Products with serial numbers: a sale names each piece, and takes exactly these."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from optimapos.inventory.models import InventoryBatch
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from optimapos.sales.models import Sale, SaleItem
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.sales.shelves import CHECKOUT, body, item_of, late, layers, sell_on, sound, take_in
from tests.sales.test_oversell import held
from tests.sales.test_phase_one import add, open_cart, pay


def make_phone(shop: Shop, *serials: str, **fields: Any) -> Product:
    """A product with pieces in stock; the first costs 101, the second 102 and so on."""
    phone = make_product(shop, name="Phone", price="200.00", stock=None, tracks_serials=True, **fields)
    for number, serial in enumerate(serials, 1):
        take_in(shop, phone, "1", f"{100 + number}.00", serials=(serial,))
    return phone


def selling(phone: Product, *lines: tuple[str, ...], **fields: Any) -> dict[str, Any]:
    """A checkout with one line for each tuple of serial numbers."""
    made = body(*((phone, str(len(serials))) for serials in lines), **fields)
    for line, serials in zip(made["items"], lines, strict=True):
        line["serials"] = serials
    return made


def pieces(shop: Shop, product: Product) -> list[str]:
    """The serial numbers that are in stock."""
    with shop.scope():
        rows = InventoryBatch.objects.for_business(shop.id).filter(item__product=product, is_open=True)
        return sorted(rows.values_list("serial_number", flat=True))


def refused(answer: Any) -> tuple[int, str, list[str]]:
    """Status, code and serial numbers of a refusal."""
    told = answer.json()
    return answer.status_code, told["code"], told.get("data", {}).get("serials")


def test_exactly_the_named_pieces_are_sold_each_at_its_own_cost(shop: Shop) -> None:
    phone = make_phone(shop, "A1", "A2", "A3", "A4")
    sale = shop.till.post(CHECKOUT, selling(phone, ("A4", "A2"), ("A3",)))
    assert sale.status_code == 201, sale.content
    assert [line["serials"] for line in sale.json()["items"]] == [["A4", "A2"], ["A3"]]
    assert pieces(shop, phone) == ["A1"]
    with shop.scope():
        rows = SaleItem.objects.for_business(shop.id).order_by("line_no").values_list("serials", "cost_amount")
        assert list(rows) == [(["A4", "A2"], 206), (["A3"], 103)]
    assert shop.till.get(f"/api/sales/{sale.json()['id']}/").content == sale.content
    sound(shop)


def test_a_piece_that_expires_later_is_sold_when_it_is_the_one_named(shop: Shop) -> None:
    phone = make_phone(shop)
    today = datetime.now(UTC).date()
    take_in(shop, phone, "1", "1.00", today + timedelta(days=5), serials=("SOON",))
    take_in(shop, phone, "1", "2.00", today + timedelta(days=90), serials=("LATE",))
    assert shop.till.post(CHECKOUT, selling(phone, ("LATE",))).status_code == 201
    assert pieces(shop, phone) == ["SOON"]


def test_the_receipt_shows_the_pieces(shop: Shop) -> None:
    phone = make_phone(shop, "A1", "A2")
    sale = shop.till.post(CHECKOUT, selling(phone, ("A2", "A1"))).json()
    path = f"/api/sales/{sale['id']}/receipt/"
    assert shop.till.get(path).json()["items"][0]["serials"] == ["A2", "A1"]
    assert "Serial no. A2, A1" in shop.till.get(f"{path}?as=html").content.decode()
    assert shop.till.get(f"{path}?as=pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("quantity", "serials", "code"),
    [
        ("2", [], "SERIALS_REQUIRED"),
        ("2", ["A1"], "SERIALS_MISMATCH"),
        ("1", ["A1", "A2"], "SERIALS_MISMATCH"),
        ("2", ["A1", "A1"], "SERIALS_MISMATCH"),
    ],
)
def test_each_piece_has_to_be_named_once(shop: Shop, quantity: str, serials: list[str], code: str) -> None:
    phone = make_phone(shop, "A1", "A2")
    asked = body((phone, quantity))
    asked["items"][0]["serials"] = serials
    answer = shop.till.post(CHECKOUT, asked)
    assert refused(answer) == (422, code, serials)
    assert answer.json()["data"] == {"line": 1, "product": str(phone.pk), "quantity": quantity, "serials": serials}
    assert pieces(shop, phone) == ["A1", "A2"]
    with shop.scope():
        assert not Sale.objects.for_business(shop.id).exists()


def test_a_piece_in_two_lines_and_a_number_for_what_has_none_are_refused(shop: Shop) -> None:
    phone, tea = make_phone(shop, "A1", "A2"), make_product(shop, stock="5")
    assert refused(shop.till.post(CHECKOUT, selling(phone, ("A1",), ("A1",)))) == (422, "SERIALS_MISMATCH", ["A1"])
    assert refused(shop.till.post(CHECKOUT, selling(tea, ("A1",)))) == (422, "SERIALS_MISMATCH", ["A1"])
    assert (pieces(shop, phone), item_of(shop, tea).current_qty) == (["A1", "A2"], 5)


def test_a_piece_that_is_not_in_stock_is_refused_by_name(shop: Shop) -> None:
    phone, other = make_phone(shop, "A1", "A2"), make_phone(shop, "B1")
    assert shop.till.post(CHECKOUT, selling(phone, ("A1",))).status_code == 201
    answer = shop.till.post(CHECKOUT, selling(phone, ("A2",), ("A1",), ("B1",)))
    assert refused(answer) == (409, "SERIAL_NOT_IN_STOCK", ["A1", "B1"])
    assert (pieces(shop, phone), pieces(shop, other)) == (["A2"], ["B1"])


def test_a_box_of_pieces_needs_a_number_for_each_of_them(shop: Shop) -> None:
    phone = make_phone(shop, "A1", "A2", packagings=[NewPackaging("Pair", factor_num=2, barcodes=["PAIR"])])
    asked = body((phone, "1"))
    asked["items"] = [{"barcode": "PAIR", "quantity": "1", "serials": ["A1", "A2"]}]
    assert shop.till.post(CHECKOUT, asked).status_code == 201
    assert pieces(shop, phone) == []


def test_a_cart_may_name_its_pieces_later_but_not_after_it_is_paid(shop: Shop) -> None:
    phone = make_phone(shop, "A1", "A2", "A3")
    cart = open_cart(shop.till)
    added = add(shop.till, cart, phone, "2", serials=["A3"]).json()
    assert (added["serials"], held(shop, cart)) == (["A3"], [(2, "ACTIVE")])
    path = f"/api/sales/{cart}/items/{added['id']}/"
    assert refused(pay(shop.till, cart, ("CASH", "400.00"))) == (422, "SERIALS_MISMATCH", ["A3"])
    assert shop.till.patch(path, {"serials": []}).json()["serials"] == []
    assert refused(pay(shop.till, cart, ("CASH", "400.00"))) == (422, "SERIALS_REQUIRED", [])
    assert shop.till.patch(path, {"serials": ["A3", "A2"]}).json()["serials"] == ["A3", "A2"]
    assert shop.till.patch(path, {"discount_percentage": "0"}).json()["serials"] == ["A3", "A2"]
    done = pay(shop.till, cart, ("CASH", "400.00"))
    assert (done.status_code, done.json()["items"][0]["serials"]) == (200, ["A3", "A2"])
    assert (pieces(shop, phone), held(shop, cart)) == (["A1"], [(2, "COMMITTED")])
    assert shop.till.get(f"/api/sales/{cart}/").content == done.content
    sound(shop)


@pytest.mark.parametrize(
    ("serials", "expected"),
    [
        (["A1", "A2", "A1"], (422, "SERIALS_MISMATCH", ["A1", "A2", "A1"])),
        (["A1", "A1"], (422, "SERIALS_MISMATCH", ["A1", "A1"])),
        (["A1", "B9"], (409, "SERIAL_NOT_IN_STOCK", ["B9"])),
    ],
)
def test_a_cart_names_only_pieces_that_are_there(shop: Shop, serials: list[str], expected: Any) -> None:
    phone = make_phone(shop, "A1", "A2")
    cart = open_cart(shop.till)
    assert refused(add(shop.till, cart, phone, "2", serials=serials)) == expected
    assert (held(shop, cart), shop.till.get(f"/api/sales/{cart}/").json()["items"]) == ([], [])
    line = add(shop.till, cart, phone, "2").json()["id"]
    assert refused(shop.till.patch(f"/api/sales/{cart}/items/{line}/", {"serials": serials})) == expected


def test_a_piece_that_somebody_else_took_meanwhile_is_refused_under_the_lock(shop: Shop) -> None:
    phone = make_phone(shop, "A1", "A2")
    cart = open_cart(shop.till)
    line = add(shop.till, cart, phone, "1", serials=["A1"]).json()["id"]
    assert shop.till.post(CHECKOUT, selling(phone, ("A1",))).status_code == 201
    assert refused(pay(shop.till, cart, ("CASH", "200.00"))) == (409, "SERIAL_NOT_IN_STOCK", ["A1"])
    assert held(shop, cart) == [(1, "ACTIVE")]
    shop.till.patch(f"/api/sales/{cart}/items/{line}/", {"serials": ["A2"]})
    assert pay(shop.till, cart, ("CASH", "200.00")).status_code == 200
    assert pieces(shop, phone) == []


def test_pieces_that_other_carts_hold_are_theirs_whatever_their_numbers(shop: Shop) -> None:
    phone = make_phone(shop, "A1", "A2")
    add(shop.till, open_cart(shop.till), phone, "2")
    answer = shop.till.post(CHECKOUT, selling(phone, ("A1",)))
    assert (answer.status_code, answer.json()["code"]) == (409, "INSUFFICIENT_STOCK")
    assert pieces(shop, phone) == ["A1", "A2"]


def test_selling_on_does_not_invent_pieces(shop: Shop) -> None:
    sell_on(shop)
    phone = make_phone(shop, "A1", "A2")
    assert refused(shop.till.post(CHECKOUT, selling(phone, ("A2",), ("X9",)))) == (409, "SERIAL_NOT_IN_STOCK", ["X9"])
    assert shop.till.post(CHECKOUT, selling(phone, ("A2",))).status_code == 201
    assert (pieces(shop, phone), layers(shop, phone)) == (["A1"], [("STOCK", 1, 101)])


def test_a_late_sale_is_booked_without_its_pieces_and_takes_no_other(shop: Shop) -> None:
    phone = make_phone(shop, "A1", "A2")
    sale = shop.manager_till.post(CHECKOUT, late((phone, "1")))
    assert (sale.status_code, sale.json()["flags"]) == (201, ["OVERSOLD", "SERIALS_MISSING"])
    item = item_of(shop, phone)
    assert (item.current_qty, item.floor_qty, item.stock_value) == (1, -1, 101 + 102 - 102)
    assert pieces(shop, phone) == ["", "A1", "A2"]
    sound(shop)


def test_a_late_sale_takes_the_pieces_that_are_there_and_owes_the_others(shop: Shop) -> None:
    phone = make_phone(shop, "A1", "A2")
    asked = late((phone, "2"))
    asked["items"][0]["serials"] = ["X9", "A1"]
    sale = shop.manager_till.post(CHECKOUT, asked)
    assert (sale.status_code, sale.json()["flags"]) == (201, ["OVERSOLD"])
    assert pieces(shop, phone) == ["", "A2"]
    sound(shop)


def test_a_late_sale_that_names_a_piece_twice_takes_it_once(shop: Shop) -> None:
    phone = make_phone(shop, "A1", "A2")
    asked = late((phone, "2"), (phone, "1"))
    asked["items"][0]["serials"], asked["items"][1]["serials"] = ["A1", "A1"], ["A1"]
    sale = shop.manager_till.post(CHECKOUT, asked)
    assert (sale.status_code, sale.json()["flags"]) == (201, ["OVERSOLD", "SERIALS_MISSING"])
    assert (pieces(shop, phone), item_of(shop, phone).floor_qty) == (["", "A2"], -2)
    sound(shop)
