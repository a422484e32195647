"""Delivery receipts: goods that arrive, against orders or without one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from optimapos.organization.selectors import currency_of
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier
from optimapos.purchases.locks import lock_order, lock_orders, lock_receipt
from optimapos.purchases.models import DeliveryReceipt, DeliveryReceiptLine, PurchaseOrder, PurchaseOrderLine
from optimapos.purchases.rules.amounts import in_ledger_currency, price_of_package, total, unit_cost
from optimapos.purchases.selectors.documents import order_lines
from optimapos.purchases.services.checks import check_delivers, check_supplier
from optimapos.purchases.services.deliveries import base_qty_by_line, check_belongs, check_deliveries
from optimapos.purchases.services.editing import opened, saved, seen
from optimapos.purchases.services.headers import DocumentFields, change, new_columns
from optimapos.purchases.services.orders import check_open
from optimapos.purchases.services.sheets import Columns, Sheet, replace_lines, sheet_for
from optimapos.purchases.types import NewReceiptLine

Ordered = Mapping[UUID, PurchaseOrderLine]


class DeliveryReceiptService:
    """Creates and changes receipts. Completing one is a step of its workflow."""

    @staticmethod
    @operation
    def create_receipt(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        supplier: Supplier,
        fields: DocumentFields,
        lines: Sequence[NewReceiptLine],
        at: datetime,
    ) -> Result[DeliveryReceipt]:
        """Write down goods that arrived at `location`. Lines may be of several orders of the supplier, or of none.

        A line of an order without a price costs what was agreed there; one without an order what the price list says.

        Refuses: SUPPLIER_NOT_FOUND, SUPPLIER_INACTIVE, DELIVERY_BLOCKED, CREDIT_LIMIT_EXCEEDED (for goods that nobody
        ordered), PRODUCT_NOT_FOUND, PACKAGING_NOT_FOUND, PRODUCT_NOT_PURCHASABLE, NO_PRICE, QUANTITY_TOO_PRECISE,
        NOT_FOUND (lines of orders that there are not for this place), ORDER_LINE_DIFFERS, ORDER_CLOSED, OVER_DELIVERY
        (data: line, ordered, received, asked, allowed), UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE.
        """
        seller = lock_supplier(business, supplier.pk)
        _lock_orders_of(business, lines)
        receipt = _draft(business, actor, location, seller, fields, at)
        _write(receipt, lines, at)
        receipt.save(update_fields=["net_amount"])
        return Result.success(receipt)

    @staticmethod
    @operation
    def update_receipt(
        *,
        business: BusinessRef,
        actor: Actor,
        receipt_id: UUID,
        fields: DocumentFields,
        lines: Sequence[NewReceiptLine] | None,
        at: datetime,
    ) -> Result[DeliveryReceipt]:
        """Change a receipt that is still editable; `lines` are all its lines from then on.

        Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status), and as `create_receipt`.
        """
        receipt = opened(lock_receipt(business, receipt_id), actor)
        has_other_amounts = change(receipt, receipt.supplier, fields)
        if lines is None and has_other_amounts:
            lines = [_as_new(line) for line in receipt.lines.order_by("line_no")]
        if lines is not None:
            _write(receipt, lines, at)
        return Result.success(saved(receipt, actor))

    @staticmethod
    @operation
    def receive_order(
        *,
        business: BusinessRef,
        actor: Actor,
        order_id: UUID,
        fields: DocumentFields,
        at: datetime,
        quantities: Mapping[UUID, Decimal] | None = None,
    ) -> Result[DeliveryReceipt]:
        """A draft receipt of what is still to come of an order, or of `quantities`: packages by line of the order.

        Refuses: NOT_FOUND, ORDER_CLOSED (data: order, status), NOTHING_TO_RECEIVE, and as `create_receipt`.
        """
        order = seen(lock_order(business, order_id), actor)
        check_open(order)
        lines = _prefilled(order, quantities)
        own: DocumentFields = {"division": order.division, "currency": order.currency}
        if "currency" not in fields:
            own["exchange_rate"] = order.exchange_rate
        receipt = _draft(business, actor, order.location, order.supplier, {**own, **fields}, at)
        _write(receipt, lines, at)
        receipt.save(update_fields=["net_amount"])
        return Result.success(receipt)


def _draft(
    business: BusinessRef, actor: Actor, location: Location, supplier: Supplier, fields: DocumentFields, at: datetime
) -> DeliveryReceipt:
    if (moved := fields.get("occurred_at")) and moved > at:
        raise DomainError("DATE_IN_THE_FUTURE", "Goods can't have arrived later than now.", {"field": "occurred_at"})
    columns: dict[str, Any] = {**new_columns(business, supplier, fields), "supplier": supplier}
    return DocumentService.draft(
        business=business, model=DeliveryReceipt, actor=actor, location=location, columns=columns, at=at
    )


def _lock_orders_of(business: BusinessRef, lines: Sequence[NewReceiptLine]) -> None:
    named = order_lines(business, [line.order_line_id for line in lines if line.order_line_id])
    lock_orders(business, {line.order_id for line in named.values()})


def _write(receipt: DeliveryReceipt, lines: Sequence[NewReceiptLine], at: datetime) -> None:
    business = receipt.business_id
    ordered = order_lines(business, [line.order_line_id for line in lines if line.order_line_id])
    kept = {line.packaging_id for line in ordered.values() if line.packaging_id}
    own = receipt.lines.filter(packaging__isnull=False).values_list("packaging_id", flat=True)
    sheet = sheet_for(
        business,
        lines,
        currency=receipt.currency,
        on=receipt.document_date,
        supplier_id=receipt.supplier_id,
        kept_packagings=frozenset(kept) | frozenset(packaging for packaging in own if packaging),
    )
    check_belongs(receipt, lines, ordered)
    sheet.check_purchasable()
    columns = [_columns(receipt, line_no, line, sheet, ordered) for line_no, line in enumerate(lines, start=1)]
    arriving = base_qty_by_line((row["order_line_id"], row["base_qty"]) for row in columns)
    check_deliveries(receipt, arriving, ordered.values())
    _check_supplier(receipt, columns, at)
    replace_lines(receipt, DeliveryReceiptLine, "receipt", columns)


def _columns(receipt: DeliveryReceipt, line_no: int, line: NewReceiptLine, sheet: Sheet, ordered: Ordered) -> Columns:
    priced = _priced(receipt, line_no, line, sheet, ordered)
    columns = sheet.columns(line_no, priced, priced.unit_price)
    return {
        **columns,
        "unit_cost": unit_cost(
            columns["unit_price"],
            priced.discount_percent,
            receipt.exchange_rate,
            factor_num=columns["factor_num"],
            factor_den=columns["factor_den"],
        ),
        "order_line_id": line.order_line_id,
        "supplier_lot": line.supplier_lot,
        "batch_number": line.batch_number,
        "expires_on": line.expires_on,
        "serials": list(line.serials),
        "stock_status": line.stock_status,
    }


def _priced(
    receipt: DeliveryReceipt, line_no: int, line: NewReceiptLine, sheet: Sheet, ordered: Ordered
) -> NewReceiptLine:
    """The line with its price: as given, as agreed in the order, or as listed. With the agreed price come its discount and
    its tax.
    """
    if line.unit_price is not None:
        return line
    agreed = ordered.get(line.order_line_id) if line.order_line_id else None
    if agreed is None or agreed.order.currency != receipt.currency:
        return replace(line, unit_price=sheet.needed_price(line_no, line))
    price = price_of_package(agreed.unit_price, agreed.factor_num, agreed.factor_den, *sheet.factor(line))
    return replace(
        line,
        unit_price=price,
        discount_percent=agreed.discount_percent,
        tax_rate=agreed.tax_rate if line.tax_rate is None else line.tax_rate,
    )


def _check_supplier(receipt: DeliveryReceipt, columns: Sequence[Columns], at: datetime) -> None:
    """What was ordered was held against the supplier's credit when the order was approved; the rest is now."""
    unordered = [row["net_amount"] for row in columns if row["order_line_id"] is None]
    if not unordered:
        check_delivers(receipt.supplier)
        return
    amount = in_ledger_currency(total(unordered), receipt.exchange_rate, currency_of(receipt.business_id))
    check_supplier(receipt.supplier, amount, location=receipt.location, at=at)


