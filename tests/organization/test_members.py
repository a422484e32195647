"""Members: how their role, places and state change, and what nobody can do."""

from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.organization.models import Membership, TerminalSession, User
from optimapos.organization.services import LocationService, MembershipService
from tests.factories.organization import Shop, make_shop, make_till, unique
from tests.organization.accounts import browser_of, make_role, member_of, owner_of


def other_place(shop: Shop) -> str:
    """A second storefront; its id."""
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Elsewhere", user_id=shop.owner.user_id
    ).unwrap()
    return str(place.pk)


def path_of(member: Membership) -> str:
    return f"/api/members/{member.pk}/"


def last_event(shop: Shop) -> AuditLog:
    with shop.scope():
        found = AuditLog.objects.for_business(shop.id).order_by("-timestamp", "-id").first()
    assert found
    return found


def test_a_member_gets_another_role_name_and_places(shop: Shop) -> None:
    member, place = member_of(shop), other_place(shop)
    body = {"role": "stock_clerk", "name": "Maria", "locations": [place]}
    answer = owner_of(shop).patch(path_of(member), body)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["role"], told["name"], told["all_locations"], told["locations"]) == (
        "stock_clerk",
        "Maria",
        False,
        [place],
    )
    event = last_event(shop)
    assert event.event_type == "member.updated"
    assert event.event_data["changed"] == ["location_ids", "name", "role_code"]
    assert event.event_data["role"] == "stock_clerk"


def test_a_member_of_some_places_becomes_one_of_all(shop: Shop) -> None:
    member = member_of(shop, location_ids=[shop.storefront.pk])
    told = owner_of(shop).patch(path_of(member), {"all_locations": True}).json()
    assert (told["all_locations"], told["locations"]) == (True, [])
    kept = owner_of(shop).patch(path_of(member), {"name": "Ivan"}).json()
    assert (kept["all_locations"], kept["name"]) == (True, "Ivan")


def test_a_member_of_some_places_stays_one_without_naming_them_again(shop: Shop) -> None:
    member = member_of(shop, location_ids=[shop.storefront.pk])
    told = owner_of(shop).patch(path_of(member), {"all_locations": False}).json()
    assert told["locations"] == [str(shop.storefront.pk)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"all_locations": False}, "LOCATIONS_REQUIRED"),
        ({"locations": []}, "LOCATIONS_REQUIRED"),
        ({"role": "emperor"}, "UNKNOWN_ROLE"),
        ({"locations": ["0190a0a0-0000-7000-8000-000000000000"]}, "UNKNOWN_LOCATION"),
    ],
)
def test_changes_that_can_not_be_are_refused(shop: Shop, body: Any, code: str) -> None:
    member = member_of(shop)
    answer = owner_of(shop).patch(path_of(member), body)
    assert answer.json()["code"] == code
    with shop.scope():
        assert Membership.objects.for_business(shop.id).get(pk=member.pk).all_locations


def test_nobody_takes_the_last_owner_away(shop: Shop) -> None:
    with shop.scope():
        owner = Membership.objects.for_business(shop.id).get(user_id=shop.owner.user_id)
    browser = owner_of(shop)
    for body in ({"role": "manager"}, {"is_active": False}, {"locations": [str(shop.storefront.pk)]}):
        answer = browser.patch(path_of(owner), body)
        assert (answer.status_code, answer.json()["code"]) == (409, "LAST_OWNER")
    member_of(shop, "owner")
    assert browser.patch(path_of(owner), {"role": "manager"}).json()["role"] == "manager"


def test_an_owner_of_one_place_is_not_the_one_that_a_business_needs(shop: Shop) -> None:
    with shop.scope():
        owner = Membership.objects.for_business(shop.id).get(user_id=shop.owner.user_id)
    member_of(shop, "owner", location_ids=[shop.storefront.pk])
    assert owner_of(shop).patch(path_of(owner), {"is_active": False}).json()["code"] == "LAST_OWNER"


def test_nobody_gives_more_than_they_have_or_changes_who_has_more(shop: Shop) -> None:
    make_role(shop, "staff_office", "people.manage", "product.view")
    boss = browser_of(member_of(shop, "staff_office").user_id)
    clerk = member_of(shop, "staff_office")
    assert boss.patch(path_of(clerk), {"role": "manager"}).json()["code"] == "PERMISSION_DENIED"
    assert boss.patch(path_of(member_of(shop, "manager")), {"role": "staff_office"}).status_code == 403
    assert boss.patch(path_of(clerk), {"name": "Anna"}).status_code == 200


def test_who_works_at_one_place_manages_nobody_elsewhere(shop: Shop) -> None:
    here = browser_of(member_of(shop, "manager", location_ids=[shop.storefront.pk]).user_id)
    everywhere = member_of(shop)
    mine = member_of(shop, location_ids=[shop.storefront.pk])
    place = other_place(shop)
    assert here.patch(path_of(everywhere), {"name": "X"}).json()["code"] == "NOT_FOUND"
    assert here.patch(path_of(mine), {"all_locations": True}).json()["code"] == "PERMISSION_DENIED"
    assert here.patch(path_of(mine), {"locations": [place]}).json()["code"] == "UNKNOWN_LOCATION"
    assert shop.till.patch(path_of(mine), {"name": "X"}).json()["code"] == "PERMISSION_DENIED"


