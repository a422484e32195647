"""Coupons and limits of uses: made, shown, counted, used up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from optimapos.pricing.models import Coupon, Promotion
from tests.factories.organization import Shop, make_shop
from tests.factories.pricing import make_coupons, make_promotion
from tests.pricing_api.test_baskets import CHECKOUT, THREE_FOR_TWO, make_tea, of, sold, taken

PATH = "/api/coupons/"
QUOTE = "/api/pricing/quote/"


def by_coupon(shop: Shop, value: str = "10", kind: str = "BASKET_PERCENT", **fields: Any) -> Promotion:
    return make_promotion(shop, value, kind, name="By coupon", needs_coupon=True, **fields)


def uses(shop: Shop, row: Any) -> int:
    with shop.scope():
        row.refresh_from_db()
    found: int = row.uses
    return found


def test_a_manager_makes_coupons_by_name_and_by_chance(shop: Shop) -> None:
    promotion, till = by_coupon(shop), shop.manager_till
    body = {"promotion": str(promotion.pk), "codes": ["summer-5", "Summer-5"], "count": 3, "use_limit": 1}
    made = till.post(PATH, body).json()["coupons"]
    assert [made[0]["code"], made[0]["use_limit"], made[0]["uses"]] == ["SUMMER-5", 1, 0]
    assert len(made) == len({each["code"] for each in made}) == 4
    assert till.get(f"{PATH}?code=summer-5").json()["results"][0]["id"] == made[0]["id"]
    assert till.get(f"{PATH}?promotion={promotion.pk}").json()["results"][0]["promotion"] == str(promotion.pk)
    assert till.get(f"{PATH}{made[0]['id']}/").json()["is_active"] is True
    changed = till.patch(f"{PATH}{made[0]['id']}/", {"is_active": False})
    assert (changed.status_code, changed.json()["is_active"]) == (200, False)


def test_codes_are_answered_in_the_order_in_which_they_were_named(shop: Shop) -> None:
    promotion = by_coupon(shop)
    made = shop.manager_till.post(PATH, {"promotion": str(promotion.pk), "codes": ["ZZZ", "AAA", "MMM"]}).json()[
        "coupons"
    ]
    assert [each["code"] for each in made] == ["ZZZ", "AAA", "MMM"]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"codes": ["TAKEN"]}, (409, "DUPLICATE_CODE")),
        ({}, (422, "COUPON_REQUIRED")),
        ({"codes": ["a b"]}, (400, "VALIDATION_FAILED")),
        ({"codes": ["ab"]}, (400, "VALIDATION_FAILED")),
        ({"count": 1001}, (400, "VALIDATION_FAILED")),
        ({"count": 1, "use_limit": 0}, (400, "VALIDATION_FAILED")),
    ],
)
def test_coupons_that_make_no_sense_are_refused(shop: Shop, fields: dict[str, Any], refusal: tuple[int, str]) -> None:
    promotion = by_coupon(shop)
    make_coupons(shop, promotion, "TAKEN")
    answer = shop.manager_till.post(PATH, {"promotion": str(promotion.pk), **fields})
    assert (answer.status_code, answer.json()["code"]) == refusal


def test_only_a_promotion_that_needs_them_has_coupons(shop: Shop) -> None:
    plain, ended = make_promotion(shop, "10"), by_coupon(shop)
    shop.manager_till.post(f"/api/promotions/{ended.pk}/end/")
    foreign = by_coupon(make_shop())
    told = []
    for promotion in (plain, ended, foreign):
        answer = shop.manager_till.post(PATH, {"promotion": str(promotion.pk), "count": 1})
        told.append((answer.status_code, answer.json()["code"]))
    assert told == [(422, "COUPON_NOT_NEEDED"), (409, "PROMOTION_ENDED"), (404, "NOT_FOUND")]
    assert shop.till.post(PATH, {"promotion": str(plain.pk), "count": 1}).status_code == 403
    assert shop.manager_till.patch(f"{PATH}{plain.pk}/", {"is_active": False}).status_code == 404


def test_a_cashier_lists_no_codes(shop: Shop) -> None:
    (coupon,) = make_coupons(shop, by_coupon(shop), "SAVE10")
    for path in (PATH, f"{PATH}{coupon.pk}/"):
        assert (shop.till.get(path).status_code, shop.manager_till.get(path).status_code) == (403, 200)


def test_a_coupon_opens_its_promotion_and_is_used_once(shop: Shop) -> None:
    tea = make_tea(shop)
    (coupon,) = make_coupons(shop, by_coupon(shop), "SAVE10", use_limit=1)
    assert taken(sold(shop, of(tea, "4"))) == []
    sale = sold(shop, of(tea, "4"), coupons=["save10", "SAVE10"])
    assert taken(sale) == [("By coupon", "2.00", 1)]
    assert (sale["promotions"][0]["coupon"], sale["coupons"], sale["flags"]) == ("SAVE10", ["SAVE10"], [])
    assert uses(shop, coupon) == 1
    refused = sold(shop, of(tea, "4"), coupons=["SAVE10"], status=409)
    assert (refused["code"], refused["data"]) == ("COUPON_USED_UP", {"coupon": "SAVE10"})


def test_a_coupon_for_a_lines_price_counts_too(shop: Shop) -> None:
    tea = make_tea(shop)
    (coupon,) = make_coupons(shop, by_coupon(shop, "20", "PERCENT"), "FIFTH")
    sale = sold(shop, of(tea, "2"), of(tea), coupons=["FIFTH"])
    assert [line["unit_price"] for line in sale["items"]] == ["4.00", "4.00"]
    (used,) = sale["promotions"]
    assert (used["amount"], used["in_prices"], used["shares"]) == ("3.00", True, {"1": "2.00", "2": "1.00"})
    assert (sale["promotion_amount"], uses(shop, coupon)) == ("0.00", 1)
    assert shop.till.get(f"/api/sales/{sale['id']}/receipt/").json()["promotions"] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_active": False}, "COUPON_EXPIRED"),
        ({"valid_until": datetime(2020, 1, 1, tzinfo=UTC)}, "COUPON_EXPIRED"),
        ({"code": "OTHER"}, "COUPON_NOT_FOUND"),
    ],
)
def test_a_coupon_that_is_not_valid_is_refused_by_its_reason(shop: Shop, change: dict[str, Any], code: str) -> None:
    tea, promotion = make_tea(shop), by_coupon(shop)
    (coupon,) = make_coupons(shop, promotion, "SAVE10")
    with shop.scope():
        Coupon.objects.for_business(shop.id).filter(pk=coupon.pk).update(**change)
    assert sold(shop, of(tea), coupons=["SAVE10"], status=422)["code"] == code
    answer = shop.till.post(QUOTE, {"lines": [of(tea)], "coupons": ["save10"]})
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]) == (422, code, {"coupon": "SAVE10"})


def test_a_late_sale_is_not_dropped_for_its_coupon(shop: Shop) -> None:
    tea = make_tea(shop)
    body = {"items": [of(tea)], "payments": [{"payment_method": "CASH", "amount_paid": "5.00"}], "coupons": ["GONE"]}
    late = {"origin": "OFFLINE", "occurred_at": datetime.now(UTC).isoformat()}
    answer = shop.manager_till.post(CHECKOUT, {**body, **late})
    assert (answer.status_code, answer.json()["flags"]) == (201, ["COUPON_NOT_APPLIED"])


def test_a_coupon_of_a_promotion_that_ended_is_refused(shop: Shop) -> None:
    tea, promotion = make_tea(shop), by_coupon(shop)
    make_coupons(shop, promotion, "SAVE10")
    shop.manager_till.post(f"/api/promotions/{promotion.pk}/end/")
    assert sold(shop, of(tea), coupons=["SAVE10"], status=422)["code"] == "COUPON_EXPIRED"


def test_a_coupon_for_other_goods_is_not_used_and_the_sale_is_flagged(shop: Shop) -> None:
    tea, cake = make_tea(shop), make_tea(shop)
    (coupon,) = make_coupons(shop, by_coupon(shop, products=[cake.pk]), "CAKE")
    sale = sold(shop, of(tea), coupons=["CAKE"])
    assert (sale["flags"], sale["promotions"], uses(shop, coupon)) == (["COUPON_NOT_APPLIED"], [], 0)


def test_a_cart_takes_coupons_prices_its_lines_anew_and_uses_them_when_it_is_completed(shop: Shop) -> None:
    tea = make_tea(shop)
    (line_coupon,) = make_coupons(shop, by_coupon(shop, "20", "PERCENT"), "FIFTH")
    (basket_coupon,) = make_coupons(shop, by_coupon(shop, "1", "BASKET_AMOUNT"), "ONE")
    path = f"/api/sales/{shop.till.post('/api/sales/', {}).json()['id']}/"
    shop.till.post(f"{path}items/", of(tea, "2"))
    changed = shop.till.patch(path, {"coupons": ["fifth", "one"]})
    assert changed.status_code == 200, changed.json()
    assert (changed.json()["total_amount"], changed.json()["items"][0]["unit_price"]) == ("7.00", "4.00")
    assert shop.till.patch(path, {"coupons": ["one"]}).json()["total_amount"] == "9.00"
    refused = shop.till.patch(path, {"coupons": ["none"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "COUPON_NOT_FOUND")
    shop.till.patch(path, {"coupons": ["one", "fifth"]})
    assert (uses(shop, line_coupon), uses(shop, basket_coupon)) == (0, 0)
    done = shop.till.post(f"{path}complete/", {"payments": [{"payment_method": "CASH", "amount_paid": "7.00"}]})
    assert (done.status_code, done.json()["coupons"]) == (200, ["ONE", "FIFTH"])
    assert (uses(shop, line_coupon), uses(shop, basket_coupon)) == (1, 1)


def test_a_promotion_ends_by_itself_when_it_was_used_as_often_as_it_may_be(shop: Shop) -> None:
    tea = make_tea(shop)
    promotion = make_promotion(shop, "100", **THREE_FOR_TWO, name="First two", use_limit=2)
    assert [len(taken(sold(shop, of(tea, "3")))) for _ in range(4)] == [1, 1, 0, 0]
    assert uses(shop, promotion) == 2
    basket = shop.till.post(QUOTE, {"lines": [of(tea, "3")]}).json()["basket"]
    assert [(each["name"], each["reason"]) for each in basket["passed"]] == [("First two", "USED_UP")]
    answer = shop.till.post(
        CHECKOUT,
        {
            "items": [of(tea, "3")],
            "payments": [{"payment_method": "CASH", "amount_paid": "20"}],
            "expected_total": "10.00",
        },
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "PRICE_CHANGED")


def test_a_limited_price_of_a_line_counts_sales_and_then_is_gone(shop: Shop) -> None:
    tea = make_tea(shop)
    promotion = make_promotion(shop, "1", "FIXED_PRICE", use_limit=1)
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    line = shop.till.post(f"/api/sales/{cart}/items/", of(tea)).json()
    assert line["unit_price"] == "1.00"
    assert [each["unit_price"] for each in sold(shop, of(tea), of(tea))["items"]] == ["1.00", "1.00"]
    assert uses(shop, promotion) == 1
    assert sold(shop, of(tea))["items"][0]["unit_price"] == "5.00"
    refused = shop.till.post(f"/api/sales/{cart}/complete/", {"payments": []})
    assert (refused.status_code, refused.json()["code"]) == (409, "PROMOTION_EXHAUSTED")
    assert refused.json()["data"] == {"promotion": str(promotion.pk), "name": "Sale", "line": 1}
    shop.till.delete(f"/api/sales/{cart}/items/{line['id']}/")
    assert shop.till.post(f"/api/sales/{cart}/items/", of(tea)).json()["unit_price"] == "5.00"


def test_a_promotion_begins_and_ends_by_the_clock_although_it_is_kept_in_the_process(shop: Shop) -> None:
    tea = make_tea(shop)
    now = datetime.now(UTC)
    make_promotion(shop, "1", "BASKET_AMOUNT", name="Today", ends_at=now + timedelta(days=1))
    make_promotion(shop, "2", "BASKET_AMOUNT", name="To come", starts_at=now + timedelta(days=1))
    assert taken(sold(shop, of(tea))) == [("Today", "1.00", 1)]
    later = {"lines": [of(tea)], "at": (now + timedelta(days=1)).isoformat()}
    (found,) = shop.till.post(QUOTE, later).json()["basket"]["promotions"]
    assert found["name"] == "To come"


@pytest.mark.parametrize("code", ["\u00df" * 40, "a b", "x" * 41, ""])
def test_a_code_that_no_coupon_can_have_is_refused_before_anything_is_looked_up(shop: Shop, code: str) -> None:
    body = {"items": [of(make_tea(shop))], "coupons": [code], "payments": []}
    late = {"origin": "OFFLINE", "occurred_at": datetime.now(UTC).isoformat()}
    for answer in (
        shop.till.post(CHECKOUT, body),
        shop.manager_till.post(CHECKOUT, {**body, **late}),
        shop.till.post(QUOTE, {"lines": body["items"], "coupons": [code]}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_FAILED")
    assert "Write a code of up to 40" in shop.till.post(CHECKOUT, body).json()["detail"]


def test_a_coupon_that_ran_out_keeps_nobody_from_changing_the_cart_that_shows_it(shop: Shop) -> None:
    tea = make_tea(shop)
    make_coupons(shop, by_coupon(shop), "SAVE10", use_limit=1)
    path = f"/api/sales/{shop.till.post('/api/sales/', {}).json()['id']}/"
    line = shop.till.post(f"{path}items/", of(tea, "2")).json()["id"]
    shop.till.post(f"{path}items/", of(tea, "1"))
    assert shop.till.patch(path, {"coupons": ["SAVE10"]}).json()["total_amount"] == "13.50"
    sold(shop, of(tea), coupons=["SAVE10"])
    assert shop.till.post(f"{path}hold/", {}).status_code == 200
    assert shop.till.post(f"{path}recall/", {}).status_code == 200
    assert shop.till.delete(f"{path}items/{line}/").status_code == 204
    assert shop.till.get(path).json()["total_amount"] == "5.00"
    refused = shop.till.post(f"{path}complete/", {"payments": [{"payment_method": "CASH", "amount_paid": "5.00"}]})
    assert (refused.status_code, refused.json()["code"]) == (409, "COUPON_USED_UP")


def test_a_whole_cart_with_a_coupon_is_approved_as_it_is_sold(shop: Shop) -> None:
    tea = make_tea(shop)
    make_coupons(shop, by_coupon(shop), "SAVE10")
    cart = {"items": [of(tea, "2", discount_percentage="50")], "coupons": ["SAVE10"]}
    asked = shop.till.post("/api/approvals/", {"action": "sale.discount", "reason": "dented", "cart": cart})
    assert (asked.status_code, asked.json()["cart"]["total_amount"]) == (201, "4.50")
    approval = asked.json()["id"]
    assert shop.manager_till.post(f"/api/approvals/{approval}/grant/", {}).status_code == 200
    sale = sold(shop, *cart["items"], coupons=cart["coupons"], approvals=[approval])
    assert sale["total_amount"] == "4.50"


def test_explain_counts_a_coupon(shop: Shop) -> None:
    tea = make_tea(shop)
    make_coupons(shop, by_coupon(shop), "SAVE10")
    answer = shop.till.get(f"/api/pricing/explain/?product={tea.pk}&quantity=2&coupon=save10").json()
    assert answer["basket"]["promotion_amount"] == "1.00"
