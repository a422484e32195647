"""Approvals at the till: what they permit in a checkout and in a cart, once, and what is kept of them."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.organization.models import Approval
from optimapos.sales.models import Sale, SaleItem
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.sales.approving import APPROVALS, asked, cart, granted, line, second_till, sold, stored
from tests.sales.test_phase_one import add, open_cart, pay
from tests.tables import worked_table

FAR = worked_table("algorithms/approvals.md", "Worked: how far an action goes")
DISCOUNT, PRICE, FLOOR, CREDIT = "sale.discount", "price.override", "price.below_floor", "credit.override"


def sale_of(shop: Shop, answer: Any) -> Sale:
    """The stored sale of an answer that succeeded."""
    assert answer.status_code in {200, 201}, answer.content
    with shop.scope():
        return Sale.objects.for_business(shop.id).get(pk=answer.json()["id"])


def events(shop: Shop, approval: str) -> list[tuple[str, dict[str, Any]]]:
    """What the audit log tells of an approval, in order."""
    with shop.scope():
        rows = (
            AuditLog.objects.for_business(shop.id).filter(event_data__approval_id=approval).order_by("timestamp", "id")
        )
        return [(row.event_type, row.event_data) for row in rows]


@pytest.mark.parametrize("row", FAR, ids=lambda row: "-".join(row.values()))
def test_what_is_asked_for_is_worked_out_by_the_server(shop: Shop, row: dict[str, str]) -> None:
    floor = {"floor_price": Decimal(row["floor"])} if row["floor"] else {}
    product = make_product(shop, price=row["list price"], **floor)
    fields = {
        name: row[column]
        for column, name in (("by hand", "unit_price"), ("line discount", "discount_percentage"))
        if row[column]
    }
    body = cart(line(product, row["quantity"], **fields), customer=str(make_customer(shop).pk))
    if row["sale discount"]:
        body["discount_percentage"] = row["sale discount"]
    answer = asked(shop.till, row["action"], cart=body)
    assert (answer["cart"]["total_amount"], answer["amount"]) == (row["total"], row["amount"])
    assert (answer["percent"] or "") == row["limit needed"]


def test_credit_beyond_the_limit_is_sold_once_it_is_approved(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(5))
    body = cart(line(make_product(shop)), customer=str(customer.pk))
    assert sold(shop.till, body).json()["code"] == "CREDIT_LIMIT_EXCEEDED"
    approval = granted(shop, CREDIT, cart=body, reason="owner's cousin")
    sale = sale_of(shop, sold(shop.till, body, approval))
    manager, cashier = shop.manager_till.actor.user_id, shop.till.actor.user_id
    assert (sale.manager_override, sale.override_by, sale.override_reason) == (True, manager, "owner's cousin")
    assert (sale.flags, sale.amount_due) == (["OVERRIDE:OVER_CREDIT_LIMIT"], Decimal(10))
    row = stored(shop, approval)
    assert (row.status, row.sale_id, row.used_at) == ("USED", sale.pk, sale.completed_at)
    figures = {
        "approval_id": approval,
        "action": CREDIT,
        "amount": "10.00",
        "requested_by": str(cashier),
        "approver": str(manager),
    }
    assert events(shop, approval) == [
        ("approval.asked", figures | {"approver": None}),
        ("approval.granted", figures),
        ("approval.used", figures),
    ]


def test_a_discount_above_the_roles_limit_is_given_once_it_is_approved(shop: Shop) -> None:
    body = cart(line(make_product(shop), "2", discount_percentage="30"))
    assert sold(shop.till, body, paid="20").json()["code"] == "DISCOUNT_NOT_ALLOWED"
    sale = sale_of(shop, sold(shop.till, body, granted(shop, DISCOUNT, cart=body), paid="20"))
    assert (sale.total_amount, sale.manager_override) == (Decimal(14), False)
    assert (sale.override_by, sale.override_reason) == (shop.manager_till.actor.user_id, "regular customer")


def test_a_price_set_by_hand_is_sold_once_it_is_approved(shop: Shop) -> None:
    body = cart(line(make_product(shop), unit_price="7.00"))
    assert sold(shop.till, body, paid="20").json()["code"] == "PRICE_OVERRIDE_NOT_ALLOWED"
    sale = sale_of(shop, sold(shop.till, body, granted(shop, PRICE, cart=body), paid="20"))
    assert sale.total_amount == Decimal(7)
    with shop.scope():
        sold_line = SaleItem.objects.for_business(shop.id).get(sale=sale)
    assert (sold_line.price_source, sold_line.price_overridden_by) == ("MANUAL", shop.till.actor.user_id)


def test_a_price_below_the_floor_is_sold_once_it_is_approved(shop: Shop) -> None:
    body = cart(line(make_product(shop, floor_price=Decimal(8)), unit_price="7.00"))
    sale = sale_of(shop, sold(shop.till, body, granted(shop, FLOOR, cart=body), paid="20"))
    assert (sale.total_amount, sale.flags) == (Decimal(7), ["BELOW_FLOOR"])


def test_a_price_approved_above_the_floor_alone_is_raised_to_it_as_it_was_shown(shop: Shop) -> None:
    body = cart(line(make_product(shop, floor_price=Decimal(8)), unit_price="7.00"))
    approval = asked(shop.till, PRICE, cart=body)
    assert approval["cart"]["lines"][0]["unit_price"] == "8"
    shop.manager_till.post(f"{APPROVALS}{approval['id']}/grant/")
    sale = sale_of(shop, sold(shop.till, body, approval["id"], paid="20"))
    assert (sale.total_amount, sale.flags) == (Decimal(8), ["FLOOR_RAISED"])


def test_a_cart_that_needs_everything_takes_an_approval_for_each(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(1))
    product = make_product(shop, floor_price=Decimal(8))
    body = cart(line(product, "2", unit_price="6.00", discount_percentage="25"), customer=str(customer.pk))
    price = granted(shop, FLOOR, cart=body)
    discount = granted(shop, DISCOUNT, cart=body | {"approvals": [price]}, reason="box is dented")
    credit = granted(shop, CREDIT, cart=body | {"approvals": [price]}, reason="pays on Friday")
    sale = sale_of(shop, sold(shop.till, body, discount, credit, price))
    assert (sale.total_amount, sale.override_reason) == (Decimal(9), "pays on Friday")
    assert {stored(shop, each).status for each in (price, discount, credit)} == {"USED"}
    with shop.scope():
        used = AuditLog.objects.for_business(shop.id).filter(sale_id=sale.pk, event_type="approval.used")
        assert {row.event_data["approval_id"] for row in used} == {price, discount, credit}


def test_of_what_is_owed_an_approval_covers_its_amount_and_no_more(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(1))
    body = cart(line(make_product(shop), "5"), customer=str(customer.pk))
    approval = granted(shop, CREDIT, cart=body, amount="20.00")
    answer = sold(shop.till, body, approval, paid="29.99")
    assert (answer.status_code, answer.json()["code"]) == (422, "APPROVAL_TOO_SMALL")
    figures = {"approval": approval, "action": CREDIT, "amount": "20.00", "needed_amount": "20.01"}
    assert answer.json()["data"] == figures
    assert sale_of(shop, sold(shop.till, body, approval, paid="30.00")).amount_due == Decimal(20)


def test_an_approval_that_is_not_needed_any_more_is_used_up_all_the_same(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(1))
    body = cart(line(make_product(shop)), customer=str(customer.pk))
    approval = granted(shop, CREDIT, cart=body)
    sale = sale_of(shop, sold(shop.till, body, approval, paid="10"))
    assert (sale.flags, sale.manager_override, stored(shop, approval).status) == ([], False, "USED")


def test_of_two_approvals_for_one_action_the_larger_counts(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(1))
    body = cart(line(make_product(shop)), customer=str(customer.pk))
    small, large = granted(shop, CREDIT, cart=body, amount="3"), granted(shop, CREDIT, cart=body, amount="10")
    assert sale_of(shop, sold(shop.till, body, large, small, large)).amount_due == Decimal(10)
    assert [stored(shop, each).status for each in (small, large)] == ["USED", "USED"]


def test_who_may_override_credit_by_an_own_right_needs_no_approval(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(1))
    body = cart(line(make_product(shop)), customer=str(customer.pk))
    answer = sold(shop.manager_till, body, manager_override=True, override_reason="known to me")
    sale = sale_of(shop, answer)
    assert (sale.override_by, sale.override_reason) == (shop.manager_till.actor.user_id, "known to me")


def test_a_discount_approval_does_not_hide_who_overrode_the_credit(shop: Shop) -> None:
    """The manager's own limit is 50 %: the owner approves the rest, the manager overrides the credit."""
    customer = make_customer(shop, credit_limit=Decimal(1))
    body = cart(line(make_product(shop), discount_percentage="60"), customer=str(customer.pk))
    approval = asked(shop.manager_till, DISCOUNT, cart=body)["id"]
    refused = shop.manager_till.post(f"{APPROVALS}{approval}/grant/").json()
    assert (refused["code"], refused["data"]["max_discount"]) == ("DISCOUNT_NOT_ALLOWED", "50.0000")
    assert second_till(shop, role="owner").post(f"{APPROVALS}{approval}/grant/").status_code == 200
    answer = sold(shop.manager_till, body, approval, manager_override=True, override_reason="known to me")
    assert sale_of(shop, answer).override_by == shop.manager_till.actor.user_id


