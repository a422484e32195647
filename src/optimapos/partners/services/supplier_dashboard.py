"""What is told of a supplier, and whether something may be bought from it, under the names of the source.

All of these read and write nothing. Days are arguments: what is overdue, and which period, depends on the place that asks.
Source: partners-app.md "SupplierService", "SupplierService Methods".
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from optimapos.core.ids import UUID
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.partners.models import Supplier
from optimapos.partners.rules.credit import available_credit, check_credit, check_standing
from optimapos.partners.selectors import supplier_by_id
from optimapos.partners.selectors import supplier_dashboard as parts
from optimapos.partners.selectors.supplier_dashboard import Places
from optimapos.partners.types import DateRange, Period

DELIVERY_DAYS = 90
SHOWN_DELIVERIES = 10


class SupplierDashboard:
    """The reading half of `SupplierService`."""

    @staticmethod
    def get_dashboard_data(
        *, business: BusinessRef, supplier_id: UUID, on: date, places: Places = None
    ) -> Result[dict[str, Any]]:
        """All about a supplier: basic_info, divisions, financial, schedule, deliveries, statistics (of a month).

        `places`: the locations whose deliveries are shown, None for all.

        Refuses: SUPPLIER_NOT_FOUND.
        """
        with tenant_scope(business):
            try:
                supplier = supplier_by_id(business, supplier_id)
            except DomainError as refusal:
                return Result.refused(refusal)
            return Result.success(
                {
                    "basic_info": parts.basic_info(supplier),
                    "divisions": parts.active_divisions(supplier),
                    "financial": parts.financial(supplier, on),
                    "schedule": parts.schedule(supplier),
                    "deliveries": parts.deliveries(supplier, last_days(on), SHOWN_DELIVERIES, places),
                    "statistics": parts.statistics(supplier, Period.MONTH, on),
                }
            )

    @staticmethod
    def get_divisions_data(*, supplier: Supplier) -> Result[list[dict[str, Any]]]:
        """The active divisions with their terms."""
        with tenant_scope(supplier.business_id):
            return Result.success(parts.active_divisions(supplier))

    @staticmethod
    def get_financial_data(*, supplier: Supplier, on: date) -> Result[dict[str, Any]]:
        """The credit and what is owed on a day."""
        with tenant_scope(supplier.business_id):
            return Result.success(parts.financial(supplier, on))

    @staticmethod
    def get_delivery_data(
        *, supplier: Supplier, date_range: DateRange, limit: int = SHOWN_DELIVERIES, places: Places = None
    ) -> Result[list[Mapping[str, Any]]]:
        """What came in these days, newest first."""
        with tenant_scope(supplier.business_id):
            return Result.success(parts.deliveries(supplier, date_range, limit, places))

    @staticmethod
    def get_statistics_data(*, supplier: Supplier, on: date, period: Period = Period.MONTH) -> Result[dict[str, Any]]:
        """How much was bought in the period that ends on a day."""
        with tenant_scope(supplier.business_id):
            return Result.success(parts.statistics(supplier, period, on))

    @staticmethod
    def validate_supplier_operation(*, supplier: Supplier, amount: Decimal, on: date) -> Result[dict[str, Any]]:
        """Whether `amount`, in the business's currency, may be bought. The answer has the credit that it was held against.

        It holds only as long as nobody else buys: whoever goes on to buy takes `lock_supplier` first.

        Refuses: SUPPLIER_INACTIVE, DELIVERY_BLOCKED, CREDIT_LIMIT_EXCEEDED (data: available_credit, requested_amount;
        suggestions: how much would do).
        """
        with tenant_scope(supplier.business_id):
            try:
                return Result.success(_validated(supplier, amount, on))
            except DomainError as refusal:
                return Result.refused(refusal)


def last_days(on: date) -> DateRange:
    """The days that are looked back on where nobody names any."""
    return DateRange(on - timedelta(days=DELIVERY_DAYS - 1), on)


def _validated(supplier: Supplier, amount: Decimal, on: date) -> dict[str, Any]:
    check_standing(is_active=supplier.is_active, delivery_blocked=supplier.delivery_blocked, name=supplier.name)
    available = available_credit(supplier.credit_limit, parts.figures_of(supplier, on).used_credit)
    check_credit(available=available, amount=amount, currency=supplier.business.currency)
    return {"available_credit": available, "requested_amount": amount}
