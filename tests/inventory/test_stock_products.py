"""Items, their movements, layers and reservations, and storefronts, over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from optimapos.core.ids import new_id
from optimapos.organization.services import LocationService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.inventory.stock import COSTS, counted, item_of, place_reservation


def _results(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_an_item_tells_its_quantities_and_its_value(shop: Shop) -> None:
    tea = make_product(shop, name="Tea", stock="3", cost="1.50")
    item = item_of(shop, tea)
    with shop.scope():
        place_reservation(item, "1", "ACTIVE", datetime(2100, 1, 1, tzinfo=UTC))
    found = shop.manager_till.get(f"/api/stock-products/{item.pk}/").json()
    assert found.pop("last_movement_at")
    assert found == {
        "id": str(item.pk),
        "storefront": str(shop.storefront.pk),
        "product": str(tea.pk),
        "product_sku": tea.sku,
        "product_name": "Tea",
        "unit_code": tea.unit.code,
        "quantity": "3",
        "sellable": "3",
        "reserved": "1",
        "available": "2",
        "value": "4.5",
        "avg_cost": "1.5",
        "last_purchase_cost": "1.5",
    }


@pytest.mark.parametrize("part", ["", "movements/", "batches/", "reservations/"])
def test_costs_are_left_out_for_those_who_may_not_see_them(shop: Shop, part: str) -> None:
    item = item_of(shop, make_product(shop))
    with shop.scope():
        place_reservation(item, "1", "ACTIVE", datetime(2100, 1, 1, tzinfo=UTC))
    answer = shop.till.get(f"/api/stock-products/{item.pk}/{part}")
    rows = _results(answer) if part else [answer.json()]
    assert rows
    assert not COSTS & set(rows[0])


def test_the_list_is_narrowed_by_storefront_and_product(shop: Shop) -> None:
    tea, coffee = make_product(shop, name="Tea"), make_product(shop, name="Coffee")
    rows = _results(shop.till.get("/api/stock-products/"))
    assert [row["product_name"] for row in rows] == ["Coffee", "Tea"]
    assert [row["product"] for row in _results(shop.till.get(f"/api/stock-products/?product={tea.pk}"))] == [
        str(tea.pk)
    ]
    here = _results(shop.till.get(f"/api/stock-products/?storefront={shop.storefront.pk}&product={coffee.pk}"))
    assert len(here) == 1
    assert not _results(shop.till.get(f"/api/stock-products/?storefront={new_id()}"))


def test_items_of_places_and_businesses_that_one_does_not_see_do_not_exist(shop: Shop) -> None:
    annex = LocationService.create_location(
        business=shop.business, code="S2", name="Annex", user_id=shop.owner.user_id
    ).unwrap()
    make_product(shop, name="Elsewhere", location_id=annex.pk)
    other = make_shop()
    theirs = item_of(other, make_product(other))
    assert _results(shop.till.get("/api/stock-products/")) == []
    assert _results(shop.till.get(f"/api/stock-products/?storefront={annex.pk}")) == []
    for part in ("", "movements/", "batches/", "reservations/"):
        assert shop.till.get(f"/api/stock-products/{theirs.pk}/{part}").status_code == 404
        assert shop.till.get(f"/api/stock-products/nothing/{part}").status_code == 404


def test_movements_come_newest_first_and_in_pages(shop: Shop) -> None:
    tea = make_product(shop, stock="10", price="1.00", cost="2.00")
    for _ in range(3):
        sold = shop.till.post(
            "/api/sales/checkout/",
            {
                "items": [{"product": tea.pk, "quantity": "2"}],
                "payments": [{"payment_method": "CASH", "amount_paid": "2.00"}],
            },
        )
        assert sold.status_code == 201, sold.content
    path = f"/api/stock-products/{item_of(shop, tea).pk}/movements/"
    first = shop.manager_till.get(f"{path}?page_size=3").json()
    assert [row["seq"] for row in first["results"]] == [4, 3, 2]
    last = shop.manager_till.get(path + first["next"].partition(path)[2]).json()
    assert [(row["seq"], row["kind"]) for row in last["results"]] == [(1, "OPENING")]
    newest = first["results"][0]
    assert (newest["kind"], newest["quantity"], newest["quantity_after"]) == ("SALE", "-2", "4")
    assert (newest["unit_cost"], newest["cost_amount"], newest["value_after"]) == ("2", "-4", "8")


def test_batches_are_the_open_layers_in_the_order_in_which_they_are_sold(shop: Shop) -> None:
    tea = make_product(shop, stock="2", price="1.00", cost="2.00")
    for number in ("B1", "B2"):
        line = {"product": str(tea.pk), "quantity": "5", "unit_cost": "3.00", "batch_number": number}
        body = {"storefront": str(shop.storefront.pk), "lines": [line]}
        assert shop.manager_till.post("/api/stock-products/opening-stock/", body).status_code == 201
    sold = shop.till.post(
        "/api/sales/checkout/",
        {
            "items": [{"product": tea.pk, "quantity": "3"}],
            "payments": [{"payment_method": "CASH", "amount_paid": "3.00"}],
        },
    )
    assert sold.status_code == 201, sold.content
    rows = _results(shop.manager_till.get(f"/api/stock-products/{item_of(shop, tea).pk}/batches/"))
    found = [(row["batch_number"], row["remaining_quantity"], row["unit_cost"]) for row in rows]
    assert found == [("B1", "4", "3"), ("B2", "5", "3")]


def test_only_reservations_that_count_are_listed(shop: Shop) -> None:
    item = item_of(shop, make_product(shop))
    now = datetime.now(UTC)
    with shop.scope():
        place_reservation(item, "1", "ACTIVE", now - timedelta(seconds=1))
        place_reservation(item, "2", "RELEASED", now + timedelta(hours=1))
        place_reservation(item, "3", "ACTIVE", now + timedelta(hours=2))
        place_reservation(item, "4", "ACTIVE", now + timedelta(hours=1))
    rows = _results(shop.till.get(f"/api/stock-products/{item.pk}/reservations/"))
    assert [row["quantity"] for row in rows] == ["4", "3"]


def test_storefronts_are_those_that_the_member_sees(shop: Shop) -> None:
    LocationService.create_location(
        business=shop.business, code="W1", name="Store", kind="WAREHOUSE", user_id=shop.owner.user_id
    ).unwrap()
    LocationService.create_location(business=shop.business, code="A1", name="Annex", user_id=shop.owner.user_id)
    make_shop()
    assert [row["code"] for row in _results(shop.till.get("/api/storefronts/"))] == ["S1"]
    one = shop.till.get(f"/api/storefronts/{shop.storefront.pk}/")
    assert (one.status_code, one.json()["timezone"]) == (200, "Europe/Sofia")


def test_no_list_takes_more_statements_for_more_rows(shop: Shop) -> None:
    tea = make_product(shop, name="Tea")
    item = item_of(shop, tea)
    paths = [
        "/api/stock-products/",
        f"/api/stock-products/{item.pk}/",
        f"/api/stock-products/{item.pk}/movements/",
        f"/api/stock-products/{item.pk}/batches/",
        f"/api/stock-products/{item.pk}/reservations/",
        "/api/storefronts/",
    ]
    with shop.scope():
        place_reservation(item, "1", "ACTIVE", datetime(2100, 1, 1, tzinfo=UTC))
    few = [_statements(shop, path) for path in paths]
    for number in range(12):
        make_product(shop, name=f"Tea {number}")
        with shop.scope():
            place_reservation(item, "1", "ACTIVE", datetime(2100, 1, 1, tzinfo=UTC))
    lines = [{"product": str(tea.pk), "quantity": "1", "unit_cost": "1"}] * 12
    body = {"storefront": str(shop.storefront.pk), "lines": lines}
    assert shop.manager_till.post("/api/stock-products/opening-stock/", body).status_code == 201
    assert [_statements(shop, path) for path in paths] == few


def _statements(shop: Shop, path: str) -> int:
    with counted(shop) as queries:
        assert shop.till.get(path).status_code == 200
    return len(queries)


def test_items_of_several_products_are_listed_at_once(shop: Shop) -> None:
    tea, milk, _ = (make_product(shop, name=name, stock="3") for name in ("Tea", "Milk", "Salt"))
    found = _results(shop.manager_till.get(f"/api/stock-products/?products={tea.pk},{milk.pk}"))
    assert sorted(row["product_name"] for row in found) == ["Milk", "Tea"]
    assert shop.manager_till.get("/api/stock-products/?products=x").status_code == 400
