"""Promotions of a basket over HTTP: drafted, quoted with their reasons, sold, and on the receipt."""

from datetime import UTC, datetime
from typing import Any

import pytest

from optimapos.organization.services import LocationService
from optimapos.pricing.selectors import books
from optimapos.pricing.services import PromotionService
from optimapos.products.models import Product
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.factories.pricing import make_price_group, make_promotion

PATH = "/api/promotions/"
QUOTE = "/api/pricing/quote/"
CHECKOUT = "/api/sales/checkout/"
THREE_FOR_TWO: dict[str, Any] = {"kind": "BUY_GET", "set_quantity": 2, "get_quantity": 1}


def of(product: Product, quantity: str = "1", **more: Any) -> dict[str, Any]:
    return {"product": str(product.pk), "quantity": quantity, **more}


def sold(shop: Shop, *lines: dict[str, Any], status: int = 201, **more: Any) -> dict[str, Any]:
    body = {"items": list(lines), "payments": [{"payment_method": "CASH", "amount_paid": "100000"}], **more}
    answer = shop.till.post(CHECKOUT, body)
    assert answer.status_code == status, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def taken(sale: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(each["name"], each["amount"], each["times"]) for each in sale["promotions"]]


def make_tea(shop: Shop, price: str = "5.00", **fields: Any) -> Product:
    return make_product(shop, price=price, tax="0", stock="1000", **fields)


def test_three_for_two_is_drafted_approved_quoted_and_sold(shop: Shop) -> None:
    tea, till = make_tea(shop), shop.manager_till
    made = till.post(PATH, {"name": "3 for 2", "value": "100", "products": [str(tea.pk)], **THREE_FOR_TWO})
    assert made.status_code == 201, made.json()
    found = made.json()
    assert (found["set_quantity"], found["get_quantity"], found["combines"], found["uses"]) == (2, 1, False, 0)
    assert taken(sold(shop, of(tea, "3"))) == []
    till.post(f"{PATH}{found['id']}/approve/")
    sale = sold(shop, of(tea, "4"))
    assert taken(sale) == [("3 for 2", "5.00", 1)]
    assert (sale["subtotal"], sale["promotion_amount"], sale["total_amount"]) == ("20.00", "5.00", "15.00")
    (line,) = sale["items"]
    assert (line["unit_price"], line["line_discount"], line["promotion_discount"], line["gross"]) == (
        "5.00",
        "0.00",
        "5.00",
        "15.00",
    )
    quoted = shop.till.post(QUOTE, {"lines": [of(tea, "2"), of(tea, "1")]}).json()["basket"]
    assert (quoted["subtotal"], quoted["promotion_amount"], quoted["total"]) == ("15.00", "5.00", "10.00")
    assert quoted["promotions"][0]["shares"] == {"1": "3.33", "2": "1.67"}
    assert quoted["promotions"][0]["text"] == "3 for 2: 5.00 off."


def test_what_does_not_apply_says_what_is_missing(shop: Shop) -> None:
    tea = make_tea(shop)
    make_promotion(shop, "100", **THREE_FOR_TWO, name="3 for 2")
    make_promotion(shop, "5", "BASKET_AMOUNT", name="5 off", min_amount=20)
    make_promotion(shop, "10", "BASKET_PERCENT", name="By coupon", needs_coupon=True)
    answer = shop.till.get(f"/api/pricing/explain/?product={tea.pk}&quantity=2").json()
    assert {each["text"] for each in answer["basket"]["passed"]} == {
        "3 for 2: Does not apply: there are too few pieces. It begins with 3.",
        "5 off: Does not apply: the basket costs too little. It begins with 20.00.",
        "By coupon: Does not apply: it needs a coupon.",
    }
    assert answer["basket"]["total"] == answer["basket"]["subtotal"] == "10.00"


