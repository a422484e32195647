"""The feed: a till's start, pages of its catalog, what changed, and what it is not told."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import brotli
import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from optimapos.core.ids import new_id
from optimapos.core.quantities import shown
from optimapos.organization.models import Role, User
from optimapos.organization.services import LocationService
from optimapos.tills.types import Kind
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop, make_till, unique
from tests.factories.partners import make_site
from tests.factories.pricing import make_price_list, make_promotion
from tests.inventory.stock import add_to_cart
from tests.tills.local import LocalTill
from tests.wallet.accounts import make_program

EVERYTHING = [str(kind) for kind in Kind]


def page(shop: Shop, kind: str, **query: Any) -> Any:
    answer = shop.till.get(f"/api/till/catalog/?kind={kind}" + "".join(f"&{key}={query[key]}" for key in query))
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_till_is_told_whether_points_are_taken_now_or_by_terms_that_are_set() -> None:
    shop = make_shop()

    def told() -> bool:
        return bool(shop.till.get("/api/till/").json()["business"]["takes_points"])

    now = datetime.now(UTC)
    assert not told()
    make_program(shop, is_active=False, at=now - timedelta(2))
    assert not told()
    make_program(shop, at=now + timedelta(1))
    assert told()
    make_program(shop, is_active=True, at=now - timedelta(1))
    assert told()


def test_a_till_begins_with_its_settings(shop: Shop) -> None:
    found = shop.till.get("/api/till/").json()
    assert found["business"] == {
        "id": str(shop.id),
        "name": "Corner shop",
        "slug": shop.business.slug,
        "currency": "EUR",
        "currency_decimals": 2,
        "country": "",
        "tax_number": "",
        "address": "",
        "receipt_footer": "",
        "prices_include_tax": True,
        "price_policy": "BEST_FOR_CUSTOMER",
        "cash_rounding_step": "0.0000",
        "credit_grace_days": 0,
        "reservation_minutes": 30,
        "requires_shift": False,
        "notes": ["5", "10", "20", "50", "100", "200"],
        "coins": ["0.01", "0.02", "0.05", "0.10", "0.20", "0.50", "1", "2"],
        "takes_points": False,
    }
    assert found["storefront"] == {
        "id": str(shop.storefront.pk),
        "code": "S1",
        "name": "High Street",
        "timezone": "Europe/Sofia",
        "day_starts_at": "00:00:00",
        "address": "",
        "phone": "",
        "stock_policy": "STRICT",
    }
    assert found["terminal"] == {"id": str(shop.till.actor.terminal_id), "code": "T1", "name": ""}
    operator = found["operator"]
    assert operator["capabilities"] == sorted(shop.till.actor.capabilities)
    assert (operator["role"], operator["role_name"], operator["max_discount"]) == ("cashier", "Cashier", "10.0000")
    assert operator["member"] == str(shop.till.actor.membership_id)
    assert operator["name"].startswith("cashier-")
    assert abs(datetime.fromisoformat(found["server_time"]) - datetime.now(UTC)) < timedelta(minutes=1)
    assert found["settings_version"] == 1
    assert set(found) == {
        *("business", "storefront", "terminal", "operator", "settings_version", "server_time", "cursor")
    }


def test_an_account_names_a_storefront_where_it_sees_several(shop: Shop) -> None:
    account = Client()
    account.force_login(_owner(shop))
    only = account.get("/api/till/").json()
    assert (only["terminal"], only["storefront"]["code"]) == (None, "S1")
    second = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    unnamed = account.get("/api/till/")
    assert (unnamed.status_code, unnamed.json()["code"]) == (422, "STOREFRONT_REQUIRED")
    assert account.get(f"/api/till/?storefront={second.pk}").json()["storefront"]["code"] == "S2"
    never = account.get(f"/api/till/?storefront={new_id()}")
    assert (never.status_code, never.json()["code"]) == (404, "UNKNOWN_LOCATION")
    of_another = shop.till.get(f"/api/till/?storefront={second.pk}")
    assert (of_another.status_code, of_another.json()["code"]) == (404, "UNKNOWN_LOCATION")


def _owner(shop: Shop) -> User:
    return User.objects.get(pk=shop.owner.user_id)


def test_a_product_comes_with_all_that_a_till_sells_it_by(shop: Shop) -> None:
    tea = make_product(
        shop, "Tea", price="4.99", barcodes=["3800123456787"], plu="4011", floor_price=Decimal("3.5"), stock="3"
    )
    (row,) = page(shop, "products")["rows"]
    assert row == {
        "id": str(tea.pk),
        "sku": tea.sku,
        "name": "Tea",
        "kind": "GOODS",
        "life_cycle": "ACTIVE",
        "unit": str(tea.unit_id),
        "tax_category": str(tea.tax_category_id),
        "group": None,
        "brand": None,
        "plu": "4011",
        "tracks_stock": True,
        "tracks_serials": False,
        "keeps_expiry": False,
        "warranty_days": 0,
        "weight_kg": None,
        "prix_br": None,
        "floor_price": "3.5",
        "picture": None,
        "packagings": [],
        "barcodes": [{"code": "3800123456787", "packaging": None}],
    }
    (prices,) = page(shop, "prices")["rows"]
    assert (prices["product"], prices["group"], prices["step"], prices["listed"], prices["fallback"]) == (
        str(tea.pk),
        [],
        [],
        [],
        None,
    )
    assert [(each["price"], each["here"], each["packaging"]) for each in prices["base"]] == [("4.99", False, None)]
    assert page(shop, "stock")["rows"] == [{"product": str(tea.pk), "sellable": "3", "expiring": []}]


def test_pages_follow_one_another_without_a_gap_or_a_double(shop: Shop) -> None:
    made = {str(make_product(shop, unique("Product")).pk) for _ in range(5)}
    customers = {str(make_customer(shop).pk) for _ in range(3)}
    for limit in (1, 2, 5):
        local = LocalTill(shop.till, limit=limit)
        for kind in (Kind.PRODUCTS, Kind.PRICES, Kind.STOCK):
            assert set(local.rows[kind]) == made
            assert len(local.load(kind)) == 5
        assert set(local.rows[Kind.CUSTOMERS]) == set(local.rows[Kind.CREDIT]) == customers


def test_many_changes_are_told_over_several_answers(shop: Shop) -> None:
    local = LocalTill(shop.till, limit=2)
    made = {str(make_product(shop, unique("Product")).pk) for _ in range(5)}
    customers = {str(make_customer(shop).pk) for _ in range(3)}
    first = shop.till.get(f"/api/till/changes/?since={local.cursor}&limit=2").json()
    assert first["has_more"]
    assert len(first["products"]["rows"]) == 2
    assert "prices" not in first
    local.refresh()
    assert set(local.rows[Kind.PRODUCTS]) == set(local.rows[Kind.PRICES]) == set(local.rows[Kind.STOCK]) == made
    assert set(local.rows[Kind.CUSTOMERS]) == set(local.rows[Kind.CREDIT]) == customers


def test_some_kinds_may_be_asked_for_alone(shop: Shop) -> None:
    local = LocalTill(shop.till)
    make_product(shop)
    found = shop.till.get(f"/api/till/changes/?since={local.cursor}&kinds=stock,units").json()
    assert found["kinds"] == ["units", "stock"]
    assert set(found) == {"cursor", "has_more", "kinds", "units", "stock", "held"}
    wrong = shop.till.get(f"/api/till/changes/?since={local.cursor}&kinds=stocks")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "VALIDATION_FAILED")


@pytest.mark.parametrize("cursor", ["x", "nowhere.1", "{tag}.x", "{tag}.-5", "{tag}.99999999999", "{tag}.1.2.units.3"])
def test_a_cursor_that_tells_nothing_makes_a_till_load_anew(shop: Shop, cursor: str) -> None:
    tag = shop.till.get("/api/till/").json()["cursor"].partition(".")[0]
    answer = shop.till.get(f"/api/till/changes/?since={cursor.format(tag=tag)}")
    assert (answer.status_code, answer.json()["code"]) == (409, "RELOAD_NEEDED")


def test_a_cursor_is_of_one_storefront(shop: Shop) -> None:
    second = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    other = make_till(shop.business, second, shop.owner, code="T9", role="cashier")
    cursor = shop.till.get("/api/till/").json()["cursor"]
    assert other.get(f"/api/till/changes/?since={cursor}").json()["code"] == "RELOAD_NEEDED"


def test_prices_promotions_and_rates_of_other_places_are_not_told(shop: Shop) -> None:
    second = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    tea = make_product(shop, "Tea")
    make_promotion(shop, "5", name="There", locations=[second.pk])
    make_promotion(shop, "5", name="Here", locations=[shop.storefront.pk])
    make_promotion(shop, "5", name="Draft", is_draft=True)
    make_price_list(shop, (tea, "9"), name="Draft list", is_draft=True)
    assert [row["name"] for row in page(shop, "promotions")["rows"]] == ["Here"]
    assert page(shop, "price_lists")["rows"] == []
    everything = "".join(str(page(shop, kind)) for kind in EVERYTHING)
    assert str(second.pk) not in everything
    assert "Draft" not in everything


def test_no_cost_is_ever_told(shop: Shop) -> None:
    make_product(shop, cost="3.3737", price="9.00")
    everything = "".join(str(page(shop, kind)) for kind in EVERYTHING) + str(shop.till.get("/api/till/").json())
    assert "3.3737" not in everything
    assert "cost'" not in everything
    assert "markup" not in everything


def test_of_a_customer_a_till_keeps_no_more_than_it_needs(shop: Shop) -> None:
    contact = {"phone": "+359888123456", "email": "ana@example.com", "vat_number": "BG123456789"}
    ana = make_customer(shop, name="Ана Ðurić", address="Long Street 1", notes="likes tea", city="Sofia", **contact)
    firm = make_customer(shop, name="Firm", type="COMPANY", **contact | {"email": "firm@example.com"})
    site = make_site(shop, firm, name="Yard", special_discount=Decimal("7.5"))
    by_id = {row["id"]: row for row in page(shop, "customers")["rows"]}
    assert by_id[str(ana.pk)] == {
        "id": str(ana.pk),
        "code": ana.code,
        "name": "Ана Ðurić",
        "search": "ana duric",
        "phone_end": "3456",
        "tax_number": "",
        "city": "Sofia",
        "type": "PERSON",
        "customer_type": "RETAIL",
        "category": "REGULAR",
        "price_group": None,
        "discount_percent": "0.0000",
        "is_tax_exempt": False,
        "sales_blocked": False,
        "credit_blocked": False,
        "credit_limit": "0.0000",
        "credit_terms_days": 30,
        "sites": [],
    }
    assert by_id[str(firm.pk)]["tax_number"] == "BG123456789"
    assert by_id[str(firm.pk)]["sites"] == [
        {"id": str(site.pk), "name": "Yard", "city": "", "special_discount": "7.5000", "is_primary": False}
    ]


def test_customers_and_stock_need_their_rights(shop: Shop) -> None:
    cursor = shop.till.get("/api/till/").json()["cursor"]
    make_customer(shop)
    with shop.scope():
        role = Role.objects.for_business(shop.id).get(code="cashier")
        role.capabilities = ["sale.sell"]
        role.save()
    for kind in ("customers", "credit", "stock"):
        answer = shop.till.get(f"/api/till/catalog/?kind={kind}")
        assert (answer.status_code, answer.json()["code"]) == (403, "PERMISSION_DENIED")
        asked = shop.till.get(f"/api/till/changes/?since={cursor}&kinds={kind}")
        assert (asked.status_code, asked.json()["code"]) == (403, "PERMISSION_DENIED")
    found = shop.till.get(f"/api/till/changes/?since={cursor}").json()
    assert set(EVERYTHING) - set(found["kinds"]) == {"customers", "credit", "stock"}
    assert set(found) == {"cursor", "has_more", "kinds", "settings", "spent"}


def test_what_carts_hold_and_what_expires_is_told_apart(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10")
    local = LocalTill(shop.till)
    cart, _ = add_to_cart(shop.till, tea, "4")
    local.refresh()
    assert local.available(tea.pk) == 6
    (held,) = local.held
    assert (held["product"], held["sale"], held["quantity"]) == (str(tea.pk), cart, "4")
    shop.till.post(f"/api/sales/{cart}/cancel/", {"reason": "left"})
    local.refresh()
    assert local.available(tea.pk) == 10


@pytest.mark.parametrize(("encoding", "opened"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_answers_are_compressed_where_the_till_takes_it(
    shop: Shop, encoding: str, opened: Callable[[bytes], bytes]
) -> None:
    for _ in range(5):
        make_product(shop, unique("Product"))
    client = Client(headers={"Authorization": f"Terminal {shop.till.token}"})
    plain = client.get("/api/till/catalog/?kind=products")
    packed = client.get("/api/till/catalog/?kind=products", headers={"Accept-Encoding": f"x;q=1, {encoding}"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.content) < len(plain.content) / 2
    assert opened(packed.content) == plain.content
    refused = client.get("/api/till/catalog/?kind=products", headers={"Accept-Encoding": f"{encoding};q=0"})
    assert "Content-Encoding" not in refused.headers


@pytest.mark.parametrize("kind", EVERYTHING)
def test_a_page_costs_the_same_number_of_statements_however_many_rows_it_has(
    shop: Shop, queries: Callable[[], CaptureQueriesContext], kind: str
) -> None:
    counts = []
    for _ in range(2):
        make_product(shop, unique("Product"))
        make_site(shop, make_customer(shop, phone="+359888123456"))
        make_promotion(shop, "5")
        page(shop, kind)  # the book of promotions is made once
        with queries() as captured:
            page(shop, kind)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_changes_cost_the_same_number_of_statements_however_many_there_are(
    shop: Shop, queries: Callable[[], CaptureQueriesContext]
) -> None:
    counts = []
    make_product(shop)
    for number in (1, 6):
        local = LocalTill(shop.till)
        for _ in range(number):
            make_product(shop, unique("Product"))
            make_customer(shop, phone="+359888123456")
        shop.till.get(f"/api/till/changes/?since={local.cursor}")
        with queries() as captured:
            found = shop.till.get(f"/api/till/changes/?since={local.cursor}").json()
        assert len(found["products"]["rows"]) == number
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_sum_of_a_till_is_what_the_shop_has(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10.5", unit_decimals=3)
    local = LocalTill(shop.till)
    assert shown(local.available(tea.pk)) == "10.5"
