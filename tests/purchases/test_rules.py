"""The rules of purchasing by example: amounts, deliveries, schedules, quantities to order."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from optimapos.core.ids import UUID, new_id
from optimapos.core.result import DomainError
from optimapos.partners.types import DayPlan
from optimapos.purchases.rules.amounts import (
    check_currency,
    in_ledger_currency,
    net_amount,
    price_of_package,
    total,
    unit_cost,
)
from optimapos.purchases.rules.price_lists import ListedPrice, price_for
from optimapos.purchases.rules.receiving import OrderedLine, allowed_quantity, check_delivery, check_return, progress
from optimapos.purchases.rules.reordering import Packing, Position, is_low, packages_to_order
from optimapos.purchases.rules.schedule import arrival, order_time
from optimapos.purchases.types import Receiving

HUGE = Decimal(9999999999999)
WEEK = (
    DayPlan("mon", expects_order=True, order_deadline_time=time(14)),
    DayPlan("wed", expects_order=True),
    DayPlan("thu", makes_delivery=True),
)
MONDAY = date(2026, 3, 2)


def code_of(refusal: pytest.ExceptionInfo[DomainError]) -> str:
    """The code of a refusal."""
    return refusal.value.code


def test_amounts_are_rounded_to_the_decimals_of_their_currency() -> None:
    assert net_amount(Decimal(3), Decimal("1.555"), Decimal(0), "EUR") == Decimal("4.67")
    assert net_amount(Decimal(3), Decimal("1.555"), Decimal(0), "JPY") == Decimal(5)
    assert net_amount(Decimal(3), Decimal("1.555"), Decimal(50), "KWD") == Decimal("2.333")
    assert in_ledger_currency(Decimal("10.00"), Decimal("1.955835"), "EUR") == Decimal("19.56")


def test_a_piece_costs_its_share_of_the_package() -> None:
    assert unit_cost(Decimal(10), Decimal(0), Decimal(1), factor_num=3, factor_den=1) == Decimal("3.333333")
    assert unit_cost(Decimal(10), Decimal(100), Decimal(1), factor_num=3, factor_den=1) == 0
    assert unit_cost(Decimal(1), Decimal(0), Decimal("0.5"), factor_num=1, factor_den=4) == Decimal(2)
    assert price_of_package(Decimal(10), 3, 1, 1, 1) == Decimal("3.333333")


def test_figures_that_no_column_holds_are_refused() -> None:
    for work in (
        lambda: net_amount(HUGE, HUGE, Decimal(0), "EUR"),
        lambda: unit_cost(HUGE, Decimal(0), Decimal(1000), factor_num=1, factor_den=1),
        lambda: in_ledger_currency(Decimal("1e14"), Decimal(1000), "EUR"),
        lambda: total([Decimal("9e14"), Decimal("9e14")]),
    ):
        with pytest.raises(DomainError) as refusal:
            work()
        assert code_of(refusal) == "AMOUNT_TOO_LARGE"


@pytest.mark.parametrize("rate", ["0", "-1", "0.123456789", "1000000000"])
def test_a_rate_is_above_zero_with_eight_decimals(rate: str) -> None:
    with pytest.raises(DomainError) as refusal:
        check_currency("USD", Decimal(rate), "EUR")
    assert code_of(refusal) == "BAD_EXCHANGE_RATE"


def test_of_an_order_line_as_much_may_come_as_it_stands_for_and_the_tolerance() -> None:
    line = OrderedLine(Decimal(100), Decimal(60), Decimal(10))
    assert (line.expected, line.open) == (Decimal(90), Decimal(30))
    assert allowed_quantity(line, Decimal("2.5")) == Decimal("92.25")
    check_delivery(1, line, Decimal("32.25"), Decimal("2.5"))
    with pytest.raises(DomainError) as refusal:
        check_delivery(1, line, Decimal("32.26"), Decimal("2.5"))
    assert refusal.value.data["allowed"] == "32.25"
    over = OrderedLine(Decimal(10), Decimal(12))
    assert over.open == 0
    with pytest.raises(DomainError) as refusal:
        check_delivery(1, over, Decimal(1), Decimal(0))
    assert refusal.value.data["allowed"] == "0"


@pytest.mark.parametrize(
    ("received", "wanted"),
    [
        (["0", "0"], Receiving.NOTHING),
        (["1", "0"], Receiving.SOME),
        (["5", "4"], Receiving.SOME),
        (["5", "6"], Receiving.ALL),
    ],
)
def test_an_order_has_arrived_when_nothing_is_open(received: list[str], wanted: Receiving) -> None:
    assert progress(OrderedLine(Decimal(5), Decimal(each)) for each in received) == wanted


def test_an_order_of_which_all_was_cancelled_has_not_arrived() -> None:
    assert progress([OrderedLine(Decimal(5), Decimal(0), Decimal(5))]) == Receiving.NOTHING


def test_exactly_what_came_may_go_back() -> None:
    check_return(1, Decimal(5), Decimal(3), Decimal(2))
    with pytest.raises(DomainError):
        check_return(1, Decimal(5), Decimal(3), Decimal("2.000001"))


@pytest.mark.parametrize(
    ("at", "order_date", "delivery_date", "deadline"),
    [
        ("2026-03-02T13:59:00", "2026-03-02", "2026-03-05", time(14)),
        ("2026-03-02T14:00:00", "2026-03-02", "2026-03-05", time(14)),
        ("2026-03-02T14:00:01", "2026-03-04", "2026-03-05", None),
        ("2026-03-04T23:59:00", "2026-03-04", "2026-03-05", None),
        ("2026-03-05T08:00:00", "2026-03-09", "2026-03-12", time(14)),
    ],
)
def test_the_next_chance_to_order(at: str, order_date: str, delivery_date: str, deadline: time | None) -> None:
    found = order_time(WEEK, datetime.fromisoformat(at).replace(tzinfo=UTC), 1)
    assert (found.order_date, found.delivery_date) == (
        date.fromisoformat(order_date),
        date.fromisoformat(delivery_date),
    )
    assert (found.deadline, found.is_today) == (deadline, at[:10] == order_date)


def test_the_only_deadline_of_the_week_comes_again_in_seven_days() -> None:
    week = [DayPlan("mon", expects_order=True, order_deadline_time=time(9))]
    found = order_time(week, datetime(2026, 3, 2, 10, tzinfo=UTC), 3)
    assert (found.order_date, found.delivery_date) == (date(2026, 3, 9), date(2026, 3, 12))


def test_a_supplier_without_a_week_takes_orders_and_delivers_on_all_days() -> None:
    found = order_time([], datetime(2026, 3, 2, 10, tzinfo=UTC), 0)
    assert (found.order_date, found.delivery_date, found.deadline) == (MONDAY, MONDAY, None)
    assert arrival([DayPlan("mon", expects_order=True)], MONDAY, 4) == date(2026, 3, 6)


def _position(available: str, on_order: str = "0", requested: str = "0", in_transit: str = "0") -> Position:
    return Position(Decimal(available), Decimal(on_order), Decimal(requested), Decimal(in_transit))


def test_all_that_is_on_its_way_counts() -> None:
    assert _position("-2", "3", "4", "5").total == 10
    assert is_low(_position("-2", "3", "4", "5"), Decimal(10))
    assert not is_low(_position("-2", "3", "4", "5.5"), Decimal(10))


@pytest.mark.parametrize(
    ("available", "packing", "wanted"),
    [
        ("10", Packing(), "30"),
        ("10.4", Packing(), "30"),
        ("10", Packing(factor_num=12), "3"),
        ("4", Packing(factor_num=12), "3"),
        ("3", Packing(factor_num=12), "4"),
        ("39", Packing(factor_num=12, minimum=Decimal(5)), "5"),
        ("39", Packing(minimum=Decimal(5), multiple=Decimal(4)), "8"),
        ("10", Packing(factor_num=1, factor_den=2), "60"),
        ("39.9", Packing(multiple=Decimal("0.25")), "0.25"),
        ("40", Packing(minimum=Decimal(5)), "0"),
        ("41", Packing(), "0"),
    ],
)
def test_packages_are_rounded_up_to_the_suppliers_terms(available: str, packing: Packing, wanted: str) -> None:
    assert packages_to_order(_position(available), Decimal(40), packing) == Decimal(wanted)


def test_a_price_for_the_very_packaging_counts_before_a_newer_one_of_another() -> None:
    box, pair, supplier, product = (new_id() for _ in range(4))

    def listed(packaging: UUID | None, factor: int, price: str, since: str, *, preferred: bool = False) -> ListedPrice:
        return ListedPrice(
            supplier_id=supplier,
            product_id=product,
            packaging_id=packaging,
            factor_num=factor,
            factor_den=1,
            currency="EUR",
            price=Decimal(price),
            valid_from=date.fromisoformat(since),
            supplier_sku="",
            minimum=Decimal(0),
            multiple=Decimal(1),
            lead_time_days=None,
            is_preferred=preferred,
        )

    prices = [
        listed(box, 12, "24", "2024-01-01"),
        listed(box, 12, "22", "2025-01-01"),
        listed(pair, 2, "5", "2026-01-01"),
        listed(None, 1, "3", "2020-01-01", preferred=True),
    ]
    assert price_for(prices, box, 12, 1) == 22
    assert price_for(prices, pair, 2, 1) == 5
    assert price_for(prices, None, 1, 1) == 3
    assert price_for(prices, new_id(), 4, 1) == 12  # the preferred line, for four pieces
    assert price_for([], None, 1, 1) is None
