"""What is noted as changed, what is not, and what becomes of the notes."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from optimapos.nomenclatures.models import Brand, PriceGroup, ProductGroup
from optimapos.nomenclatures.services import TaxRateService
from optimapos.organization.models import Business, Role
from optimapos.organization.services import BusinessService, LocationService
from optimapos.partners.models import Customer
from optimapos.pricing.models import Promotion
from optimapos.pricing.services import PriceListService, PricingService, PromotionService
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from optimapos.tills.models import TillChange
from optimapos.tills.services import compact_changes
from optimapos.tills.types import Kind
from tests.factories.catalog import make_customer, make_product, make_tax, make_unit
from tests.factories.organization import Shop, make_shop
from tests.factories.partners import make_site
from tests.factories.pricing import (
    make_coupons,
    make_group_price,
    make_price_group,
    make_price_list,
    make_promotion,
    make_step_price,
)
from tests.inventory.documents import ADJUSTMENTS
from tests.tills.local import LocalTill

CHECKOUT = "/api/sales/checkout/"


class Stand:
    """A shop with something of everything, and a till that knows it."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        with shop.scope():
            self.group = ProductGroup.objects.for_business(shop.id).create(
                business=shop.business, code="G", name="Group"
            )
            self.brand = Brand.objects.for_business(shop.id).create(business=shop.business, name="Brand")
        self.tea = make_product(
            shop, "Tea", group=self.group, brand=self.brand, packagings=[NewPackaging("Box", 12)], barcodes=["111"]
        )
        self.price_group = make_price_group(shop)
        self.customer = make_customer(shop, credit_limit=Decimal(1000))
        self.site = make_site(shop, self.customer)
        self.promotion = make_promotion(shop, "5", product_groups=[self.group.pk], name="Old")
        self.list = make_price_list(shop, (self.tea, "9"), is_draft=True)
        self.local = LocalTill(shop.till)
        self.local.refresh()

    def saved(self, row: Any, **fields: Any) -> None:
        """The row with other columns."""
        with self.shop.scope():
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()

    def gone(self, row: Any) -> None:
        """Without the row."""
        with self.shop.scope():
            row.delete()


@pytest.fixture
def stand(shop: Shop) -> Stand:
    return Stand(shop)


def _base_price(stand: Stand) -> None:
    PricingService.set_base_price(
        business=stand.shop.business,
        product_id=stand.tea.pk,
        price=Decimal("8.88"),
        includes_tax=True,
        location_id=None,
        packaging_id=None,
        user_id=stand.shop.owner.user_id,
    ).unwrap()


def _rate(stand: Stand) -> None:
    TaxRateService.add_rate(
        business=stand.shop.business,
        actor=stand.shop.owner,
        category_id=make_tax(stand.shop).pk,
        code="T21",
        rate=Decimal(21),
        valid_from=date(2026, 1, 1),
    ).unwrap()


def _approve_list(stand: Stand) -> None:
    PriceListService.approve_price_list(
        business=stand.shop.business, actor=stand.shop.owner, list_id=stand.list.pk, at=datetime.now(UTC)
    ).unwrap()


def _end_promotion(stand: Stand) -> None:
    PromotionService.end_promotion(
        business=stand.shop.business,
        actor=stand.shop.owner,
        promotion_id=stand.promotion.pk,
    ).unwrap()


def _settings(stand: Stand, **changes: Any) -> None:
    BusinessService.update_settings(
        business=stand.shop.business, changes=changes, user_id=stand.shop.owner.user_id
    ).unwrap()


def _markup(stand: Stand) -> None:
    _settings(stand, fallback_markup_percent=Decimal(50))


def _role(stand: Stand) -> None:
    with stand.shop.scope():
        role = Role.objects.for_business(stand.shop.id).get(code="cashier")
    stand.saved(role, max_discount=Decimal(20))


def _location(stand: Stand) -> None:
    LocationService.create_location(
        business=stand.shop.business, code="S9", name="New", user_id=stand.shop.owner.user_id
    ).unwrap()


