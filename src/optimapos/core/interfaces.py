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
        """The prices of base units that apply at `at`, one for each product and location, by a constant number of queries."""


class IDocumentKind(Protocol):
    """What the document engine has to know of one kind of document. Named in `DOCUMENT_KINDS`; asked by nomenclatures."""

    code: str
    """As in `DocumentType.kind`, such as PURCHASE_ORDER."""
    name: str
    prefix: str
    """Of its numbers, such as PO-."""
    model: Any
    """A `nomenclatures.models.Document`."""
    moves_stock: bool
    create_capability: str
    view_capability: str
    workflow: Any
    """The `nomenclatures.types.Workflow` that a business starts with."""

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> Any | None:
        """The document, locked, and before it whatever stands above it in the written order of locks (its supplier, the
        orders of a receipt), with `document_type`, `status` and `location` loaded; None where there is none.
        """

    @staticmethod
    def check_creation(*, business: BusinessRef, data: Mapping[str, Any], actor: Any, location: ILocation) -> None:
        """Refuse data that no document of this kind can be made of. Locks nothing.

        Refuses: what the kind says.
        """

    @staticmethod
    def create(
        *, business: BusinessRef, data: Mapping[str, Any], actor: Any, location: ILocation, at: datetime
    ) -> Result[Any]:
        """Create a document with its lines, as one operation, of data that `check_creation` let pass.

        Refuses: what the kind says.
        """

    @staticmethod
    def check_step(*, document: Any, step: Any) -> None:
        """Refuse a step that the document isn't fit for. The document is locked. `step`: `nomenclatures.types.Step`.

        Refuses: what the kind says.
        """


class IDocumentEffect(Protocol):
    """What a document's step does beyond its own row. Named in `DOCUMENT_EFFECTS` by kind, run in that order, in the
    step's transaction.
    """

    @staticmethod
    def apply(*, document: Any, step: Any) -> None:
        """Do it, where the step calls for it. `step`: `nomenclatures.types.Step`. The document is locked.

        Refuses: what the effect says; then nothing of the step happens.
        """


@dataclass(frozen=True)
class SupplierFigures:
    """What a business owes a supplier, in its own currency. `used_credit` = unpaid invoices and goods received but not
    invoiced, less credit notes; `unpaid_count` invoices are not fully paid; `overdue_amount` of them is past its due date.
    """

    used_credit: Decimal = Decimal(0)
    unpaid_amount: Decimal = Decimal(0)
    unpaid_count: int = 0
    overdue_amount: Decimal = Decimal(0)
    total_orders_amount: Decimal = Decimal(0)


class IDebtSources(Protocol):
    """Takes the news of what was settled of debts. Told by partners, taken by sales, which booked them."""

    @staticmethod
    def settled(*, business: BusinessRef, amounts: Mapping[UUID, Decimal]) -> None:
        """So much more of the debts with these sources is settled; a source that isn't one's own is left alone. Part of an
        operation that holds the customer's lock.
        """


class ISupplierFinance(Protocol):
    """Tells what is owed to suppliers and what came from them. Asked by partners, answered by purchases."""

    @staticmethod
    def figures_of(*, business: BusinessRef, supplier_ids: Sequence[UUID], on: date) -> Mapping[UUID, SupplierFigures]:
        """The figures of suppliers by id, by a constant number of queries; a supplier without any may be missing."""

    @staticmethod
    def deliveries_of(
        *,
        business: BusinessRef,
        supplier_id: UUID,
        since: date,
        until: date,
        limit: int,
        location_ids: frozenset[UUID] | None,
    ) -> Sequence[Mapping[str, Any]]:
        """Deliveries, newest first: `id`, `number`, `date`, `location` (its id), `status`, `order_numbers`, `lines`,
        `amount`. Only those at `location_ids`, where it is not None.
        """

    @staticmethod
    def volume_of(*, business: BusinessRef, supplier_id: UUID, since: date, until: date) -> Mapping[str, Any]:
        """Purchase volume of a period: `orders_count`, `orders_amount`, `receipts_count`, `received_amount`,
        `returned_amount`, `average_order_amount`, `average_lead_time_days`, `on_time_percent` (None without deliveries),
        `last_order_date`, `last_delivery_date`, `top_products` (product_id, sku, name, quantity, amount).
        """


class IDeviceKeys(Protocol):
    """Keeps what devices sign with. Told by organization, kept by offline."""

    @staticmethod
    def keep(*, business: BusinessRef, terminal_id: UUID, jwk: Mapping[str, str]) -> None:
        """The terminal's device signs with the private half of this public key from now on. Part of an operation.

        Refuses: BAD_PUBLIC_KEY, DEVICE_KEY_IN_USE.
        """


class IShiftBooks(Protocol):
    """Tells what was booked in a shift. Named in `SHIFT_BOOKS`; asked by shifts, answered by the floors above it."""

    @staticmethod
    def figures_of(
        *, business: BusinessRef, shift_id: UUID, sale_ids: Sequence[UUID] | None = None
    ) -> Mapping[str, Any]:
        """Sections of the shift's report by name, JSON-ready, amounts as strings, by a constant number of queries.

        Without sales that were told after the shift was closed; with `sale_ids` those alone, as its supplement tells.
        """


class ICustomerSales(Protocol):
    """Tells what customers bought. Asked by partners, answered by sales."""

    @staticmethod
    def volume_of(*, business: BusinessRef, customer_id: UUID, since: date, until: date) -> Mapping[str, Any]:
        """What a customer, and whoever was merged into it, bought on the business days of a period: `sales_count`,
        `sales_amount`, `average_sale_amount` (None without sales), `items_count`, `last_purchase_date`, `top_products`
        (product_id, sku, name, quantity, amount). A constant number of queries.
        """


class IMergedCustomers(Protocol):
    """Takes the news that two customers are one. Told by partners, taken by sales."""

    @staticmethod
    def merged(*, business: BusinessRef, customer_id: UUID, into: UUID) -> None:
        """What the first one bought counts for the second from now on. Part of an operation that holds both locks."""


@dataclass(frozen=True)
class LocationUse:
    """What is at a location: products of which there is some, carts and documents that are not done. `has_history`: whether
    anything was ever sold or booked there.
    """

    stocked_products: int
    open_carts: int
    open_documents: int
    has_history: bool


class ILocationUse(Protocol):
    """Tells what a location is used for. Asked by organization, answered by sales, which sees the floors in between."""

    @staticmethod
    def use_of(*, business: BusinessRef, location_id: UUID) -> LocationUse:
        """What is there."""


@cache
def document_kinds() -> dict[str, IDocumentKind]:
    """The kinds of documents that `config/wiring.py` names, by code."""
    found: list[IDocumentKind] = [import_string(path) for path in settings.DOCUMENT_KINDS]
    return {kind.code: kind for kind in found}


@cache
def document_effects(kind: str) -> tuple[IDocumentEffect, ...]:
    """The effects of a kind's steps, in order."""
    return tuple(import_string(path) for path in settings.DOCUMENT_EFFECTS.get(kind, ()))


@cache
def implementation(interface: type[T]) -> T:
    """The class that stands for `interface`.

    Raises: KeyError when `config/wiring.py` does not name one.
    """
    found: T = import_string(settings.WIRING[interface.__name__])
    return found
