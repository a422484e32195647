"""Roles of a business's own, and what capabilities are told as."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.actors import ALL_CAPABILITIES, Capability
from optimapos.organization.models import Role
from optimapos.organization.types import GROUPS, SENTENCES
from tests.factories.organization import Shop
from tests.organization.accounts import browser_of, make_role, member_of, owner_of


def role_id(shop: Shop, code: str) -> str:
    with shop.scope():
        return str(Role.objects.for_business(shop.id).get(code=code).pk)


def test_a_built_in_role_is_copied_and_the_copy_changed(shop: Shop) -> None:
    browser = owner_of(shop)
    copy = browser.post("/api/roles/", {"name": "Head cashier", "copy_of": role_id(shop, "cashier")})
    assert copy.status_code == 201, copy.content
    told = copy.json()
    assert (told["code"], told["max_discount"], told["is_builtin"]) == ("head_cashier", "10.0000", False)
    assert "sale.sell" in told["capabilities"]
    changes = {"name": "First cashier", "max_discount": "25", "capabilities": ["sale.view", "sale.sell", "sale.view"]}
    changed = browser.patch(f"/api/roles/{told['id']}/", changes).json()
    assert (changed["name"], changed["code"]) == ("First cashier", "head_cashier")
    assert (changed["capabilities"], changed["max_discount"]) == (["sale.sell", "sale.view"], "25.0000")


def test_what_a_role_may_counts_with_the_next_request(shop: Shop) -> None:
    role = make_role(shop, "viewer", "product.view")
    viewer = browser_of(member_of(shop, "viewer").user_id)
    assert viewer.get("/api/sales/").status_code == 403
    owner_of(shop).patch(f"/api/roles/{role}/", {"capabilities": ["sale.view"]})
    assert viewer.get("/api/sales/").status_code == 200


def test_what_is_given_is_not_copied(shop: Shop) -> None:
    body = {
        "name": "Helper",
        "copy_of": role_id(shop, "cashier"),
        "capabilities": ["product.view"],
        "max_discount": "0",
    }
    told = owner_of(shop).post("/api/roles/", body).json()
    assert (told["capabilities"], Decimal(told["max_discount"])) == (["product.view"], 0)


def test_a_name_without_latin_letters_gets_a_code_of_its_own(shop: Shop) -> None:
    told = owner_of(shop).post("/api/roles/", {"name": "Касиер"}).json()
    assert told["code"].startswith("role_")
    assert told["capabilities"] == []


def test_a_built_in_role_stays_as_it_is(shop: Shop) -> None:
    answer = owner_of(shop).patch(f"/api/roles/{role_id(shop, 'cashier')}/", {"name": "Clerk"})
    assert (answer.status_code, answer.json()["code"]) == (409, "ROLE_BUILTIN")


def test_nobody_makes_or_changes_a_role_that_may_more_than_they_may(shop: Shop) -> None:
    make_role(shop, "staff_office", "people.manage", "product.view")
    greater = make_role(shop, "greater", "people.manage", "audit.view")
    boss = browser_of(member_of(shop, "staff_office").user_id)
    for body in (
        {"name": "Thief", "capabilities": ["settings.manage"]},
        {"name": "Thief", "copy_of": role_id(shop, "owner")},
        {"name": "Thief", "max_discount": "1"},
    ):
        assert boss.post("/api/roles/", body).json()["code"] == "PERMISSION_DENIED"
    own = boss.post("/api/roles/", {"name": "Helper", "capabilities": ["product.view"]}).json()["id"]
    assert boss.patch(f"/api/roles/{own}/", {"capabilities": ["audit.view"]}).json()["code"] == "PERMISSION_DENIED"
    assert boss.patch(f"/api/roles/{greater}/", {"capabilities": []}).json()["code"] == "PERMISSION_DENIED"
    with shop.scope():
        assert Role.objects.for_business(shop.id).get(pk=greater).capabilities == ["audit.view", "people.manage"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "Other", "code": "cashier"}, "DUPLICATE_CODE"),
        ({"name": "Other", "copy_of": "0190a0a0-0000-7000-8000-000000000000"}, "NOT_FOUND"),
        ({"name": "Other", "capabilities": ["fly"]}, "VALIDATION_FAILED"),
        ({"name": "Other", "max_discount": "101"}, "VALIDATION_FAILED"),
    ],
)
def test_roles_that_can_not_be_are_refused(shop: Shop, body: Any, code: str) -> None:
    assert owner_of(shop).post("/api/roles/", body).json()["code"] == code


def test_a_role_that_never_was_is_not_found(shop: Shop) -> None:
    path = "/api/roles/0190a0a0-0000-7000-8000-000000000000/"
    assert owner_of(shop).patch(path, {"name": "X"}).json()["code"] == "NOT_FOUND"


def test_capabilities_are_told_in_words(shop: Shop) -> None:
    told = {each["code"]: each for each in shop.till.get("/api/capabilities/").json()}
    assert set(told) == set(ALL_CAPABILITIES)
    assert told["sale.sell"] == {
        "code": "sale.sell",
        "group": "Selling",
        "sentence": "Sell: put goods into a cart, take the money, hand out the receipt.",
        "is_mine": True,
    }
    assert not told["settings.manage"]["is_mine"]
    assert all(each["sentence"].endswith(".") for each in told.values())


def test_words_are_of_capabilities_that_there_are() -> None:
    assert set(SENTENCES) <= set(Capability.values)
    assert set(GROUPS) <= {code.partition(".")[0] for code in Capability.values}