def _part(stand: Stand, name: str) -> Any:
    with stand.shop.scope():
        return getattr(stand.tea, name).get()


EDITS: list[tuple[str, Callable[[Stand], Any], set[str]]] = [
    ("product renamed", lambda s: s.saved(s.tea, name="Green tea"), {"products"}),
    ("product made", lambda s: make_product(s.shop, "New", price=None, stock=None), {"products", "prices"}),
    ("packaging renamed", lambda s: s.saved(_part(s, "packagings"), name="Crate"), {"products"}),
    ("barcode gone", lambda s: s.gone(_part(s, "barcodes")), {"products"}),
    ("base price", _base_price, {"prices"}),
    ("group price", lambda s: make_group_price(s.shop, s.tea, s.price_group, "7"), {"prices"}),
    ("step price", lambda s: make_step_price(s.shop, s.tea, "5", "7"), {"prices"}),
    ("price list approved", _approve_list, {"price_lists", "prices"}),
    ("promotion made", lambda s: make_promotion(s.shop, "7"), {"promotions"}),
    ("promotion ended", _end_promotion, {"promotions"}),
    ("group renamed", lambda s: s.saved(s.group, name="Drinks"), {"groups", "promotions"}),
    ("brand renamed", lambda s: s.saved(s.brand, name="Other"), {"brands"}),
    ("unit renamed", lambda s: s.saved(make_unit(s.shop), name="Piece"), {"units"}),
    ("price group", lambda s: s.saved(s.price_group, discount_percentage=Decimal(3)), {"price_groups"}),
    ("tax rate", _rate, {"taxes"}),
    ("customer renamed", lambda s: s.saved(s.customer, name="Ana"), {"customers"}),
    ("customer made", lambda s: make_customer(s.shop), {"customers"}),
    ("site renamed", lambda s: s.saved(s.site, name="Yard"), {"customers"}),
    ("footer", lambda s: _settings(s, receipt_footer="Thanks"), {"settings"}),
    ("markup", _markup, {"settings", "prices"}),
    ("role", _role, {"settings"}),
    ("location made", _location, {"settings"}),
]


@pytest.mark.parametrize(("edit", "kinds"), [case[1:] for case in EDITS], ids=[case[0] for case in EDITS])
def test_an_edit_is_told_to_tills_and_no_more_than_it(
    stand: Stand, edit: Callable[[Stand], Any], kinds: set[str]
) -> None:
    edit(stand)
    told = stand.local.refresh()
    # A customer's row says by itself that it was written, whatever was written of it.
    assert set(told) - {"credit"} == kinds
    assert stand.local.rows == LocalTill(stand.shop.till).rows


def test_what_is_no_longer_kept_is_told_as_gone(stand: Stand) -> None:
    bare = make_product(stand.shop, "Bare", price=None, stock=None)
    stand.local.refresh()
    stand.saved(bare, life_cycle="ARCHIVED")
    stand.saved(stand.customer, is_active=False)
    told = stand.local.refresh()
    assert told["products"]["gone"] == [str(bare.pk)]
    assert told["customers"]["gone"] == told["credit"]["gone"] == [str(stand.customer.pk)]
    deleted = str(stand.customer.pk)
    stand.gone(stand.site)
    stand.gone(stand.customer)
    assert stand.local.refresh()["customers"]["gone"] == [deleted]
    assert stand.local.rows == LocalTill(stand.shop.till).rows


def notes(shop: Shop) -> set[tuple[Any, ...]]:
    """What is noted for a shop."""
    with shop.scope():
        rows = TillChange.objects.for_business(shop.id)
        return set(rows.values_list("changed_xid", "kind", "object_id"))


