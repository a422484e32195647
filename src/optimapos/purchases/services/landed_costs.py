"""Landed costs: charges that are split over goods that were received, and taken off again when that was wrong.

Source: docs/algorithms/payables.md, docs/algorithms/costing.md "Late costs".
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Sum

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.money import ZERO
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.services import StockAmendments
from optimapos.inventory.services.effects import source_of
from optimapos.inventory.types import CostShare
from optimapos.nomenclatures.services import DocumentService
from optimapos.nomenclatures.types import Step
from optimapos.organization.models import Location
from optimapos.organization.selectors import currency_of
from optimapos.purchases.locks import lock_charge_sources, lock_landed_cost
from optimapos.purchases.models import (
    DeliveryReceiptLine,
    LandedCost,
    LandedCostCharge,
    LandedCostTarget,
    SupplierInvoiceLine,
)
from optimapos.purchases.rules.amounts import check_currency, in_ledger_currency, total
from optimapos.purchases.rules.landed import Goods, shares_of
from optimapos.purchases.rules.payables import check_amount
from optimapos.purchases.services.payables.money import day_of
from optimapos.purchases.types import NewCharge


class LandedCostFields(TypedDict, total=False):
    """What a caller says of a landed cost's head."""

    basis: str
    document_date: date
    notes: str


class LandedCostService:
    """Creates and changes landed costs. Posting one is a step of its workflow."""

    @staticmethod
    @operation
    def create_landed_cost(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        fields: LandedCostFields,
        charges: Sequence[NewCharge],
        receipt_line_ids: Iterable[UUID],
        receipt_ids: Iterable[UUID] = (),
        at: datetime,
    ) -> Result[LandedCost]:
        """Write down charges to be added to lines of receipts, or to all goods of whole receipts.

        Refuses: NOT_FOUND (lines of receipts or invoices), RECEIPT_NOT_COMPLETED (data: receipt, status), NOTHING_TO_CHARGE,
        UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, AMOUNT_TOO_LARGE, DATE_IN_THE_FUTURE,
        CHARGE_EXCEEDS_INVOICE (data: line, invoiced, charged, asked).
        """
        goods = _named_goods(business, actor, receipt_line_ids, receipt_ids)
        sources = _named_charges(business, actor, charges)
        lock_charge_sources(business, {row.receipt_id for row in goods}, {row.invoice_id for row in sources.values()})
        day = day_of(fields.get("document_date"), location, at, "document_date")
        columns: dict[str, Any] = {**fields, "document_date": day}
        document = DocumentService.draft(
            business=business, model=LandedCost, actor=actor, location=location, columns=columns, at=at
        )
        _write_charges(document, charges, sources)
        _write_targets(document, goods)
        document.save(update_fields=["total_amount"])
        return Result.success(document)

    @staticmethod
    @operation
    def update_landed_cost(
        *,
        business: BusinessRef,
        actor: Actor,
        landed_cost_id: UUID,
        fields: LandedCostFields,
        at: datetime,
        charges: Sequence[NewCharge] | None = None,
        receipt_line_ids: Iterable[UUID] | None = None,
        receipt_ids: Iterable[UUID] | None = None,
    ) -> Result[LandedCost]:
        """Change a landed cost that is not posted. Charges and lines that are given are all of them from then on.

        Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status), BUSY, and as `create_landed_cost`.
        """
        document = lock_landed_cost(business, landed_cost_id)
        if document is None or not actor.sees(document.location_id):
            raise DomainError("NOT_FOUND", "There is no such document.")
        DocumentService.check_editable(document)
        for name, value in fields.items():
            setattr(document, name, value)
        day_of(document.document_date, document.location, at, "document_date")
        if charges is not None:
            _write_charges(document, charges, _named_charges(business, actor, charges))
        if receipt_line_ids is not None or receipt_ids is not None:
            _write_targets(document, _named_goods(business, actor, receipt_line_ids or (), receipt_ids or ()))
        document.version += 1
        document.save()
        AuditLog.log_event(
            "landed_cost.updated",
            business=business,
            actor=actor,
            location_id=document.location_id,
            event_data={"id": str(document.pk), "total_amount": shown(document.total_amount)},
        )
        return Result.success(document)


