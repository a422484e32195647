"""Strict parsing: what numbers and texts may look like, and how a refusal is put."""

from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from rest_framework import serializers
from rest_framework.exceptions import ParseError

from optimapos.apikit.fields import (
    AmountField,
    BoundedIntegerField,
    InstantField,
    PercentField,
    PriceField,
    QuantityField,
)
from optimapos.apikit.parsers import parse_json
from optimapos.apikit.renderers import dump_json, plain
from optimapos.apikit.strictness import refuse_unknown_fields
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import sold


def read(field: serializers.Field[Any, Any, Any, Any], value: Any) -> Any:
    """What the field makes of a value."""
    return field.run_validation(value)


@pytest.mark.parametrize(
    ("value", "amount"), [("12.50", "12.5"), ("0", "0"), (3, "3"), (Decimal("1.0001"), "1.0001"), ("-0", "0")]
)
def test_plain_decimals_are_taken_exactly(value: Any, amount: str) -> None:
    taken = read(AmountField(), value)
    assert taken == Decimal(amount)
    assert not taken.is_signed()


@pytest.mark.parametrize(
    "value",
    [
        "1_000",
        "1e2",
        "１２３",
        "٣",
        " 1",
        "1 ",
        "+1",
        ".5",
        "5.",
        "",
        "NaN",
        "-Infinity",
        "0x10",
        True,
        1.5,
        None,
        [],
        {},
    ],
)
def test_everything_else_is_refused(value: Any) -> None:
    for field in (AmountField(), PriceField(), QuantityField(), PercentField()):
        with pytest.raises(serializers.ValidationError):
            read(field, value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (AmountField(), "0.00001"),
        (AmountField(), "-0.01"),
        (AmountField(), "1000000000000000"),
        (PriceField(), "0.0000001"),
        (QuantityField(), "0"),
        (QuantityField(), "1000000000"),
        (PercentField(), "100.01"),
        (BoundedIntegerField(min_value=0, max_value=10), "11"),
        (BoundedIntegerField(min_value=0, max_value=10), "１"),
        (BoundedIntegerField(min_value=0, max_value=10), "9" * 30),
        (BoundedIntegerField(min_value=0, max_value=10), True),
        (BoundedIntegerField(min_value=0, max_value=10), 1.0),
    ],
)
def test_bounds_and_places_are_held(field: Any, value: Any) -> None:
    with pytest.raises(serializers.ValidationError):
        read(field, value)


def test_a_bounded_integer_is_taken_within_its_bounds() -> None:
    assert read(BoundedIntegerField(min_value=0, max_value=10), "10") == 10


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\u0000"}',
        b'{"\\ud800": 1}',
        b'{"a": ["\\udfff"]}',
        b"1" * 31,
        b"[" * 22 + b"]" * 22,
        b"[" * 100_000,
    ],
)
def test_a_document_that_could_break_something_further_in_is_refused(document: bytes) -> None:
    with pytest.raises(ParseError):
        parse_json(document)


def test_a_good_document_keeps_its_decimals() -> None:
    assert parse_json(b'{"a": [1.10, 2], "b": "\xc3\xa9\\ud83d\\ude00"}') == {"a": [Decimal("1.10"), 2], "b": "é😀"}
    assert parse_json(b"[" * 20 + b"]" * 20)


