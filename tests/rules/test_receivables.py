"""What settles what of a customer's debts, and when what is owed alarms."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimapos.core.result import DomainError
from optimapos.partners.rules.aging import bucket_of
from optimapos.partners.rules.receivables import Open, alert_of, check_amount, settle, settle_wishes
from tests.tables import worked_table

D = Decimal
CENTS = st.integers(min_value=1, max_value=100_000).map(lambda cents: D(cents) / 100)


def item(amount: str | Decimal, source: UUID | None = None) -> Open:
    entry = uuid4()
    return Open(entry, source or entry, D(amount))


@pytest.mark.parametrize("row", worked_table("algorithms/credit.md", "Worked: aging"), ids=str)
def test_debts_age_as_worked(row: dict[str, str]) -> None:
    on = date(2030, 6, 1)
    assert bucket_of(on - timedelta(days=int(row["days past due"])), on) == row["bucket"]


@pytest.mark.parametrize("row", worked_table("algorithms/credit.md", "Worked: alerts"), ids=str)
def test_alerts_come_as_worked(row: dict[str, str]) -> None:
    assert alert_of(D(row["owed"]), D(row["limit"])) == row["alert"].strip("-")


def test_debts_are_settled_in_their_order_by_credits_in_theirs() -> None:
    first, second, old, new = item("-30"), item("-100"), item("50"), item("60")
    parts = [(part.credit, part.debit, part.amount) for part in settle([first, second], [old, new])]
    assert parts == [(first, old, 30), (second, old, 20), (second, new, 60)]
    assert settle([], [old]) == settle([first], []) == []


@given(credits=st.lists(CENTS, max_size=6), debits=st.lists(CENTS, max_size=6))
def test_no_entry_is_settled_beyond_itself_and_one_side_is_used_up(
    credits: list[Decimal], debits: list[Decimal]
) -> None:
    paying, owing = [item(-each) for each in credits], [item(each) for each in debits]
    parts = settle(paying, owing)
    for each in (*paying, *owing):
        used = sum(part.amount for part in parts if each in (part.credit, part.debit))
        assert used <= abs(each.amount)
    assert all(part.amount > 0 for part in parts)
    assert sum(part.amount for part in parts) == min(sum(credits), sum(debits))


def test_what_is_named_twice_is_one_wish() -> None:
    credit, debt = item("-50"), item("40")
    (part,) = settle_wishes(credit, [debt], [(debt.source_id, D(15)), (debt.source_id, D(20))])
    assert (part.credit, part.debit, part.amount) == (credit, debt, 35)


def test_wishes_that_can_not_be_are_refused() -> None:
    credit, debt, stranger = item("-50"), item("40"), uuid4()
    for wishes, code, data in (
        ([(stranger, D(1))], "DEBT_NOT_OPEN", {"source": str(stranger)}),
        ([(debt.source_id, D(0))], "AMOUNT_NOT_POSITIVE", {"amount": "0"}),
        (
            [(debt.source_id, D("40.01"))],
            "ALLOCATION_TOO_LARGE",
            {"source": str(debt.source_id), "open": "40", "asked": "40.01"},
        ),
    ):
        with pytest.raises(DomainError) as refused:
            settle_wishes(credit, [debt], wishes)
        assert (refused.value.code, refused.value.data) == (code, data)
    other = item("30")
    with pytest.raises(DomainError) as refused:
        settle_wishes(credit, [debt, other], [(debt.source_id, D(40)), (other.source_id, D(30))])
    assert refused.value.data == {"source": str(credit.source_id), "open": "50", "asked": "70"}


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [("0", "EUR", "AMOUNT_NOT_POSITIVE"), ("1.001", "EUR", "AMOUNT_TOO_PRECISE"), ("1.5", "JPY", "AMOUNT_TOO_PRECISE")],
)
def test_an_amount_is_one_that_money_has(amount: str, currency: str, code: str) -> None:
    check_amount(D("1.234"), "TND")
    with pytest.raises(DomainError) as refused:
        check_amount(D(amount), currency)
    assert refused.value.code == code
