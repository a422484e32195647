"""What is owed to suppliers and what came from them, for `ISupplierFinance`. Amounts in the business's own currency."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Count, QuerySet

from optimapos.core.interfaces import SupplierFigures
from optimapos.core.money import ZERO, round_money
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.organization.models import Business
from optimapos.purchases.models import DeliveryReceipt, DeliveryReceiptLine
from optimapos.purchases.rules.amounts import in_ledger_currency
from optimapos.purchases.selectors.payables import OpenRow, open_entries
from optimapos.purchases.sql import payables as sql

TOP = 10


class SupplierFinance:
    """Stands for `ISupplierFinance`."""

    @staticmethod
    def figures_of(*, business: BusinessRef, supplier_ids: Sequence[UUID], on: date) -> Mapping[UUID, SupplierFigures]:
        """The figures of suppliers, by four queries.

        `used_credit` is what is owed in the ledger, credits counted, and goods that came without an invoice yet; what is
        only ordered is not in it. `total_orders_amount`: orders that were approved, less what was called off.
        """
        own = _currency(business)
        wanted = {"business_id": business_id_of(business), "suppliers": list(supplier_ids)}
        not_invoiced = _amounts(sql.NOT_INVOICED, wanted)
        ordered = _amounts(sql.ORDERED, wanted)
        rows: dict[UUID, list[OpenRow]] = {supplier: [] for supplier in supplier_ids}
        for row in open_entries(business, supplier_ids):
            rows[row.supplier_id].append(row)
        return {
            supplier: _figures(
                entries,
                on,
                not_invoiced=round_money(not_invoiced.get(supplier, ZERO), own),
                ordered=round_money(ordered.get(supplier, ZERO), own),
            )
            for supplier, entries in rows.items()
        }

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
        """Receipts that were completed, newest first, by three queries."""
        own = _currency(business)
        rows = DeliveryReceipt.objects.for_business(business).filter(
            supplier_id=supplier_id, posted_at__isnull=False, document_date__range=(since, until)
        )
        if location_ids is not None:
            rows = rows.filter(location_id__in=location_ids)
        found = list(_counted(rows).order_by("-document_date", "-id")[:limit])
        orders = _order_numbers(business, [row.pk for row in found])
        return [
            {
                "id": row.pk,
                "number": row.number,
                "date": row.document_date,
                "location": row.location_id,
                "status": row.status.code,
                "order_numbers": orders.get(row.pk, []),
                "lines": row.lines_count,  # type: ignore[attr-defined]  # annotated
                "amount": in_ledger_currency(row.net_amount, row.exchange_rate, own),
            }
            for row in found
        ]

    @staticmethod
    def volume_of(*, business: BusinessRef, supplier_id: UUID, since: date, until: date) -> Mapping[str, Any]:
        """What was ordered, came and went back in a period, by six queries."""
        own = _currency(business)
        asked = {
            "business_id": business_id_of(business),
            "supplier": supplier_id,
            "since": since,
            "until": until,
            "limit": TOP,
        }
        orders, ordered, last_order = _one(sql.ORDERS, asked)
        receipts, received, last_delivery = _one(sql.RECEIVED, asked)
        days, on_time = _one(sql.PUNCTUALITY, asked)
        return {
            "orders_count": orders,
            "orders_amount": _money(ordered, own),
            "receipts_count": receipts,
            "received_amount": _money(received, own),
            "returned_amount": _money(_one(sql.RETURNED, asked)[0], own),
            "average_order_amount": _money(ordered / orders, own) if orders else None,
            "average_lead_time_days": None if days is None else round(days, 1),
            "on_time_percent": None if on_time is None else round(on_time, 1),
            "last_order_date": last_order,
            "last_delivery_date": last_delivery,
            "top_products": [
                {"product_id": product, "sku": sku, "name": name, "quantity": quantity, "amount": _money(amount, own)}
                for product, sku, name, quantity, amount in _all(sql.TOP_PRODUCTS, asked)
            ],
        }


def _figures(entries: Sequence[OpenRow], on: date, *, not_invoiced: Decimal, ordered: Decimal) -> SupplierFigures:
    debits = [row.entry for row in entries if row.is_debit]
    unpaid = sum((entry.open_amount for entry in debits), ZERO)
    credit = sum((row.entry.open_amount for row in entries if not row.is_debit), ZERO)
    return SupplierFigures(
        used_credit=unpaid + not_invoiced - credit,
        unpaid_amount=unpaid,
        unpaid_count=len(debits),
        overdue_amount=sum((entry.open_amount for entry in debits if entry.due_date < on), ZERO),
        total_orders_amount=ordered,
    )


def _currency(business: BusinessRef) -> str:
    return Business.objects.values_list("currency", flat=True).get(pk=business_id_of(business))


def _money(amount: Decimal | None, own: str) -> Decimal:
    return round_money(amount or ZERO, own)


def _counted(rows: QuerySet[DeliveryReceipt]) -> QuerySet[DeliveryReceipt]:
    return rows.select_related("status").annotate(lines_count=Count("lines"))


def _order_numbers(business: BusinessRef, receipt_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    rows = DeliveryReceiptLine.objects.for_business(business).filter(
        receipt_id__in=receipt_ids, order_line__isnull=False
    )
    found: dict[UUID, list[str]] = {}
    named = rows.order_by("order_line__order__number").values_list("receipt_id", "order_line__order__number")
    for receipt, number in named.distinct():
        found.setdefault(receipt, []).append(str(number))
    return found


def _amounts(statement: str, asked: Mapping[str, Any]) -> dict[UUID, Decimal]:
    return dict(_all(statement, asked))


def _one(statement: str, asked: Mapping[str, Any]) -> Any:
    return _all(statement, asked)[0]


def _all(statement: str, asked: Mapping[str, Any]) -> list[Any]:
    with connections[APP].cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