def check_landed_cost_step(document: LandedCost, step: Step) -> None:
    """Refuses: DOCUMENT_EMPTY, RECEIPT_NOT_COMPLETED (data: receipt, status), CHARGE_EXCEEDS_INVOICE when it is posted."""
    if not step.creates_movements:
        return
    charges = list(document.charges.select_related("invoice_line").order_by("line_no"))
    goods = _goods_of(document)
    if not charges or not goods:
        raise DomainError("DOCUMENT_EMPTY", f"{document.number} needs a charge, and goods that it is added to.")
    _check_received(goods)
    _check_invoiced(document, charges)


class LandedCostPosting:
    """Adds the charges to the goods when a landed cost is posted, and takes them off when it is reversed."""

    @staticmethod
    def apply(*, document: LandedCost, step: Step) -> None:
        """The receipts are locked: they stand above the landed cost.

        Refuses: NO_BASIS (data: products), NOT_RECEIVED (data: lines), COST_BELOW_ZERO, BUSY.
        """
        if step.creates_movements:
            _post(document)
        elif step.reverses_movements:
            _add_cost(document, -1, step.at)


def _post(document: LandedCost) -> None:
    currency = currency_of(document.business_id)
    charges = document.charges.order_by("line_no").values_list("ledger_amount", flat=True)
    goods = [
        Goods(row.pk, row.product.sku, row.base_qty, row.unit_cost, row.product.weight_kg)
        for row in _goods_of(document)
    ]
    shares = shares_of(list(charges), goods, document.basis, currency)
    targets = list(document.targets.all())
    for target in targets:
        target.amount = shares[target.receipt_line_id]
    LandedCostTarget.objects.for_business(document.business_id).bulk_update(targets, ["amount"])
    _add_cost(document, 1, document.occurred_at)


def _add_cost(document: LandedCost, sign: int, occurred_at: datetime | None) -> None:
    by_receipt: dict[UUID, dict[UUID, Decimal]] = {}
    for target in document.targets.select_related("receipt_line"):
        amounts = by_receipt.setdefault(target.receipt_line.receipt_id, {})
        amounts[target.receipt_line_id] = sign * target.amount
    StockAmendments.add_cost(
        business=document.business_id,
        source=source_of(document),
        shares=[CostShare(receipt, amounts) for receipt, amounts in by_receipt.items()],
        occurred_at=occurred_at,  # type: ignore[arg-type]  # a posted document has one
    )


def _named_goods(
    business: BusinessRef, actor: Actor, line_ids: Iterable[UUID], receipt_ids: Iterable[UUID]
) -> list[DeliveryReceiptLine]:
    """Lines of receipts at places that the actor sees, and those of whole receipts that stand for stock."""
    wanted, whole = set(line_ids), set(receipt_ids)
    rows = DeliveryReceiptLine.objects.for_business(business).filter(product__tracks_stock=True)
    related = rows.select_related("receipt__status", "product").order_by("receipt_id", "line_no")
    found = {row.pk: row for row in (*related.filter(pk__in=wanted), *related.filter(receipt_id__in=whole))}
    seen = [row for row in found.values() if actor.sees(row.receipt.location_id)]
    lost = (wanted - {row.pk for row in seen}) | (whole - {row.receipt_id for row in seen})
    if lost:
        msg = "There is no such receipt with goods in stock, or no such line."
        raise DomainError("NOT_FOUND", msg, {"lines": sorted(map(str, lost))})
    if not seen:
        raise DomainError("NOTHING_TO_CHARGE", "Name the receipts or the lines that the charges are added to.")
    _check_received(seen)
    return seen


def _named_charges(
    business: BusinessRef, actor: Actor, charges: Sequence[NewCharge]
) -> dict[UUID, SupplierInvoiceLine]:
    """The lines of invoices that charges come from: charge lines at places that the actor sees."""
    wanted = {charge.invoice_line_id for charge in charges if charge.invoice_line_id}
    rows = SupplierInvoiceLine.objects.for_business(business).filter(pk__in=wanted, receipt_line__isnull=True)
    found = {row.pk: row for row in rows.select_related("invoice") if actor.sees(row.invoice.location_id)}
    if missing := sorted(str(line) for line in wanted - found.keys()):
        raise DomainError("NOT_FOUND", "There is no such charge in an invoice.", {"lines": missing})
    return found