def _prefilled(order: PurchaseOrder, quantities: Mapping[UUID, Decimal] | None) -> list[NewReceiptLine]:
    rows = {line.pk: line for line in order.lines.order_by("line_no")}
    if quantities is not None and (unknown := sorted(str(line) for line in quantities.keys() - rows.keys())):
        raise DomainError("NOT_FOUND", "The order has no such line.", {"lines": unknown})
    if quantities is None:
        lines = [_rest(line) for line in rows.values() if line.open_base_qty > 0]
    else:
        lines = [
            _as_received(line, line.packaging_id, quantities[line.pk])
            for line in rows.values()
            if line.pk in quantities
        ]
    if not lines:
        raise DomainError("NOTHING_TO_RECEIVE", f"Everything of {order.number} has arrived.", {"order": str(order.pk)})
    return lines


def _rest(line: PurchaseOrderLine) -> NewReceiptLine:
    """What is still to come of a line: in its packages, or in base units where it is no number of packages."""
    packages = line.open_base_qty * line.factor_den / line.factor_num
    if has_at_most_places(packages, QUANTITY_PLACES):
        return _as_received(line, line.packaging_id, packages)
    return _as_received(line, None, line.open_base_qty)


def _as_received(line: PurchaseOrderLine, packaging_id: UUID | None, quantity: Decimal) -> NewReceiptLine:
    return NewReceiptLine(
        product_id=line.product_id, quantity=quantity, packaging_id=packaging_id, order_line_id=line.pk
    )


def _as_new(line: DeliveryReceiptLine) -> NewReceiptLine:
    return NewReceiptLine(
        product_id=line.product_id,
        quantity=line.quantity,
        packaging_id=line.packaging_id,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        tax_rate=line.tax_rate,
        line_id=line.pk,
        order_line_id=line.order_line_id,
        supplier_lot=line.supplier_lot,
        batch_number=line.batch_number,
        expires_on=line.expires_on,
        serials=tuple(line.serials),
        stock_status=line.stock_status,
    )
