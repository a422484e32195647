"""The stock ledger's two verbs, receive and issue: what documents, counts and sales do to stock is made of these.

Taking back what was booked, correcting a quantity or a price and adding later costs stand in `amending.py`
(`StockAmendments.reverse`, `shorten`, `reprice`, `add_cost`), moving goods as they are in `moving.py`. All of them run inside
an operation, lock the items they touch, and send a number of statements that does not grow with the lines.
Source: system-overview.md "Inventory Movement Flow"; docs/algorithms/costing.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connections

from optimapos.audit.models import AuditLog
from optimapos.core.money import ZERO
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.inventory.locks import items_at
from optimapos.inventory.rules.lines import (
    Goods,
    check_cost,
    check_expiry,
    check_quantity,
    check_serials,
    fits,
    layers_of,
)
from optimapos.inventory.rules.shelf import Shelf
from optimapos.inventory.selectors.ledger import open_serials
from optimapos.inventory.services.booking import Booking
from optimapos.inventory.services.reservations import insufficient
from optimapos.inventory.sql import GOODS
from optimapos.inventory.types import PURCHASED, Incoming, MovementKind, Movements, Outgoing, Posted, Source
from optimapos.organization.models import Location
from optimapos.organization.services import fix_currency
from optimapos.products.locks import hold_products
from optimapos.products.types import PURCHASABLE


class StockLedger:
    """Books stock. Quantities in base units, costs in the business's currency for one base unit."""

    @staticmethod
    def receive(
        *,
        business: BusinessRef,
        location: Location,
        lines: Sequence[Incoming],
        kind: MovementKind,
        source: Source,
        occurred_at: datetime,
    ) -> list[Posted]:
        """Take lines in: deficits are settled first, the rest becomes layers.

        Refuses: PRODUCT_NOT_FOUND, PRODUCT_NOT_STOCKED, BAD_QUANTITY, QUANTITY_TOO_PRECISE, BAD_COST, EXPIRY_REQUIRED,
        SERIALS_MISMATCH, SERIAL_IN_STOCK (data: serials), AMOUNT_TOO_LARGE.
        """
        return StockLedger.post(
            business=business,
            location=location,
            movements=Movements(kind, incoming=lines),
            source=source,
            occurred_at=occurred_at,
        )

    @staticmethod
    def issue(
        *,
        business: BusinessRef,
        location: Location,
        lines: Sequence[Outgoing],
        kind: MovementKind,
        source: Source,
        occurred_at: datetime,
        may_go_short: bool = False,
        is_physical_fact: bool = False,
    ) -> list[Posted]:
        """Take lines out, one movement for each layer.

        Refuses: PRODUCT_NOT_FOUND, PRODUCT_NOT_STOCKED, BAD_QUANTITY, QUANTITY_TOO_PRECISE, SERIALS_MISMATCH,
        SERIAL_NOT_IN_STOCK (data: serials), INSUFFICIENT_STOCK (data: items with product, requested, available).
        """
        return StockLedger.post(
            business=business,
            location=location,
            movements=Movements(kind, (), lines, may_go_short, is_physical_fact),
            source=source,
            occurred_at=occurred_at,
        )

    @staticmethod
    def post(
        *, business: BusinessRef, location: Location, movements: Movements, source: Source, occurred_at: datetime
    ) -> list[Posted]:
        """Book what a document moves at one location: what goes out, then what comes in.

        Refuses: as `receive` and `issue`.
        """
        wanted = {line.product_id for line in movements.incoming} | {line.product_id for line in movements.outgoing}
        wanted |= movements.forgives.keys()
        goods = goods_of(business, wanted, are_bought=movements.kind in PURCHASED)
        for line in movements.incoming:
            _check_incoming(line, goods[line.product_id], movements.kind)
        for out in movements.outgoing:
            check_quantity(out.quantity, goods[out.product_id])
            check_serials(out.serials, out.quantity, goods[out.product_id])
        _refuse_serials_in_stock(business, movements.incoming)
        booking = _opened(business, location, list(goods), source, movements, occurred_at)
        items = {shelf.product_id: shelf for shelf in booking.shelves.values()}
        if movements.outgoing:
            _issue(booking, items, movements)
        for line in movements.incoming:
            shelf = items[line.product_id]
            for layer in layers_of(line, shelf.item_id, occurred_at):
                booking.add(shelf.put(layer, line.line_id))
        for product, owed in movements.forgives.items():
            booking.add(items[product].forgive(owed))
        posted = booking.write()
        if movements.is_physical_fact:
            give_way(booking, location, source)
        fix_currency(business)
        return posted


def take(booking: Booking, shelf: Shelf, line: Outgoing, *, may_go_short: bool = False) -> Decimal:
    """Take one line out on an open booking; what was not there, 0 where it may go short.

    Refuses: SERIAL_NOT_IN_STOCK (data: serials).
    """
    day = booking.places[shelf.item_id].business_date
    entries, missing = shelf.take(line.quantity, line.line_id, lambda layer: fits(layer, line, day))
    booking.add(entries)
    if missing and line.serials:
        there = {entry.layer.serial_number for entry in entries}
        gone = sorted(set(line.serials) - there)
        raise DomainError(
            "SERIAL_NOT_IN_STOCK",
            f"Not in stock here: {', '.join(gone)}.",
            {"serials": gone, "product": str(shelf.product_id)},
        )
    if missing and may_go_short:
        booking.add([shelf.go_short(missing, line.line_id, booking.occurred_at)])
        return ZERO
    return missing