def test_a_repeated_checkout_gets_the_first_answer_and_uses_its_approval_once(shop: Shop) -> None:
    body = cart(line(make_product(shop), discount_percentage="30"))
    whole = body | {
        "approvals": [granted(shop, DISCOUNT, cart=body)],
        "payments": [{"payment_method": "CASH", "amount_paid": "10"}],
    }
    first, again = (shop.till.post("/api/sales/checkout/", whole, key="once") for _ in range(2))
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    refused = shop.till.post("/api/sales/checkout/", whole, key="twice")
    assert refused.json()["code"] == "APPROVAL_USED"


def test_a_cart_keeps_what_its_member_may_not_give_until_it_is_completed_with_approvals(shop: Shop) -> None:
    till, product = shop.till, make_product(shop, floor_price=Decimal(8))
    sale = open_cart(till)
    assert add(till, sale, product, unit_price="7").json()["code"] == "PRICE_OVERRIDE_NOT_ALLOWED"
    added = add(till, sale, product, quantity="2", unit_price="7", for_approval=True)
    assert (added.status_code, added.json()["unit_price"]) == (201, "7.00")
    path = f"/api/sales/{sale}/"
    assert till.patch(path, {"discount_percentage": "20"}).json()["code"] == "DISCOUNT_NOT_ALLOWED"
    assert till.patch(path, {"discount_percentage": "20", "for_approval": True}).json()["total_amount"] == "11.20"
    refused = pay(till, sale, ("CASH", "20"))
    assert (refused.status_code, refused.json()["code"]) == (403, "PRICE_OVERRIDE_NOT_ALLOWED")
    assert refused.json()["data"] == {"line": 1, "needs": FLOOR}
    price = granted(shop, FLOOR, sale=sale)
    assert pay(till, sale, ("CASH", "20"), approvals=[price]).json()["code"] == "APPROVAL_OTHER_ACTION"
    discount = granted(shop, DISCOUNT, sale=sale)
    done = sale_of(shop, pay(till, sale, ("CASH", "20"), approvals=[price, discount]))
    assert (str(done.pk), done.total_amount, done.flags) == (sale, Decimal("11.20"), ["BELOW_FLOOR"])
    assert done.override_by == shop.manager_till.actor.user_id
    assert {stored(shop, each).sale_id for each in (price, discount)} == {done.pk}
    assert stored(shop, price).cart_id == done.pk