def test_tax_and_the_sales_own_discount_come_after_the_promotion(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", tax="20", includes_tax=True)
    make_promotion(shop, "100", **THREE_FOR_TWO)
    sale = sold(shop, of(tea, "3"), discount_percentage="10")
    (line,) = sale["items"]
    assert (line["promotion_discount"], line["order_discount_share"]) == ("12.00", "2.40")
    assert (line["net"], line["tax"], line["gross"]) == ("18.00", "3.60", "21.60")
    assert (sale["subtotal"], sale["discount_amount"], sale["total_amount"]) == ("36.00", "2.40", "21.60")


def test_a_cart_counts_its_promotions_anew_with_each_change(shop: Shop) -> None:
    tea, cake = make_tea(shop), make_tea(shop, "3.00")
    make_promotion(shop, "100", **THREE_FOR_TWO, name="3 for 2")
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    path = f"/api/sales/{cart}/"
    for each in (of(tea, "2"), of(cake)):
        added = shop.till.post(f"{path}items/", each).json()
    assert added["total_amount"] == "10.00"
    cart_now = shop.till.get(path).json()
    assert taken(cart_now) == [("3 for 2", "3.00", 1)]
    assert [line["promotion_discount"] for line in cart_now["items"]] == ["2.31", "0.69"]
    shop.till.delete(f"{path}items/{added['id']}/")
    assert taken(shop.till.get(path).json()) == []
    shop.till.post(f"{path}items/", of(cake))
    done = shop.till.post(f"{path}complete/", {"payments": [{"payment_method": "CASH", "amount_paid": "10.00"}]})
    assert done.status_code == 200, done.json()
    assert taken(done.json()) == [("3 for 2", "3.00", 1)]
    assert shop.till.get(path).json()["promotions"] == done.json()["promotions"]


def test_a_cart_whose_promotion_ended_meanwhile_is_not_sold_at_another_total_than_was_shown(shop: Shop) -> None:
    tea = make_tea(shop)
    promotion = make_promotion(shop, "100", **THREE_FOR_TWO)
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", of(tea, "3"))
    assert shop.manager_till.post(f"{PATH}{promotion.pk}/end/").status_code == 200
    body = {"payments": [{"payment_method": "CASH", "amount_paid": "20.00"}], "expected_total": "10.00"}
    answer = shop.till.post(f"/api/sales/{cart}/complete/", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "PRICE_CHANGED")
    assert answer.json()["data"] == {"expected_total": "10.00", "total_amount": "15.00"}


def test_a_price_by_hand_is_left_alone_and_a_cashiers_limit_counts_no_promotion(shop: Shop) -> None:
    tea = make_tea(shop)
    make_promotion(shop, "100", **THREE_FOR_TWO)
    body = {"items": [of(tea, "3", unit_price="4.00")], "payments": [{"payment_method": "CASH", "amount_paid": "50"}]}
    assert taken(shop.manager_till.post(CHECKOUT, body).json()) == []
    assert taken(sold(shop, of(tea, "30"))) == [("Sale", "50.00", 10)]


def test_whom_where_and_when_hold_for_baskets_too(shop: Shop) -> None:
    tea, vip = make_tea(shop), make_price_group(shop)
    far = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    make_promotion(shop, "1", "BASKET_AMOUNT", name="VIP", price_groups=[vip.pk])
    make_promotion(shop, "2", "BASKET_AMOUNT", name="Wholesale", sale_type="WHOLESALE")
    make_promotion(shop, "3", "BASKET_AMOUNT", name="Elsewhere", locations=[far.pk])
    assert taken(sold(shop, of(tea))) == []
    assert taken(sold(shop, of(tea), customer=str(make_customer(shop, price_group=vip).pk))) == [("VIP", "1.00", 1)]
    assert taken(sold(shop, of(tea), type="WHOLESALE")) == [("Wholesale", "2.00", 1)]


def test_rewards_are_other_products_and_groups_reach_below(shop: Shop) -> None:
    till = shop.manager_till
    drinks = till.post("/api/product-groups/", {"code": "DRINKS", "name": "Drinks"}).json()["id"]
    teas = till.post("/api/product-groups/", {"code": "TEAS", "name": "Teas", "parent": drinks}).json()["id"]
    tea, cake = make_tea(shop, group_id=teas), make_tea(shop, "3.00")
    body = {"name": "Tea and cake", "value": "50", "kind": "BUY_GET", "set_quantity": 1, "get_quantity": 1}
    made = till.post(PATH, {**body, "product_groups": [drinks], "reward_products": [str(cake.pk)]}).json()
    assert (made["product_groups"], made["reward_products"], made["products"]) == ([drinks], [str(cake.pk)], [])
    till.post(f"{PATH}{made['id']}/approve/")
    assert taken(sold(shop, of(tea, "2"), of(cake))) == [("Tea and cake", "1.50", 1)]
    assert taken(sold(shop, of(cake, "2"))) == []
    assert till.patch(f"/api/product-groups/{teas}/", {"parent": None}).status_code == 200
    assert taken(sold(shop, of(tea, "2"), of(cake))) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "BUY_GET", "value": "100"}, "BAD_SET"),
        ({"kind": "BUY_GET", "value": "100", "set_quantity": 2}, "BAD_SET"),
        ({"kind": "SET_PRICE", "value": "10", "set_quantity": 1}, "BAD_SET"),
        ({"kind": "NTH_ITEM", "value": "50", "set_quantity": 2, "get_quantity": 1}, "BAD_SET"),
        ({"kind": "PERCENT", "value": "10", "set_quantity": 2}, "BAD_SET"),
        ({"kind": "PERCENT", "value": "10", "min_amount": "5"}, "BAD_SET"),
        ({"kind": "PERCENT", "value": "10", "max_times": 5}, "BAD_SET"),
        ({"kind": "BASKET_PERCENT", "value": "10", "min_quantity": "5"}, "BAD_SET"),
        ({"kind": "BASKET_PERCENT", "value": "100.5"}, "PERCENT_TOO_LARGE"),
        ({**THREE_FOR_TWO, "value": "101"}, "PERCENT_TOO_LARGE"),
        ({**THREE_FOR_TWO, "value": "-1"}, "VALIDATION_FAILED"),
        ({**THREE_FOR_TWO, "value": "1", "set_quantity": -1}, "VALIDATION_FAILED"),
        ({"kind": "PERCENT", "value": "10", "use_limit": 0}, "VALIDATION_FAILED"),
    ],
)
def test_a_promotion_that_makes_no_sense_is_refused(shop: Shop, fields: dict[str, Any], code: str) -> None:
    answer = shop.manager_till.post(PATH, {"name": "Wrong", **fields})
    assert (answer.status_code in {400, 422}, answer.json()["code"]) == (True, code)


