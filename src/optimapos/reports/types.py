"""What the dashboard tells. Quantities are as they are shown."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Figures:
    """A period's sales. `profit` and `margin_percent` are None for who may not see costs, `average` without sales."""

    sales_count: int = 0
    gross: Decimal = Decimal(0)
    net: Decimal = Decimal(0)
    profit: Decimal | None = None
    margin_percent: Decimal | None = None
    average: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A period so far, and the one before it up to the same hour. `change_percent` is of `gross`, None from nothing."""

    current: Figures
    before: Figures
    change_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day, today and on the same weekday last week."""

    hour: int
    sales_count: int = 0
    gross: Decimal = Decimal(0)
    before_count: int = 0
    before_gross: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class TopProduct:
    """A product and what was paid for it in seven days."""

    product: UUID
    sku: str
    name: str
    quantity: str
    gross: Decimal
    profit: Decimal | None


@dataclass(frozen=True, slots=True)
class Tender:
    """What was taken in one way."""

    payment_method: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StockLine:
    """Goods to look after. `reorder_point` where they run out, `expires_on` where they expire."""

    product: UUID
    sku: str
    name: str
    location: UUID
    quantity: str
    reorder_point: str | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class StockList:
    """The first of them, and how many there are."""

    count: int
    rows: list[StockLine]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Figures as of an instant. What the actor's role does not show is None."""

    as_of: datetime
    currency: str
    location: UUID | None
    today: Compared
    week: Compared
    month: Compared
    hours: list[Hour]
    top_products: list[TopProduct]
    tenders: list[Tender]
    low_stock: StockList | None = None
    expiring: StockList | None = None
    owed: dict[str, Any] | None = field(default=None)
