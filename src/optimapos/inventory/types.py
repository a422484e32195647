"""Kinds of layers, movements and reservations, and what the ledger is asked to book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import models


class BatchKind(models.TextChoices):
    """STOCK is on the shelf, TRANSIT on its way, DEFICIT sold before it was received."""

    STOCK = "STOCK", "Stock"
    TRANSIT = "TRANSIT", "In transit"
    DEFICIT = "DEFICIT", "Deficit"


class BatchStatus(models.TextChoices):
    """Only AVAILABLE layers are sold from."""

    AVAILABLE = "AVAILABLE", "Available"
    QUARANTINE = "QUARANTINE", "Quarantine"
    DAMAGED = "DAMAGED", "Damaged"


class MovementKind(models.TextChoices):
    """Why stock moved."""

    RECEIPT = "RECEIPT", "Receipt"
    SALE = "SALE", "Sale"
    RETURN = "RETURN", "Return"
    TRANSFER_OUT = "TRANSFER_OUT", "Transfer out"
    TRANSFER_IN = "TRANSFER_IN", "Transfer in"
    ADJUST = "ADJUST", "Adjustment"
    COUNT = "COUNT", "Count"
    COUNT_CORRECTION = "COUNT_CORRECTION", "Count correction"
    COST_ADJUSTMENT = "COST_ADJUSTMENT", "Cost adjustment"
    OPENING = "OPENING", "Opening stock"
    REVERSAL = "REVERSAL", "Reversal"


PURCHASED = frozenset({MovementKind.RECEIPT, MovementKind.OPENING})
"""Kinds whose unit cost becomes the item's last purchase cost."""


class ReservationStatus(models.TextChoices):
    """ACTIVE holds stock until it expires; COMMITTED was sold; RELEASED was given back; CANCELLED was taken away."""

    ACTIVE = "ACTIVE", "Active"
    COMMITTED = "COMMITTED", "Committed"
    RELEASED = "RELEASED", "Released"
    CANCELLED = "CANCELLED", "Cancelled"


class Reason(models.TextChoices):
    """Why stock is adjusted."""

    DAMAGE = "DAMAGE", "Damaged"
    EXPIRY = "EXPIRY", "Expired"
    THEFT = "THEFT", "Stolen"
    LOSS = "LOSS", "Lost"
    FOUND = "FOUND", "Found"
    OWN_USE = "OWN_USE", "Used by the business itself"
    SAMPLE = "SAMPLE", "Sample or gift"
    QUALITY = "QUALITY", "Quality check"
    CORRECTION = "CORRECTION", "Correction of the books"
    OTHER = "OTHER", "Other"

    @property
    def only(self) -> int:
        """-1 where goods can only go for this reason, 1 where they can only come, 0 for both."""
        return {Reason.FOUND: 1, Reason.QUALITY: 0, Reason.CORRECTION: 0, Reason.OTHER: 0}.get(self, -1)


@dataclass(frozen=True, slots=True)
class Source:
    """What makes movements: the kind and id of a document, and how many times it has done so."""

    type: str
    id: UUID
    posting: int = 1


@dataclass(frozen=True, slots=True)
class Incoming:
    """`quantity` base units of a product that come in at `unit_cost`, in the business's currency for one base unit.

    Of a product with serial numbers, `serials` names each piece. Without a `batch_number` the ledger makes one.
    """

    product_id: UUID
    quantity: Decimal
    unit_cost: Decimal
    line_id: UUID | None = None
    batch_number: str = ""
    supplier_lot: str = ""
    expires_on: date | None = None
    status: str = BatchStatus.AVAILABLE
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`quantity` base units of a product that go out.

    They come from `batch_ids`, or from the layers that the lines `source_line_ids` brought, or for goods in transit from
    those of `transfer_line_id`; else from any layer in one of `statuses`, first expired first out. Expired layers only where
    `includes_expired`. Of a product with serial numbers, `serials` names each piece.
    """

    product_id: UUID
    quantity: Decimal
    line_id: UUID | None = None
    batch_ids: frozenset[UUID] | None = None
    source_line_ids: frozenset[UUID] | None = None
    transfer_line_id: UUID | None = None
    serials: tuple[str, ...] = ()
    statuses: frozenset[str] = frozenset({BatchStatus.AVAILABLE})
    includes_expired: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """`quantity` base units that a customer brings back of what `sold_line_id` had taken.

    They go onto the layers that they came from, at `location_id` where it is another place as layers like them, and where
    they `are_damaged` out of stock again at once, as a loss. Of a product with serial numbers, `serials` names each piece.
    """

    line_id: UUID
    sold_line_id: UUID
    product_id: UUID
    quantity: Decimal
    location_id: UUID | None = None
    are_damaged: bool = False
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """One movement as it was booked; quantity and cost are signed."""

    line_id: UUID | None
    item_id: UUID
    batch_id: UUID
    quantity: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Movements:
    """What a document moves at its location when it is posted. `may_go_short`: below what the books say there is.

    `is_physical_fact`: the goods are gone already, so reservations give way, not the document. `forgives`: so much of
    what products were sold short is settled by nothing but this fact.
    """

    kind: MovementKind
    incoming: Sequence[Incoming] = ()
    outgoing: Sequence[Outgoing] = ()
    may_go_short: bool = False
    is_physical_fact: bool = False
    forgives: Mapping[UUID, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CostShare:
    """`amount` to be added to what the lines of a source brought: by receipt line, in the business's currency."""

    source_id: UUID
    amounts: Mapping[UUID, Decimal] = field(default_factory=dict)


class Kind(models.TextChoices):
    """The kinds of stock documents, as the document engine names them."""

    TRANSFER = "TRANSFER", "Transfer"
    ADJUSTMENT = "ADJUSTMENT", "Adjustment"
    COUNT = "COUNT", "Stock count"


class CountScope(models.TextChoices):
    """What is counted: everything at the location, a product group with all below it, or the products that are named."""

    FULL = "FULL", "Everything"
    GROUP = "GROUP", "A product group"
    PRODUCTS = "PRODUCTS", "Named products"


@dataclass(frozen=True, slots=True)
class NewTransferLine:
    """Goods to be sent: `quantity` packages, or base units without a packaging."""

    product_id: UUID
    quantity: Decimal
    packaging_id: UUID | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewAdjustmentLine:
    """What is to be put right. `quantity` packages (base units without one): below 0 they are gone, above 0 they were found,
    or with a `to_status` they change their status. `stock_status` is what they are in now, or are found as.

    Gone or changed goods are those of `batch_id`, where it is given; found goods become like it.
    """

    product_id: UUID
    quantity: Decimal
    reason: str
    packaging_id: UUID | None = None
    batch_id: UUID | None = None
    stock_status: str = BatchStatus.AVAILABLE
    to_status: str = ""
    unit_cost: Decimal | None = None
    batch_number: str = ""
    expires_on: date | None = None
    serials: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ArrivedLine:
    """What became of a line under way: base units that arrived, and base units that are lost."""

    line_id: UUID
    quantity: Decimal = Decimal(0)
    lost: Decimal = Decimal(0)
    serials: tuple[str, ...] = ()
    lost_serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedLine:
    """`quantity` base units that were counted of a line, or of a product that has no line yet. Of a product with serial
    numbers the numbers that were scanned; then no quantity is needed. `unit_cost` is for what was found too much.
    """

    line_id: UUID | None = None
    product_id: UUID | None = None
    quantity: Decimal | None = None
    serials: tuple[str, ...] | None = None
    unit_cost: Decimal | None = None
