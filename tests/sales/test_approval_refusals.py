"""Approvals that don't hold: each is refused by a code of its own, with figures, and nothing is written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID, new_id
from optimapos.organization.services import LocationService
from optimapos.sales.commands import Checkout, Line
from optimapos.sales.services.approvals import CartApprovalService, Question
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop, make_till
from tests.isolation.worlds import digest
from tests.sales.approving import (
    APPROVALS,
    MINUTES,
    asked,
    cart,
    granted,
    let_pass,
    line,
    second_till,
    sold,
)
from tests.sales.test_phase_one import add, open_cart, pay
from tests.tables import worked_table

ROWS = worked_table("algorithms/approvals.md", "Refusals")
DISCOUNT, PRICE, FLOOR, CREDIT = "sale.discount", "price.override", "price.below_floor", "credit.override"
Named = Callable[[Shop, dict[str, Any]], str]


def _of_another_business(shop: Shop, body: dict[str, Any]) -> str:
    other = make_shop()
    return granted(other, DISCOUNT, cart=cart(line(make_product(other), discount_percentage="30")))


def _of_another_place(shop: Shop, body: dict[str, Any]) -> str:
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    till = make_till(shop.business, place, shop.owner, code="T9", role="cashier")
    return str(asked(till, DISCOUNT, cart={name: value for name, value in body.items() if name != "customer"})["id"])


def _somebody_elses(shop: Shop, body: dict[str, Any]) -> str:
    approval = str(asked(second_till(shop), DISCOUNT, cart=body)["id"])
    shop.manager_till.post(f"{APPROVALS}{approval}/grant/")
    return approval


def _used(shop: Shop, body: dict[str, Any]) -> str:
    approval = granted(shop, DISCOUNT, cart=body)
    assert sold(shop.till, body, approval, paid="100").status_code == 201
    return approval


def _denied(shop: Shop, body: dict[str, Any]) -> str:
    approval = str(asked(shop.till, DISCOUNT, cart=body)["id"])
    assert shop.manager_till.post(f"{APPROVALS}{approval}/deny/").status_code == 200
    return approval


def _lapsed(shop: Shop, body: dict[str, Any]) -> str:
    approval = granted(shop, DISCOUNT, cart=body)
    let_pass(shop, approval, MINUTES)
    return approval


def _undecided(shop: Shop, body: dict[str, Any]) -> str:
    return str(asked(shop.till, DISCOUNT, cart=body)["id"])


def _before_it_changed(shop: Shop, body: dict[str, Any]) -> str:
    return granted(shop, DISCOUNT, cart=body | {"discount_percentage": "5"})


def _of_another_action(shop: Shop, body: dict[str, Any]) -> str:
    return granted(shop, CREDIT, cart=body)


def _too_small(shop: Shop, body: dict[str, Any]) -> str:
    body["items"][0].pop("discount_percentage")
    return granted(shop, CREDIT, cart=body, amount="1.00")


CASES: dict[str, Named] = {
    "of another business": _of_another_business,
    "of another place": _of_another_place,
    "that somebody else asked for": _somebody_elses,
    "that was used": _used,
    "that was denied": _denied,
    "that was granted two minutes ago": _lapsed,
    "that nobody has decided yet": _undecided,
    "for the cart before it changed": _before_it_changed,
    "of another action": _of_another_action,
    "of a smaller amount": _too_small,
}


def a_cart(shop: Shop) -> dict[str, Any]:
    """A cart with a discount above the cashier's limit, for a customer with little credit."""
    customer = make_customer(shop, credit_limit=Decimal(1))
    return cart(line(make_product(shop), "2", discount_percentage="30"), customer=str(customer.pk))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["the approval"])
def test_an_approval_that_does_not_hold_is_refused_and_nothing_is_written(shop: Shop, row: dict[str, str]) -> None:
    body = a_cart(shop)
    approval = CASES[row["the approval"]](shop, body)
    assert shop.till
    before = digest(shop.id)
    answer = sold(shop.till, body, approval, paid=None if row["code"] == "APPROVAL_TOO_SMALL" else "100")
    assert (answer.json()["code"], answer.status_code) == (row["code"], int(row["status"]))
    assert answer.json()["detail"]
    assert digest(shop.id) == before


def test_every_case_of_the_table_is_tried() -> None:
    assert [row["the approval"] for row in ROWS] == list(CASES)


