"""Returns to suppliers: goods of receipts that go back, at what they were received for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.quantities import QUANTITY_PLACES, has_at_most_places
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.services import DocumentService
from optimapos.organization.models import Location
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier
from optimapos.purchases.locks import lock_receipt, lock_receipts, lock_return
from optimapos.purchases.models import DeliveryReceiptLine, SupplierReturn, SupplierReturnLine
from optimapos.purchases.rules.amounts import price_of_package
from optimapos.purchases.rules.receiving import check_return
from optimapos.purchases.selectors.documents import receipt_lines
from optimapos.purchases.services.editing import opened, saved, seen
from optimapos.purchases.services.headers import DocumentFields, change, new_columns
from optimapos.purchases.services.sheets import Columns, Sheet, replace_lines
from optimapos.purchases.types import NewLine, ReturnedLine

Received = Mapping[UUID, DeliveryReceiptLine]


class SupplierReturnService:
    """Creates and changes returns. Completing one is a step of its workflow."""

    @staticmethod
    @operation
    def create_return(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        supplier: Supplier,
        fields: DocumentFields,
        lines: Sequence[ReturnedLine],
        at: datetime,
    ) -> Result[SupplierReturn]:
        """Write down goods that go back from `location`, of one or several receipts of the supplier in one currency.

        Refuses: SUPPLIER_NOT_FOUND, NOT_FOUND (lines of receipts that there are not at this place), RECEIPT_NOT_COMPLETED
        (data: receipt, status), RECEIPT_LINE_DIFFERS (data: lines), RETURN_EXCEEDS_RECEIVED (data: line, received,
        returned, asked), QUANTITY_TOO_PRECISE.
        """
        seller = lock_supplier(business, supplier.pk)
        named = receipt_lines(business, [line.receipt_line_id for line in lines])
        lock_receipts(business, {line.receipt_id for line in named.values()})
        document = _draft(business, actor, location, seller, named, fields, at)
        _write(document, lines)
        document.save(update_fields=["net_amount"])
        return Result.success(document)

    @staticmethod
    @operation
    def update_return(
        *,
        business: BusinessRef,
        actor: Actor,
        return_id: UUID,
        fields: DocumentFields,
        lines: Sequence[ReturnedLine] | None,
        at: datetime,
    ) -> Result[SupplierReturn]:
        """Change a return that is still editable; `lines` are all its lines from then on.

        Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status), and as `create_return`.
        """
        document = opened(lock_return(business, return_id), actor)
        change(document, document.supplier, fields)
        if lines is not None:
            _write(document, lines)
        return Result.success(saved(document, actor))

    @staticmethod
    @operation
    def return_receipt(
        *,
        business: BusinessRef,
        actor: Actor,
        receipt_id: UUID,
        fields: DocumentFields,
        at: datetime,
        lines: Sequence[ReturnedLine] | None = None,
    ) -> Result[SupplierReturn]:
        """A draft return of `lines` of a receipt, or of all that did not go back yet.

        Refuses: NOTHING_TO_RETURN, and as `create_return`.
        """
        receipt = seen(lock_receipt(business, receipt_id), actor)
        rows = receipt_lines(business, receipt.lines.values_list("pk", flat=True))
        if lines is None:
            lines = [_rest(line) for line in sorted(rows.values(), key=lambda row: row.line_no) if _left(line) > 0]
        elif unknown := sorted(str(line.receipt_line_id) for line in lines if line.receipt_line_id not in rows):
            raise DomainError("NOT_FOUND", "The receipt has no such line.", {"lines": unknown})
        if not lines:
            raise DomainError("NOTHING_TO_RETURN", f"Everything of {receipt.number} went back already.")
        document = _draft(business, actor, receipt.location, receipt.supplier, rows, fields, at)
        _write(document, lines)
        document.save(update_fields=["net_amount"])
        return Result.success(document)


def check_received(asked: Iterable[tuple[UUID, Decimal]], received: Received) -> None:
    """Whether that much may still go back, of (line of a receipt, base units) pairs.

    Refuses: RECEIPT_NOT_COMPLETED (data: receipt, status), RETURN_EXCEEDS_RECEIVED (data: line, received, returned, asked).
    """
    wanted: dict[UUID, Decimal] = {}
    for line_id, quantity in asked:
        wanted[line_id] = wanted.get(line_id, Decimal(0)) + quantity
    for line_id, quantity in wanted.items():
        row = received[line_id]
        if not row.receipt.is_posted:
            status = row.receipt.status.code
            msg = f"{row.receipt.number} is in {status}: none of its goods are here."
            raise DomainError("RECEIPT_NOT_COMPLETED", msg, {"receipt": str(row.receipt_id), "status": status})
        check_return(row.line_no, row.base_qty, row.returned_base_qty, quantity)


def _draft(
    business: BusinessRef,
    actor: Actor,
    location: Location,
    supplier: Supplier,
    received: Received,
    fields: DocumentFields,
    at: datetime,
) -> SupplierReturn:
    """A return in the currency, and by default at the rate, of the goods that go back, to the division that sent them."""
    first = next(iter(received.values()), None)
    own: DocumentFields = {}
    if first is not None and "currency" not in fields:
        own = {"currency": first.receipt.currency, "exchange_rate": first.receipt.exchange_rate}
    if first is not None and len({line.receipt.division_id for line in received.values()}) == 1:
        own["division"] = first.receipt.division
    columns: dict[str, Any] = {**new_columns(business, supplier, {**own, **fields}), "supplier": supplier}
    return DocumentService.draft(
        business=business, model=SupplierReturn, actor=actor, location=location, columns=columns, at=at
    )


def _write(document: SupplierReturn, lines: Sequence[ReturnedLine]) -> None:
    received = receipt_lines(document.business_id, [line.receipt_line_id for line in lines])
    _check_belongs(document, lines, received)
    products = {row.product_id: row.product for row in received.values()}
    sheet = Sheet(document.currency, products, {})
    columns = [_columns(line_no, line, received[line.receipt_line_id], sheet) for line_no, line in enumerate(lines, 1)]
    check_received(((row["receipt_line_id"], row["base_qty"]) for row in columns), received)
    replace_lines(document, SupplierReturnLine, "supplier_return", columns)


def _check_belongs(document: SupplierReturn, lines: Sequence[ReturnedLine], received: Received) -> None:
    asked = {line.receipt_line_id for line in lines}
    missing = sorted(
        str(line)
        for line in asked
        if line not in received or received[line].receipt.location_id != document.location_id
    )
    if missing:
        raise DomainError("NOT_FOUND", "There is no such line of a receipt at this place.", {"lines": missing})
    other = sorted(
        str(line)
        for line in asked
        if received[line].receipt.supplier_id != document.supplier_id
        or received[line].receipt.currency != document.currency
    )
    if other:
        msg = "Goods of another supplier or in another currency go back on a document of their own."
        raise DomainError("RECEIPT_LINE_DIFFERS", msg, {"lines": other})


def _columns(line_no: int, line: ReturnedLine, row: DeliveryReceiptLine, sheet: Sheet) -> Columns:
    """As the goods were received: the same packages, price, discount and tax."""
    packaging_id, factor, price = row.packaging_id, (row.factor_num, row.factor_den), row.unit_price
    if line.in_base_units:
        packaging_id, factor, price = None, (1, 1), price_of_package(price, *factor, 1, 1)
    as_received = NewLine(
        product_id=row.product_id,
        quantity=line.quantity,
        packaging_id=packaging_id,
        discount_percent=row.discount_percent,
        tax_rate=row.tax_rate,
        line_id=line.line_id,
    )
    return {
        **sheet.columns(line_no, as_received, price, factor),
        "receipt_line_id": row.pk,
        "reason": line.reason,
        "serials": list(line.serials),
    }


def _left(line: DeliveryReceiptLine) -> Decimal:
    return line.base_qty - line.returned_base_qty


def _rest(line: DeliveryReceiptLine) -> ReturnedLine:
    """All that is left of a line: in its packages, or in base units where it is no number of packages."""
    packages = _left(line) * line.factor_den / line.factor_num
    fits = has_at_most_places(packages, QUANTITY_PLACES)
    return ReturnedLine(
        receipt_line_id=line.pk,
        quantity=packages if fits else _left(line),
        in_base_units=not fits,
        serials=tuple(line.serials) if _left(line) == line.base_qty else (),
    )
