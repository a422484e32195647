"""Rules of payments: the states as the document has them, minor units, waits, phones, differences."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from optimapos.core.ids import new_id
from optimapos.core.result import DomainError
from optimapos.payments.rules.amounts import major_units, minor_units
from optimapos.payments.rules.keys import business_of_endpoint, new_endpoint_key, refund_key
from optimapos.payments.rules.matching import disagreement
from optimapos.payments.rules.phones import known_network, payer_number
from optimapos.payments.rules.reconciling import Ours, differences
from optimapos.payments.rules.states import STEPS, is_forward, status_meant
from optimapos.payments.rules.waiting import next_wait
from optimapos.payments.types import IntentStatus, Listed, Said, Told

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "payments.md"


def test_the_states_are_those_of_the_document() -> None:
    _, _, after = DOCUMENT.read_text().partition("## States")
    rows = re.findall(r"^\| ([A-Z]+) \| ([A-Z, ]*)\|$", after.partition("\n## ")[0], re.MULTILINE)
    told = {start: {end.strip() for end in ends.split(",") if end.strip()} for start, ends in rows}
    assert told == {start.value: {end.value for end in ends} for start, ends in STEPS.items()}


def test_no_steps_lead_back() -> None:
    for start, end in product(IntentStatus, IntentStatus):
        assert not (is_forward(start, end) and is_forward(end, start))


@pytest.mark.parametrize(
    ("now", "said", "then"),
    [
        ("CREATED", "PENDING", "PENDING"),
        ("PENDING", "PENDING", None),
        ("PENDING", "SUCCEEDED", "SUCCEEDED"),
        ("SUCCEEDED", "PENDING", None),
        ("SUCCEEDED", "FAILED", None),
        ("SUCCEEDED", "CANCELLED", None),
        ("CANCELLED", "CANCELLED", None),
        ("CANCELLED", "SUCCEEDED", "SUCCEEDED"),
        ("EXPIRED", "FAILED", None),
        ("PENDING", "UNKNOWN", None),
    ],
)
def test_an_old_word_is_no_news(now: str, said: str, then: str | None) -> None:
    assert status_meant(IntentStatus(now), Said(said)) == then


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.30", "EUR", 1230), ("0.01", "GHS", 1), ("1230", "JPY", 1230), ("500", "XOF", 500), ("1.234", "KWD", 1234)],
)
def test_minor_units_are_the_currencys_own(amount: str, currency: str, minor: int) -> None:
    assert minor_units(Decimal(amount), currency) == minor
    assert major_units(minor, currency) == Decimal(amount)


def test_an_amount_between_minor_units_is_a_bug() -> None:
    with pytest.raises(ValueError, match="more decimals"):
        minor_units(Decimal("1.5"), "JPY")


def test_waits_grow_and_end_growing() -> None:
    told = [next_wait(attempts, is_open=True).total_seconds() for attempts in range(10)]
    assert told == [5, 5, 5, 10, 10, 20, 30, 60, 60, 60]
    assert next_wait(99, is_open=False) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "country", "kept"),
    [
        ("024 123 4567", "GH", "+233241234567"),
        ("+233 24 123 4567", "", "+233241234567"),
        ("+233241234567", "BG", "+233241234567"),
    ],
)
def test_a_phone_is_kept_in_international_form(text: str, country: str, kept: str) -> None:
    assert payer_number(text, country) == kept


@pytest.mark.parametrize("text", ["", "77", "024 999 4567", "+233 24 999 4567 ext. 5", "abc", "+99999999999"])
def test_what_is_no_phone_is_refused_without_saying_it(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        payer_number(text, "")
    assert refused.value.code == "BAD_PHONE"
    assert not text or text not in str(refused.value)


def test_networks_are_those_of_the_account() -> None:
    assert known_network(" mtn ", ["MTN", "AirtelTigo"]) == "MTN"
    with pytest.raises(DomainError, match="UNKNOWN_NETWORK"):
        known_network("Vodafone", ["MTN"])


def test_only_money_that_moved_is_compared() -> None:
    assert disagreement(Told(Said.PENDING, minor=1, currency="USD"), minor=2, currency="EUR") == ""
    assert disagreement(Told(Said.SUCCEEDED, minor=2, currency="eur"), minor=2, currency="EUR") == ""
    assert disagreement(Told(Said.SUCCEEDED, minor=None), minor=2, currency="EUR") == ""


def test_a_refunds_key_is_its_payments() -> None:
    payment = new_id()
    assert refund_key(payment) == refund_key(payment)
    assert refund_key(payment) != refund_key(new_id())


def test_an_endpoint_names_its_business() -> None:
    business = new_id()
    assert business_of_endpoint(new_endpoint_key(business)) == business
    assert [business_of_endpoint(text) for text in ("", "x", "g" * 64, "-" * 64, "0" * 63)] == [None] * 5


def test_a_charge_that_lies_open_there_and_was_given_up_here_is_no_difference() -> None:
    at, key = datetime(2031, 3, 10, tzinfo=UTC), new_id()
    theirs = Listed("pi_1", key, 100, "EUR", Said.PENDING, is_refund=False, at=at)
    ours = Ours(new_id(), key, "pi_1", 100, "EUR", "EXPIRED", is_refund=False, created_at=at)
    assert differences([theirs], [ours]) == []
