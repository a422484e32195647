"""The last use of a coupon and of a limited promotion: it goes to one sale, and without the locks and counts it does not."""

from collections import Counter
from typing import Any

import pytest

from optimapos.pricing.models import Coupon, Promotion
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.pricing import make_coupons, make_promotion
from tests.servers import Answer, Server, race

BUYERS = 16
ROUNDS = 5


def told(answer: Answer) -> tuple[int, str]:
    """Status, and what was taken off or the code."""
    body = answer.json() if answer.status < 500 else {}
    return answer.status, body["promotion_amount"] if answer.status == 201 else body.get("code", "")


def rush(server: Server, shop: Shop, **fields: Any) -> tuple[Counter[tuple[int, str]], int | None]:
    """All buy at once what a promotion makes 1.00 cheaper: what became of them, and how many uses are counted."""
    product = make_product(shop, price="5.00", stock="1000").pk
    promotion = make_promotion(shop, "1", "BASKET_AMOUNT", products=[product], **fields)
    codes = {"coupons": [f"C{promotion.pk.hex[-8:]}"]} if promotion.needs_coupon else {}
    if codes:
        make_coupons(shop, promotion, *codes["coupons"], use_limit=1)
    tokens = [shop.till.token, shop.manager_till.token]
    answers = race(server, tokens, [(CHECKOUT, sale([(product, 1)], **codes), None)] * BUYERS)
    with shop.scope():
        rows = Coupon.objects if codes else Promotion.objects
        uses = rows.for_business(shop.id).order_by("-pk").values_list("uses", flat=True).first()
    return Counter(map(told, answers)), uses


def test_the_last_use_of_a_coupon_goes_to_one_sale_and_the_others_are_told(server: Server, shop: Shop) -> None:
    for _ in range(ROUNDS):
        outcome, uses = rush(server, shop, needs_coupon=True)
        assert outcome == {(201, "1.00"): 1, (409, "COUPON_USED_UP"): BUYERS - 1}
        assert uses == 1
    assert_books_balance(shop.id)


def test_a_limited_promotion_is_given_as_often_as_it_may_be_and_the_others_pay_in_full(
    server: Server, shop: Shop
) -> None:
    for _ in range(ROUNDS):
        outcome, uses = rush(server, shop, use_limit=3)
        assert outcome == {(201, "1.00"): 3, (201, "0.00"): BUYERS - 3}
        assert uses == 3
    assert_books_balance(shop.id)


def test_without_the_count_in_the_lock_the_same_coupon_is_used_more_than_once(uncounted: Server, shop: Shop) -> None:
    winners = []
    for _ in range(10):
        outcome, _ = rush(uncounted, shop, needs_coupon=True)
        winners.append(outcome[201, "1.00"])
        if winners[-1] > 1:
            return
    pytest.fail(f"the control never went wrong, so the race proves nothing: {winners} sales used the coupon")