def test_rewards_are_of_this_business_and_of_buying_alone(shop: Shop) -> None:
    foreign, tea = str(make_tea(make_shop()).pk), str(make_tea(shop).pk)
    body = {"name": "Wrong", "value": "50"}
    answer = shop.manager_till.post(PATH, {**body, **THREE_FOR_TWO, "reward_products": [foreign]})
    assert (answer.status_code, answer.json()["data"]) == (404, {"field": "reward_products", "ids": [foreign]})
    answer = shop.manager_till.post(PATH, {**body, "kind": "NTH_ITEM", "set_quantity": 2, "reward_products": [tea]})
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_SET")


def test_the_receipt_names_what_promotions_took_off(shop: Shop) -> None:
    tea = make_tea(shop)
    make_promotion(shop, "100", **THREE_FOR_TWO, name="3 for 2")
    sale = sold(shop, of(tea, "3"))
    receipt = shop.till.get(f"/api/sales/{sale['id']}/receipt/").json()
    assert receipt["promotions"] == [{"name": "3 for 2", "amount": "5.00"}]
    assert (receipt["items"][0]["total"], receipt["subtotal"], receipt["total_amount"]) == ("15.00", "15.00", "10.00")


def test_a_draft_that_becomes_another_kind_has_no_rewards_any_more(shop: Shop) -> None:
    tea, cake, till = make_tea(shop), make_tea(shop, "3.00"), shop.manager_till
    body = {
        "name": "Deal",
        "value": "50",
        **THREE_FOR_TWO,
        "products": [str(tea.pk)],
        "reward_products": [str(cake.pk)],
    }
    path = f"{PATH}{till.post(PATH, body).json()['id']}/"
    changed = till.patch(path, {"kind": "NTH_ITEM", "set_quantity": 3, "get_quantity": 0}).json()
    assert (changed["kind"], changed["reward_products"]) == ("NTH_ITEM", [])
    assert till.post(f"{path}approve/").status_code == 200
    assert taken(sold(shop, of(tea, "3"), of(cake, "3"))) == [("Deal", "2.50", 1)]


def test_a_promotion_approved_while_a_book_is_read_is_in_it_with_what_it_is_for(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tea, cake = make_tea(shop, "20.00"), make_tea(shop)
    draft = make_promotion(shop, "50", is_draft=True, products=[cake.pk])
    found = books.below_of

    def approved_now(*arguments: Any) -> Any:
        PromotionService.approve_promotion(
            business=shop.business, actor=shop.owner, promotion_id=draft.pk, at=datetime.now(UTC)
        ).unwrap()
        return found(*arguments)

    monkeypatch.setattr(books, "below_of", approved_now)
    books._book.cache_clear()
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    assert shop.till.post(f"/api/sales/{cart}/items/", of(tea)).json()["unit_price"] == "20.00"
    monkeypatch.undo()
    assert shop.till.post(f"/api/sales/{cart}/items/", of(cake)).json()["unit_price"] == "2.50"


def test_without_any_set_the_basket_may_be_cheaper(shop: Shop) -> None:
    tea = make_tea(shop, "4.00")
    make_promotion(shop, "100", **THREE_FOR_TWO, name="3 for 2")
    make_promotion(shop, "5", "BASKET_AMOUNT", name="5 off", min_amount=10)
    basket = shop.till.post(QUOTE, {"lines": [of(tea, "3")]}).json()["basket"]
    assert [(each["name"], each["amount"]) for each in basket["promotions"]] == [("5 off", "5.00")]
    assert [(each["name"], each["reason"]) for each in basket["passed"]] == [("3 for 2", "BETTER_APPLIES")]


def test_a_promotion_of_other_places_is_not_spoken_of(shop: Shop) -> None:
    far = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    make_promotion(shop, "3", "BASKET_AMOUNT", name="Secret", locations=[far.pk])
    assert shop.till.post(QUOTE, {"lines": [of(make_tea(shop))]}).json()["basket"]["passed"] == []