def test_a_member_who_is_made_inactive_is_signed_out_everywhere(shop: Shop) -> None:
    till = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="cashier")
    with shop.scope():
        member = Membership.objects.for_business(shop.id).get(pk=till.actor.membership_id)
    browser = browser_of(member.user_id)
    assert (till.get("/api/me/").status_code, browser.get("/api/me/").status_code) == (200, 200)
    assert owner_of(shop).patch(path_of(member), {"is_active": False}).json()["is_active"] is False
    assert last_event(shop).event_type == "member.deactivated"
    assert (till.get("/api/me/").status_code, browser.get("/api/me/").status_code) == (401, 401)
    with shop.scope():
        sessions = TerminalSession.objects.for_business(shop.id).filter(membership=member)
        assert not sessions.exists()
    assert owner_of(shop).patch(path_of(member), {"is_active": True}).json()["is_active"] is True
    assert (till.get("/api/me/").status_code, browser.get("/api/me/").status_code) == (401, 401)
    assert browser_of(member.user_id).get("/api/me/").status_code == 200


def test_who_works_for_others_too_stays_signed_in_there_and_keeps_the_name(shop: Shop) -> None:
    other, member = make_shop(), member_of(shop)
    email = User.objects.get(pk=member.user_id).email
    MembershipService.add_member(business=other.business, email=email, role_code="cashier", actor=other.owner).unwrap()
    browser = browser_of(member.user_id)
    answer = owner_of(shop).patch(path_of(member), {"name": "Somebody"})
    assert (answer.status_code, answer.json()["code"]) == (409, "NAME_IS_THEIRS")
    assert owner_of(shop).patch(path_of(member), {"is_active": False}).status_code == 200
    told = browser.get("/api/me/").json()
    assert (told["business"], [each["id"] for each in told["businesses"]]) == (str(other.id), [str(other.id)])


def test_somebody_changes_their_own_name_for_all(shop: Shop) -> None:
    other, member = make_shop(), member_of(shop, "manager")
    email = User.objects.get(pk=member.user_id).email
    MembershipService.add_member(business=other.business, email=email, role_code="cashier", actor=other.owner).unwrap()
    answer = browser_of(member.user_id).call("PATCH", path_of(member), {"name": "Me"}, **{"X-Business": str(shop.id)})
    assert answer.json()["name"] == "Me"


def test_an_account_is_told_who_it_is_and_what_there_is_to_choose(shop: Shop) -> None:
    other, member = make_shop(currency="BGN"), member_of(shop, name="Maria")
    email = User.objects.get(pk=member.user_id).email
    browser = browser_of(member.user_id)
    told = browser.get("/api/me/").json()
    assert (told["name"], told["email"], told["role"]) == ("Maria", email, {"code": "cashier", "name": "Cashier"})
    assert told["businesses"] == [{"id": str(shop.id), "name": "Corner shop", "currency": "EUR"}]
    MembershipService.add_member(business=other.business, email=email, role_code="owner", actor=other.owner).unwrap()
    unchosen = browser.get("/api/me/").json()
    assert {each["currency"] for each in unchosen["businesses"]} == {"EUR", "BGN"}
    assert (unchosen["business"], unchosen["role"], unchosen["capabilities"]) == (None, None, [])
    assert (unchosen["locations"], unchosen["max_discount"], unchosen["membership"]) == (None, None, None)
    chosen = browser.get("/api/me/", **{"X-Business": str(other.id)}).json()
    assert (chosen["business"], chosen["role"]["code"]) == (str(other.id), "owner")
    assert len(chosen["businesses"]) == 2


def test_an_account_without_a_business_is_told_so(shop: Shop) -> None:
    user = User.objects.create_user(f"{unique('nobody')}@staff.test", None)
    told = browser_of(user.pk).get("/api/me/").json()
    assert (told["businesses"], told["business"]) == ([], None)


def test_at_a_terminal_there_is_nothing_to_choose(shop: Shop) -> None:
    told = shop.till.get("/api/me/").json()
    assert [each["id"] for each in told["businesses"]] == [str(shop.id)]
    assert told["terminal"] == str(shop.till.actor.terminal_id)


def test_who_may_see_sales_learns_how_the_people_are_called_whom_they_name(shop: Shop) -> None:
    member = member_of(shop)
    told = owner_of(shop).get("/api/members/names/").json()
    assert {"user": str(member.user_id), "name": member.user.name or member.user.email, "is_active": True} in told
    assert str(shop.owner.user_id) in {each["user"] for each in told}
    assert owner_of(make_shop()).get("/api/members/names/").json() != told
