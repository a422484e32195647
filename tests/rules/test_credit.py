"""Whether a customer may buy, and owe."""

from dataclasses import replace
from decimal import Decimal

import pytest

from optimapos.core.result import DomainError
from optimapos.partners.rules.standing import CreditStanding, check_credit

D = Decimal
GOOD = CreditStanding(
    is_active=True,
    sales_blocked=False,
    credit_blocked=False,
    credit_limit=D("100.00"),
    outstanding_balance=D("62.50"),
    overdue_amount=D("0.00"),
    overdue_days=0,
    grace_days=7,
)
LATE = replace(GOOD, overdue_amount=D("20.00"), overdue_days=8)


def refusal(standing: CreditStanding, amount: str) -> DomainError:
    with pytest.raises(DomainError) as caught:
        check_credit(standing, amount=D(amount), override=False)
    return caught.value


@pytest.mark.parametrize("amount", ["0.01", "37.50"])
def test_a_customer_may_owe_up_to_the_available_credit(amount: str) -> None:
    assert check_credit(GOOD, amount=D(amount), override=False) == ()
    assert check_credit(GOOD, amount=D(amount), override=True) == ()


@pytest.mark.parametrize("blocked", [replace(GOOD, sales_blocked=True), replace(GOOD, is_active=False)])
@pytest.mark.parametrize("amount", ["0.00", "10.00"])
@pytest.mark.parametrize("override", [False, True])
def test_nothing_helps_a_blocked_customer(blocked: CreditStanding, amount: str, override: bool) -> None:
    with pytest.raises(DomainError) as caught:
        check_credit(blocked, amount=D(amount), override=override)
    assert caught.value.code == "CUSTOMER_BLOCKED"


def test_who_pays_at_once_needs_no_credit() -> None:
    assert check_credit(replace(LATE, credit_blocked=True), amount=D("0.00"), override=False) == ()


def test_blocked_credit_is_refused() -> None:
    assert refusal(replace(LATE, credit_blocked=True), "500.00").code == "CREDIT_BLOCKED"


def test_more_than_the_available_credit_is_refused_with_what_to_take_now() -> None:
    refused = refusal(LATE, "50.00")
    assert refused.code == "CREDIT_LIMIT_EXCEEDED"
    assert refused.data == {
        "amount": "50.00",
        "requested_amount": "50.00",
        "available_credit": "37.50",
        "credit_limit": "100.00",
        "outstanding_balance": "62.50",
    }
    assert refused.suggestions == ("Take at least 12.50 now", "Have the credit approved")


def test_who_owes_more_than_the_limit_pays_all_of_it_now() -> None:
    refused = refusal(replace(GOOD, outstanding_balance=D("130.00")), "50.00")
    assert refused.data["available_credit"] == "-30.00"
    assert refused.suggestions[0] == "Take at least 50.00 now"


def test_a_debt_overdue_beyond_the_days_of_grace_is_refused() -> None:
    assert check_credit(replace(LATE, overdue_days=7), amount=D("1.00"), override=False) == ()
    assert check_credit(replace(LATE, overdue_amount=D(0)), amount=D("1.00"), override=False) == ()
    refused = refusal(LATE, "1.00")
    assert (refused.code, refused.data) == (
        "CREDIT_OVERDUE",
        {"overdue_amount": "20.00", "days": 8, "grace_days": 7},
    )


@pytest.mark.parametrize(
    ("standing", "amount", "flags"),
    [
        (replace(GOOD, credit_blocked=True), "1.00", ("CREDIT_BLOCKED",)),
        (GOOD, "37.51", ("OVER_CREDIT_LIMIT",)),
        (LATE, "1.00", ("OVERDUE",)),
        (replace(LATE, credit_blocked=True), "50.00", ("CREDIT_BLOCKED", "OVER_CREDIT_LIMIT", "OVERDUE")),
    ],
)
def test_an_override_allows_it_and_tells_what_it_allowed(
    standing: CreditStanding, amount: str, flags: tuple[str, ...]
) -> None:
    assert check_credit(standing, amount=D(amount), override=True) == flags
