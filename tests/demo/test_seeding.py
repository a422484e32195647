"""The demo shop: set up once, complete, and sellable by what it prints."""

import re
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from stdnum import ean

from optimapos.core.tenancy import MAINTENANCE, tenant_scope
from optimapos.demo.favourites import TABS
from optimapos.demo.goods import GOODS, barcode
from optimapos.demo.morning import BASKETS
from optimapos.demo.people import CASHIER, OWNER, PEOPLE, WARNING
from optimapos.demo.shop import seed_demo_shop
from optimapos.inventory.models import InventoryBatch
from optimapos.organization.models import Business, User
from optimapos.organization.selectors import actor_of_member, memberships_of_user
from optimapos.partners.models import Customer, Supplier
from optimapos.products.models import Product, ProductBarcode
from optimapos.products.selectors import checkable, validated
from optimapos.refunds.models import Refund
from optimapos.sales.models import Sale
from optimapos.shifts.models import Shift
from optimapos.tills.models import TillLayout
from optimapos.tills.selectors import code_rules_of
from tests.concurrency.books import assert_books_balance
from tests.factories.organization import make_shop


def _seed() -> tuple[str, str]:
    told, complained = StringIO(), StringIO()
    call_command("seed_demo", stdout=told, stderr=complained)
    return told.getvalue(), complained.getvalue()


def _demo() -> Business:
    return Business.objects.using(MAINTENANCE).get()


@pytest.mark.usefixtures("_empty_database")
def test_it_is_set_up_once_and_tells_its_logins_again() -> None:
    first, _ = _seed()
    again, _ = _seed()
    assert Business.objects.using(MAINTENANCE).count() == 1
    for told in (first, again):
        assert WARNING in told
        assert all(f"{person.password} " in told and person.email in told for person in PEOPLE)
    assert re.search(r"code of till T1, once within a day: ([2-9A-Z]{4}-){3}[2-9A-Z]{4}\n", first)
    assert "code of till" not in again


@pytest.mark.usefixtures("_empty_database")
def test_everything_in_it_is_in_order() -> None:
    seeded = seed_demo_shop(timezone.now())
    assert seeded
    business = seeded.business
    assert business
    with tenant_scope(business):
        products = list(checkable(Product.objects.for_business(business)))
        codes = list(ProductBarcode.objects.for_business(business).values_list("code", flat=True))
        limits = sorted(Customer.objects.for_business(business).values_list("credit_limit", flat=True))
        weeks = {row.code: len(row.week) for row in Supplier.objects.for_business(business)}
        owner = _owner_of(business)
        found = validated(owner, products, timezone.now())
    assert len(products) == len(GOODS) + 1
    assert len(codes) > 35
    assert all(ean.is_valid(code) for code in codes)
    assert limits == [0, 0, 500]
    assert weeks == {"HARBOUR": 2, "NORDFOOD": 5, "MARKET": 1}
    assert [each for each in found if each.findings] == []


@pytest.mark.usefixtures("_empty_database")
def test_its_till_has_favourites_codes_batches_that_expire_soon_and_pieces_with_numbers() -> None:
    at = timezone.now()
    assert seed_demo_shop(at)
    business = _demo()
    with tenant_scope(business):
        (layout,) = TillLayout.objects.for_business(business).prefetch_related("tiles__product")
        tiles = [(layout.tabs[tile.tab], tile.product.name) for tile in layout.tiles.order_by("tab", "place")]
        layers = InventoryBatch.objects.for_business(business)
        soon = sorted((layer.expires_on - at.date()).days for layer in layers if layer.expires_on)
        serials = sorted(layer.serial_number for layer in layers if layer.serial_number)
        kinds = [rule.kind for rule in code_rules_of(business)]
    assert tiles == [(tab, name) for tab, names in TABS for name in names]
    assert soon == [1, 2, 3, 4, 6, 12, 25]
    assert serials == ["EK17-1001", "EK17-1002", "EK17-1003"]
    assert kinds == ["WEIGHT", "PRICE", "COUPON"]


@pytest.mark.usefixtures("_empty_database")
def test_its_first_morning_has_a_shift_that_was_short_and_goods_that_came_back() -> None:
    _seed()
    business = _demo()
    with tenant_scope(business):
        shift = Shift.objects.for_business(business).get()
        refunds = Refund.objects.for_business(business).order_by("requested_at")
        told = [(row.refund_method, row.status, row.paid_amount) for row in refunds]
        sales = list(Sale.objects.for_business(business))
    assert (shift.status, shift.z_number) == ("CLOSED", 1)
    count = {row["method"]: row["difference"] for row in shift.figures["count"]}
    assert count == {"CASH": "-0.50", "CARD": "0.00", "MOMO": "0.00", "STORE_CREDIT": "0.00"}
    assert told == [("CASH", "PROCESSED", Decimal("5.50")), ("CREDIT_NOTE", "PROCESSED", Decimal("2.60"))]
    assert {sale.shift_id for sale in sales} == {shift.pk}
    assert len(sales) == len(BASKETS)
    assert_books_balance(business.pk)


def _owner_of(business: Business) -> Any:
    [(_, member)] = memberships_of_user(User.objects.get(email=OWNER.email).pk)
    return actor_of_member(business.pk, member)


@pytest.mark.usefixtures("_empty_database")
def test_the_printed_logins_and_code_open_the_doors(client: Client) -> None:
    told, _ = _seed()
    for person in PEOPLE:
        login = {"email": person.email, "password": person.password}
        answer = client.post("/_allauth/app/v1/auth/login", login, content_type="application/json")
        assert answer.status_code == 200, answer.content
        token = answer.json()["meta"]["session_token"]
        assert client.get("/api/me/", headers={"X-Session-Token": token}).status_code == 200
    code = told.partition("within a day: ")[2].split()[0]
    device = client.post("/api/terminals/enrol/", {"code": code}, content_type="application/json").json()["secret"]
    answer = client.post(
        "/api/terminals/sign-in/",
        {"email": CASHIER.email, "pin": CASHIER.pin},
        content_type="application/json",
        headers={"Authorization": f"Terminal {device}"},
    )
    sold = client.post(
        "/api/sales/checkout/",
        {
            "items": [{"barcode": barcode(507), "quantity": "1"}],
            "payments": [{"payment_method": "CASH", "amount_paid": "10"}],
        },
        content_type="application/json",
        headers={"Authorization": f"Terminal {answer.json()['secret']}"},
    )
    assert sold.status_code == 201, sold.content
    assert (sold.json()["total_amount"], sold.json()["items"][0]["base_quantity"]) == ("8.40", "12")


def test_nothing_is_added_where_other_businesses_are() -> None:
    make_shop()
    before = Business.objects.using(MAINTENANCE).count()
    told, complained = _seed()
    assert told == ""
    assert "nothing was added" in complained
    assert Business.objects.using(MAINTENANCE).count() == before
