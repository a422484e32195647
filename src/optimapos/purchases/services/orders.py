"""Purchase orders: writing them, changing them, and giving up what will not come."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.services import DocumentService, StatusManager
from optimapos.nomenclatures.types import Trigger
from optimapos.organization.models import Location
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier
from optimapos.purchases.locks import lock_order
from optimapos.purchases.models import PurchaseOrder, PurchaseOrderLine
from optimapos.purchases.rules.price_lists import chosen
from optimapos.purchases.rules.receiving import progress
from optimapos.purchases.rules.schedule import arrival
from optimapos.purchases.selectors.price_lists import listed_prices
from optimapos.purchases.services.checks import check_supplier
from optimapos.purchases.services.editing import opened, saved, seen
from optimapos.purchases.services.headers import DocumentFields, change, ledger_amount, new_columns
from optimapos.purchases.services.links import hold_at_most, unlink
from optimapos.purchases.services.sheets import Columns, replace_lines, sheet_for
from optimapos.purchases.types import Kind, NewLine, Receiving


class PurchaseOrderService:
    """Creates and changes orders."""

    @staticmethod
    @operation
    def create_order(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        supplier: Supplier,
        fields: DocumentFields,
        lines: Sequence[NewLine],
        at: datetime,
    ) -> Result[PurchaseOrder]:
        """Write an order of goods that come to `location`. A line without a price takes it from the supplier's list; without
        an expected date the goods are expected after the lead time, on the supplier's next day of delivery.

        Refuses: SUPPLIER_NOT_FOUND, SUPPLIER_INACTIVE, DELIVERY_BLOCKED, CREDIT_LIMIT_EXCEEDED, PRODUCT_NOT_FOUND,
        PACKAGING_NOT_FOUND, PRODUCT_NOT_PURCHASABLE (data: products), NO_PRICE (data: line, product),
        QUANTITY_TOO_PRECISE, UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE, NOT_FOUND (a division that there is not).
        """
        seller = lock_supplier(business, supplier.pk)
        order = draft_order(business, actor, location, seller, fields, lines, at)
        return Result.success(order)

    @staticmethod
    @operation
    def update_order(
        *,
        business: BusinessRef,
        actor: Actor,
        order_id: UUID,
        fields: DocumentFields,
        lines: Sequence[NewLine] | None,
        at: datetime,
    ) -> Result[PurchaseOrder]:
        """Change an order that is still editable; `lines` are all its lines from then on. What it asks for no more is open
        again in the requests that it was made of.

        Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status), IN_USE for a line that goods were received of, and as
        `create_order`.
        """
        order = opened(lock_order(business, order_id), actor)
        has_other_amounts = change(order, order.supplier, fields)
        before = {line.pk: line for line in order.lines.order_by("line_no")}
        if lines is None and has_other_amounts:
            lines = [_as_new(line) for line in before.values()]
        if lines is not None:
            columns = _columns(order, lines)
            _give_back(order, before, columns, actor, at)
            replace_lines(order, PurchaseOrderLine, "order", columns)
        check_supplier(order.supplier, ledger_amount(order), location=order.location, at=at)
        return Result.success(saved(order, actor))

    @staticmethod
    @operation
    def delete_order(*, business: BusinessRef, actor: Actor, order_id: UUID, at: datetime) -> Result[None]:
        """Delete an order; what it asked for is open again in the requests that it was made of.

        Refuses: NOT_FOUND, PERMISSION_DENIED, DOCUMENT_NOT_DELETABLE (data: status), IN_USE.
        """
        order = seen(lock_order(business, order_id), actor)
        DocumentService.check_deletable(order)
        lines = list(order.lines.values_list("pk", flat=True))
        unlink(business, lines, actor=actor, at=at, comment=f"{order.number} was deleted")
        return DocumentService.delete_document(business=business, kind=Kind.ORDER, document_id=order_id, actor=actor)

    @staticmethod
    @operation
    def cancel_lines(
        *, business: BusinessRef, actor: Actor, order_id: UUID, line_ids: Collection[UUID], reason: str, at: datetime
    ) -> Result[PurchaseOrder]:
        """Give up what is still to come of some lines. An order of which all the rest was received is received then.

        Refuses: NOT_FOUND (data: lines), ORDER_CLOSED (data: status).
        """
        order = seen(lock_order(business, order_id), actor)
        check_open(order)
        rows = list(order.lines.filter(pk__in=line_ids).order_by("line_no"))
        if unknown := sorted(str(line) for line in set(line_ids) - {row.pk for row in rows}):
            raise DomainError("NOT_FOUND", "The order has no such line.", {"lines": unknown})
        give_up(order, rows, actor=actor, at=at, comment=reason)
        if progress(line.progress for line in order.lines.all()) == Receiving.ALL:
            StatusManager.fire(document=order, trigger=Trigger.RECEIVED, actor=actor, at=at, comment=reason)
        AuditLog.log_event(
            "purchase_order.lines_cancelled",
            business=business,
            actor=actor,
            location_id=order.location_id,
            event_data={"id": str(order.pk), "lines": sorted(str(row.pk) for row in rows)},
            description=reason,
        )
        return Result.success(order)


def draft_order(
    business: BusinessRef,
    actor: Actor,
    location: Location,
    supplier: Supplier,
    fields: DocumentFields,
    lines: Sequence[NewLine],
    at: datetime,
) -> PurchaseOrder:
    """A new order with its lines; part of an operation that has locked the supplier.

    Refuses: as `PurchaseOrderService.create_order`.
    """
    columns: dict[str, Any] = {**new_columns(business, supplier, fields), "supplier": supplier}
    if not columns.get("expected_delivery_date"):
        ordered: date = columns.get("document_date") or location.local_day(at)
        columns["expected_delivery_date"] = _expected(business, supplier, lines, ordered)
    order = DocumentService.draft(
        business=business, model=PurchaseOrder, actor=actor, location=location, columns=columns, at=at
    )
    replace_lines(order, PurchaseOrderLine, "order", _columns(order, lines))
    check_supplier(supplier, ledger_amount(order), location=location, at=at)
    order.save(update_fields=["net_amount"])
    return order


def check_open(order: PurchaseOrder) -> None:
    """Whether goods may still come of an order.

    Refuses: ORDER_CLOSED (data: order, status).
    """
    if not order.status.allows_conversion:
        msg = f"{order.number} is in {order.status.code}: nothing is received of it."
        raise DomainError("ORDER_CLOSED", msg, {"order": str(order.pk), "status": order.status.code})


def give_up(
    order: PurchaseOrder, lines: Sequence[PurchaseOrderLine], *, actor: Actor, at: datetime, comment: str
) -> None:
    """Expect nothing more of these lines of an order, which is locked with its requests."""
    for line in lines:
        line.cancelled_base_qty += line.open_base_qty
    PurchaseOrderLine.objects.for_business(order.business_id).bulk_update(lines, ["cancelled_base_qty"])
    limits = {line.pk: line.base_qty - line.cancelled_base_qty for line in lines}
    hold_at_most(order.business_id, limits, actor=actor, at=at, comment=comment)


def _columns(order: PurchaseOrder, lines: Sequence[NewLine]) -> list[Columns]:
    kept = order.lines.filter(packaging__isnull=False).values_list("packaging_id", flat=True)
    sheet = sheet_for(
        order.business_id,
        lines,
        currency=order.currency,
        on=order.document_date,
        supplier_id=order.supplier_id,
        kept_packagings=frozenset(packaging for packaging in kept if packaging),
    )
    sheet.check_purchasable()
    return [
        sheet.columns(line_no, line, sheet.needed_price(line_no, line)) for line_no, line in enumerate(lines, start=1)
    ]


def _give_back(
    order: PurchaseOrder,
    before: dict[UUID, PurchaseOrderLine],
    columns: Sequence[Columns],
    actor: Actor,
    at: datetime,
) -> None:
    """Give back to the requests what the changed lines ask for no more, and all of those that go."""
    comment = f"{order.number} was changed"
    after = {row["id"]: row for row in columns if row["id"]}
    gone = [line for line in before if line not in after]
    unlink(order.business_id, gone, actor=actor, at=at, comment=comment)
    limits = {
        line: after[line]["base_qty"] if after[line]["product_id"] == row.product_id else Decimal(0)
        for line, row in before.items()
        if line in after
    }
    hold_at_most(order.business_id, limits, actor=actor, at=at, comment=comment)


def _expected(business: BusinessRef, supplier: Supplier, lines: Sequence[NewLine], ordered: date) -> date:
    """When all of it may be there: after the longest lead time of its lines, on a day of delivery."""
    listed = listed_prices(business, [line.product_id for line in lines], on=ordered, supplier_id=supplier.pk)
    found = [chosen(listed.get(line.product_id, ()), line.packaging_id) for line in lines]
    days = [
        supplier.lead_time_days if price is None or price.lead_time_days is None else price.lead_time_days
        for price in found
    ]
    return arrival(supplier.week, ordered, max(days, default=supplier.lead_time_days))


def _as_new(line: PurchaseOrderLine) -> NewLine:
    return NewLine(
        product_id=line.product_id,
        quantity=line.quantity,
        packaging_id=line.packaging_id,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        tax_rate=line.tax_rate,
        line_id=line.pk,
    )