def test_a_line_may_be_given_a_price_for_approval_later(shop: Shop) -> None:
    till, product = shop.till, make_product(shop)
    sale = open_cart(till)
    path = f"/api/sales/{sale}/items/{add(till, sale, product).json()['id']}/"
    assert till.patch(path, {"unit_price": "4"}).json()["code"] == "PRICE_OVERRIDE_NOT_ALLOWED"
    assert till.patch(path, {"unit_price": "4", "for_approval": True}).status_code == 200
    assert till.patch(path, {"quantity": "3"}).json()["unit_price"] == "4.00"
    assert till.get(path).json()["waterfall"][0]["needs"] == PRICE
    approval = granted(shop, PRICE, sale=sale)
    assert sale_of(shop, pay(till, sale, ("CASH", "20"), approvals=[approval])).total_amount == Decimal(12)


def test_a_manager_completes_such_a_cart_by_an_own_right(shop: Shop) -> None:
    sale = open_cart(shop.till)
    add(shop.till, sale, make_product(shop), unit_price="4", discount_percentage="40", for_approval=True)
    assert sale_of(shop, pay(shop.manager_till, sale, ("CASH", "20"))).total_amount == Decimal("2.40")


def test_a_cart_that_waits_for_approval_is_parked_taken_up_and_emptied_as_any_other(shop: Shop) -> None:
    till, product = shop.till, make_product(shop)
    sale = open_cart(till)
    lines = [add(till, sale, product, discount_percentage="40", for_approval=True).json()["id"] for _ in range(2)]
    assert till.post(f"/api/sales/{sale}/hold/", {"label": "window"}).status_code == 200
    assert till.post(f"/api/sales/{sale}/recall/").status_code == 200
    assert till.delete(f"/api/sales/{sale}/items/{lines[0]}/").status_code == 204
    assert add(till, sale, product).json()["code"] == "DISCOUNT_NOT_ALLOWED"
    assert add(till, sale, product, for_approval=True).status_code == 201
    assert pay(till, sale, ("CASH", "20")).json()["code"] == "DISCOUNT_NOT_ALLOWED"


