"""A coupon that is shown at a till."""

from datetime import UTC, datetime
from urllib.parse import unquote

import pytest

from tests.factories.organization import Shop
from tests.factories.pricing import make_coupons, make_promotion


def test_a_till_learns_what_a_coupon_is_for_and_why_it_is_not_taken(shop: Shop) -> None:
    promotion = make_promotion(shop, kind="BASKET_PERCENT", value="10", needs_coupon=True)
    make_coupons(shop, promotion, "SUMMER")
    make_coupons(shop, promotion, "WINTER", valid_until=datetime(2020, 1, 1, tzinfo=UTC))
    found = shop.till.get("/api/till/coupons/summer/").json()
    assert (found["code"], found["promotion"], found["problem"]) == ("SUMMER", str(promotion.pk), "")
    assert shop.till.get("/api/till/coupons/WINTER/").json()["problem"] == "COUPON_EXPIRED"


def test_a_code_that_no_coupon_has_is_refused(shop: Shop) -> None:
    answer = shop.till.get("/api/till/coupons/nothing/")
    assert (answer.status_code, answer.json()["code"]) == (422, "COUPON_NOT_FOUND")
    assert answer.json()["data"] == {"coupon": "NOTHING"}


@pytest.mark.parametrize("code", ["%00", "A%00B", "X" * 41, "%D0%96", "A%20B"])
def test_what_can_be_no_code_is_no_coupon(shop: Shop, code: str) -> None:
    answer = shop.till.get(f"/api/till/coupons/{code}/")
    assert (answer.status_code, answer.json()["code"]) == (422, "COUPON_NOT_FOUND")
    assert answer.json()["data"] == {"coupon": unquote(code)}
