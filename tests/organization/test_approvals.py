"""Approvals: who may decide, from where, until when, and who sees them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connections
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from optimapos.apikit.idempotency import IdempotencyKey
from optimapos.audit.models import AuditLog
from optimapos.organization.models import Approval, Membership, User
from optimapos.organization.services import ApprovalService, LocationService, MembershipService
from optimapos.organization.services.approvals import Wanted
from tests.factories.catalog import make_product
from tests.factories.organization import PIN, Shop, Till, make_till
from tests.sales.approving import APPROVALS, asked, cart, let_pass, line, second_till, sold, stored

DISCOUNT, PRICE, FLOOR = "sale.discount", "price.override", "price.below_floor"


def a_question(shop: Shop, percent: str = "30", till: Till | None = None) -> str:
    """The id of an approval of a discount that the cashier asked for."""
    body = cart(line(make_product(shop), discount_percentage=percent))
    return str(asked(till or shop.till, DISCOUNT, cart=body)["id"])


def decided(till: Till, approval: str, how: str = "grant", body: Any = None, key: str | None = None) -> tuple[int, str]:
    """Status of the answer, and its code or the approval's status."""
    answer = till.post(f"{APPROVALS}{approval}/{how}/", body, key=key)
    return answer.status_code, answer.json()["code" if answer.status_code >= 400 else "status"]


def email_of(shop: Shop, till: Till) -> str:
    """Whose till it is."""
    with shop.scope():
        return Membership.objects.for_business(shop.id).get(pk=till.actor.membership_id).user.email


def by_pin(shop: Shop, pin: str = PIN, till: Till | None = None) -> dict[str, str]:
    """What the manager types at the cashier's till."""
    return {"email": email_of(shop, till or shop.manager_till), "pin": pin}


def test_an_approval_waits_for_ten_minutes_and_then_holds_for_two(shop: Shop) -> None:
    approval = a_question(shop)
    row = stored(shop, approval)
    assert (row.status, row.expires_at - row.asked_at) == ("ASKED", timedelta(minutes=10))
    assert decided(shop.manager_till, approval) == (200, "GRANTED")
    row = stored(shop, approval)
    assert row.granted_at
    assert row.expires_at - row.granted_at == timedelta(minutes=2)
    assert (row.approver_id, row.requested_by_id) == (shop.manager_till.actor.user_id, shop.till.actor.user_id)
    assert row.terminal_id == shop.till.actor.terminal_id


def test_nobody_decides_after_ten_minutes(shop: Shop) -> None:
    approval = a_question(shop)
    let_pass(shop, approval, timedelta(minutes=10))
    for how in ("grant", "deny"):
        assert decided(shop.manager_till, approval, how) == (409, "APPROVAL_EXPIRED")
    assert shop.till.get(f"{APPROVALS}{approval}/").json()["is_lapsed"] is True


def test_an_approval_is_decided_once(shop: Shop) -> None:
    granted, denied = a_question(shop), a_question(shop)
    assert decided(shop.manager_till, granted) == (200, "GRANTED")
    assert decided(shop.manager_till, denied, "deny") == (200, "DENIED")
    for approval in (granted, denied):
        for how in ("grant", "deny"):
            assert decided(shop.manager_till, approval, how) == (409, "APPROVAL_DECIDED")


def test_who_may_not_do_it_may_not_grant_it_either(shop: Shop) -> None:
    body = cart(line(make_product(shop), unit_price="7"))
    approval = str(asked(shop.till, PRICE, cart=body)["id"])
    for till in (shop.till, second_till(shop)):
        assert decided(till, approval) == (403, "PERMISSION_DENIED")
    assert decided(second_till(shop, code="T4"), approval, "deny") == (403, "PERMISSION_DENIED")
    assert stored(shop, approval).status == "ASKED"


def test_a_discount_is_granted_up_to_the_approvers_own_limit(shop: Shop) -> None:
    approval = a_question(shop, "60")
    answer = shop.manager_till.post(f"{APPROVALS}{approval}/grant/")
    assert (answer.status_code, answer.json()["code"]) == (403, "DISCOUNT_NOT_ALLOWED")
    assert answer.json()["data"] == {"discount_percentage": "59.9500", "max_discount": "50.0000"}
    assert decided(shop.till, approval) == (403, "DISCOUNT_NOT_ALLOWED")
    assert decided(second_till(shop, role="owner"), approval) == (200, "GRANTED")


