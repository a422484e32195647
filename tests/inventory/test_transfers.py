"""Transfers: sent, on their way, received, lost and recalled; goods keep their cost, their age and their numbers."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine

from optimapos.audit.models import AuditLog
from optimapos.inventory.models import InventoryItem
from optimapos.organization.models import Location
from optimapos.organization.selectors import visible_locations
from optimapos.products.types import NewPackaging
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.documents import (
    TRANSFERS,
    Desk,
    figures_at,
    layers,
    make_place,
    member_at,
    moved_by,
    open_layers,
    refused,
    serials_at,
    stock_of,
)
from tests.inventory.ledger import Shelf
from tests.inventory.on_their_way import arrived, sent, told, transit_of
from tests.inventory.stock import counted
from tests.servers import at_once


@pytest.fixture
def desk(shop: Shop, place: Location) -> Desk:
    """The transfers of somebody who works at both ends, and may write off what is lost."""
    return Desk(member_at(shop, shop.storefront, place, role="manager"), TRANSFERS)


def test_what_is_sent_waits_in_transit_and_arrives_with_its_cost_its_age_its_batch_and_its_expiry(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea = make_product(shop, stock="10", cost="4")
    Shelf(shop, tea).receive("5", "6.5", expires="2999-01-31").unwrap()
    before = [(row.received_at, row.batch_number, row.expires_on) for row in open_layers(shop, tea)]
    document = sent(desk, shop, place, (tea, "12"))
    assert told(document) == ("dispatched", "0", "0", "12")
    assert figures_at(shop, tea) == ("3", "12")
    assert figures_at(shop, tea, transit_of(shop)) == ("12", "60.5")
    assert figures_at(shop, tea, place) == ("0", "0")
    assert [(row.kind, str(row.transfer_line_id)) for row in open_layers(shop, tea, transit_of(shop))] == [
        ("TRANSIT", document["lines"][0]["id"])
    ] * 2
    document = desk.right(desk.post(document, "receive", **arrived(document, "12")))
    assert told(document) == ("received", "12", "0", "0")
    assert figures_at(shop, tea, transit_of(shop)) == ("0", "0")
    assert layers(shop, tea, place) == [("5", "6.5", "AVAILABLE", "2999-01-31"), ("7", "4", "AVAILABLE", "")]
    after = [(row.received_at, row.batch_number, row.expires_on) for row in open_layers(shop, tea, place)]
    assert after == before
    legs = [
        ("TRANSFER_IN", "5", "32.5"),
        ("TRANSFER_IN", "7", "28"),
        ("TRANSFER_OUT", "-5", "-32.5"),
        ("TRANSFER_OUT", "-7", "-28"),
    ]
    assert sorted(moved_by(shop, document)) == sorted(legs * 2)
    assert_books_balance(shop.id)


def test_nothing_moves_before_a_transfer_is_dispatched(shop: Shop, desk: Desk, place: Location) -> None:
    tea = make_product(shop, stock="10")
    before = stock_of(shop)
    document = desk.create(
        location=shop.storefront.pk, to_location=place.pk, lines=[{"product": tea.pk, "quantity": "4"}]
    )
    assert (document["number"], document["status"], document["posting"]) == ("TR-00001", "draft", 0)
    assert stock_of(shop) == before
    desk.take(document, "cancelled")
    assert stock_of(shop) == before


def test_a_transfer_arrives_in_parts_and_is_received_by_itself_with_the_last(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea = make_product(shop, stock="10")
    document = sent(desk, shop, place, (tea, "10"))
    parts = [desk.right(desk.post(document, "receive", **arrived(document, quantity))) for quantity in ("2", "3", "5")]
    assert [told(part) for part in parts] == [
        ("partly_received", "2", "0", "8"),
        ("partly_received", "5", "0", "5"),
        ("received", "10", "0", "0"),
    ]
    steps = [(step["to_status"], step["trigger"]) for step in desk.get(document, "history/")]
    assert steps == [
        ("draft", "MANUAL"),
        ("dispatched", "MANUAL"),
        ("partly_received", "PARTLY_RECEIVED"),
        ("received", "RECEIVED"),
    ]
    assert figures_at(shop, tea, place) == ("10", "40")
    assert_books_balance(shop.id)


def test_what_is_lost_on_the_way_is_written_off_with_its_reason_and_shown_on_the_document(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea = make_product(shop, stock="10")
    document = sent(desk, shop, place, (tea, "10"))
    body = arrived(document, "7", lost="2") | {"reason": "THEFT"}
    document = desk.right(desk.post(document, "receive", **body))
    assert told(document) == ("partly_received", "7", "2", "1")
    assert document["lines"][0]["lost_reason"] == "THEFT"
    assert moved_by(shop, document)[-1] == ("ADJUST", "-2", "-8")
    document = desk.right(desk.post(document, "receive", lines=[], closes=True, reason="DAMAGE"))
    assert told(document) == ("received", "7", "3", "0")
    assert document["lines"][0]["lost_reason"] == "DAMAGE"
    assert figures_at(shop, tea, transit_of(shop)) == ("0", "0")
    assert figures_at(shop, tea, place) == ("7", "28")
    assert_books_balance(shop.id)


def test_what_closes_a_transfer_takes_in_what_is_named_and_loses_the_rest_of_every_line(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea, milk, salt = (make_product(shop, name=name, stock="10") for name in ("Tea", "Milk", "Salt"))
    document = sent(desk, shop, place, (tea, "4"), (milk, "5"), (salt, "6"))
    ids = [line["id"] for line in document["lines"]]
    named = [{"line": ids[0], "quantity": "4"}, {"line": ids[1], "quantity": "1"}]
    oil = sent(desk, shop, place, (salt, "1"), (milk, "1"))
    desk.right(desk.post(oil, "receive", **arrived(oil, "1")))
    assert desk.right(desk.post(oil, "receive", lines=[], closes=True))["lines"][0]["lost_quantity"] == "0"
    document = desk.right(desk.post(document, "receive", lines=named, closes=True))
    figures = [(line["received_quantity"], line["lost_quantity"]) for line in document["lines"]]
    assert (document["status"], figures) == ("received", [("4", "0"), ("1", "4"), ("0", "6")])
    assert_books_balance(shop.id)


def test_a_transfer_that_is_recalled_puts_everything_back_where_it_came_from_at_its_cost(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea = make_product(shop, stock="10", cost="4.123457")
    Shelf(shop, tea).receive("5", "6.5").unwrap()
    before, ids = layers(shop, tea), [row.pk for row in open_layers(shop, tea)]
    document = sent(desk, shop, place, (tea, "12"))
    refused(desk.step(document, "recalled"), 422, "COMMENT_REQUIRED")
    document = desk.take(document, "recalled", comment="Wrong lorry.")
    assert (document["status"], document["posted_at"]) == ("recalled", None)
    assert (layers(shop, tea), [row.pk for row in open_layers(shop, tea)]) == (before, ids)
    assert figures_at(shop, tea, transit_of(shop)) == ("0", "0")
    assert_books_balance(shop.id)


def test_pieces_with_serial_numbers_are_sent_received_and_lost_by_name(shop: Shop, desk: Desk, place: Location) -> None:
    phone = make_product(shop, stock=None, tracks_serials=True)
    Shelf(shop, phone).receive("4", "100", serials=("A", "B", "C", "D")).unwrap()
    document = sent(desk, shop, place, (phone, "3"), serials=["A", "B", "C"])
    assert (serials_at(shop, phone), serials_at(shop, phone, transit_of(shop))) == (["D"], ["A", "B", "C"])
    before = stock_of(shop)
    refused(desk.post(document, "receive", **arrived(document, "1")), 422, "SERIALS_MISMATCH")
    data = refused(desk.post(document, "receive", **arrived(document, "1", serials=["D"])), 409, "SERIAL_NOT_IN_STOCK")
    assert data["serials"] == ["D"]
    assert stock_of(shop) == before
    document = desk.right(desk.post(document, "receive", **arrived(document, "1", serials=["B"])))
    assert serials_at(shop, phone, place) == ["B"]
    document = desk.right(
        desk.post(document, "receive", **arrived(document, "1", serials=["A"]), closes=True, reason="THEFT")
    )
    assert told(document) == ("received", "2", "1", "0")
    assert (serials_at(shop, phone, place), serials_at(shop, phone, transit_of(shop))) == (["A", "B"], [])
    assert_books_balance(shop.id)


def test_where_a_piece_is_and_was_is_told_by_its_number(shop: Shop, desk: Desk, place: Location) -> None:
    phone = make_product(shop, stock=None, tracks_serials=True)
    Shelf(shop, phone).receive("2", "100", serials=("A", "B")).unwrap()
    document = sent(desk, shop, place, (phone, "1"), serials=["A"])
    desk.right(desk.post(document, "receive", **arrived(document, "1", serials=["A"])))
    stays = desk.till.get("/api/serials/?number=A").json()["results"]
    places = [
        (stay["location"], stay["kind"], stay["is_open"], [m["kind"] for m in stay["movements"]]) for stay in stays
    ]
    assert places == [
        (str(place.pk), "STOCK", True, ["TRANSFER_IN"]),
        (str(transit_of(shop).pk), "TRANSIT", False, ["TRANSFER_IN", "TRANSFER_OUT"]),
        (str(shop.storefront.pk), "STOCK", False, ["RECEIPT", "TRANSFER_OUT"]),
    ]
    assert {stay["unit_cost"] for stay in stays} == {"100"}
    seller = member_at(shop, shop.storefront, role="cashier").get("/api/serials/?number=A").json()["results"]
    assert [stay["kind"] for stay in seller] == ["TRANSIT", "STOCK"]
    assert all("unit_cost" not in stay and "cost_amount" not in stay["movements"][0] for stay in seller)
    assert member_at(shop, make_place(shop)).get("/api/serials/?number=A").json()["results"] == []
    assert len(desk.till.get("/api/serials/?is_open=true").json()["results"]) == 2
    assert len(member_at(shop, role="owner").get("/api/serials/").json()["results"]) == 4


def test_a_piece_tells_its_stays_by_a_constant_number_of_queries(shop: Shop, desk: Desk, place: Location) -> None:
    phone = make_product(shop, stock=None, tracks_serials=True)
    counts = []
    for batch in (("A",), tuple(f"B{number}" for number in range(20))):
        Shelf(shop, phone).receive(str(len(batch)), "100", serials=batch).unwrap()
        with counted(shop) as statements:
            assert desk.till.get("/api/serials/").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_goods_that_expire_on_the_way_still_arrive(shop: Shop, desk: Desk, place: Location) -> None:
    tea = make_product(shop, stock=None, keeps_expiry=True)
    today = shop.storefront.local_day(datetime.now(UTC))
    Shelf(shop, tea).receive("5", "2", expires=str(today)).unwrap()
    document = sent(desk, shop, place, (tea, "5"))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3), tick=True):
        document = desk.right(desk.post(document, "receive", **arrived(document, "5")))
    assert told(document) == ("received", "5", "0", "0")
    assert layers(shop, tea, place) == [("5", "2", "AVAILABLE", str(today))]


def test_what_arrives_settles_what_was_sold_short_there(shop: Shop, desk: Desk, place: Location) -> None:
    tea = make_product(shop, stock="10", cost="4")
    Shelf(shop, tea, place).issue("2", may_go_short=True).unwrap()
    document = sent(desk, shop, place, (tea, "5"))
    desk.right(desk.post(document, "receive", **arrived(document, "5")))
    assert (figures_at(shop, tea, place), layers(shop, tea, place)) == (("3", "12"), [("3", "4", "AVAILABLE", "")])
    assert_books_balance(shop.id)


def test_packages_are_counted_as_they_were_when_the_line_was_written(shop: Shop, desk: Desk, place: Location) -> None:
    tea = make_product(shop, stock="100", packagings=[NewPackaging("Box", 6)])
    with shop.scope():
        box = tea.packagings.get()
    line = {"product": tea.pk, "packaging": box.pk, "quantity": "2"}
    document = desk.create(location=shop.storefront.pk, to_location=place.pk, lines=[line])
    told = document["lines"][0]
    assert (told["quantity"], told["base_quantity"], told["factor_num"], told["factor_den"]) == ("2", "12", 6, 1)
    document = desk.take(document, "dispatched")
    assert figures_at(shop, tea) == ("88", "352")


def test_goods_in_transit_are_at_no_location_that_anybody_sees(shop: Shop, desk: Desk, place: Location) -> None:
    tea = make_product(shop, stock="10")
    sent(desk, shop, place, (tea, "4"))
    transit = transit_of(shop)
    with shop.scope():
        assert transit not in visible_locations(shop.owner)
        hidden = InventoryItem.objects.for_business(shop.id).get(location=transit)
    owner = member_at(shop, role="owner")
    assert str(transit.pk) not in owner.get("/api/locations/").content.decode()
    items = owner.get("/api/stock-products/").json()["results"]
    assert {item["storefront"] for item in items} == {str(shop.storefront.pk)}
    assert owner.get(f"/api/stock-products/{hidden.pk}/").status_code == 404
    assert [row["status"] for row in owner.get(TRANSFERS).json()["results"]] == ["dispatched"]
    assert (transit.code, transit.timezone) == ("IN-TRANSIT", "Europe/Sofia")


def test_a_business_has_one_transit_location_however_many_transfers_start_at_once(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea = make_product(shop, stock="10")
    drafts = [
        desk.create(location=shop.storefront.pk, to_location=place.pk, lines=[{"product": tea.pk, "quantity": "1"}])
        for _ in range(6)
    ]
    answers = at_once([partial(desk.step, draft, "dispatched") for draft in drafts])
    assert [answer.status_code for answer in answers] == [200] * 6
    assert figures_at(shop, tea, transit_of(shop)) == ("6", "24")
    assert_books_balance(shop.id)


def test_the_number_of_statements_does_not_grow_with_the_lines(shop: Shop, desk: Desk, place: Location) -> None:
    tea, milk = make_product(shop, name="Tea", stock="1000"), make_product(shop, name="Milk", stock="1000")
    sent(desk, shop, place, (tea, "1"), (milk, "1"))  # the transit location and the items are there from now on
    spent = []
    for lines in (1, 200):
        rows = [{"product": (tea, milk)[number % 2].pk, "quantity": "2"} for number in range(lines)]
        with counted(shop) as creating:
            document = desk.create(location=shop.storefront.pk, to_location=place.pk, lines=rows)
        with counted(shop) as dispatching:
            document = desk.take(document, "dispatched")
        body = [{"line": line["id"], "quantity": "1", "lost": "1"} for line in document["lines"]]
        with counted(shop) as receiving:
            assert desk.right(desk.post(document, "receive", lines=body))["status"] == "received"
        with counted(shop) as listing:
            assert desk.till.get(TRANSFERS).status_code == 200
        spent.append([len(each) for each in (creating, dispatching, receiving, listing)])
    assert spent[0] == spent[1]
    assert_books_balance(shop.id)


def test_sending_and_receiving_leave_their_traces_in_the_audit_log(shop: Shop, desk: Desk, place: Location) -> None:
    tea = make_product(shop, stock="10")
    document = sent(desk, shop, place, (tea, "10"))
    desk.right(desk.post(document, "receive", **arrived(document, "7", lost="3")))
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.id).filter(event_type="stock_transfer.received")
        event = rows.get()
    assert event.location_id == place.pk
    assert event.event_data == {
        "id": document["id"],
        "number": "TR-00001",
        "reason": "LOSS",
        "lines": [{"line": document["lines"][0]["id"], "received": "7", "lost": "3"}],
    }
