"""Interfaces: what a lower floor asks of a higher one, and the two that the source documents name.

`config/wiring.py` says by dotted path which class stands for each; `implementation` loads it. A contract test
loads all.
Source: system-overview.md "Interface-Driven Design".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Protocol, TypeVar, runtime_checkable
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef

T = TypeVar("T")


@runtime_checkable
class ILocation(Protocol):
    """A place that holds goods: a storefront or a warehouse."""

    id: UUID
    business_id: UUID
    code: str
    name: str

    def local_day(self, at: datetime) -> date:
        """The location's business day that the instant `at` falls on."""


@runtime_checkable
class IDocumentService(Protocol):
    """What moves a document along its configured workflow."""

    def create_document(
        self, model_class: type, data: Mapping[str, Any], user: Any, location: ILocation
    ) -> Result[Any]:
        """Create a document in its initial status."""

    def transition_to(self, new_status: str, comments: str = "") -> Result[Any]:
        """Move the document on, with the effects that its new status is configured to have."""


class IOpeningStock(Protocol):
    """Takes opening stock into the ledger. Called by products, done by inventory."""

    @staticmethod
    def receive_opening_stock(
        *,
        business: BusinessRef,
        location_id: UUID,
        product_id: UUID,
        quantity: Decimal,
        unit_cost: Decimal,
        user_id: UUID,
    ) -> Result[Any]:
        """Book `quantity` base units at `unit_cost` each."""


class IStockOnHand(Protocol):
    """Tells how much there is. Asked by products, answered by inventory."""

    @staticmethod
    def stock_on_hand(*, business: BusinessRef, product_id: UUID) -> Decimal:
        """Base units of a product over all locations, below zero where more was sold than received."""

    @staticmethod
    def stock_of_products(*, business: BusinessRef, product_ids: Sequence[UUID]) -> Mapping[UUID, Decimal]:
        """The same for many products by one query; a product without stock may be missing."""


@dataclass(frozen=True)
class BasePrice:
    """A base price for one base unit: at `location_id`, or at all locations where that is None."""

    product_id: UUID
    location_id: UUID | None
    price: Decimal
    includes_tax: bool
    valid_from: datetime


class IBasePrices(Protocol):
    """Sets and tells base prices. Called by products, done by pricing."""

    @staticmethod
    def set_base_price(
        *,
        business: BusinessRef,
        product_id: UUID,
        price: Decimal,
        includes_tax: bool | None,
        location_id: UUID | None,
        packaging_id: UUID | None,
        user_id: UUID,
    ) -> Result[Any]:
        """Make `price` the base price of a product, or of one of its packagings, from now on.

        `includes_tax` None: as the business keeps its prices.
        """

    @staticmethod
    def base_prices(*, business: BusinessRef, product_ids: Sequence[UUID], at: datetime) -> Sequence[BasePrice]:
        """The prices of base units that apply at `at`, one for each product and location, by one query."""


@cache
def implementation(interface: type[T]) -> T:
    """The class that stands for `interface`.

    Raises: KeyError when `config/wiring.py` does not name one.
    """
    found: T = import_string(settings.WIRING[interface.__name__])
    return found
