"""Signing in to the admin site, and choosing the business that one sits in."""

from typing import Any

import pytest
from django.test import Client

from optimapos.organization.models import Membership, User
from optimapos.organization.services import MembershipService
from tests.admin.desks import sign_in
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop, unique

PASSWORD = "correct horse battery"


def _staff(shop: Shop, role: str = "manager", **member: Any) -> User:
    email = f"{unique(role)}@staff.test"
    MembershipService.add_member(
        business=shop.business, email=email, role_code=role, actor=shop.owner, password=PASSWORD, **member
    ).unwrap()
    user = User.objects.get(email=email)
    user.is_staff = True
    user.save()
    return user


def _sign_in(client: Client, email: str, password: str) -> Any:
    return client.post("/admin/login/", {"username": email, "password": password, "next": "/admin/"})


def test_the_sign_in_page_lets_staff_in(shop: Shop, client: Client) -> None:
    user = _staff(shop)
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/").status_code == 200
    assert _sign_in(client, user.email.upper(), PASSWORD).headers["Location"] == "/admin/"
    assert "Corner shop" in client.get("/admin/").content.decode()


def test_a_wrong_password_and_an_account_without_access_stay_outside(shop: Shop, client: Client) -> None:
    user = _staff(shop)
    assert _sign_in(client, user.email, "wrong").status_code == 200
    user.is_staff = False
    user.save()
    assert _sign_in(client, user.email, PASSWORD).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_guessing_is_stopped_even_with_the_right_password(shop: Shop, client: Client) -> None:
    user = _staff(shop)
    for _ in range(5):
        assert _sign_in(client, user.email, "wrong").status_code == 200
    stopped = _sign_in(client, user.email, PASSWORD)
    assert stopped.status_code == 200
    assert "Too many" in stopped.content.decode()


def test_somebody_with_two_businesses_chooses_and_may_change(shop: Shop) -> None:
    other = make_shop()
    assert all(each.till for each in (shop, other))
    user = _staff(shop)
    MembershipService.add_member(
        business=other.business, email=user.email, role_code="owner", actor=other.owner
    ).unwrap()
    client = sign_in(user)
    assert client.get("/admin/products/product/").headers["Location"] == "/admin/choose-business/"
    offered = client.get("/admin/choose-business/").content.decode()
    assert str(shop.id) in offered
    assert str(other.id) in offered
    for each in (shop, other):
        assert client.post("/admin/choose-business/", {"business": str(each.id)}).headers["Location"] == "/admin/"
        listed = client.get("/admin/organization/terminal/").content.decode()
        assert str(_terminal(each)) in listed
    assert str(_terminal(shop)) not in listed


def _terminal(shop: Shop) -> Any:
    return shop.till.actor.terminal_id


def test_nobody_sits_down_in_a_business_that_is_not_theirs(shop: Shop) -> None:
    client = sign_in(_staff(shop))
    for stranger in (str(make_shop().id), "nothing", ""):
        assert client.post("/admin/choose-business/", {"business": stranger}).status_code == 404


def test_a_membership_that_ends_ends_the_access(shop: Shop) -> None:
    user = _staff(shop)
    client = sign_in(user)
    client.post("/admin/choose-business/", {"business": str(shop.id)})
    assert client.get("/admin/products/product/").status_code == 200
    with shop.scope():
        Membership.objects.for_business(shop.id).filter(user=user).update(is_active=False)
    assert client.get("/admin/products/product/").status_code == 302


def test_a_member_of_some_locations_has_no_place_here(shop: Shop) -> None:
    client = sign_in(_staff(shop, location_ids=[shop.storefront.pk]))
    assert client.get("/admin/sales/sale/").headers["Location"] == "/admin/choose-business/"
    assert str(shop.id) not in client.get("/admin/choose-business/").content.decode()


def test_a_superuser_sits_down_anywhere(shop: Shop) -> None:
    client = sign_in(User.objects.create_superuser(f"{unique('root')}@platform.test", None))
    assert client.post("/admin/choose-business/", {"business": str(shop.id)}).status_code == 302
    assert client.get("/admin/sales/sale/").status_code == 200


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("cashier", "/admin/sales/sale/", 200),
        ("cashier", "/admin/inventory/inventorymovement/", 403),
        ("cashier", "/admin/audit/auditlog/", 403),
        ("cashier", "/admin/products/product/add/", 403),
        ("buyer", "/admin/products/product/add/", 200),
        ("buyer", "/admin/sales/sale/", 403),
        ("manager", "/admin/organization/business/", 403),
        ("manager", "/admin/organization/membership/", 200),
        ("owner", "/admin/organization/business/", 200),
    ],
)
def test_pages_follow_the_roles_capabilities(shop: Shop, role: str, path: str, status: int) -> None:
    assert sign_in(_staff(shop, role)).get(path).status_code == status


def test_a_cashier_sees_no_cost_of_a_line(shop: Shop) -> None:
    tea = make_product(shop, price="1.00", cost="0.4321")
    sold = shop.till.post(
        "/api/sales/checkout/",
        {
            "items": [{"product": tea.pk, "quantity": "1"}],
            "payments": [{"payment_method": "CASH", "amount_paid": "1.00"}],
        },
    )
    path = f"/admin/sales/saleitem/{sold.json()['items'][0]['id']}/change/"
    assert "0.4321" not in sign_in(_staff(shop, "cashier")).get(path).content.decode()
    assert "0.4321" in sign_in(_staff(shop, "manager")).get(path).content.decode()