def test_a_checkout_notes_nothing_and_yet_tells_stock_debts_and_used_up_promotions(stand: Stand) -> None:
    shop = stand.shop
    limited = make_promotion(shop, "50", name="Once", products=[stand.tea.pk], use_limit=1, needs_coupon=True)
    make_coupons(shop, limited, "ONCE")
    make_product(shop, "Never here", stock=None, tracks_stock=True, price="1")
    stand.local.refresh()
    before = notes(shop)
    body = {
        "items": [{"product": stand.tea.pk, "quantity": "2"}],
        "payments": [{"payment_method": "CASH", "amount_paid": "1.00"}],
        "customer": stand.customer.pk,
        "coupons": ["ONCE"],
    }
    answer = shop.till.post(CHECKOUT, body)
    assert answer.status_code == 201, answer.content
    assert notes(shop) == before
    told = stand.local.refresh()
    assert set(told) == {"stock", "credit"}
    assert [row["sellable"] for row in told["stock"]["rows"]] == ["98"]
    (owed,) = told["credit"]["rows"]
    assert owed["owed"] == answer.json()["amount_due"].rstrip("0").rstrip(".")
    ((due, amount),) = owed["dues"]
    assert (due, amount) == (answer.json()["due_date"], owed["owed"])
    assert stand.local.spent == [str(limited.pk)]
    assert stand.local.overdue(stand.customer.pk, "2999-01-01") == Decimal(owed["owed"])
    assert stand.local.overdue(stand.customer.pk, due) == 0


def test_a_payment_that_settles_debts_is_told(stand: Stand) -> None:
    shop = stand.shop
    items = [{"product": stand.tea.pk, "quantity": "2"}]
    shop.till.post(CHECKOUT, {"items": items, "payments": [], "customer": stand.customer.pk})
    stand.local.refresh()
    paid = shop.till.post(f"/api/customers/{stand.customer.pk}/payments/", {"amount": "5.00", "payment_method": "CASH"})
    assert paid.status_code == 201, paid.content
    (row,) = stand.local.refresh()["credit"]["rows"]
    assert row["customer"] == str(stand.customer.pk)
    assert sum(Decimal(amount) for _, amount in row["dues"]) == Decimal(row["owed"])
    assert stand.local.rows == LocalTill(shop.till).rows


def test_goods_that_are_put_aside_are_told_though_nothing_left(stand: Stand) -> None:
    shop = stand.shop
    line = {"product": stand.tea.pk, "quantity": "3", "reason": "DAMAGE", "to_status": "QUARANTINE"}
    made = shop.manager_till.post(ADJUSTMENTS, {"location": shop.storefront.pk, "lines": [line]})
    assert made.status_code == 201, made.content
    document = made.json()
    for status in ("submitted", "approved", "posted", "completed"):
        shop.manager_till.post(f"{ADJUSTMENTS}{document['id']}/transition/", {"status": status})
    (row,) = stand.local.refresh()["stock"]["rows"]
    assert row["sellable"] == "97"


def test_a_deficit_counts_against_what_is_there(shop: Shop) -> None:
    with shop.scope():
        shop.storefront.stock_policy = "ALLOWS_OVERSELL"
        shop.storefront.save()
    tea = make_product(shop, "Tea", stock="1")
    body = {
        "items": [{"product": tea.pk, "quantity": "3"}],
        "payments": [{"payment_method": "CASH", "amount_paid": "30.00"}],
    }
    assert shop.till.post(CHECKOUT, body).status_code == 201
    assert LocalTill(shop.till).available(tea.pk) == -2


def test_a_cost_is_told_as_the_price_that_falls_back_on_it_where_there_is_a_markup(stand: Stand) -> None:
    shop = stand.shop
    salt = make_product(shop, "Salt", price=None, cost="0.40")
    stand.local.refresh()
    assert stand.local.rows[Kind.PRICES][str(salt.pk)]["fallback"] is None
    _markup(stand)
    stand.local.refresh()
    assert stand.local.rows[Kind.PRICES][str(salt.pk)]["fallback"] == "0.6"
    bought = {"product": salt.pk, "quantity": "10", "unit_cost": "0.50"}
    opened = shop.manager_till.post(
        "/api/stock-products/opening-stock/", {"storefront": shop.storefront.pk, "lines": [bought]}
    )
    assert opened.status_code == 201, opened.content
    told = stand.local.refresh()
    assert {row["product"]: row["fallback"] for row in told["prices"]["rows"]} == {str(salt.pk): "0.75"}