def _check_received(goods: Iterable[DeliveryReceiptLine]) -> None:
    for row in goods:
        if not row.receipt.is_posted:
            status = row.receipt.status.code
            msg = f"{row.receipt.number} is in {status}: nothing of it was received."
            raise DomainError("RECEIPT_NOT_COMPLETED", msg, {"receipt": str(row.receipt_id), "status": status})


def _check_invoiced(document: LandedCost, charges: Iterable[LandedCostCharge]) -> None:
    """Whether charges stay within the lines of invoices that they come from, those of other landed costs counted."""
    asked: dict[UUID, Decimal] = {}
    lines = {charge.invoice_line.pk: charge.invoice_line for charge in charges if charge.invoice_line}
    for charge in charges:
        if charge.invoice_line_id:
            asked[charge.invoice_line_id] = asked.get(charge.invoice_line_id, ZERO) + charge.amount
    rows = LandedCostCharge.objects.for_business(document.business_id).filter(
        invoice_line__in=asked, landed_cost__posted_at__isnull=False
    )
    before = dict(rows.exclude(landed_cost=document).values_list("invoice_line").annotate(charged=Sum("amount")))
    for line_id, amount in asked.items():
        charged, invoiced = before.get(line_id, ZERO), lines[line_id].net_amount
        if charged + amount > invoiced:
            figures = {
                "line": str(line_id),
                "invoiced": shown(invoiced),
                "charged": shown(charged),
                "asked": shown(amount),
            }
            msg = f"The invoice asks for {figures['invoiced']}, of which {figures['charged']} is charged to goods already."
            raise DomainError("CHARGE_EXCEEDS_INVOICE", msg, figures)


def _write_charges(
    document: LandedCost, charges: Sequence[NewCharge], sources: dict[UUID, SupplierInvoiceLine]
) -> None:
    own = currency_of(document.business_id)
    rows = [_charge(document, line_no, charge, sources, own) for line_no, charge in enumerate(charges, start=1)]
    kept = LandedCostCharge.objects.for_business(document.business_id)
    kept.filter(landed_cost=document).delete()
    kept.bulk_create(rows)
    document.total_amount = total(row.ledger_amount for row in rows)
    _check_invoiced(document, rows)


def _charge(
    document: LandedCost, line_no: int, charge: NewCharge, sources: dict[UUID, SupplierInvoiceLine], own: str
) -> LandedCostCharge:
    source = sources[charge.invoice_line_id].invoice if charge.invoice_line_id else None
    currency = source.currency if source else charge.currency or own
    rate = charge.exchange_rate or (source.exchange_rate if source else None)
    if rate is None:
        rate = Decimal(1) if currency == own else ZERO
    if source and charge.currency not in {"", currency}:
        raise DomainError("CURRENCY_DIFFERS", f"The invoice is in {currency}.", {"currency": currency})
    check_currency(currency, rate, own)
    check_amount(charge.amount, currency)
    return LandedCostCharge(
        business_id=document.business_id,
        landed_cost=document,
        line_no=line_no,
        charge_kind=charge.kind,
        description=charge.description.strip(),
        amount=charge.amount,
        currency=currency,
        exchange_rate=rate,
        ledger_amount=in_ledger_currency(charge.amount, rate, own),
        invoice_line_id=charge.invoice_line_id,
    )


def _write_targets(document: LandedCost, goods: Sequence[DeliveryReceiptLine]) -> None:
    kept = LandedCostTarget.objects.for_business(document.business_id)
    kept.filter(landed_cost=document).delete()
    kept.bulk_create(
        LandedCostTarget(business_id=document.business_id, landed_cost=document, receipt_line=row) for row in goods
    )


def _goods_of(document: LandedCost) -> list[DeliveryReceiptLine]:
    rows = DeliveryReceiptLine.objects.for_business(document.business_id).filter(landed_targets__landed_cost=document)
    return list(rows.select_related("receipt__status", "product").order_by("receipt_id", "line_no"))
