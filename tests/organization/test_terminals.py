"""Terminals: enrolment, PIN sign-in, and who they let in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from optimapos.audit.models import AuditLog
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Membership, Terminal, TerminalSession
from optimapos.organization.services import LocationService, MembershipService, TerminalService
from tests.factories.organization import PIN, Shop, make_till, unique
from tests.organization.accounts import owner_of

NOW = datetime.now(UTC)


def enrolled(shop: Shop, code: str = "T9") -> tuple[str, str]:
    """A device's token and the terminal's id."""
    issued = shop.manager_till.post("/api/terminals/", {"location": str(shop.storefront.pk), "code": code})
    assert issued.status_code == 201, issued.content
    device = Client().post("/api/terminals/enrol/", {"code": issued.json()["secret"]}, content_type="application/json")
    assert device.status_code == 201, device.content
    return device.json()["secret"], device.json()["terminal"]


def sign_in(device: str, email: str, pin: str = PIN) -> Any:
    """The answer to a PIN."""
    client = Client(headers={"Authorization": f"Terminal {device}"})
    return client.post("/api/terminals/sign-in/", {"email": email, "pin": pin}, content_type="application/json")


def cashier(shop: Shop, **fields: Any) -> str:
    """The e-mail of a new cashier at the shop's storefront."""
    email = f"{unique('cashier')}@staff.test"
    MembershipService.add_member(
        business=shop.business,
        email=email,
        role_code="cashier",
        actor=shop.owner,
        pin=PIN,
        **{"location_ids": [shop.storefront.pk], **fields},
    ).unwrap()
    return email


def test_a_signed_in_cashier_is_told_who_they_are_and_where(shop: Shop) -> None:
    answer = shop.till.get("/api/me/")
    assert answer.status_code == 200
    assert answer.json()["business"] == str(shop.id)
    assert answer.json()["locations"] == [str(shop.storefront.pk)]
    assert "sale.sell" in answer.json()["capabilities"]


def test_an_enrolment_code_works_once(shop: Shop) -> None:
    issued = TerminalService.create_terminal(
        business=shop.business, location_id=shop.storefront.pk, code="T9", actor=shop.owner, at=NOW
    ).unwrap()
    typed = f" {issued.secret.lower().replace('-', '')} "
    assert TerminalService.enrol(code=typed, at=NOW).ok
    assert TerminalService.enrol(code=issued.secret, at=NOW).code == "BAD_ENROLMENT_CODE"


def test_an_enrolment_code_dies_after_a_day(shop: Shop) -> None:
    issued = TerminalService.create_terminal(
        business=shop.business, location_id=shop.storefront.pk, code="T9", actor=shop.owner, at=NOW
    ).unwrap()
    assert TerminalService.enrol(code=issued.secret, at=NOW + timedelta(hours=25)).code == "BAD_ENROLMENT_CODE"


def test_a_replaced_device_is_signed_out(shop: Shop) -> None:
    device, terminal = enrolled(shop)
    email = cashier(shop)
    assert sign_in(device, email).status_code == 201
    renewed = shop.manager_till.post(f"/api/terminals/{terminal}/enrolment/").json()
    assert TerminalService.enrol(code=renewed["secret"], at=datetime.now(UTC)).ok
    assert sign_in(device, email).json()["code"] == "BAD_DEVICE_TOKEN"


def test_a_wrong_pin_and_an_unknown_email_are_answered_alike(shop: Shop) -> None:
    device, _ = enrolled(shop)
    wrong, unknown = sign_in(device, cashier(shop), "0000"), sign_in(device, "nobody@staff.test")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["code"] == "SIGN_IN_FAILED"


def test_five_wrong_pins_lock_for_five_minutes(shop: Shop) -> None:
    device, _ = enrolled(shop)
    email = cashier(shop)
    for _ in range(5):
        assert sign_in(device, email, "0000").json()["code"] == "SIGN_IN_FAILED"
    assert sign_in(device, email).json()["code"] == "PIN_LOCKED"
    later = datetime.now(UTC) + timedelta(minutes=6)
    assert TerminalService.sign_in(device_token=device, email=email, pin=PIN, at=later).ok


