"""What may be bought from a supplier, and how a partner's texts are kept."""

from decimal import Decimal

import pytest

from optimapos.core.result import DomainError
from optimapos.partners.rules.credit import available_credit, check_credit, check_standing
from optimapos.partners.rules.texts import check_vat_number, cleaned_fields


def refusal(available: str, amount: str, currency: str = "EUR") -> DomainError:
    """What is refused."""
    with pytest.raises(DomainError) as refused:
        check_credit(available=Decimal(available), amount=Decimal(amount), currency=currency)
    return refused.value


@pytest.mark.parametrize(
    ("limit", "used", "expected"),
    [
        (None, "500", None),
        ("0", "0", "0"),
        ("100", "40.50", "59.50"),
        ("100", "140", "-40"),
    ],
)
def test_available_credit_is_the_limit_less_what_is_owed(limit: str | None, used: str, expected: str | None) -> None:
    found = available_credit(Decimal(limit) if limit else None, Decimal(used))
    assert found == (Decimal(expected) if expected else None)


@pytest.mark.parametrize(("available", "amount"), [("100", "100"), ("100", "0"), ("0", "0"), (None, "999999")])
def test_amounts_up_to_the_credit_pass_and_all_of_them_without_a_limit(available: str | None, amount: str) -> None:
    check_credit(available=Decimal(available) if available else None, amount=Decimal(amount), currency="EUR")


def test_a_refused_amount_comes_with_what_would_do() -> None:
    found = refusal("35000.00", "35000.01")
    assert (found.code, found.data) == (
        "CREDIT_LIMIT_EXCEEDED",
        {"available_credit": "35000.00", "requested_amount": "35000.01"},
    )
    assert found.suggestions == ("Maximum allowed amount: 35000.00", "Suggested amount: 28000.01")
    assert refusal("100.00", "1000").suggestions[1] == "Suggested amount: 100.00"
    assert refusal("3", "4", "JPY").suggestions[1] == "Suggested amount: 3"


def test_nothing_is_suggested_where_more_is_owed_than_agreed() -> None:
    found = refusal("-40", "10")
    assert found.data["available_credit"] == "-40"
    assert found.suggestions == ("Maximum allowed amount: 0", "Suggested amount: 0")


def test_without_credit_every_amount_is_too_much() -> None:
    assert refusal("0", "0.01").code == "CREDIT_LIMIT_EXCEEDED"


def test_blocks_are_told_before_amounts() -> None:
    check_standing(is_active=True, delivery_blocked=False, name="X")
    for is_active, is_blocked, code in ((False, True, "SUPPLIER_INACTIVE"), (True, True, "DELIVERY_BLOCKED")):
        with pytest.raises(DomainError) as refused:
            check_standing(is_active=is_active, delivery_blocked=is_blocked, name="X")
        assert refused.value.code == code


def test_texts_are_cleaned_by_what_they_hold() -> None:
    told = {
        "name": "  Premium   Distributor\u00a0Ltd ",
        "vat_number": " bg 175 074 752 ",
        "email": " Sales@Premium.EXAMPLE ",
        "address": "\n1 Dock Road\nVarna \n",
        "payment_days": 30,
    }
    assert cleaned_fields(told) == {
        "name": "Premium Distributor Ltd",
        "vat_number": "BG175074752",
        "email": "sales@premium.example",
        "address": "1 Dock Road\nVarna",
        "payment_days": 30,
    }


@pytest.mark.parametrize("number", ["BG175074752", "DE136695976", "EL094259216", "", "CHE-123", "12345"])
def test_numbers_that_fit_or_are_of_elsewhere_pass(number: str) -> None:
    check_vat_number(number, is_registered=True)


def test_a_wrong_number_of_the_eu_is_refused_of_the_registered_alone() -> None:
    check_vat_number("BG987654321", is_registered=False)
    with pytest.raises(DomainError) as refused:
        check_vat_number("BG987654321", is_registered=True)
    assert (refused.value.code, refused.value.data) == ("BAD_VAT_NUMBER", {"vat_number": "BG987654321"})
