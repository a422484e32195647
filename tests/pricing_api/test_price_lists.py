"""Price lists over HTTP, and at the till."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from optimapos.core.ids import new_id
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop, make_till
from tests.factories.pricing import make_price_list, make_promotion
from tests.pricing_api.test_selling import add, make_widget, open_cart, price, sold, waterfall

PATH = "/api/price-lists/"
SPRING = {"name": "Spring", "valid_from": "2024-03-01T00:00:00Z"}
YEAR = timedelta(days=365)


def test_a_list_lives_from_draft_to_its_end(shop: Shop) -> None:
    widget, till = make_widget(shop, packagings=[NewPackaging("Box", 12)]), shop.manager_till
    with shop.scope():
        box = str(widget.packagings.get().pk)
    made = till.post(PATH, SPRING)
    assert made.status_code == 201, made.json()
    assert (made.json()["status"], made.json()["includes_tax"], made.json()["row_count"]) == ("DRAFT", True, 0)
    path = f"{PATH}{made.json()['id']}/"
    assert till.post(f"{path}approve/").json()["code"] == "PRICE_LIST_EMPTY"
    rows = [
        {"product": str(widget.pk), "price": "21"},
        {"product": str(widget.pk), "price": "20"},
        {"product": str(widget.pk), "packaging": box, "price": "230"},
    ]
    assert till.post(f"{path}rows/", {"rows": rows}).json()["row_count"] == 2
    assert till.patch(path, {"name": "Spring sale", "includes_tax": False}).json()["name"] == "Spring sale"
    assert price(sold(shop, widget, "1")) == ("24.99", "BASE", "24.99")
    approved = till.post(f"{path}approve/").json()
    assert (approved["status"], approved["approved_by"]) == ("APPROVED", str(till.actor.user_id))
    listed = shop.till.get(f"{path}rows/").json()["results"]
    assert sorted((row["packaging"] or "", row["price"]) for row in listed) == [("", "20.000000"), (box, "230.000000")]
    line = sold(shop, widget, "1")
    assert price(line) == ("20.00", "BASE", "20.00")
    assert [reason for _, _, reason in waterfall(shop, line)] == ["LOWEST_PRICE", "PRICE_LIST_APPLIES"]
    assert price(sold(shop, widget, "1", line={"packaging": box})) == ("230.00", "BASE", "230.00")
    assert till.post(f"{path}end/").json()["status"] == "ENDED"
    assert price(sold(shop, widget, "1")) == ("24.99", "BASE", "24.99")


def test_what_is_approved_is_not_changed_any_more(shop: Shop) -> None:
    widget = make_widget(shop)
    path = f"{PATH}{make_price_list(shop, (widget, '20')).pk}/"
    till = shop.manager_till
    row = {"rows": [{"product": str(widget.pk), "price": "1"}]}
    assert till.get(path).json()["status"] == "APPROVED"
    for refused in (till.patch(path, {"name": "x"}), till.post(f"{path}rows/", row), till.post(f"{path}approve/")):
        assert (refused.status_code, refused.json()["code"]) == (409, "PRICE_LIST_NOT_DRAFT")
    assert till.post(f"{path}end/").status_code == 200
    assert till.post(f"{path}end/").json()["data"] == {"status": "ENDED"}
    assert till.post(f"{PATH}{new_id()}/end/").status_code == 404


def test_a_price_of_null_takes_a_product_off_the_list(shop: Shop) -> None:
    widget, tea = make_widget(shop), make_product(shop, stock=None)
    path = f"{PATH}{make_price_list(shop, (widget, '20'), (tea, '3'), is_draft=True).pk}/rows/"
    changed = shop.manager_till.post(path, {"rows": [{"product": str(widget.pk), "price": None}]})
    assert changed.json()["row_count"] == 1
    assert [row["product_sku"] for row in shop.till.get(path).json()["results"]] == [tea.sku]


def test_a_list_for_wholesale_is_for_wholesale_and_promotions_come_off_it(shop: Shop) -> None:
    widget = make_widget(shop)
    make_price_list(shop, (widget, "20"), sale_type="WHOLESALE")
    assert price(sold(shop, widget, "1")) == ("24.99", "BASE", "24.99")
    assert price(sold(shop, widget, "1", type="WHOLESALE")) == ("20.00", "BASE", "20.00")
    make_promotion(shop, "10", sale_type="WHOLESALE")
    assert price(sold(shop, widget, "1", type="WHOLESALE")) == ("18.00", "PROMOTION", "20.00")
    cart = open_cart(shop)
    assert price(add(shop, cart, widget, "1")) == ("24.99", "BASE", "24.99")
    changed = shop.till.patch(f"/api/sales/{cart}/", {"type": "WHOLESALE"}).json()
    assert price(changed["items"][0]) == ("18.00", "PROMOTION", "20.00")


def test_the_catalog_and_quotes_tell_the_price_of_the_retail_list(shop: Shop) -> None:
    widget, now = make_widget(shop), datetime.now(UTC)
    make_price_list(shop, (widget, "19"), name="Old", valid_from=now - YEAR)
    make_price_list(shop, (widget, "18"), name="New")
    make_price_list(shop, (widget, "17"), name="To come", valid_from=now + YEAR)
    make_price_list(shop, (widget, "16"), name="Over", valid_from=now - YEAR, valid_until=now)
    make_price_list(shop, (widget, "15"), name="Traders", sale_type="WHOLESALE")
    shown = shop.till.get(f"/api/products/{widget.pk}/").json()["price"]
    assert "18" in str(shown)
    assert shop.till.get(f"/api/pricing/quote/?product={widget.pk}").json()["unit_price"] == "18.00"
    told = shop.till.get(f"/api/pricing/explain/?product={widget.pk}").json()["text"]
    assert "Price list Old: 19.00. Does not apply: a price list stands before it." in told
    assert "Price list Traders: 15.00. Does not apply: it is for other sales." in told
    assert "To come" not in told
    assert "Over" not in told


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"name": ""}, 400, "VALIDATION_FAILED"),
        ({"sale_type": "EXPORT"}, 400, "VALIDATION_FAILED"),
        ({"valid_until": "2024-01-01T00:00:00Z"}, 422, "BAD_PRICE_PERIOD"),
        ({"name": "Taken"}, 409, "DUPLICATE_NAME"),
        ({"colour": "red"}, 400, "VALIDATION_FAILED"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(shop: Shop, change: dict[str, Any], status: int, code: str) -> None:
    make_price_list(shop, name="Taken", is_draft=True)
    refused = shop.manager_till.post(PATH, SPRING | change)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


def test_rows_of_unknown_things_are_refused(shop: Shop) -> None:
    product, foreign = make_product(shop, stock=None), make_product(make_shop(), stock=None)
    other = make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = str(other.packagings.get().pk)
    path = f"{PATH}{make_price_list(shop, is_draft=True).pk}/rows/"

    def refused(**row: Any) -> tuple[int, str]:
        answer = shop.manager_till.post(path, {"rows": [{"product": str(product.pk), "price": "1", **row}]})
        return answer.status_code, answer.json()["code"]

    assert refused(product=str(foreign.pk)) == (404, "PRODUCT_NOT_FOUND")
    assert refused(packaging=box) == (404, "PACKAGING_NOT_FOUND")
    assert refused(price="-1") == (400, "VALIDATION_FAILED")
    assert shop.manager_till.post(path, {"rows": []}).status_code == 400


def test_drafting_and_approving_are_two_rights(shop: Shop) -> None:
    buyer = make_till(shop.business, shop.storefront, shop.owner, code="T3", role="buyer")
    widget = make_widget(shop)
    path = f"{PATH}{buyer.post(PATH, SPRING).json()['id']}/"
    row = {"rows": [{"product": str(widget.pk), "price": "1"}]}
    assert buyer.post(f"{path}rows/", row).status_code == 200
    assert buyer.post(f"{path}approve/").status_code == 403
    for refused in (shop.till.post(PATH, SPRING), shop.till.post(f"{path}rows/", row), shop.till.post(f"{path}end/")):
        assert refused.status_code == 403
    assert shop.till.get(f"{path}rows/").status_code == 200


def test_lists_and_their_rows_take_as_many_queries_for_many_as_for_one(
    shop: Shop, queries: Callable[[], CaptureQueriesContext]
) -> None:
    counts = []
    for number in range(2):
        products = [make_product(shop, stock=None) for _ in range(1 + 2 * number)]
        made = make_price_list(shop, *((each, "1") for each in products), name=f"List {number}")
        with queries() as captured:
            assert shop.till.get(f"{PATH}?status=APPROVED").status_code == 200
            assert len(shop.till.get(f"{PATH}{made.pk}/rows/").json()["results"]) == len(products)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert shop.till.get(f"{PATH}?sale_type=WHOLESALE").json()["results"] == []