def test_a_price_below_the_floor_is_granted_by_who_may_also_set_one(shop: Shop) -> None:
    body = cart(line(make_product(shop, floor_price=Decimal(8)), unit_price="7"))
    approval = str(asked(shop.till, FLOOR, cart=body)["id"])
    with shop.scope():
        role = Membership.objects.for_business(shop.id).get(pk=shop.manager_till.actor.membership_id).role
        role.capabilities.remove(PRICE)
        role.save()
    answer = shop.manager_till.post(f"{APPROVALS}{approval}/grant/")
    assert (answer.status_code, answer.json()["data"]) == (403, {"capabilities": [PRICE]})


def test_who_asked_takes_the_question_back(shop: Shop) -> None:
    approval = a_question(shop)
    assert decided(shop.till, approval, "deny") == (200, "DENIED")
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).get(event_type="approval.denied")
    assert told.event_data["approver"] == told.event_data["requested_by"] == str(shop.till.actor.user_id)


def test_at_the_asking_terminal_a_manager_grants_by_pin(shop: Shop) -> None:
    body = cart(line(make_product(shop), discount_percentage="30"))
    approval = str(asked(shop.till, DISCOUNT, cart=body)["id"])
    assert decided(shop.till, approval, body=by_pin(shop)) == (200, "GRANTED")
    row = stored(shop, approval)
    assert row.approver_id == shop.manager_till.actor.user_id
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).get(event_type="approval.granted")
    assert (told.user_id, told.event_data["requested_by"]) == (row.approver_id, str(shop.till.actor.user_id))
    assert sold(shop.till, body, approval, paid="10").status_code == 201


def test_a_till_names_who_grants_by_member_and_two_names_are_too_many(shop: Shop) -> None:
    approval = a_question(shop)
    member = {"member": str(shop.manager_till.actor.membership_id)}
    assert decided(shop.till, approval, body=by_pin(shop) | member) == (400, "VALIDATION_FAILED")
    assert decided(shop.till, approval, body=member) == (400, "VALIDATION_FAILED")
    assert decided(shop.till, approval, body=member | {"pin": "0000"})[0] == 401
    assert decided(shop.till, approval, body=member | {"pin": PIN}) == (200, "GRANTED")


def test_a_wrong_pin_is_answered_alike_for_everybody_and_five_lock_it(shop: Shop) -> None:
    approval = a_question(shop)
    elsewhere = LocationService.create_location(
        business=shop.business, code="S2", name="Elsewhere", user_id=shop.owner.user_id
    ).unwrap()
    stranger = make_till(shop.business, elsewhere, shop.owner, code="T9", role="manager")
    path = f"{APPROVALS}{approval}/grant/"
    wrong = shop.till.post(path, by_pin(shop, "0000"))
    unknown = shop.till.post(path, {"email": "nobody@staff.test", "pin": PIN})
    hidden = shop.till.post(path, by_pin(shop, till=stranger))
    assert (wrong.status_code, wrong.json()["code"]) == (422, "WRONG_PIN")
    assert wrong.json() == unknown.json() == hidden.json()
    for _ in range(4):
        assert decided(shop.till, approval, body=by_pin(shop, "0000")) == (422, "WRONG_PIN")
    assert decided(shop.till, approval, body=by_pin(shop)) == (429, "PIN_LOCKED")
    assert stored(shop, approval).status == "ASKED"


def test_ones_own_pin_grants_no_more_than_the_role(shop: Shop) -> None:
    approval = a_question(shop)
    assert decided(shop.till, approval, body=by_pin(shop, till=shop.till)) == (403, "DISCOUNT_NOT_ALLOWED")


def test_a_pin_is_typed_at_a_terminal_only(shop: Shop) -> None:
    approval = a_question(shop)
    client = Client()
    client.force_login(User.objects.get(pk=shop.owner.user_id))
    answer = client.post(f"{APPROVALS}{approval}/grant/", by_pin(shop), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "PIN_AT_TERMINAL")
    assert decided(shop.till, approval, body={"pin": PIN}) == (400, "VALIDATION_FAILED")
    granted = client.post(f"{APPROVALS}{approval}/grant/", content_type="application/json")
    assert (granted.status_code, granted.json()["approver_name"]) == (
        200,
        User.objects.get(pk=shop.owner.user_id).email,
    )


