"""Stock as of an instant over HTTP: who gets what, in pages, with what was booked late."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from optimapos.organization.services import LocationService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, Till
from tests.inventory.ledger import Shelf

NOON = datetime(2031, 3, 10, 12, tzinfo=UTC)


def as_of(till: Till, path: str = "", **asked: Any) -> Any:
    return till.get(f"/api/stock-as-of/{path}?{urlencode(asked)}")


def test_what_was_booked_late_counts_from_when_it_happened(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    shelf.receive("10", "2.00", at=NOON).unwrap()
    shelf.issue("4", at=NOON + timedelta(hours=4)).unwrap()
    shelf.receive("5", "3.00", at=NOON + timedelta(hours=2)).unwrap()
    found = {
        hours: as_of(shop.manager_till, at=(NOON + timedelta(hours=hours)).isoformat()).json()["results"]
        for hours in (-1, 0, 2, 4)
    }
    assert found[-1] == []
    assert [(row["quantity"], row["value"]) for hours in (0, 2, 4) for row in found[hours]] == [
        ("10", "20"),
        ("15", "35"),
        ("11", "27"),
    ]


def test_as_known_before_it_was_booked_it_is_not_there(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    shelf.receive("10", "2.00", at=NOON).unwrap()
    known_at = datetime.now(UTC)
    shelf.receive("5", "3.00", at=NOON).unwrap()
    then = as_of(shop.manager_till, at=NOON.isoformat(), known_at=known_at.isoformat()).json()
    assert [(row["quantity"], row["value"]) for row in then["results"]] == [("10", "20")]
    now = as_of(shop.manager_till, at=NOON.isoformat()).json()
    assert [(row["quantity"], row["value"]) for row in now["results"]] == [("15", "35")]


def test_it_comes_in_pages(shop: Shop) -> None:
    for name in ("Tea", "Milk", "Salt"):
        make_product(shop, name, stock="3", cost="1.50")
    at = datetime.now(UTC).isoformat()
    first = as_of(shop.till, at=at, page_size=2).json()
    second = as_of(shop.till, at=at, page_size=2, after=first["next"]).json()
    assert [row["product_name"] for row in first["results"] + second["results"]] == ["Tea", "Milk", "Salt"]
    assert second["next"] is None


def test_a_cashier_sees_no_values(shop: Shop) -> None:
    make_product(shop, stock="3")
    at = datetime.now(UTC).isoformat()
    assert "value" not in as_of(shop.till, at=at).json()["results"][0]
    assert as_of(shop.till, "value/", at=at).status_code == 403


def test_the_value_is_told_by_location_and_altogether(shop: Shop) -> None:
    make_product(shop, stock="3", cost="1.50")
    found = as_of(shop.manager_till, "value/", at=datetime.now(UTC).isoformat()).json()
    assert found["value"] == "4.5"
    assert [(row["code"], row["items"], row["value"]) for row in found["locations"]] == [("S1", 1, "4.5")]


def test_a_location_that_the_member_does_not_see_is_no_location(shop: Shop) -> None:
    hidden = LocationService.create_location(
        business=shop.business, code="W9", name="Hidden", user_id=shop.owner.user_id
    ).unwrap()
    make_product(shop, stock="3", location_id=hidden.pk)
    at = datetime.now(UTC).isoformat()
    answer = as_of(shop.manager_till, at=at, location=hidden.pk)
    assert (answer.status_code, answer.json()["code"]) == (404, "UNKNOWN_LOCATION")
    assert as_of(shop.manager_till, at=at).json()["results"] == []


def test_an_instant_that_is_none_is_refused(shop: Shop) -> None:
    for asked in ({}, {"at": "yesterday"}, {"at": NOON.isoformat(), "page_size": "1001"}):
        assert as_of(shop.till, **asked).status_code == 400


def test_its_statements_do_not_grow_with_the_items(shop: Shop, queries: Any) -> None:
    counts = []
    for number in range(2):
        for index in range(1 + 5 * number):
            make_product(shop, f"Tea {number} {index}", stock="3")
        with queries() as asked:
            as_of(shop.till, at=datetime.now(UTC).isoformat())
        counts.append(len(asked))
    assert counts[0] == counts[1]
