"""The head of a purchase document: whom it is with, in which currency, and what a caller may set of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.selectors import currency_of
from optimapos.partners.models import Supplier, SupplierDivision
from optimapos.purchases.models import PurchaseDocument
from optimapos.purchases.rules.amounts import check_currency, in_ledger_currency


class DocumentFields(TypedDict, total=False):
    """What a caller may set of a document's head. Without a currency it is the supplier's; another than the business's own
    needs a rate.
    """

    division: SupplierDivision | None
    currency: str
    exchange_rate: Decimal
    expected_delivery_date: date | None
    supplier_reference: str
    document_date: date
    occurred_at: datetime | None
    notes: str


def new_columns(business: BusinessRef, supplier: Supplier | None, fields: DocumentFields) -> dict[str, Any]:
    """The columns of a new document, with its currency and rate settled.

    Refuses: NOT_FOUND (a division of another supplier), UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE.
    """
    columns: dict[str, Any] = dict(fields)
    own = currency_of(business)
    currency = columns.setdefault("currency", supplier.currency if supplier else own)
    if "exchange_rate" not in columns:
        columns["exchange_rate"] = _rate(currency, own)
    _check(columns.get("division"), supplier, currency, columns["exchange_rate"], own)
    return columns


def change(document: PurchaseDocument, supplier: Supplier | None, fields: DocumentFields) -> bool:
    """Set columns of a document that is locked; whether its amounts have to be worked out anew.

    Refuses: as `new_columns`.
    """
    before = (document.currency, document.exchange_rate)
    own = currency_of(document.business_id)
    columns: dict[str, Any] = dict(fields)
    if columns.get("currency", document.currency) != document.currency and "exchange_rate" not in columns:
        columns["exchange_rate"] = _rate(columns["currency"], own)
    for name, value in columns.items():
        setattr(document, name, value)
    _check(document.division, supplier, document.currency, document.exchange_rate, own)
    return before != (document.currency, document.exchange_rate)


def ledger_amount(document: PurchaseDocument) -> Decimal:
    """What a document comes to in the business's own currency."""
    return in_ledger_currency(document.net_amount, document.exchange_rate, currency_of(document.business_id))


def _rate(currency: str, own: str) -> Decimal:
    if currency != own:
        msg = f"Say how many {own} one {currency} is worth."
        raise DomainError("BAD_EXCHANGE_RATE", msg, {"currency": currency, "exchange_rate": None})
    return Decimal(1)


def _check(
    division: SupplierDivision | None, supplier: Supplier | None, currency: str, rate: Decimal, own: str
) -> None:
    if division and (supplier is None or division.supplier_id != supplier.pk):
        raise DomainError("NOT_FOUND", "The supplier has no such division.", {"field": "division"})
    check_currency(currency, rate, own)