def test_a_stored_cart_and_a_whole_one_of_the_same_content_have_the_same_hash(shop: Shop) -> None:
    customer, product = str(make_customer(shop).pk), make_product(shop)
    sale = open_cart(shop.till, customer=customer)
    add(shop.till, sale, product, quantity="2", discount_percentage="30", for_approval=True)
    whole = cart(line(product, "2.0", discount_percentage="30.00"), customer=customer)
    of_stored = asked(shop.till, DISCOUNT, sale=sale)
    of_whole = asked(shop.till, DISCOUNT, cart=whole)
    assert of_stored["cart"] == of_whole["cart"]
    assert of_stored["cart_hash"] == of_whole["cart_hash"]
    assert (of_stored["sale"], of_whole["sale"]) == (sale, None)
    shop.manager_till.post(f"{APPROVALS}{of_stored['id']}/grant/")
    assert sold(shop.till, whole, of_stored["id"], paid="20").status_code == 201


def test_a_refused_sale_uses_no_approval(shop: Shop) -> None:
    body = cart(line(make_product(shop, stock="1"), "2", discount_percentage="30"))
    approval = granted(shop, DISCOUNT, cart=body)
    assert sold(shop.till, body, approval, paid="1").json()["code"] == "UNDERPAID"
    assert sold(shop.till, body, approval, paid="20").json()["code"] == "INSUFFICIENT_STOCK"
    row = stored(shop, approval)
    assert (row.status, row.sale_id) == ("GRANTED", None)
    with shop.scope():
        assert Approval.objects.for_business(shop.id).count() == 1