@pytest.mark.parametrize(
    ("value", "text"), [("1E+2", "100"), ("-0.00", "0.00"), ("1.50", "1.50"), ("1E-7", "0.0000001")]
)
def test_decimals_are_written_plainly(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text
    assert dump_json({"a": Decimal(value), "b": {1}, "c": (1, 2)}) == f'{{"a":"{text}","b":[1],"c":[1,2]}}'.encode()


class _Part(serializers.Serializer[Any]):
    name = serializers.CharField()
    shown = serializers.CharField(read_only=True)


class _Whole(serializers.Serializer[Any]):
    parts = _Part(many=True)
    listed = serializers.ListField(child=_Part(), required=False)
    one = _Part(required=False)


def test_names_that_a_body_does_not_have_are_told_at_any_depth() -> None:
    body = {
        "parts": [{"name": "a"}, {"nmae": "b"}],
        "listed": [{"name": "a", "more": 1}],
        "one": {"name": "a", "two": 2},
        "three": 3,
    }
    with pytest.raises(serializers.ValidationError) as refused:
        refuse_unknown_fields(_Whole(), body)
    assert str(refused.value.detail["parts"][1]["nmae"][0]) == "There is no such name here. Did you mean name?"
    assert [set(refused.value.detail), set(refused.value.detail["listed"][0]), set(refused.value.detail["one"])] == [
        {"parts", "listed", "one", "three"},
        {"more"},
        {"two"},
    ]


def test_what_an_answer_shows_may_come_back_and_what_is_no_object_is_left_to_the_fields() -> None:
    refuse_unknown_fields(_Whole(), {"parts": [{"name": "a", "shown": "x"}], "one": None})
    refuse_unknown_fields(_Whole(), {"parts": "many", "listed": 3})
    refuse_unknown_fields(_Whole(), [])


@pytest.mark.parametrize(
    ("query", "field", "detail"),
    [
        ("?stauts=OPEN", "stauts", "There is no such name here. Did you mean status?"),
        ("?page_size=0", "page_size", "Write a number from 1 to 500."),
        ("?page_size=501", "page_size", "Write a number from 1 to 500."),
        ("?page_size=x", "page_size", "Write a number from 1 to 500."),
        ("?date_from=0001-01-01", "date_from", "Write a day from 1990-01-01 to 2999-12-31."),
        ("?date_to=soon", "date_to", "Enter a valid date."),
    ],
)
def test_a_list_refuses_what_it_can_not_filter_by(shop: Shop, query: str, field: str, detail: str) -> None:
    answer = shop.manager_till.get(f"/api/purchase-orders/{query}")
    (error,) = answer.json()["data"]["errors"]
    assert (answer.status_code, error["field"], error["detail"]) == (400, field, detail)


def test_an_action_takes_its_own_parameters_only(shop: Shop) -> None:
    answer = shop.manager_till.get("/api/business/?page_size=5")
    assert answer.json()["detail"] == "page_size: There is no such name here. Known here: none."
    assert shop.manager_till.get("/api/purchase-orders/?page_size=500&status=draft").status_code == 200


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00Z", "1989-12-31T23:59:59Z", "3000-01-01T00:00:00+00:00"])
def test_an_instant_that_no_business_writes_is_refused(shop: Shop, instant: str) -> None:
    with pytest.raises(serializers.ValidationError, match="Write a time from 1990-01-01 to 2999-12-31"):
        read(InstantField(), instant)
    told = shop.manager_till.get(f"/api/stock-as-of/?at={quote(instant)}")
    assert (told.status_code, told.json()["code"]) == (400, "VALIDATION_FAILED")
    sales = shop.manager_till.get(f"/api/sales/?since={quote(instant)}")
    assert (sales.status_code, sales.json()["code"]) == (400, "VALIDATION_FAILED")


def test_a_wrong_choice_is_told_which_there_are_and_rows_by_their_numbers(shop: Shop) -> None:
    sale = sold(shop.till, (make_product(shop, "Tea", price="1.00"), "1"))
    body = {
        "sale": sale["id"],
        "refund_method": "GOLD",
        "items": [{"sale_item": sale["items"][0]["id"], "quantity": "1e9"}],
    }
    errors = shop.till.post("/api/refunds/", body).json()["data"]["errors"]
    assert {error["field"]: error["detail"] for error in errors} == {
        "refund_method": '"GOLD" is not a valid choice. There are: CASH, CREDIT_NOTE, ORIGINAL_PAYMENT, EXCHANGE.',
        "items[0].quantity": "Write a plain decimal number, such as 12.50.",
    }


def test_a_write_without_the_final_slash_is_told_so_and_a_read_is_sent_on(shop: Shop) -> None:
    answer = shop.till.post("/api/refunds", {})
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert answer.json()["detail"] == "Write the address with a slash at its end: /api/refunds/"
    read = shop.till.get("/api/refunds")
    assert (read.status_code, read["Location"]) == (301, "/api/refunds/")
    assert shop.till.post("/api/refund", {}).json()["detail"] == "There is nothing here, or nothing that you may see."
