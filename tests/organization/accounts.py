"""People at a browser: signed in by an account's session, perhaps for a business that they name."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from optimapos.organization.models import Membership, User
from optimapos.organization.services import MembershipService
from tests.factories.organization import Shop, unique

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Browser:
    """One session."""

    user: User
    client: Client

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request."""
        content = "" if body is None else json.dumps(body, default=str)
        return self.client.generic(method, path, content, content_type="application/json", headers=headers or None)

    def get(self, path: str, **headers: str) -> Any:
        """GET."""
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None) -> Any:
        """POST."""
        return self.call("POST", path, {} if body is None else body)

    def patch(self, path: str, body: Any) -> Any:
        """PATCH."""
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Any:
        """DELETE."""
        return self.call("DELETE", path)


def browser_of(user_id: UUID) -> Browser:
    """A browser in which the user has signed in."""
    user = User.objects.get(pk=user_id)
    client = Client()
    client.force_login(user, BACKEND)
    return Browser(user, client)


def owner_of(shop: Shop) -> Browser:
    """The owner's browser."""
    return browser_of(shop.owner.user_id)


def member_of(shop: Shop, role: str = "cashier", **fields: Any) -> Membership:
    """A new member of all locations, unless `location_ids` says which."""
    return MembershipService.add_member(
        business=shop.business, email=f"{unique(role)}@staff.test", role_code=role, actor=shop.owner, **fields
    ).unwrap()


def make_role(shop: Shop, code: str, *capabilities: str, **fields: Any) -> str:
    """A role of the shop's own; its id."""
    body = {"name": code, "code": code, "capabilities": capabilities, **fields}
    answer = owner_of(shop).post("/api/roles/", body)
    assert answer.status_code == 201, answer.content
    found: str = answer.json()["id"]
    return found