def test_a_price_that_ends_makes_room_for_the_one_before_it(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="10.00")
    soon = datetime.now(UTC) + timedelta(hours=3)
    make_step_price(shop, tea, "5", "9")
    make_step_price(shop, tea, "5", "8", valid_from=soon, valid_until=soon + timedelta(hours=1))
    local = LocalTill(shop.till)
    for hours, price in ((1, "9"), (3.5, "8"), (5, "9")):
        (decision,), _ = local.priced(
            [{"product": tea.pk, "quantity": "5"}], at=datetime.now(UTC) + timedelta(hours=hours)
        )
        assert decision.unit_price == Decimal(price)


def test_prices_that_were_replaced_for_good_are_left_out(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price=None)
    for days, price in ((30, "1"), (20, "2"), (10, "3")):
        make_step_price(
            shop, tea, "5", price, valid_from=datetime.now(UTC) - timedelta(days=days), location=shop.storefront
        )
    local = LocalTill(shop.till)
    assert [row["price"] for row in local.rows[Kind.PRICES][str(tea.pk)]["step"]] == ["3"]


def test_notes_that_a_later_one_repeats_are_taken_out_and_no_till_misses_anything(stand: Stand) -> None:
    old = stand.local.cursor
    for number in range(5):
        stand.saved(stand.tea, name=f"Tea {number}")
    stand.saved(stand.customer, name="Ana")
    assert len([note for note in notes(stand.shop) if note[1] == "products"]) >= 6
    until = time.monotonic() + 60  # whatever else runs on the server is to finish first
    while len([note for note in notes(stand.shop) if note[1:] == ("products", stand.tea.pk)]) > 1:
        assert time.monotonic() < until, "the notes stay"
        compact_changes()
    found = stand.shop.till.get(f"/api/till/changes/?since={old}").json()
    assert [row["name"] for row in found["products"]["rows"]] == ["Tea 4"]
    assert [row["name"] for row in found["customers"]["rows"]] == ["Ana"]


@pytest.mark.parametrize(
    ("model", "written_by_sales"),
    [(Customer, {"outstanding_balance"}), (Promotion, {"uses"}), (Business, {"currency_fixed", "settings_version"})],
)
def test_triggers_of_tables_that_sales_write_to_name_every_other_column(model: Any, written_by_sales: set[str]) -> None:
    unshown = {"id", "business_id", "created_at", "updated_at", "approved_by", "approved_at"}
    derived = {field.column for field in model._meta.concrete_fields if not field.editable}
    with connections["maintenance"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
            " AND tgname IN ('till_customers_update', 'till_promotions_update', 'till_settings_update')",
            [model._meta.db_table],
        )
        ((definition,),) = cursor.fetchall()
    named = set(re.search(r"UPDATE OF (.*) ON ", definition).group(1).split(", "))  # type: ignore[union-attr]
    columns = {field.column for field in model._meta.concrete_fields}
    assert columns - named - unshown - (derived - {"merged_into_id"}) == written_by_sales - derived


def test_a_product_of_another_business_is_no_change(stand: Stand) -> None:
    make_product(make_shop(), "Theirs")
    assert stand.local.refresh() == {}


def test_a_price_group_is_told_with_its_name(stand: Stand) -> None:
    with stand.shop.scope():
        row = PriceGroup.objects.for_business(stand.shop.id).get()
    assert stand.local.rows[Kind.PRICE_GROUPS][str(row.pk)]["name"] == "VIP"
    with stand.shop.scope():
        assert Product.objects.for_business(stand.shop.id).count() == 1
