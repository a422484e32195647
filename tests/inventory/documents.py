"""What the tests of transfers, adjustments and counts share: a second location, documents over HTTP, and a look at stock."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from optimapos.core.ids import UUID
from optimapos.core.quantities import shown
from optimapos.inventory.models import InventoryBatch, InventoryItem, InventoryMovement
from optimapos.organization.models import Location, User
from optimapos.organization.services import LocationService, MembershipService
from optimapos.products.models import Product
from tests.factories.organization import Shop, Till, unique

TRANSFERS = "/api/stock-transfers/"
ADJUSTMENTS = "/api/stock-adjustments/"
COUNTS = "/api/stock-counts/"


class Member(Till):
    """Somebody signed in by an account's session: not bound to the place of a till."""

    def __init__(self, user: User) -> None:
        self.user = user

    def __repr__(self) -> str:
        return f"Member({self.user})"

    def call(self, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
        """One request."""
        client = Client(headers={"Idempotency-Key": key} if key else {})
        client.force_login(self.user)
        content = "" if body == "" else json.dumps(body, default=str)
        return client.generic(method, path, content, content_type="application/json")


@dataclass
class Desk:
    """A kind of document, worked on by somebody."""

    till: Till
    path: str

    def create(self, **body: Any) -> Any:
        """A new document, which has to be taken."""
        return self.right(self.till.post(self.path, body), 201)

    def step(self, document: Any, status: str, **facts: Any) -> Any:
        """The answer to a step to another status."""
        return self.till.post(f"{self.path}{document['id']}/transition/", {"status": status, **facts})

    def take(self, document: Any, status: str, **facts: Any) -> Any:
        """The document after a step, which has to be taken."""
        return self.right(self.step(document, status, **facts))

    def get(self, document: Any, what: str = "") -> Any:
        """The document, or something of it, as it is now."""
        return self.right(self.till.get(f"{self.path}{document['id']}/{what}"))

    def post(self, document: Any, what: str, **body: Any) -> Any:
        """The answer to something else that is done with it."""
        return self.till.post(f"{self.path}{document['id']}/{what}/", body)

    @staticmethod
    def right(answer: Any, status: int = 200) -> Any:
        """The body of an answer that has to be right."""
        assert answer.status_code == status, answer.content
        return answer.json()


def refused(answer: Any, status: int, code: str) -> Any:
    """The figures of a refusal."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.content
    return answer.json()["data"]


def make_place(shop: Shop, code: str = "") -> Location:
    """Another location of the shop."""
    return LocationService.create_location(
        business=shop.business,
        code=code or unique("L")[-8:],
        name="Warehouse",
        kind="WAREHOUSE",
        user_id=shop.owner.user_id,
        timezone="Europe/Sofia",
    ).unwrap()


def member_at(shop: Shop, *places: Location, role: str = "manager") -> Member:
    """Somebody who works at these locations, or everywhere where none is named, signed in without a till."""
    email = f"{unique(role)}@staff.test"
    MembershipService.add_member(
        business=shop.business,
        email=email,
        role_code=role,
        actor=shop.owner,
        location_ids=[place.pk for place in places],
    ).unwrap()
    return Member(User.objects.get(email=email))


def layers(shop: Shop, product: Product, place: Location | None = None) -> list[tuple[str, str, str, str]]:
    """Open layers at a place, in the order in which they are sold: remaining, unit cost, status, expiry."""
    return [
        (shown(row.remaining_qty), shown(row.unit_cost), row.status, str(row.expires_on or ""))
        for row in open_layers(shop, product, place)
    ]


def serials_at(shop: Shop, product: Product, place: Location | None = None) -> list[str]:
    """Serial numbers in stock at a place."""
    return sorted(row.serial_number for row in open_layers(shop, product, place))


def open_layers(shop: Shop, product: Product, place: Location | None = None) -> list[InventoryBatch]:
    """Open layers at a place, in the order in which they are sold."""
    with shop.scope():
        rows = InventoryBatch.objects.for_business(shop.id).filter(item__product=product, is_open=True)
        here = rows.filter(item__location=place or shop.storefront)
        return list(here.order_by("expires_on", "received_at", "id"))


def figures_at(shop: Shop, product: Product, place: Location | None = None) -> tuple[str, str]:
    """Quantity and value at a place."""
    with shop.scope():
        rows = InventoryItem.objects.for_business(shop.id).filter(product=product, location=place or shop.storefront)
        item = rows.first()
        return (shown(item.current_qty), shown(item.stock_value)) if item else ("0", "0")


def moved_by(shop: Shop, document: Any) -> list[tuple[str, str, str]]:
    """What a document moved, in the order of booking: kind, quantity, cost."""
    with shop.scope():
        rows = InventoryMovement.objects.for_business(shop.id).filter(source_id=UUID(document["id"]))
        return [(row.kind, shown(row.quantity), shown(row.cost_amount)) for row in rows.order_by("id")]


def stock_of(shop: Shop) -> list[tuple[Any, ...]]:
    """Everything that the shop's stock is: to be compared with itself later."""
    with shop.scope():
        items = InventoryItem.objects.for_business(shop.id).order_by("pk")
        batches = InventoryBatch.objects.for_business(shop.id).order_by("pk")
        return [
            *items.values_list("pk", "current_qty", "stock_value", "seq"),
            *batches.values_list("pk", "remaining_qty", "received_qty", "unit_cost", "status"),
        ]
