"""Inside a business: a location that a member may not see is answered like one that never was."""

import pytest

from optimapos.core.ids import UUID, new_id
from tests.isolation.operations import LINES, Operation, cases, operations
from tests.isolation.worlds import Storefronts, digest, make_storefronts

BOUND = LINES | {
    "approval",
    "location",
    "terminal",
    "payment",
    "payment_intent",
    "sale",
    "line",
    "stock_item",
    "tax_rate",
    "receipt",
    "purchase_request",
    "approved_request",
    "purchase_order",
    "open_order",
    "delivery_receipt",
    "done_receipt",
    "supplier_return",
    "supplier_invoice",
    "booked_invoice",
    "supplier_payment",
    "supplier_credit_note",
    "landed_cost",
    "offline_sale",
    "reorder_rule",
    "stock_alert",
    "group_price",
    "price_proposal",
    "promotion",
    "coupon",
    "step_price",
    "batch",
    "destination",
    "open_count",
    "sent_transfer",
    "stock_adjustment",
    "stock_count",
    "stock_transfer",
}
"""Kinds of record that belong to a location."""


@pytest.fixture(scope="module")
def two() -> Storefronts:
    """A business with two storefronts, and a clerk with every right at the first."""
    return make_storefronts()


def told(two: Storefronts, operation: Operation, place: str, wanted: UUID) -> tuple[int, str]:
    """Status and body of the answer, with `ID` in place of the id that was asked for."""
    answer = two.clerk.call(*operation.request(two.world.ids, place, wanted))
    return answer.status_code, answer.content.decode(errors="replace").replace(str(wanted), "ID")


@pytest.mark.parametrize(
    ("operation", "place"),
    [(each, place) for each, place in cases() if each.kind_at(place) in BOUND],
    ids=str,
)
def test_a_hidden_places_id_is_answered_like_one_that_never_was(
    two: Storefronts, operation: Operation, place: str
) -> None:
    before = digest(two.world.shop.id)
    hidden = told(two, operation, place, two.hidden[operation.kind_at(place)])
    never = told(two, operation, place, new_id())
    assert hidden == never
    if not place.startswith("query:"):
        assert hidden[0] == 404, hidden
    assert digest(two.world.shop.id) == before


@pytest.mark.parametrize("operation", [each for each in operations() if each.method == "GET"], ids=str)
def test_reading_what_may_be_seen_shows_nothing_of_a_hidden_place(two: Storefronts, operation: Operation) -> None:
    text = two.clerk.call(*operation.request(two.world.ids)).content.decode(errors="replace")
    assert [kind for kind, hidden in two.hidden.items() if str(hidden) in text] == []


def test_the_owner_sees_what_is_hidden_from_the_clerk(two: Storefronts) -> None:
    """The control: the hidden records are there."""
    hidden = two.world.ids | two.hidden
    for operation in operations():
        bound = set(operation.path_kinds.values()) & BOUND
        if operation.method == "GET" and bound:
            answer = two.world.owner.call(*operation.request(hidden))
            assert answer.status_code == 200, f"{operation}: {answer.content.decode(errors='replace')[:200]}"
