"""Posting counts: what was counted stands for its moment, selling goes on, and a difference is booked once."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest

from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.counting import count, differences, happen, lines_of, started
from tests.inventory.documents import (
    COUNTS,
    Desk,
    figures_at,
    layers,
    moved_by,
    open_layers,
    refused,
    serials_at,
    stock_of,
)
from tests.inventory.ledger import Shelf
from tests.inventory.stock import add_to_cart, statuses
from tests.servers import at_once
from tests.tables import worked_table


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """The counts of the manager."""
    return Desk(shop.manager_till, COUNTS)


@pytest.mark.parametrize("row", worked_table("algorithms/counting.md", "Worked: one line"), ids=str)
def test_a_line_is_corrected_by_its_difference_at_the_moment_of_counting(
    shop: Shop, desk: Desk, row: dict[str, str]
) -> None:
    tea = make_product(shop, stock="10", cost="4")
    document = started(desk, shop, tea)
    count(desk, document, (tea, row["counted"]))
    happen(shop, tea, row["what happens after counting"])
    assert figures_at(shop, tea)[0] == row["in the books before posting"]
    wanted = [("Coffee beans", row["difference"])] if row["difference"] != "0" else []
    assert differences(desk, document) == wanted
    desk.take(document, "posted")
    assert figures_at(shop, tea)[0] == row["in the books after posting"]
    assert differences(desk, document) == wanted
    expected = 10 + int(row["known since"])
    assert lines_of(desk, document) == [("Coffee beans", str(expected), row["counted"])]
    if not row["in the books after posting"].startswith("-"):
        assert_books_balance(shop.id)


@pytest.mark.parametrize("row", worked_table("algorithms/counting.md", "Worked: two counts of one item"), ids=str)
def test_two_counts_of_one_item_leave_in_the_books_what_the_later_one_saw(
    shop: Shop, desk: Desk, row: dict[str, str]
) -> None:
    tea = make_product(shop, stock="10", cost="4")
    first, second = started(desk, shop, tea), started(desk, shop, tea)
    count(desk, first, (tea, "8"))
    posted_between = row["order of posting"].endswith("after A was posted")
    if posted_between:
        desk.take(first, "posted")
    assert count(desk, second, (tea, "7"))[0]["expected_quantity"] == row["B expected at its moment"]
    order = [first, second] if row["order of posting"].startswith("A") else [second, first]
    answers = [desk.step(document, "posted") for document in order[posted_between:]]
    booked = [moved_by(shop, document) for document in order]
    assert [Decimal(moved[0][1]) for moved in booked if moved] == [
        Decimal(row[name]) for name in ("booked by the first", "booked by the second") if row[name] != "refused"
    ]
    assert [answer.status_code for answer in answers][-1] == (409 if row["booked by the second"] == "refused" else 200)
    assert figures_at(shop, tea)[0] == row["in the books"]
    assert_books_balance(shop.id)


def test_a_surplus_comes_in_at_its_likely_cost_and_a_shortage_leaves_whatever_its_state(shop: Shop, desk: Desk) -> None:
    tea, milk = make_product(shop, name="Tea", stock="10", cost="4"), make_product(shop, name="Milk", stock=None)
    yesterday = shop.storefront.local_day(datetime.now(UTC)) - timedelta(days=1)
    Shelf(shop, milk).receive("2", "1", expires=str(yesterday)).unwrap()
    Shelf(shop, milk).receive("3", "2", status="DAMAGED", expires="2999-01-01").unwrap()
    Shelf(shop, milk).receive("4", "3").unwrap()
    document = started(desk, shop, tea, milk)
    count(desk, document, (tea, "12"), (milk, "5"))
    report = desk.get(document, "differences/")
    assert (report["surplus_value"], report["shortage_value"], report["net_value"]) == ("8", "8.888889", "-0.888889")
    desk.take(document, "posted")
    assert (layers(shop, tea), layers(shop, milk)) == (
        [("10", "4", "AVAILABLE", ""), ("2", "4", "AVAILABLE", "")],
        [("1", "2", "DAMAGED", "2999-01-01"), ("4", "3", "AVAILABLE", "")],
    )
    report = desk.get(document, "differences/")
    assert (report["surplus_value"], report["shortage_value"], report["net_value"]) == ("8", "6", "2")
    assert (report["is_posted"], report["line_count"], report["counted_count"]) == (True, 2, 2)
    values = [(row["product_name"], row["difference"], row["value"]) for row in report["lines"]]
    assert values == [("Tea", "2", "8"), ("Milk", "-4", "-6")]
    assert_books_balance(shop.id)


def test_a_surplus_settles_what_was_sold_short(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="1", cost="4")
    Shelf(shop, tea).issue("4", may_go_short=True).unwrap()
    document = started(desk, shop, tea)
    assert count(desk, document, (tea, "5"))[0]["expected_quantity"] == "-3"
    desk.take(document, "posted")
    assert (figures_at(shop, tea), layers(shop, tea)) == (("5", "20"), [("5", "4", "AVAILABLE", "")])
    assert_books_balance(shop.id)


def test_sales_between_counting_and_posting_stay_as_they_are(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10", cost="4")
    document = started(desk, shop, tea)
    count(desk, document, (tea, "9"))
    cash = [{"payment_method": "CASH", "amount_paid": "500.00"}]
    sale = {"items": [{"product": tea.pk, "quantity": "4"}], "payments": cash}
    assert shop.till.post("/api/sales/checkout/", sale).status_code == 201
    desk.take(document, "posted")
    assert figures_at(shop, tea) == ("5", "20")
    assert_books_balance(shop.id)


def test_what_is_missing_makes_the_newest_reservations_give_way(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    older, newer = add_to_cart(shop.till, tea, "4")[0], add_to_cart(shop.till, tea, "5")[0]
    document = started(desk, shop, tea)
    count(desk, document, (tea, "8"))
    assert (statuses(shop, older), statuses(shop, newer)) == (["ACTIVE"], ["ACTIVE"])
    desk.take(document, "posted")
    assert (statuses(shop, older), statuses(shop, newer)) == (["ACTIVE"], ["CANCELLED"])


def test_what_was_not_counted_is_left_alone_or_said_to_be_gone(shop: Shop, desk: Desk) -> None:
    tea, milk = make_product(shop, name="Tea", stock="10"), make_product(shop, name="Milk", stock="5")
    phone = make_product(shop, name="Phone", stock=None, tracks_serials=True)
    Shelf(shop, phone).receive("2", "100", serials=("A", "B")).unwrap()
    first, second = started(desk, shop), started(desk, shop)
    count(desk, first, (tea, "9"))
    desk.take(first, "posted")
    assert (figures_at(shop, tea)[0], figures_at(shop, milk)[0], serials_at(shop, phone)) == ("9", "5", ["A", "B"])
    count(desk, second, (tea, "9"))
    desk.take(second, "posted", uncounted_as_zero=True)
    assert (figures_at(shop, tea)[0], figures_at(shop, milk)[0], serials_at(shop, phone)) == ("9", "0", [])
    assert lines_of(desk, second) == [("Tea", "9", "9"), ("Milk", "5", "0"), ("Phone", "2", "0")]
    assert_books_balance(shop.id)


def test_a_count_of_nothing_is_not_posted(shop: Shop, desk: Desk) -> None:
    make_product(shop, stock="10")
    document = started(desk, shop)
    before = stock_of(shop)
    refused(desk.step(document, "posted"), 422, "DOCUMENT_EMPTY")
    assert (stock_of(shop), desk.get(document)["status"]) == (before, "counting")


def test_a_count_that_was_overtaken_is_told_by_which_and_is_posted_once_it_is_counted_anew(
    shop: Shop, desk: Desk
) -> None:
    tea = make_product(shop, name="Tea", stock="10")
    first, second = started(desk, shop, tea), started(desk, shop, tea)
    early = count(desk, first, (tea, "8"))[0]
    late = count(desk, second, (tea, "10"))[0]
    desk.take(second, "posted")  # it found no difference, and has said the last word all the same
    before = stock_of(shop)
    data = refused(desk.step(first, "posted"), 409, "COUNT_OVERLAPS")
    assert [(row["line"], row["product"], row["count"]) for row in data["lines"]] == [
        (early["id"], str(tea.pk), second["number"])
    ]
    assert data["lines"][0]["counted_again_at"][:19] == late["counted_at"][:19]
    assert (stock_of(shop), desk.get(first)["status"]) == (before, "counting")
    count(desk, first, (tea, "9"))
    desk.take(first, "posted")
    assert figures_at(shop, tea)[0] == "9"


def test_a_count_that_was_taken_back_overtakes_nothing(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    first, second = started(desk, shop, tea), started(desk, shop, tea)
    count(desk, first, (tea, "8"))
    count(desk, second, (tea, "6"))
    desk.take(second, "posted")
    desk.take(second, "reversed", comment="Miscounted.")
    desk.take(first, "posted")
    assert figures_at(shop, tea)[0] == "8"
    assert_books_balance(shop.id)


def test_a_correction_that_is_taken_back_after_the_next_count_is_known_to_it(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    first, second = started(desk, shop, tea), started(desk, shop, tea)
    count(desk, first, (tea, "8"))
    desk.take(first, "posted")
    assert count(desk, second, (tea, "7"))[0]["expected_quantity"] == "8"
    desk.take(first, "reversed", comment="Miscounted.")
    assert differences(desk, second) == [("Coffee beans", "-3")]
    desk.take(second, "posted")
    assert figures_at(shop, tea)[0] == "7"
    assert_books_balance(shop.id)


def test_what_a_count_booked_is_taken_back_onto_the_same_layers(shop: Shop, desk: Desk) -> None:
    tea, milk = make_product(shop, name="Tea", stock="10"), make_product(shop, name="Milk", stock="5", cost="3.3")
    before = [(row.pk, row.remaining_qty, row.unit_cost) for row in (*open_layers(shop, tea), *open_layers(shop, milk))]
    document = started(desk, shop, tea, milk)
    count(desk, document, (tea, "12"), (milk, "1"))
    desk.take(document, "posted")
    refused(desk.step(document, "reversed"), 422, "COMMENT_REQUIRED")
    desk.take(document, "reversed", comment="Wrong shelf.")
    after = [(row.pk, row.remaining_qty, row.unit_cost) for row in (*open_layers(shop, tea), *open_layers(shop, milk))]
    assert after == before
    assert differences(desk, document) == [("Tea", "2"), ("Milk", "-4")]
    assert_books_balance(shop.id)


def test_a_count_without_differences_is_taken_back_too(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    document = started(desk, shop, tea)
    count(desk, document, (tea, "10"))
    desk.take(document, "posted")
    assert desk.take(document, "reversed", comment="Was blindfolded.")["status"] == "reversed"
    assert moved_by(shop, document) == []


def test_of_two_who_post_one_count_at_once_one_does(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    document = started(desk, shop, tea)
    count(desk, document, (tea, "7"))
    answers = at_once([partial(desk.step, document, "posted")] * 6)
    outcomes = Counter((answer.status_code, answer.json().get("code")) for answer in answers)
    assert outcomes == {(200, None): 1, (409, "TRANSITION_NOT_ALLOWED"): 5}
    assert (figures_at(shop, tea)[0], len(moved_by(shop, document))) == ("7", 1)
    assert_books_balance(shop.id)


def test_counting_while_others_sell_keeps_books_and_count_apart(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="100")
    document = started(desk, shop, tea)
    cash = [{"payment_method": "CASH", "amount_paid": "500.00"}]
    sale = {"items": [{"product": tea.pk, "quantity": "1"}], "payments": cash}
    selling = [partial(shop.till.post, "/api/sales/checkout/", sale)] * 8
    counting = [partial(count, desk, document, (tea, "50"))] * 4
    answers = at_once([*selling[:4], *counting, *selling[4:]])
    assert [answer.status_code for answer in answers if not isinstance(answer, list)] == [201] * 8
    row = desk.get(document, "lines/")["results"][0]
    difference = int(differences(desk, document)[0][1])
    assert difference in {50 - int(row["expected_quantity"]) + late for late in range(9)}
    desk.take(document, "posted")
    assert figures_at(shop, tea)[0] == str(92 + difference)
    assert_books_balance(shop.id)
