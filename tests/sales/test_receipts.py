"""Receipts: their figures, their three forms, and who gets one."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from optimapos.core.ids import new_id
from optimapos.organization.services import LocationService
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop, make_till

SOFIA = ZoneInfo("Europe/Sofia")
NASTY = '<script>alert(1)</script> #eval("1") $x$ @here [*b*] \\ "quoted" & Кафе crème brûlée'


def _sell(shop: Shop, items: list[dict[str, Any]], paid: str, **more: Any) -> str:
    body = {"items": items, "payments": [{"payment_method": "CASH", "amount_paid": paid}], **more}
    answer = shop.manager_till.post("/api/sales/checkout/", body)
    assert answer.status_code == 201, answer.content
    sale: str = answer.json()["id"]
    return sale


def _simple(shop: Shop, **fields: Any) -> str:
    return _sell(shop, [{"product": make_product(shop, **fields).pk, "quantity": "2"}], "50")


def _receipt(shop: Shop, sale: str, form: str = "json") -> Any:
    return shop.till.get(f"/api/sales/{sale}/receipt/?as={form}")


def test_a_receipt_has_all_that_a_printer_needs() -> None:
    shop = make_shop(country="BG", address="1 Main St", tax_number="BG1", receipt_footer="Come again")
    tea = make_product(shop, name="Tea", price="10.00", warranty_days=30)
    sale = _sell(shop, [{"product": tea.pk, "quantity": "2", "discount_percentage": "10"}], "20.00")
    found = _receipt(shop, sale).json()
    number, date = found["receipt_number"], found["date"]
    assert re.fullmatch(r"S1-T2-\d{8}-0001", number)
    assert found["business"] == {
        "name": "Corner shop",
        "address": "1 Main St",
        "tax_number": "BG1",
        "country": "BG",
        "logo": None,
    }
    assert found["storefront"] == {"code": "S1", "name": "High Street", "address": "", "phone": ""}
    assert (found["terminal"], found["customer"], found["footer"]) == ("T2", None, "Come again")
    assert found["cashier"].startswith("manager-")
    assert number.split("-")[2] == date.replace("-", "")
    assert (found["timezone"], found["qr"]) == ("Europe/Sofia", number)
    assert found["time"] == f"{datetime.fromisoformat(found['completed_at']).astimezone(SOFIA):%H:%M}"
    line = found["items"][0]
    assert line.pop("warranty_until") > date
    assert line == {
        "line_no": 1,
        "name": "Tea",
        "sku": tea.sku,
        "quantity": "2",
        "packaging": None,
        "unit": None,
        "unit_price": "10.00",
        "amount": "20.00",
        "discount_percentage": "10",
        "discount": "2.00",
        "total": "18.00",
        "tax_code": "T20",
        "tax_rate": "20",
        "serials": [],
    }
    assert found["taxes"] == [{"code": "T20", "rate": "20", "base": "15.00", "tax": "3.00", "gross": "18.00"}]
    assert (found["subtotal"], found["discount_amount"], found["tax_amount"]) == ("18.00", "0.00", "3.00")
    assert (found["total_amount"], found["amount_paid"], found["change"]) == ("18.00", "18.00", "2.00")
    assert (found["amount_due"], found["due_date"]) == ("0.00", None)
    assert found["payments"] == [
        {
            "payment_method": "CASH",
            "tendered": "20.00",
            "change": "2.00",
            "amount_paid": "18.00",
            "transaction_reference": "",
        }
    ]


@pytest.mark.parametrize("includes_tax", [True, False])
@pytest.mark.parametrize("currency", ["EUR", "JPY", "TND"])
def test_lines_lead_to_the_total(currency: str, includes_tax: bool) -> None:
    shop = make_shop(currency, prices_include_tax=includes_tax)
    tea = make_product(shop, price="333", includes_tax=includes_tax)
    ham = make_product(shop, price="77", tax="9", unit_decimals=3, includes_tax=includes_tax)
    lines = [{"product": tea.pk, "quantity": "3", "discount_amount": "7"}, {"product": ham.pk, "quantity": "0.755"}]
    sale = _sell(shop, lines, "2000", discount_percentage="5")
    found = _receipt(shop, sale).json()
    total, subtotal = Decimal(found["total_amount"]), Decimal(found["subtotal"])
    on_top = 0 if includes_tax else Decimal(found["tax_amount"])
    assert sum(Decimal(line["total"]) for line in found["items"]) == subtotal
    assert all(Decimal(each["amount"]) - Decimal(each["discount"]) == Decimal(each["total"]) for each in found["items"])
    assert subtotal - Decimal(found["discount_amount"]) + on_top + Decimal(found["rounding_amount"]) == total
    assert sum(Decimal(tax["gross"]) for tax in found["taxes"]) + Decimal(found["rounding_amount"]) == total
    assert len(found["total_amount"].partition(".")[2]) == {"EUR": 2, "JPY": 0, "TND": 3}[currency]


def test_a_package_and_a_weight_are_named(shop: Shop) -> None:
    tea = make_product(shop, price="1.00", packagings=[NewPackaging("Box of 12", 12)])
    ham = make_product(shop, price="8.00", unit_decimals=3)
    with shop.scope():
        box = tea.packagings.get().pk
    lines = [
        {"product": tea.pk, "packaging": box, "quantity": "1"},
        {"product": ham.pk, "quantity": "0.5"},
    ]
    items = _receipt(shop, _sell(shop, lines, "20")).json()["items"]
    assert [(line["quantity"], line["packaging"], line["unit"]) for line in items] == [
        ("1", "Box of 12", None),
        ("0.5", None, "U3"),
    ]


def test_what_a_customer_still_owes_is_told_with_its_day(shop: Shop) -> None:
    tea = make_product(shop, price="10.00")
    customer = make_customer(shop, credit_limit=Decimal(100), name="Ivan Petrov")
    sale = _sell(shop, [{"product": tea.pk, "quantity": "2"}], "5", customer=str(customer.pk))
    found = _receipt(shop, sale).json()
    assert found["customer"] == {"code": customer.code, "name": "Ivan Petrov"}
    assert (found["amount_paid"], found["amount_due"]) == ("5.00", "15.00")
    assert found["due_date"] > found["date"]
    assert "Owed, due" in _receipt(shop, sale, "html").content.decode()


def test_the_page_shows_every_line_and_escapes_what_people_wrote() -> None:
    shop = make_shop(receipt_footer=NASTY, address=NASTY)
    page = _receipt(shop, _simple(shop, name=NASTY, price="10.00"), "html")
    text = page.content.decode()
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "<script" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
    assert "Кафе crème brûlée" in text
    assert "<svg" in text
    assert "2 \N{MULTIPLICATION SIGN} €10.00" in text
    assert "€20.00" in text
    assert "€30.00" in text
    for outside in ("http://", "src=", "href="):
        assert outside not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    ("country", "amount", "word"),
    [
        ("BG", "1\N{NO-BREAK SPACE}234,50\N{NO-BREAK SPACE}€", "Общо"),
        ("FR", "234,50\N{NO-BREAK SPACE}€", "Espèces"),
        ("", "€1,234.50", "Cash"),
    ],
)
def test_amounts_and_words_follow_the_country(country: str, amount: str, word: str) -> None:
    shop = make_shop(country=country)
    sale = _sell(shop, [{"product": make_product(shop, price="1234.50").pk, "quantity": "1"}], "2000")
    text = _receipt(shop, sale, "html").content.decode()
    assert amount in text
    assert word in text


def test_the_paper_is_a_pdf_of_eighty_millimetres_as_long_as_its_lines() -> None:
    shop = make_shop(receipt_footer=NASTY)
    products = [make_product(shop, name=f"{NASTY} {number}", price="1.00") for number in range(12)]
    lines = [{"product": product.pk, "quantity": "1"} for product in products]
    short, long = _sell(shop, lines[:1], "20"), _sell(shop, lines, "20")
    heights = []
    for sale in (short, long):
        paper = _receipt(shop, sale, "pdf")
        assert paper.headers["Content-Type"] == "application/pdf"
        assert paper.headers["Content-Disposition"].startswith('inline; filename="S1-T2-')
        width, height = _page_size(paper.content)
        assert abs(width - 226.77) < 1
        heights.append(height)
    assert heights[1] > heights[0] * 1.8
    assert _receipt(shop, long, "pdf").content == _receipt(shop, long, "pdf").content


def _page_size(paper: bytes) -> tuple[float, float]:
    assert paper.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)\s*\]", paper)
    assert len(boxes) == 1
    return float(boxes[0][0]), float(boxes[0][1])


def test_text_on_paper_is_never_code(shop: Shop) -> None:
    sale = _simple(shop, name='"); #panic("in") #("', price="10.00")
    assert _receipt(shop, sale, "pdf").content.startswith(b"%PDF-")


def test_the_form_follows_as_and_then_accept(shop: Shop) -> None:
    sale = _simple(shop)
    path = f"/api/sales/{sale}/receipt/"
    wanted = {
        "application/pdf": "application/pdf",
        "text/html,application/xhtml+xml,*/*;q=0.8": "text/html; charset=utf-8",
        "application/json": "application/json",
        "*/*": "application/json",
        "image/png": "application/json",
    }
    for accept, content_type in wanted.items():
        client = Client(headers={"Authorization": f"Terminal {shop.till.token}", "Accept": accept})
        assert client.get(path).headers["Content-Type"] == content_type
        assert client.get(f"{path}?as=json").headers["Content-Type"] == "application/json"


def test_another_form_is_refused(shop: Shop) -> None:
    answer = _receipt(shop, _simple(shop), "docx")
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_FAILED")


@pytest.mark.parametrize("form", ["json", "html", "pdf"])
def test_a_cart_has_no_receipt_yet(shop: Shop, form: str) -> None:
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    answer = _receipt(shop, cart, form)
    assert (answer.status_code, answer.json()["code"]) == (409, "RECEIPT_NOT_READY")
    assert answer.json()["data"] == {"status": "DRAFT"}
    assert shop.till.post(f"/api/sales/{cart}/cancel/").status_code == 200
    assert _receipt(shop, cart, form).status_code == 409


@pytest.mark.parametrize("form", ["json", "html", "pdf"])
def test_a_sale_that_one_does_not_see_is_one_that_never_was(shop: Shop, form: str) -> None:
    other = make_shop()
    annex = LocationService.create_location(
        business=shop.business, code="S2", name="Annex", user_id=shop.owner.user_id
    ).unwrap()
    elsewhere = make_till(shop.business, annex, shop.owner, code="T1", role="cashier")
    never = _receipt(shop, str(new_id()), form)
    theirs = _receipt(shop, _simple(other), form)
    own = elsewhere.get(f"/api/sales/{_simple(shop)}/receipt/?as={form}")
    assert {(each.status_code, each.content) for each in (never, theirs, own)} == {(404, never.content)}


def test_those_without_the_right_and_strangers_get_none(shop: Shop) -> None:
    path = f"/api/sales/{_simple(shop)}/receipt/"
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T3", role="stock_clerk")
    assert clerk.get(path).status_code == 403
    assert Client().get(path).status_code == 401


def test_a_receipt_of_many_lines_takes_no_more_statements(shop: Shop, queries: Any) -> None:
    products = [make_product(shop, price="1.00") for _ in range(15)]
    lines = [{"product": product.pk, "quantity": "1"} for product in products]
    counts = []
    for some in (lines[:1], lines):
        sale = _sell(shop, some, "20")
        with queries() as asked:
            assert _receipt(shop, sale, "html").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
