"""Promotions and coupons that a till took off offline: booked as they were, counted where they still can be."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.result import DomainError
from optimapos.offline.services import ReviewService, booking
from optimapos.pricing.models import Promotion
from optimapos.products.models import Product
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.pricing import make_coupons, make_promotion
from tests.offline.devices import Device, Envelope, make_device, sent
from tests.offline.test_intake import booked, kept, one
from tests.sales.shelves import sound


def promoted(device: Device, tea: Product, promotion: Promotion, coupon: str | None = None) -> Envelope:
    """An envelope of one piece at 10.00 less 10 %."""
    payload = device.payload((tea, "1", "10.00"), sale__coupons=[coupon] if coupon else [])
    payload["shown"]["lines"][0] |= {"promotion_discount": "1.00", "net": "7.50", "tax": "1.50", "gross": "9.00"}
    told = {"promotion": str(promotion.pk), "name": "Spring", "amount": "1.00", "shares": {"1": "1.00"}}
    payload["shown"] |= {
        "promotion_amount": "1.00",
        "tax_amount": "1.50",
        "total_amount": "9.00",
        "amount_paid": "9.00",
        "promotions": [told | {"coupon": coupon}],
    }
    payload["sale"]["payments"][0]["amount_paid"] = "9.00"
    return device.sealed(payload)


def uses(shop: Shop, row: Any) -> int:
    """How often it was used."""
    with shop.scope():
        row.refresh_from_db()
    found: int = row.uses
    return found


def test_a_limited_promotion_is_counted_until_it_is_used_up_and_taken_off_all_the_same(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="10.00", stock="9")
    promotion = make_promotion(shop, "10", "BASKET_PERCENT", name="Spring", use_limit=1)
    first, second = sent(device, promoted(device, tea, promotion), promoted(device, tea, promotion))
    assert (first["state"], first["flags"]) == ("ACCEPTED", [])
    assert second["flags"] == ["REPRICED", "PROMOTION_NOT_COUNTED"]
    assert {"line": 0, "field": "promotion_amount", "charged": "1", "ours": "0"} in second["differences"]
    assert uses(shop, promotion) == 1
    assert [sale.promotion_amount for sale in booked(shop)] == [Decimal("1.00")] * 2
    sound(shop)


def test_a_coupon_is_counted_once_and_one_that_is_used_up_is_taken_off_all_the_same(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="10.00", stock="9")
    promotion = make_promotion(shop, "10", "BASKET_PERCENT", name="Spring", needs_coupon=True)
    (coupon,) = make_coupons(shop, promotion, "SAVE", use_limit=1)
    first = one(sent(device, promoted(device, tea, promotion, "SAVE")))
    assert (first["state"], first["flags"]) == ("ACCEPTED", [])
    second = one(sent(device, promoted(device, tea, promotion, "SAVE")))
    assert second["flags"] == ["REPRICED", "PROMOTION_NOT_COUNTED"]
    assert uses(shop, coupon) == 1
    sound(shop)


def test_a_discount_that_would_be_more_than_what_it_costs_now_is_told(shop: Shop) -> None:
    device, tea = make_device(shop, role="manager"), make_product(shop, price="1.00", stock="9")
    payload = device.payload((tea, "1", "10.00"), sale__items__0__discount_amount="4.00")
    payload["shown"]["lines"][0] |= {"net": "5.00", "tax": "1.00", "gross": "6.00"}
    payload["shown"] |= {"subtotal": "6.00", "tax_amount": "1.00", "total_amount": "6.00", "amount_paid": "6.00"}
    payload["sale"]["payments"][0]["amount_paid"] = "6.00"
    answer = one(sent(device, device.sealed(payload)))
    assert answer["differences"] == [
        {"line": 1, "field": "unit_price", "charged": "10", "ours": "1"},
        {"line": 0, "field": "total_amount", "charged": "6", "ours": None},
    ]
    sound(shop)


def test_what_was_settled_while_it_was_tried_again_stays_settled(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    answer = one(sent(device, device.envelope((tea, "1", "1.00"), grant="none")))
    row = kept(shop)[0]
    args: dict[str, Any] = {"business": shop.business, "actor": shop.owner, "offline_sale_id": row.pk}

    def settled_meanwhile(**_: Any) -> Any:
        ReviewService.settle(**args, note="paid back", at=row.received_at).unwrap()
        raise DomainError("GRANT_INVALID", "The grant was changed.")

    monkeypatch.setattr(booking.GrantService, "read", settled_meanwhile)
    assert ReviewService.retry(**args, at=row.received_at).unwrap().state == "SETTLED"
    assert answer["state"] == "NEEDS_REVIEW"
