"""Who may sign in at a till, and signing in as one of them."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from optimapos.core.ids import new_id
from optimapos.organization.models import Membership, Terminal, User
from optimapos.organization.services import LocationService, MembershipService, TerminalService
from tests.factories.organization import PIN, Shop, make_shop, unique

PEOPLE, SIGN_IN = "/api/till/people/", "/api/terminals/sign-in/"


def device(shop: Shop) -> str:
    now = datetime.now(UTC)
    issued = TerminalService.create_terminal(
        business=shop.business, location_id=shop.storefront.pk, code="D1", actor=shop.owner, at=now
    ).unwrap()
    return TerminalService.enrol(code=issued.secret, at=now).unwrap().secret


def member(shop: Shop, name: str = "", **options: Any) -> Membership:
    return MembershipService.add_member(
        business=shop.business,
        email=f"{unique('someone')}@staff.test",
        name=name,
        role_code="cashier",
        actor=shop.owner,
        **options,
    ).unwrap()


def asked(token: str) -> Any:
    return Client(headers={"Authorization": f"Terminal {token}"}).get(PEOPLE)


def signed_in(token: str, **body: Any) -> Any:
    client = Client(headers={"Authorization": f"Terminal {token}"})
    return client.post(SIGN_IN, body, content_type="application/json")


def test_a_device_shows_who_works_where_it_is(shop: Shop) -> None:
    elsewhere = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    token = device(shop)
    ana = member(shop, "Ana Maria Petrova", pin=PIN, location_ids=[shop.storefront.pk])
    boris = member(shop, "boris", location_ids=[shop.storefront.pk])
    member(shop, "Not here", pin=PIN, location_ids=[elsewhere.pk])
    left = member(shop, "Left", pin=PIN)
    with shop.scope():
        Membership.objects.for_business(shop.id).filter(pk=left.pk).update(is_active=False)
    User.objects.filter(pk=shop.owner.user_id).update(name="Zoe Owner")
    answer = asked(token)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["code"], found["storefront"], found["storefront_name"]) == (
        "D1",
        str(shop.storefront.pk),
        "High Street",
    )
    assert (found["business"], found["business_name"]) == (str(shop.id), "Corner shop")
    cashier = {"sells": True, "approves": ["sale.discount"], "max_discount": "10.0000"}
    assert found["people"] == [
        {
            **cashier,
            "member": str(ana.pk),
            "name": "Ana Maria Petrova",
            "initials": "AP",
            "role_name": "Cashier",
            "has_pin": True,
        },
        {
            "member": str(boris.pk),
            "name": "boris",
            "initials": "B",
            "role_name": "Cashier",
            "has_pin": False,
            **cashier,
        },
        {
            "member": str(shop.owner.membership_id),
            "name": "Zoe Owner",
            "initials": "ZO",
            "role_name": "Owner",
            "has_pin": False,
            "sells": True,
            "approves": ["credit.override", "sale.discount", "price.override", "price.below_floor", "refund.approve"],
            "max_discount": "100.0000",
        },
    ]


def test_nobody_but_an_enrolled_device_is_told(shop: Shop) -> None:
    for token in ("", "x", shop.till.token):
        answer = asked(token)
        assert (answer.status_code, answer.json()["code"]) == (401, "BAD_DEVICE_TOKEN")


def test_a_terminal_that_is_out_of_use_tells_nobody(shop: Shop) -> None:
    token = device(shop)
    with shop.scope():
        Terminal.objects.for_business(shop.id).filter(code="D1").update(is_active=False)
    assert asked(token).json()["code"] == "BAD_DEVICE_TOKEN"


def test_a_member_signs_in_by_id_and_pin_and_is_told_who_they_are(shop: Shop) -> None:
    token = device(shop)
    ana = member(shop, "Ana", pin=PIN)
    answer = signed_in(token, member=str(ana.pk), pin=PIN)
    assert answer.status_code == 201, answer.content
    issued = answer.json()
    operator = issued["operator"]
    assert (operator["member"], operator["user"], operator["name"]) == (str(ana.pk), str(ana.user_id), "Ana")
    assert (operator["role"], operator["role_name"], operator["max_discount"]) == ("cashier", "Cashier", "10.0000")
    assert "sale.sell" in operator["capabilities"]
    me = Client(headers={"Authorization": f"Terminal {issued['secret']}"}).get("/api/me/").json()
    assert (me["name"], me["role"]) == ("Ana", {"code": "cashier", "name": "Cashier"})


def test_somebody_unknown_and_a_wrong_pin_are_answered_alike(shop: Shop) -> None:
    token = device(shop)
    ana, theirs = member(shop, "Ana", pin=PIN), member(make_shop(), "Theirs", pin=PIN)
    answers = [
        signed_in(token, member=str(who), pin=pin) for who, pin in ((ana.pk, "0000"), (theirs.pk, PIN), (new_id(), PIN))
    ]
    assert {(each.status_code, each.json()["code"]) for each in answers} == {(401, "SIGN_IN_FAILED")}


def test_wrong_pins_lock_a_member_by_id_as_by_e_mail(shop: Shop) -> None:
    token = device(shop)
    ana = member(shop, "Ana", pin=PIN)
    for _ in range(5):
        signed_in(token, member=str(ana.pk), pin="0000")
    assert signed_in(token, email=ana.user.email, pin=PIN).json()["code"] == "PIN_LOCKED"
    assert signed_in(token, member=str(ana.pk), pin=PIN).json()["code"] == "PIN_LOCKED"


def test_who_signs_in_is_named_in_exactly_one_way(shop: Shop) -> None:
    token = device(shop)
    ana = member(shop, "Ana", pin=PIN)
    for body in ({"pin": PIN}, {"pin": PIN, "member": str(ana.pk), "email": ana.user.email}):
        answer = signed_in(token, **body)
        assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_FAILED")