def test_the_figures_of_a_changed_cart_and_of_another_action_are_told(shop: Shop) -> None:
    body = a_cart(shop)
    approval = granted(shop, DISCOUNT, cart=body)
    changed = sold(shop.till, body | {"discount_percentage": "5"}, approval, paid="100").json()
    assert changed["data"] == {"approval": approval, "approved_total": "14.00", "total_amount": "13.30"}
    data = sold(shop.till, body, granted(shop, CREDIT, cart=body), paid="100").json()["data"]
    assert (data["needed_action"], data["approved_actions"], data["refusal"]) == (
        DISCOUNT,
        [CREDIT],
        "DISCOUNT_NOT_ALLOWED",
    )


def test_a_second_short_of_two_minutes_an_approval_still_holds(shop: Shop) -> None:
    body = a_cart(shop)
    approval = granted(shop, DISCOUNT, cart=body)
    let_pass(shop, approval, MINUTES - timedelta(seconds=30))
    assert sold(shop.till, body, approval, paid="100").status_code == 201


def test_a_price_that_changed_since_ends_an_approval(shop: Shop) -> None:
    product = make_product(shop)
    body = cart(line(product, discount_percentage="30"))
    approval = granted(shop, DISCOUNT, cart=body)
    priced = shop.manager_till.post(f"/api/products/{product.pk}/prices/", {"price": "11.00", "includes_tax": True})
    assert priced.status_code == 201, priced.content
    assert sold(shop.till, body, approval, paid="100").json()["code"] == "APPROVAL_CART_CHANGED"


def test_a_stored_cart_that_changed_or_is_completed_by_another_is_refused(shop: Shop) -> None:
    till, product = shop.till, make_product(shop)
    sale = open_cart(till)
    add(till, sale, product, discount_percentage="40", for_approval=True)
    approval = granted(shop, DISCOUNT, sale=sale)
    other = second_till(shop)
    assert pay(other, sale, ("CASH", "20"), approvals=[approval]).json()["code"] == "APPROVAL_NOT_YOURS"
    add(till, sale, product, for_approval=True)
    assert pay(till, sale, ("CASH", "20"), approvals=[approval]).json()["code"] == "APPROVAL_CART_CHANGED"
    never = pay(till, sale, ("CASH", "20"), approvals=[str(new_id())])
    assert (never.status_code, never.json()["code"]) == (404, "APPROVAL_NOT_FOUND")


def test_an_approval_of_a_price_does_not_go_below_the_floor(shop: Shop) -> None:
    sale = open_cart(shop.till)
    add(shop.till, sale, make_product(shop, floor_price=Decimal(8)), unit_price="7", for_approval=True)
    approval = granted(shop, PRICE, sale=sale)
    answer = pay(shop.till, sale, ("CASH", "20"), approvals=[approval]).json()
    assert (answer["code"], answer["data"]["needed_action"]) == ("APPROVAL_OTHER_ACTION", FLOOR)


def test_with_approvals_a_refusal_that_none_would_lift_stays_what_it_is(shop: Shop) -> None:
    body = a_cart(shop)
    approval = granted(shop, DISCOUNT, cart=body)
    assert sold(shop.till, body, approval, paid="1").json()["code"] == "APPROVAL_OTHER_ACTION"
    assert sold(shop.till, body, approval, paid="100", expected_total="1").json()["code"] == "PRICE_CHANGED"


def refusal(shop: Shop, action: str, **of: Any) -> tuple[int, str]:
    """Status and code of asking."""
    answer = shop.till.post(APPROVALS, {"action": action, "reason": "why not", **of})
    return answer.status_code, answer.json()["code"]


def test_what_the_role_permits_anyway_is_not_asked_for(shop: Shop) -> None:
    product = make_product(shop, floor_price=Decimal(8))
    plain = cart(line(product, discount_percentage="10"))
    for action in (DISCOUNT, PRICE, FLOOR, CREDIT):
        assert refusal(shop, action, cart=plain) == (422, "APPROVAL_NOT_NEEDED")
    by_hand = {"action": PRICE, "reason": "mine", "cart": cart(line(product, unit_price="9"))}
    assert shop.manager_till.post(APPROVALS, by_hand).json()["code"] == "APPROVAL_NOT_NEEDED"


