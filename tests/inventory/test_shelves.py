"""What expires and what moved, over all items, over HTTP; and how items are found."""

from datetime import date
from typing import Any

from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.inventory.documents import make_place, member_at
from tests.inventory.ledger import Shelf
from tests.inventory.stock import COSTS, counted


def _results(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_what_expires_is_listed_soonest_first_and_narrowed_by_day(shop: Shop) -> None:
    milk = make_product(shop, name="Milk", stock=None, keeps_expiry=True)
    shelf = Shelf(shop, milk)
    for quantity, day in (("3", "2099-05-01"), ("2", "2099-01-15"), ("1", "2099-03-01")):
        shelf.receive(quantity, "1", expires=day).unwrap()
    make_product(shop, name="Salt", stock="5")
    rows = _results(shop.manager_till.get("/api/stock-expiry/"))
    assert [(row["product_name"], row["expires_on"], row["remaining_quantity"]) for row in rows] == [
        ("Milk", "2099-01-15", "2"),
        ("Milk", "2099-03-01", "1"),
        ("Milk", "2099-05-01", "3"),
    ]
    assert rows[0]["location_name"] == shop.storefront.name
    assert rows[0]["unit_code"] == milk.unit.code
    until = _results(shop.manager_till.get("/api/stock-expiry/?expires_to=2099-03-01&expires_from=2099-02-01"))
    assert [row["expires_on"] for row in until] == [str(date(2099, 3, 1))]
    assert not COSTS & set(_results(shop.till.get("/api/stock-expiry/"))[0])
    assert shop.till.get("/api/stock-expiry/?expires_to=soon").status_code == 400


def test_what_moved_is_listed_newest_first_with_product_and_place(shop: Shop) -> None:
    tea = make_product(shop, name="Tea", stock="3")
    make_product(shop, name="Rice", stock="4")
    rows = _results(shop.manager_till.get("/api/stock-movements/"))
    assert [(row["product_name"], row["kind"], row["quantity"]) for row in rows] == [
        ("Rice", "OPENING", "4"),
        ("Tea", "OPENING", "3"),
    ]
    assert len(_results(shop.manager_till.get(f"/api/stock-movements/?product={tea.pk}&kind=OPENING"))) == 1
    assert _results(shop.manager_till.get("/api/stock-movements/?kind=SALE")) == []
    assert not COSTS & set(_results(shop.till.get("/api/stock-movements/"))[0])


def test_shelves_of_other_places_and_businesses_are_not_shown(shop: Shop) -> None:
    make_product(shop, name="Tea", stock="3")
    other = make_shop()
    make_product(other, name="Theirs", stock="1")
    elsewhere = member_at(shop, make_place(shop))
    for path in ("/api/stock-expiry/", "/api/stock-movements/"):
        assert _results(elsewhere.get(path)) == []
    assert len(_results(shop.manager_till.get("/api/stock-movements/"))) == 1


def test_a_page_of_shelves_costs_a_constant_number_of_queries(shop: Shop) -> None:
    milk = make_product(shop, stock=None, keeps_expiry=True)
    for path in ("/api/stock-expiry/", "/api/stock-movements/"):
        counts = []
        for days in (range(1, 3), range(3, 20)):
            for day in days:
                Shelf(shop, milk).receive("1", "1", expires=f"2099-01-{day:02}").unwrap()
            with counted(shop) as statements:
                _results(shop.manager_till.get(path))
            counts.append(len(statements))
        assert counts[0] == counts[1]


def test_items_are_found_by_name_and_by_having_run_out(shop: Shop) -> None:
    make_product(shop, name="Green tea", stock="3")
    coffee = make_product(shop, name="Coffee", stock="2")
    found = _results(shop.manager_till.get("/api/stock-products/?search=green"))
    assert [row["product_name"] for row in found] == ["Green tea"]
    Shelf(shop, coffee).issue("2").unwrap()
    out = _results(shop.manager_till.get("/api/stock-products/?in_stock=false"))
    assert [row["product_name"] for row in out] == ["Coffee"]
    left = _results(shop.manager_till.get("/api/stock-products/?in_stock=true"))
    assert [row["product_name"] for row in left] == ["Green tea"]
