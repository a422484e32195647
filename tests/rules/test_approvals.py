"""What an approval is asked for: the hash of a cart, and the limit that a discount needs."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimapos.core.ids import UUID, new_id
from optimapos.core.result import DomainError
from optimapos.pricing.books import PromotionBook
from optimapos.pricing.rules import BEST_FOR_CUSTOMER
from optimapos.pricing.types import Occasion
from optimapos.sales.facts import CartFacts, CartLineFacts
from optimapos.sales.rules.amounts import LineInput, SaleAmounts, price_sale
from optimapos.sales.rules.approvals import cart_hash, discount_given, limit_needed, shown_cart
from optimapos.sales.rules.limits import check_discounts
from optimapos.sales.rules.plan import amounts_of
from optimapos.sales.rules.promotions import Promoting

D = Decimal
PRODUCT, PLACE, CUSTOMER = new_id(), new_id(), new_id()
NO_PROMOTIONS = Promoting(
    PromotionBook([]).on(Occasion(at=datetime.now(UTC), local=datetime.now(), location=None, price_group=None)),  # noqa: DTZ005 - the clock of a place has no zone
    {},
    BEST_FOR_CUSTOMER,
)


def line(**fields: Any) -> CartLineFacts:
    """A line; its ids are new each time, as in a request."""
    columns: dict[str, Any] = {
        "id": new_id(),
        "line_no": 1,
        "kind": "GOODS",
        "product_id": PRODUCT,
        "item_id": new_id(),
        "packaging_id": None,
        "factor_num": 1,
        "factor_den": 1,
        "quantity": D(2),
        "base_qty": D(2),
        "list_price": D("10.00"),
        "unit_price": D("9.5"),
        "price_source": "BASE",
        "price_overridden_by": None,
        "discount_percentage": D(10),
        "discount_fixed": D(0),
        "tax_code": "S",
        "tax_rate": D(20),
        "product_name": "Tea",
        "product_sku": "T1",
        "serials": [],
        "waterfall": [],
        "life_cycle": "ACTIVE",
        "tracks_stock": True,
        "tracks_serials": False,
        "warranty_days": 0,
    }
    return CartLineFacts(group_id=None, **columns | fields)


def cart(**fields: Any) -> CartFacts:
    """A cart, made now."""
    columns: dict[str, Any] = {
        "id": new_id(),
        "location_id": PLACE,
        "type": "RETAIL",
        "status": "DRAFT",
        "customer_id": CUSTOMER,
        "customer_site_id": None,
        "prices_include_tax": True,
        "discount_percentage": D(5),
        "discount_fixed": D(0),
        "cart_session_id": "",
        "notes": "",
        "version": 1,
        "created_at": datetime.now(UTC),
        "origin": "ONLINE",
    }
    return CartFacts(**columns | fields)


def hash_of(head: CartFacts, *lines: CartLineFacts) -> bytes:
    """Of a cart in euros."""
    return cart_hash(shown_cart(head, lines, amounts_of(lines, head, "EUR", NO_PROMOTIONS)[0], "EUR"))


def test_the_same_cart_has_the_same_hash_however_it_was_read() -> None:
    stored = line(quantity=D("2.000000"), unit_price=D("9.500000"), discount_percentage=D("10.0000"), serials=["A"])
    assert hash_of(cart(), line()) == hash_of(cart(version=7, notes="x", discount_percentage=D("5.0000")), stored)
    assert len(hash_of(cart(), line())) == 32


@pytest.mark.parametrize(
    "changed",
    [
        {"product_id": new_id()},
        {"product_name": "Coffee"},
        {"packaging_id": new_id()},
        {"quantity": D(3)},
        {"list_price": D(11)},
        {"unit_price": D("9.4")},
        {"discount_percentage": D(11)},
        {"discount_fixed": D(1)},
        {"tax_rate": D(9), "unit_price": D("9.51")},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_changed_line_has_another_hash(changed: dict[str, Any]) -> None:
    assert hash_of(cart(), line(**changed)) != hash_of(cart(), line())


@pytest.mark.parametrize(
    "changed",
    [
        {"location_id": new_id()},
        {"type": "WHOLESALE"},
        {"customer_id": None},
        {"customer_site_id": new_id()},
        {"discount_percentage": D(6)},
        {"discount_fixed": D(1)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_changed_head_has_another_hash(changed: dict[str, UUID]) -> None:
    assert hash_of(replace(cart(), **changed), line()) != hash_of(cart(), line())


def test_another_line_another_order_and_another_currency_have_another_hash() -> None:
    two = (line(), line(product_id=CUSTOMER))
    assert len({hash_of(cart(), line()), hash_of(cart(), *two), hash_of(cart(), *reversed(two))}) == 3
    lines = [line()]
    amounts, _ = amounts_of(lines, cart(), "EUR", NO_PROMOTIONS)
    assert cart_hash(shown_cart(cart(), lines, amounts, "USD")) != hash_of(cart(), *lines)


def priced(lines: list[tuple[Decimal, Decimal]], percent: Decimal) -> SaleAmounts:
    """Lines of (price, percent off) under a discount of the sale."""
    inputs = [LineInput(price, D(1), off, D(0), D(20), "S") for price, off in lines]
    return price_sale(inputs, discount_percentage=percent, discount_fixed=D(0), prices_include_tax=True, currency="EUR")


percents = st.decimals(0, 100, places=2)
prices = st.decimals(D("0.01"), 10_000, places=2)


@given(st.lists(st.tuples(prices, percents), min_size=1, max_size=4), percents)
def test_the_limit_that_a_discount_needs_is_enough(lines: list[tuple[Decimal, Decimal]], percent: Decimal) -> None:
    amounts = priced(lines, percent)
    check_discounts(amounts, max_discount=limit_needed(amounts, "EUR"), currency="EUR")


@given(prices, percents)
def test_of_one_line_no_smaller_limit_is_enough(price: Decimal, percent: Decimal) -> None:
    amounts = priced([(price, percent)], D(0))
    needed = limit_needed(amounts, "EUR")
    if discount_given(amounts):
        with pytest.raises(DomainError, match="DISCOUNT_NOT_ALLOWED"):
            check_discounts(amounts, max_discount=needed - D("0.0001"), currency="EUR")
    else:
        assert needed == 0