def test_a_new_pin_lifts_the_lock(shop: Shop) -> None:
    device, _ = enrolled(shop)
    email = cashier(shop)
    for _ in range(5):
        sign_in(device, email, "0000")
    with shop.scope():
        member = Membership.objects.for_business(shop.id).get(user__email=email)
    assert shop.manager_till.post(f"/api/members/{member.pk}/pin/", {"pin": "13579"}).status_code == 200
    assert sign_in(device, email, "13579").status_code == 201


def test_a_member_signs_in_only_where_the_membership_reaches(shop: Shop) -> None:
    elsewhere = LocationService.create_location(
        business=shop.business, code="S2", name="Elsewhere", user_id=shop.owner.user_id
    ).unwrap()
    device, _ = enrolled(shop)
    stranger = cashier(shop, location_ids=[elsewhere.pk])
    assert sign_in(device, stranger).json()["code"] == "SIGN_IN_FAILED"
    everywhere = cashier(shop, location_ids=[])
    assert sign_in(device, everywhere).status_code == 201


def test_signing_out_ends_the_session(shop: Shop) -> None:
    assert shop.till.post("/api/terminals/sign-out/").status_code == 204
    assert shop.till.get("/api/me/").status_code == 401


def test_an_expired_session_is_signed_out(shop: Shop) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    assert shop.till.get("/api/me/").status_code == 200
    with shop.scope():
        TerminalSession.objects.for_business(shop.id).filter(kind="OPERATOR").update(expires_at=past)
    assert shop.till.get("/api/me/").status_code == 401
    assert shop.till.post("/api/sales/checkout/", {"items": []}).status_code in {400, 401}


def test_a_closed_terminal_lets_nobody_in(shop: Shop) -> None:
    with tenant_scope(shop.business):
        Terminal.objects.for_business(shop.id).filter(pk=shop.till.actor.terminal_id).update(is_active=False)
    assert shop.till.get("/api/me/").status_code == 401


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "１２３４", ""])
def test_a_pin_is_four_to_eight_digits(shop: Shop, pin: str) -> None:
    with shop.scope():
        member = Membership.objects.for_business(shop.id).first()
    assert member
    result = MembershipService.set_pin(business=shop.business, membership_id=member.pk, pin=pin, actor=shop.owner)
    assert result.code == "BAD_PIN"


def test_a_cashier_manages_nobody(shop: Shop) -> None:
    for path in ("/api/terminals/", "/api/members/"):
        assert shop.till.get(path).json()["code"] == "PERMISSION_DENIED"


def test_two_terminals_of_one_code_at_a_storefront_are_refused(shop: Shop) -> None:
    assert shop.till
    body = {"location": str(shop.storefront.pk), "code": "T1"}
    refused = shop.manager_till.post("/api/terminals/", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "DUPLICATE_CODE")


def test_members_are_listed_with_role_and_places_in_constant_queries(shop: Shop, queries: Any) -> None:
    with queries() as few:
        shop.manager_till.get("/api/members/")
    for _ in range(5):
        cashier(shop)
    with queries() as many:
        rows = shop.manager_till.get("/api/members/").json()["results"]
    assert len(few) == len(many)
    assert rows[0]["role"] == "cashier"
    assert rows[0]["locations"] == [str(shop.storefront.pk)]


def test_an_added_member_is_seen_in_the_audit_log(shop: Shop) -> None:
    body = {"email": f"{unique('x')}@staff.test", "role": "cashier", "locations": [str(shop.storefront.pk)]}
    added = shop.manager_till.post("/api/members/", body)
    assert added.status_code == 201, added.content
    with shop.scope():
        event = AuditLog.objects.for_business(shop.id).filter(event_type="member.added").latest("timestamp")
    assert event.event_data == {"membership_id": added.json()["id"], "role": "cashier"}