def test_a_repeated_grant_gets_its_first_answer_and_keeps_nothing_of_the_pin(shop: Shop) -> None:
    approval = a_question(shop)
    path = f"{APPROVALS}{approval}/grant/"
    first, again = (shop.till.post(path, by_pin(shop), key="granted") for _ in range(2))
    assert (first.status_code, again.content) == (200, first.content)
    assert decided(shop.till, approval, body=by_pin(shop, "0000"), key="granted") == (422, "WRONG_PIN")
    with shop.scope():
        kept = IdempotencyKey.objects.for_business(shop.id).get(key="granted").fingerprint
    assert decided(shop.manager_till, a_question(shop), body=None, key="other") == (200, "GRANTED")
    with shop.scope():
        MembershipService.set_pin(
            business=shop.business, membership_id=shop.manager_till.actor.membership_id, pin="97531", actor=shop.owner
        ).unwrap()
    assert shop.till.post(path, by_pin(shop, "97531"), key="granted").content == first.content
    with shop.scope():
        assert IdempotencyKey.objects.for_business(shop.id).get(key="granted").fingerprint == kept


def test_pins_are_guessed_at_as_slowly_as_at_the_door(shop: Shop) -> None:
    approval, body = a_question(shop), {"email": "nobody@staff.test", "pin": "1"}
    codes = [decided(shop.till, approval, body=body)[1] for _ in range(31)]
    assert (set(codes[:30]), codes[30]) == ({"WRONG_PIN"}, "THROTTLED")
    assert decided(shop.till, approval, "deny") == (200, "DENIED")
    cache.clear()


def listed(till: Till, query: str = "") -> list[str]:
    """The ids in the list."""
    return [row["id"] for row in till.get(f"{APPROVALS}{query}").json()["results"]]


def test_the_list_shows_what_waits_here_and_ones_own(shop: Shop) -> None:
    waiting, decided_one, lapsed = a_question(shop), a_question(shop), a_question(shop)
    decided(shop.manager_till, decided_one)
    let_pass(shop, lapsed, timedelta(minutes=10))
    assert listed(shop.manager_till) == [waiting]
    assert listed(shop.till) == [decided_one, waiting, lapsed]
    assert listed(shop.till, "?status=GRANTED") == [decided_one]
    assert listed(shop.till, f"?action={PRICE}") == []
    assert listed(shop.till, f"?storefront={shop.storefront.pk}&status=ASKED") == [waiting, lapsed]
    shown = shop.manager_till.get(f"{APPROVALS}{decided_one}/").json()
    assert (shown["status"], shown["cart"]["total_amount"], shown["percent"]) == ("GRANTED", "7.00", "29.95")


def test_another_places_approvals_are_neither_seen_nor_decided(shop: Shop) -> None:
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    there = make_till(shop.business, place, shop.owner, code="T9", role="manager")
    approval = a_question(shop)
    assert listed(there) == []
    assert there.get(f"{APPROVALS}{approval}/").status_code == 404
    for how in ("grant", "deny"):
        assert decided(there, approval, how) == (404, "NOT_FOUND")
        assert decided(shop.manager_till, str(shop.id), how) == (404, "NOT_FOUND")


def test_a_list_takes_as_many_queries_for_one_as_for_many(
    shop: Shop, queries: Callable[[], CaptureQueriesContext]
) -> None:
    a_question(shop)
    with queries() as one:
        assert len(listed(shop.till)) == 1
    for till in (shop.till, second_till(shop)):
        decided(shop.manager_till, a_question(shop, till=till))
        a_question(shop, till=till)
    with queries() as many:
        assert len(listed(shop.till)) == 4
    assert len(one) == len(many)


def test_a_question_needs_a_reason(shop: Shop) -> None:
    wanted = Wanted(PRICE, shop.storefront.pk, Decimal(1), {"currency": "EUR"}, b"x" * 32)
    at = datetime.now(UTC)
    result = ApprovalService.ask(business=shop.business, actor=shop.owner, wanted=wanted, reason=" ", at=at)
    assert result.code == "APPROVAL_NEEDS_REASON"


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "USED"},
        {"status": "GRANTED"},
        {"status": "DENIED"},
        {"status": "LOST"},
        {"action": "stock.adjust"},
        {"amount": Decimal(-1)},
        {"percent": Decimal(101)},
        {"sale_id": F("id")},
        {"granted_at": F("asked_at"), "status": "GRANTED", "approver": F("requested_by")},
    ],
    ids=str,
)
def test_the_database_refuses_rows_that_cannot_be(shop: Shop, wrong: dict[str, Any]) -> None:
    approval = a_question(shop)
    with pytest.raises(IntegrityError), shop.scope():
        Approval.objects.for_business(shop.id).filter(pk=approval).update(**wrong)
    connections.close_all()


def test_an_approval_is_named_by_what_it_is_for(shop: Shop) -> None:
    assert str(stored(shop, a_question(shop))) == f"{DISCOUNT} ASKED"