def test_a_question_that_makes_no_sense_is_refused(shop: Shop) -> None:
    product = make_product(shop)
    body = cart(line(product, "2", discount_percentage="30"))
    assert refusal(shop, DISCOUNT, cart=body, amount="5.99") == (422, "APPROVAL_TOO_SMALL")
    assert refusal(shop, DISCOUNT, cart=body, amount="6.001") == (422, "AMOUNT_TOO_PRECISE")
    assert refusal(shop, DISCOUNT, cart=body, sale=str(new_id())) == (400, "VALIDATION_FAILED")
    assert refusal(shop, DISCOUNT) == (400, "VALIDATION_FAILED")
    assert refusal(shop, "stock.adjust", cart=body) == (400, "VALIDATION_FAILED")
    assert refusal(shop, DISCOUNT, cart=body | {"hash": "00"}) == (400, "VALIDATION_FAILED")
    assert refusal(shop, DISCOUNT, cart=cart()) == (400, "VALIDATION_FAILED")
    assert refusal(shop, DISCOUNT, sale=open_cart(shop.till)) == (422, "CART_EMPTY")
    assert refusal(shop, DISCOUNT, sale=str(new_id())) == (404, "NOT_FOUND")
    assert refusal(shop, DISCOUNT, cart=body | {"approvals": [str(new_id())]}) == (404, "APPROVAL_NOT_FOUND")
    assert refusal(shop, DISCOUNT, cart=body | {"customer": str(new_id())}) == (404, "CUSTOMER_NOT_FOUND")
    assert shop.till.post(APPROVALS, {"action": DISCOUNT, "reason": " ", "cart": body}).status_code == 400
    assert asked(shop.till, DISCOUNT, cart=body, amount="7")["amount"] == "7.00"


def test_a_completed_cart_asks_for_nothing_and_a_repeated_question_gets_its_first_answer(shop: Shop) -> None:
    sale = open_cart(shop.till)
    add(shop.till, sale, make_product(shop), discount_percentage="40", for_approval=True)
    question = {"action": DISCOUNT, "reason": "dented", "sale": sale}
    first = shop.till.post(APPROVALS, question, key="asked once")
    assert pay(shop.manager_till, sale, ("CASH", "20")).status_code == 200
    assert shop.till.post(APPROVALS, question, key="asked once").content == first.content
    assert refusal(shop, DISCOUNT, sale=sale) == (409, "SALE_NOT_DRAFT")


def test_nobody_asks_for_a_cart_at_another_place_than_their_terminals(shop: Shop) -> None:
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    everywhere = make_till(shop.business, shop.storefront, shop.owner, code="T8", role="cashier")
    body = cart(line(make_product(shop), discount_percentage="30"), storefront=str(place.pk))
    answer = everywhere.post(APPROVALS, {"action": DISCOUNT, "reason": "x", "cart": body})
    assert (answer.status_code, answer.json()["code"]) == (404, "STOREFRONT_NOT_FOUND")


def test_who_is_no_member_any_more_or_works_elsewhere_asks_for_nothing(shop: Shop) -> None:
    """Between signing in and asking a membership may end; a terminal's operator may be a member of more places."""
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    product = make_product(shop)
    whole = Checkout(items=[Line(quantity="1", product=product.pk, discount_percentage="30")], storefront=place.pk)
    sale = UUID(open_cart(shop.till))
    gone, here = replace(shop.owner, membership_id=new_id()), frozenset({shop.storefront.pk})

    def code(actor: Actor, **of: Any) -> str:
        question = Question(DISCOUNT, **of)
        return CartApprovalService.ask(
            business=shop.business, actor=actor, question=question, reason="x", at=datetime.now(UTC)
        ).code

    assert (code(gone, cart=whole), code(gone, sale_id=sale)) == ("NOT_AUTHENTICATED", "NOT_AUTHENTICATED")
    assert code(replace(shop.owner, location_ids=here), cart=whole) == "STOREFRONT_NOT_FOUND"
    assert code(replace(shop.owner, location_ids=frozenset({place.pk})), sale_id=sale) == "NOT_FOUND"


def test_another_businesss_cart_is_like_one_that_never_was(shop: Shop) -> None:
    sale = open_cart(make_shop().till)
    answers = [
        shop.till.post(APPROVALS, {"action": DISCOUNT, "reason": "x", "sale": each}) for each in (sale, str(new_id()))
    ]
    assert [(answer.status_code, answer.content) for answer in answers] == [(404, answers[1].content)] * 2