def give_way(booking: Booking, location: Location, source: Source) -> None:
    """After a physical fact: cancel the newest reservations that what is left no longer covers, and say so."""
    cancelled = booking.cancel_newest_reservations()
    if cancelled:
        AuditLog.log_event(
            "stock.reservations_cancelled",
            business=booking.business_id,
            location_id=location.pk,
            event_data={
                "source": str(source.id),
                "reservations": [
                    {"id": str(row), "item": str(item), "sale": str(sale), "quantity": shown(quantity)}
                    for row, item, sale, quantity in cancelled
                ],
            },
        )


def refuse_missing(booking: Booking, missing: Mapping[UUID, Decimal], asked: Mapping[UUID, Decimal]) -> None:
    """Refuses: INSUFFICIENT_STOCK naming each item that is short."""
    if missing:
        raise insufficient(
            [
                {
                    "item": str(item),
                    "product": str(booking.shelves[item].product_id),
                    "requested": shown(asked[item]),
                    "available": shown(asked[item] - short),
                }
                for item, short in missing.items()
            ]
        )


def refuse_taking_what_carts_hold(
    booking: Booking, before: Mapping[UUID, Decimal], asked: Mapping[UUID, Decimal]
) -> None:
    """Refuses: INSUFFICIENT_STOCK where less would be left to sell than carts hold, and less than before."""
    short = {}
    for item, left in booking.sellable().items():
        held = booking.shelves[item].reserved
        if held and left < before[item] and left < held:
            short[item] = min(asked[item], held - left)
    refuse_missing(booking, short, asked)


def goods_of(business: BusinessRef, product_ids: Iterable[UUID], *, are_bought: bool = False) -> dict[UUID, Goods]:
    """The products by id, held as they are until the operation ends.

    Refuses: PRODUCT_NOT_FOUND, PRODUCT_NOT_STOCKED for what is bought although it is on its way out.
    """
    wanted = set(product_ids)
    hold_products(business, wanted)
    with connections[APP].cursor() as cursor:
        cursor.execute(GOODS, {"product_ids": list(wanted), "business_id": business_id_of(business)})
        found = {row[0]: (Goods(*row[:-1]), row[-1]) for row in cursor.fetchall()}
    if missing := sorted(str(product) for product in wanted - found.keys()):
        raise DomainError("PRODUCT_NOT_FOUND", "There is no such product.", {"products": missing})
    unfit = [goods.sku for goods, stage in found.values() if not (goods.tracks_stock and stage in PURCHASABLE)]
    if are_bought and unfit:
        raise DomainError(
            "PRODUCT_NOT_STOCKED",
            "Only new and active products that track stock can be received.",
            {"products": sorted(unfit)},
        )
    return {product: goods for product, (goods, _) in found.items()}


def _check_incoming(line: Incoming, goods: Goods, kind: str) -> None:
    check_quantity(line.quantity, goods)
    check_cost(line.quantity, line.unit_cost)
    check_serials(line.serials, line.quantity, goods)
    if kind in PURCHASED:
        check_expiry(line, goods)


def _opened(
    business: BusinessRef,
    location: Location,
    product_ids: list[UUID],
    source: Source,
    movements: Movements,
    occurred_at: datetime,
) -> Booking:
    return Booking.open(
        business=business,
        item_ids=items_at(business, [(product, location.pk) for product in product_ids]),
        source=source,
        kind=movements.kind,
        occurred_at=occurred_at,
        only_deficits=not movements.outgoing,
    )


def _issue(booking: Booking, items: Mapping[UUID, Shelf], movements: Movements) -> None:
    before = booking.sellable()
    asked: dict[UUID, Decimal] = {}
    missing: dict[UUID, Decimal] = {}
    for line in movements.outgoing:
        shelf = items[line.product_id]
        asked[shelf.item_id] = asked.get(shelf.item_id, ZERO) + line.quantity
        if short := take(booking, shelf, line, may_go_short=movements.may_go_short):
            missing[shelf.item_id] = missing.get(shelf.item_id, ZERO) + short
    refuse_missing(booking, missing, asked)
    if not movements.is_physical_fact:
        refuse_taking_what_carts_hold(booking, before, asked)


def _refuse_serials_in_stock(business: BusinessRef, lines: Iterable[Incoming]) -> None:
    """One query, none where no line has a serial number. A race is caught by the database at COMMIT."""
    given = Counter((line.product_id, serial) for line in lines for serial in line.serials)
    if twice := sorted(serial for (_, serial), times in given.items() if times > 1):
        raise DomainError("SERIALS_MISMATCH", f"Named twice: {', '.join(twice)}.", {"serials": twice})
    if given and (there := open_serials(business, given)):
        raise DomainError("SERIAL_IN_STOCK", f"In stock already: {', '.join(there)}.", {"serials": there})
