"""What of a product may come in or go out, and as which layers: quantities, serial numbers, expiry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.ids import new_id
from optimapos.core.money import PRICE_LIMIT, PRICE_PLACES
from optimapos.core.quantities import QUANTITY_LIMIT, QUANTITY_PLACES, has_at_most_places, shown
from optimapos.core.result import DomainError
from optimapos.inventory.rules.shelf import Layer
from optimapos.inventory.types import BatchKind, Incoming, Outgoing

VALUE_LIMIT = Decimal("1e15")
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Goods:
    """What the ledger has to know of a product."""

    id: UUID
    sku: str
    decimals: int
    tracks_stock: bool
    keeps_expiry: bool
    tracks_serials: bool


def check_quantity(quantity: Decimal, goods: Goods) -> None:
    """Refuses: BAD_QUANTITY, QUANTITY_TOO_PRECISE (data: quantity, decimals), PRODUCT_NOT_STOCKED."""
    if not 0 < quantity < QUANTITY_LIMIT or not has_at_most_places(quantity, QUANTITY_PLACES):
        raise DomainError(
            "BAD_QUANTITY",
            "A quantity is above 0 with at most six decimals.",
            {"product": str(goods.id), "quantity": str(quantity)},
        )
    if not has_at_most_places(quantity, goods.decimals):
        raise DomainError(
            "QUANTITY_TOO_PRECISE",
            f"{goods.sku} is counted with {goods.decimals} decimals.",
            {"product": str(goods.id), "quantity": shown(quantity), "decimals": goods.decimals},
        )
    if not goods.tracks_stock:
        raise DomainError("PRODUCT_NOT_STOCKED", f"No stock is kept of {goods.sku}.", {"products": [goods.sku]})


def check_cost(quantity: Decimal, unit_cost: Decimal) -> None:
    """Refuses: BAD_COST, AMOUNT_TOO_LARGE."""
    if not 0 <= unit_cost < PRICE_LIMIT or not has_at_most_places(unit_cost, PRICE_PLACES):
        raise DomainError(
            "BAD_COST", "A unit cost is 0 or more with at most six decimals.", {"unit_cost": str(unit_cost)}
        )
    if quantity * unit_cost >= VALUE_LIMIT:
        raise DomainError("AMOUNT_TOO_LARGE", "Quantity times cost is too large.", {"quantity": str(quantity)})


def check_expiry(line: Incoming, goods: Goods) -> None:
    """Refuses: EXPIRY_REQUIRED (data: product) for goods that keep expiry dates."""
    if goods.keeps_expiry and line.expires_on is None:
        raise DomainError(
            "EXPIRY_REQUIRED", f"{goods.sku} keeps expiry dates: say when it expires.", {"product": str(goods.id)}
        )


def check_serials(serials: Sequence[str], quantity: Decimal, goods: Goods) -> None:
    """Refuses: SERIALS_MISMATCH (data: product, quantity, serials) unless each piece has exactly one number."""
    wanted = quantity if goods.tracks_serials else 0
    if len(serials) == wanted and len(set(serials)) == len(serials) and all(serials):
        return
    sentence = (
        f"{goods.sku} needs one serial number for each of {shown(quantity)} pieces, all different; {len(serials)} given."
        if goods.tracks_serials
        else f"No serial numbers are kept of {goods.sku}."
    )
    raise DomainError(
        "SERIALS_MISMATCH",
        sentence,
        {"product": str(goods.id), "quantity": shown(quantity), "serials": list(serials)},
    )


def layers_of(line: Incoming, item_id: UUID, received_at: datetime) -> list[Layer]:
    """The layers that a line comes in as: one, or one for each serial number."""
    pieces = [(ONE, serial) for serial in line.serials] or [(line.quantity, "")]
    return [
        Layer(
            new_id(),
            item_id,
            line.unit_cost,
            quantity,
            quantity,
            received_at,
            status=line.status,
            batch_number=line.batch_number,
            supplier_lot=line.supplier_lot,
            expires_on=line.expires_on,
            serial_number=serial,
            source_line_id=line.line_id,
        )
        for quantity, serial in pieces
    ]


def fits(layer: Layer, line: Outgoing, day: date) -> bool:
    """Whether an outgoing line may be taken from a layer on a business day."""
    if layer.kind == BatchKind.DEFICIT or (layer.kind == BatchKind.TRANSIT) != (line.transfer_line_id is not None):
        return False
    if line.transfer_line_id is not None and layer.transfer_line_id != line.transfer_line_id:
        return False
    if line.serials and layer.serial_number not in line.serials:
        return False
    if line.batch_ids is not None:
        return layer.id in line.batch_ids
    if line.source_line_ids is not None:
        return layer.source_line_id in line.source_line_ids
    is_fresh = line.includes_expired or layer.expires_on is None or layer.expires_on >= day
    return is_fresh and (layer.kind == BatchKind.TRANSIT or layer.status in line.statuses)
