"""Reservations: stock held for a cart, so that two carts can't promise the same goods.

Source: sales-phase-1.md "StockReservation Model"; docs/algorithms/availability.md.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError
from optimapos.core.tenancy import MAINTENANCE, BusinessRef, business_id_of
from optimapos.inventory.locks import lock_items
from optimapos.inventory.models import InventoryItem, StockReservation
from optimapos.inventory.selectors.availability import Availability, availability_of
from optimapos.inventory.types import ReservationStatus
from optimapos.organization.models import Location
from optimapos.organization.types import StockPolicy

SWEEP = """
    WITH expired AS (
        SELECT id FROM stock_reservation
         WHERE status = 'ACTIVE' AND expires_at <= %(at)s
         ORDER BY expires_at LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE stock_reservation r
       SET status = 'RELEASED', released_at = %(at)s, reason = 'EXPIRED', updated_at = now()
      FROM expired WHERE r.id = expired.id
"""


class ReservationService:
    """Holds and frees stock. Its methods run inside the operation of whoever sells."""

    @staticmethod
    def hold(
        *,
        business: BusinessRef,
        location: Location,
        sale_id: UUID,
        cart_session_id: str,
        needs: Mapping[UUID, Decimal],
        changed: Collection[UUID],
        minutes: int,
        actor: Actor,
    ) -> None:
        """Make the cart hold what it `needs` (base units by item) of the `changed` items, until `minutes` from now.

        What it still holds of its other items lasts as long again; what expired of them is not asked for, so that a cart
        can be changed although something in it is gone. Locks the items, then reads what is available. A location that
        allows overselling holds what there is of what is asked, and refuses nothing.

        Refuses: INSUFFICIENT_STOCK (data: items with product, requested, available).
        """
        items = lock_items(business, needs)
        at = timezone.now()  # after the wait for the locks: what expired meanwhile may be somebody else's by now
        asked = {item: needs[item] for item in changed}
        found = availability_of(asked, at=at, day=location.local_day(at), sale_id=sale_id)
        held = _holdable(location, asked, found)
        mine, until = _own(business, sale_id), at + timedelta(minutes=minutes)
        for item in items:
            if held.get(item.pk):
                _hold_one(item, held[item.pk], mine.get(item.pk), sale_id, cart_session_id, until)
        _let_go(business, sale_id, [item for item, quantity in held.items() if not quantity], at)
        _live(business, sale_id).filter(expires_at__gt=at).update(expires_at=until, updated_at=timezone.now())
        AuditLog.log_event(
            "stock.reserved",
            business=business,
            actor=actor,
            location_id=location.pk,
            sale_id=sale_id,
            event_data={"items": {str(item): shown(quantity) for item, quantity in held.items()}, "minutes": minutes},
        )

    @staticmethod
    def shrink(
        *, business: BusinessRef, location_id: UUID, sale_id: UUID, item_id: UUID, quantity: Decimal, actor: Actor
    ) -> None:
        """Lower what the cart holds of an item to `quantity`. What expired stays expired."""
        lock_items(business, [item_id])
        more = _live(business, sale_id).filter(item_id=item_id, quantity__gt=quantity)
        if more.update(quantity=quantity, updated_at=timezone.now()):
            AuditLog.log_event(
                "stock.released",
                business=business,
                actor=actor,
                location_id=location_id,
                sale_id=sale_id,
                event_data={"item": str(item_id), "still_held": shown(quantity), "reason": "LINE_REMOVED"},
            )

    @staticmethod
    def release(
        *,
        business: BusinessRef,
        location_id: UUID,
        sale_id: UUID,
        at: datetime,
        reason: str,
        actor: Actor,
        item_ids: list[UUID] | None = None,
    ) -> int:
        """Free what the cart holds, of some items or of all; the number of reservations freed."""
        rows = _live(business, sale_id)
        if item_ids is not None:
            rows = rows.filter(item_id__in=item_ids)
        lock_items(business, rows.values_list("item_id", flat=True))
        freed: int = rows.update(status=ReservationStatus.RELEASED, released_at=at, reason=reason)
        if freed:
            AuditLog.log_event(
                "stock.released",
                business=business,
                actor=actor,
                location_id=location_id,
                sale_id=sale_id,
                event_data={"reservations": freed, "reason": reason},
            )
        return freed


def release_expired(at: datetime, limit: int = 1000) -> int:
    """Mark expired reservations of all businesses as released; the number marked.

    They stopped counting when they expired; this is housekeeping. Takes reservation rows alone, skipping locked ones.
    """
    with connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(SWEEP, {"at": at, "limit": limit})
        swept: int = cursor.rowcount
        return swept


def _holdable(
    location: Location, asked: Mapping[UUID, Decimal], found: Mapping[UUID, Availability]
) -> Mapping[UUID, Decimal]:
    """How much is held of what is asked: all of it, or where the location sells on, at most what there is.

    Refuses: INSUFFICIENT_STOCK.
    """
    if location.stock_policy == StockPolicy.ALLOWS_OVERSELL:
        return {item: min(quantity, found[item].shown) for item, quantity in asked.items()}
    refuse_shortage(asked, found)
    return asked


def refuse_shortage(needs: Mapping[UUID, Decimal], found: Mapping[UUID, Availability]) -> None:
    """Refuses: INSUFFICIENT_STOCK when an item has less than is needed, telling how much there is of each."""
    short = [
        {
            "item": str(item),
            "product": str(found[item].product_id),
            "requested": shown(needed),
            "available": shown(found[item].shown),
        }
        for item, needed in needs.items()
        if found[item].unreserved < needed
    ]
    if short:
        raise insufficient(short)


def insufficient(short: list[dict[str, str]]) -> DomainError:
    """The refusal for want of stock, naming each item that is short."""
    first = short[0]
    msg = f"There is not enough stock: {first['requested']} asked, {first['available']} available."
    return DomainError("INSUFFICIENT_STOCK", msg, {"items": short}, ("Lower the quantity to what is available.",))


def _own(business: BusinessRef, sale_id: UUID) -> dict[UUID, StockReservation]:
    return {row.item_id: row for row in _live(business, sale_id)}


def _live(business: BusinessRef, sale_id: UUID) -> QuerySet[StockReservation]:
    """What the cart holds and the sweeper has not released; some of it may have expired."""
    return StockReservation.objects.for_business(business).filter(sale_id=sale_id, status=ReservationStatus.ACTIVE)


def _let_go(business: BusinessRef, sale_id: UUID, items: Collection[UUID], at: datetime) -> None:
    """Release what the cart once held of items of which nothing is left for it."""
    if items:
        _live(business, sale_id).filter(item_id__in=items).update(
            status=ReservationStatus.RELEASED, released_at=at, reason="NOTHING_LEFT", updated_at=timezone.now()
        )


def _hold_one(
    item: InventoryItem,
    quantity: Decimal,
    held: StockReservation | None,
    sale_id: UUID,
    cart_session_id: str,
    expires_at: datetime,
) -> None:
    live = StockReservation.objects.for_business(item.business_id).filter(status=ReservationStatus.ACTIVE)
    # Compare and set: the sweeper, which takes no item's lock, may have released it meanwhile.
    if held and live.filter(pk=held.pk).update(quantity=quantity, expires_at=expires_at, updated_at=timezone.now()):
        return
    StockReservation.objects.for_business(item.business_id).create(
        business_id=business_id_of(item.business_id),
        item=item,
        sale_id=sale_id,
        cart_session_id=cart_session_id,
        quantity=quantity,
        expires_at=expires_at,
    )