@pytest.mark.parametrize(
    ("change", "code"),
    [({"role": "king"}, "UNKNOWN_ROLE"), ({"locations": ["00000000-0000-7000-8000-000000000000"]}, "UNKNOWN_LOCATION")],
)
def test_a_member_of_unknown_role_or_place_is_refused(shop: Shop, change: dict[str, Any], code: str) -> None:
    body = {"email": f"{unique('x')}@staff.test", "role": "cashier", "locations": [str(shop.storefront.pk)], **change}
    assert shop.manager_till.post("/api/members/", body).json()["code"] == code


def test_roles_are_told_with_what_they_permit(shop: Shop) -> None:
    roles = {row["code"]: row for row in shop.manager_till.get("/api/roles/").json()["results"]}
    assert {"owner", "manager", "cashier", "buyer", "stock_clerk"} <= roles.keys()
    assert "stock.count" in roles["stock_clerk"]["capabilities"]
    assert (roles["cashier"]["is_builtin"], roles["cashier"]["max_discount"]) == (True, "10.0000")
    assert shop.till.get("/api/roles/").status_code == 403
    body = {"email": f"{unique('x')}@staff.test", "role": "king"}
    assert shop.manager_till.post("/api/members/", body).json()["data"]["roles"] == sorted(roles)


def test_the_same_person_twice_is_refused(shop: Shop) -> None:
    email = cashier(shop)
    assert add_as_manager(shop, email=email)["code"] == "ALREADY_MEMBER"


def test_a_second_till_at_another_storefront_sees_its_own_place_only(shop: Shop) -> None:
    elsewhere = LocationService.create_location(
        business=shop.business, code="S2", name="Elsewhere", user_id=shop.owner.user_id
    ).unwrap()
    till = make_till(shop.business, elsewhere, shop.owner, code="T1", role="manager")
    assert [row["code"] for row in till.get("/api/locations/").json()["results"]] == ["S2"]
    assert till.get(f"/api/locations/{shop.storefront.pk}/").status_code == 404


def add_as_manager(shop: Shop, **fields: Any) -> dict[str, Any]:
    """What a manager of the storefront is answered who adds a member."""
    body = {"email": f"{unique('x')}@staff.test", "role": "cashier", "locations": [str(shop.storefront.pk)], **fields}
    answer: dict[str, Any] = shop.manager_till.post("/api/members/", body).json()
    return answer


def test_nobody_gives_rights_that_they_do_not_have(shop: Shop) -> None:
    assert add_as_manager(shop, role="owner")["code"] == "PERMISSION_DENIED"
    assert add_as_manager(shop, role="manager")["role"] == "manager"


def test_nobody_gives_places_that_they_do_not_see(shop: Shop) -> None:
    hidden = LocationService.create_location(
        business=shop.business, code="S2", name="Elsewhere", user_id=shop.owner.user_id
    ).unwrap()
    assert add_as_manager(shop, locations=[str(hidden.pk)])["code"] == "UNKNOWN_LOCATION"
    assert add_as_manager(shop, locations=[])["code"] == "PERMISSION_DENIED"


def test_a_manager_of_one_place_neither_sees_nor_repins_the_owner(shop: Shop) -> None:
    with shop.scope():
        owner = Membership.objects.for_business(shop.id).get(user_id=shop.owner.user_id)
    assert shop.manager_till.get(f"/api/members/{owner.pk}/").status_code == 404
    assert shop.manager_till.post(f"/api/members/{owner.pk}/pin/", {"pin": "1111"}).status_code == 404
    result = MembershipService.set_pin(
        business=shop.business, membership_id=owner.pk, pin="1111", actor=replace(shop.owner, capabilities=frozenset())
    )
    assert result.code == "PERMISSION_DENIED"


def test_an_enrolment_code_comes_with_its_drawing_and_the_text_is_not_in_it(shop: Shop) -> None:
    body = {"location": str(shop.storefront.pk), "code": "T9"}
    told = owner_of(shop).post("/api/terminals/", body).json()
    assert told["qr"].startswith("<svg")
    assert told["secret"] not in told["qr"]
