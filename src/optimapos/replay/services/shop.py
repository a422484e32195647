"""The business that baskets are replayed into: its people, its storefronts and their terminals."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from optimapos.core.actors import Actor
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Location, Membership, Terminal, User
from optimapos.organization.selectors import actor_of_member, memberships_of_user
from optimapos.organization.services import BusinessService, LocationService, MembershipService, TerminalService
from optimapos.replay.types import CURRENCY, ReplayError, Shop

TIMEZONE = "America/New_York"
TERMINAL = "T1"


class ShopImport:
    """Sets up the business through the services of the organization: it is a handful of rows, once."""

    @staticmethod
    def open_shop(*, slug: str) -> Shop:
        """The business `slug` with an owner and an operator, created where it is missing.

        Raises: ReplayError for a business that a replay did not make: real books are not mixed with old baskets.
        """
        owner = _user(f"owner@{slug}.example", "Owner of the replay")
        business_id = next((business for business, _ in memberships_of_user(owner.pk)), None) or _create(slug, owner)
        return Shop(business_id, slug, owner.pk, _operator(business_id, slug, _owner_of(business_id, owner.pk)).pk)

    @staticmethod
    def open_stores(*, shop: Shop, stores: Collection[int], at: datetime) -> dict[int, UUID]:
        """The location of each store of the file, with an enrolled terminal; the missing ones are created."""
        actor = _owner_of(shop.business_id, shop.owner_id)
        codes = {store_code(store): store for store in stores}
        with tenant_scope(shop.business_id):
            known = dict(Location.objects.for_business(shop.business_id).values_list("code", "pk"))
            equipped = set(Terminal.objects.for_business(shop.business_id).values_list("location_id", flat=True))
        for code in sorted(codes.keys() - known.keys()):
            known[code] = (
                LocationService.create_location(
                    business=shop.business_id,
                    code=code,
                    name=f"Store {codes[code]}",
                    user_id=shop.owner_id,
                    timezone=TIMEZONE,
                )
                .unwrap()
                .pk
            )
        for code in codes:
            if known[code] not in equipped:
                _equip(shop, known[code], actor, at)
        return {store: known[code] for code, store in codes.items()}


def store_code(store: int) -> str:
    """The location's code of a store of the file."""
    return f"S{store}"


def _user(email: str, name: str) -> User:
    return User.objects.filter(email=email).first() or User.objects.create_user(email, None, name=name)


def _create(slug: str, owner: User) -> UUID:
    """Row-level security hides other businesses, so a name that is taken shows only when it is written."""
    try:
        created = BusinessService.create_business(
            name="Replay of real baskets", slug=slug, currency=CURRENCY, owner=owner
        )
    except IntegrityError as taken:
        raise ReplayError(
            f"The business {slug} was not made by a replay; choose another name with --business.", code=2
        ) from taken
    return created.unwrap().pk


def _member(business_id: UUID, user: User) -> Membership | None:
    with tenant_scope(business_id):
        return Membership.objects.for_business(business_id).filter(user=user).first()


def _operator(business_id: UUID, slug: str, owner: Actor) -> Membership:
    """The member at every till: a manager, for prices by hand and sales that were made elsewhere are a manager's right."""
    user = _user(f"till@{slug}.example", "Till of the replay")
    found = _member(business_id, user)
    return (
        found
        or MembershipService.add_member(
            business=business_id, email=user.email, role_code="manager", actor=owner
        ).unwrap()
    )


def _owner_of(business_id: UUID, owner_id: UUID) -> Actor:
    with tenant_scope(business_id):
        member = Membership.objects.for_business(business_id).get(user_id=owner_id)
    actor = actor_of_member(business_id, member.pk)
    if actor is None:
        raise ReplayError("The owner of the replay's business is not active.")
    return actor


def _equip(shop: Shop, location_id: UUID, actor: Actor, at: datetime) -> None:
    issued = TerminalService.create_terminal(
        business=shop.business_id, location_id=location_id, code=TERMINAL, actor=actor, at=at
    ).unwrap()
    TerminalService.enrol(code=issued.secret, at=at).unwrap()
