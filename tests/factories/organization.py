"""A shop to test in."""

import itertools
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.test import Client

from optimapos.core.actors import Actor
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Business, Location, Membership, User
from optimapos.organization.selectors import actor_of_member, operator_by_token
from optimapos.organization.services import BusinessService, LocationService, MembershipService, TerminalService

_numbers = itertools.count(1)
PIN = "2580"


def unique(prefix: str) -> str:
    """A word that no other test uses."""
    return f"{prefix}-{os.getpid()}-{next(_numbers)}"


@dataclass
class Till:
    """An API client signed in at a terminal or with a fixed header."""

    token: str
    actor: Actor

    def call(self, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
        """One request; the answer has `.status_code`, `.json()` and headers."""
        headers = {"Authorization": f"Terminal {self.token}"} | ({"Idempotency-Key": key} if key else {})
        content = body if isinstance(body, (bytes, str)) else json.dumps(body, default=str)
        return Client(headers=headers).generic(method, path, content, content_type="application/json")

    def get(self, path: str) -> Any:
        """GET."""
        return self.call("GET", path, "")

    def post(self, path: str, body: Any = None, key: str | None = None) -> Any:
        """POST."""
        return self.call("POST", path, {} if body is None else body, key)

    def patch(self, path: str, body: Any, key: str | None = None) -> Any:
        """PATCH."""
        return self.call("PATCH", path, body, key)

    def delete(self, path: str, key: str | None = None) -> Any:
        """DELETE."""
        return self.call("DELETE", path, "", key)


@dataclass
class Shop:
    """A business, its first storefront, and who works there."""

    business: Business
    storefront: Location
    owner: Actor

    @cached_property
    def till(self) -> Till:
        """A cashier's till `T1`."""
        return make_till(self.business, self.storefront, self.owner, code="T1", role="cashier")

    @cached_property
    def manager_till(self) -> Till:
        """A manager's till `T2`."""
        return make_till(self.business, self.storefront, self.owner, code="T2", role="manager")

    @property
    def id(self) -> UUID:
        """The business's id."""
        return self.business.pk

    def scope(self) -> Any:
        """A transaction in which the shop's rows are visible."""
        return tenant_scope(self.business)


def make_shop(currency: str = "EUR", **settings: Any) -> Shop:
    """A shop with an owner and a storefront `S1`; its two tills are made when they are first used."""
    slug = unique("shop")
    owner_user = User.objects.create_user(f"{slug}@owner.test", None)
    business = BusinessService.create_business(
        name="Corner shop", slug=slug, currency=currency, owner=owner_user, **settings
    ).unwrap()
    with tenant_scope(business):
        membership = Membership.objects.for_business(business).get(user=owner_user)
    owner = actor_of_member(business.pk, membership.pk)
    assert owner
    storefront = LocationService.create_location(
        business=business, code="S1", name="High Street", user_id=owner.user_id, timezone="Europe/Sofia"
    ).unwrap()
    return Shop(business=business, storefront=storefront, owner=owner)


def make_till(business: Business, storefront: Location, owner: Actor, *, code: str, role: str) -> Till:
    """An enrolled terminal with a member of `role` signed in."""
    now = datetime.now(UTC)
    email = f"{unique(role)}@staff.test"
    MembershipService.add_member(
        business=business,
        email=email,
        role_code=role,
        actor=owner,
        pin=PIN,
        location_ids=[storefront.pk],
    ).unwrap()
    issued = TerminalService.create_terminal(
        business=business, location_id=storefront.pk, code=code, actor=owner, at=now
    ).unwrap()
    device = TerminalService.enrol(code=issued.secret, at=now).unwrap()
    session = TerminalService.sign_in(device_token=device.secret, email=email, pin=PIN, at=now).unwrap()
    actor = operator_by_token(session.secret, now)
    assert actor
    return Till(token=session.secret, actor=actor)
