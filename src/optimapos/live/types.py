"""Topics, and what a ticket lets somebody hear."""

from dataclasses import dataclass

from optimapos.core.actors import Capability

TOPICS: dict[str, str | None] = {
    "approvals": Capability.SALE_SELL,
    "carts": Capability.SALE_VIEW,
    "catalog": Capability.PRODUCT_VIEW,
    "customers": Capability.CUSTOMER_VIEW,
    "documents": Capability.STOCK_VIEW,
    "jobs": Capability.DATA_IMPORT,
    "payments": Capability.SALE_VIEW,
    "prices": Capability.PRODUCT_VIEW,
    "sales": Capability.SALE_VIEW,
    "settings": None,
    "shifts": Capability.SHIFT_VIEW,
    "stock": Capability.STOCK_VIEW,
}
"""The topics, and the capability that each takes; None: everybody in the business."""


@dataclass(frozen=True)
class Ticket:
    """Whose hints somebody may hear. `locations` None: of all places. `origins`: pages that may read the stream."""

    business: str
    locations: frozenset[str] | None
    topics: frozenset[str]
    origins: frozenset[str]


@dataclass(frozen=True)
class Event:
    """A hint as it goes over the wire. `position` is its place in the stream, `location` None where it is no one place's."""

    position: tuple[int, int]
    business: str
    topic: str
    location: str | None
    text: bytes
