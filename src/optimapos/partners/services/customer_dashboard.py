"""What is told of a customer, and whether something may be sold to it, under the names of the source.

All of these read and write nothing but the cache. A whole dashboard is kept for ten minutes under the versions of the rows
that it was made of: what is committed changes the versions, so that an older dashboard is not found any more, not even one
that was put there late. Source: partners-app.md "CustomerService", "Caching Strategy"; docs/adr/0037.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.cache import cache

from optimapos.core.ids import UUID
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of, tenant_scope
from optimapos.partners.models import Customer
from optimapos.partners.rules.customers import check_may_buy, check_may_owe
from optimapos.partners.rules.standing import check_credit
from optimapos.partners.selectors import customer_by_id
from optimapos.partners.selectors import customer_dashboard as parts
from optimapos.partners.selectors.receivables import standing_of
from optimapos.partners.types import Period

KEPT_SECONDS = 600


class CustomerDashboard:
    """The reading half of `CustomerService`."""

    @staticmethod
    def get_dashboard_data(*, business: BusinessRef, customer_id: UUID, on: date) -> Result[dict[str, Any]]:
        """All about a customer: basic_info, financial, sites, schedule, statistics (of a month up to `on`).

        Refuses: CUSTOMER_NOT_FOUND.
        """
        with tenant_scope(business):
            stamp = parts.stamp_of(business, customer_id)
            key = f"customer-dashboard:{business_id_of(business)}:{customer_id}:{on}:{stamp}"
            kept = cache.get(key) if stamp else None
            if kept is not None:
                return Result.success(kept)
            try:
                customer = customer_by_id(business, customer_id)
            except DomainError as refusal:
                return Result.refused(refusal)
            made = {
                "basic_info": parts.basic_info(customer),
                "financial": parts.financial(customer),
                "sites": parts.sites(customer),
                "schedule": parts.schedule(customer),
                "statistics": parts.statistics(customer, Period.MONTH, on),
            }
        cache.set(key, made, KEPT_SECONDS)
        return Result.success(made)

    @staticmethod
    def get_financial_data(*, customer: Customer) -> Result[dict[str, Any]]:
        """The credit and what is owed."""
        with tenant_scope(customer.business_id):
            return Result.success(parts.financial(customer))

    @staticmethod
    def get_sites_data(*, customer: Customer) -> Result[list[dict[str, Any]]]:
        """The sites in use."""
        with tenant_scope(customer.business_id):
            return Result.success(parts.sites(customer))

    @staticmethod
    def get_schedule_data(*, customer: Customer) -> Result[dict[str, Any]]:
        """The week."""
        with tenant_scope(customer.business_id):
            return Result.success(parts.schedule(customer))

    @staticmethod
    def get_statistics_data(*, customer: Customer, on: date, period: Period = Period.MONTH) -> Result[dict[str, Any]]:
        """What was bought in the period that ends on a day, and in all."""
        with tenant_scope(customer.business_id):
            return Result.success(parts.statistics(customer, period, on))

    @staticmethod
    def validate_customer_operation(
        *, customer: Customer, amount: Decimal, on: date, on_credit: bool = True
    ) -> Result[dict[str, Any]]:
        """Whether `amount`, in the business's currency, may be sold on a day. The answer has the credit that it was held
        against, None for what is paid at once.

        It holds only as long as nobody else sells: a checkout checks again under the customer's lock.

        Refuses: CUSTOMER_BLOCKED, CREDIT_BLOCKED, CREDIT_LIMIT_EXCEEDED (data: available_credit, requested_amount;
        suggestions: how much would do), CREDIT_OVERDUE (data: overdue_amount, days, grace_days).
        """
        with tenant_scope(customer.business_id):
            try:
                return Result.success(_validated(customer, amount, on, on_credit))
            except DomainError as refusal:
                return Result.refused(refusal)


def _validated(customer: Customer, amount: Decimal, on: date, on_credit: bool) -> dict[str, Any]:
    check_may_buy(is_active=customer.is_active, sales_blocked=customer.sales_blocked)
    available = None
    if on_credit:
        available = check_may_owe(
            credit_blocked=customer.credit_blocked,
            credit_limit=customer.credit_limit,
            outstanding=customer.outstanding_balance,
            amount=amount,
            currency=customer.business.currency,
        )
        grace = customer.business.credit_grace_days
        standing = standing_of(customer.business_id, customer, on=on, grace_days=grace)
        check_credit(standing, amount=amount, override=False)
    return {"available_credit": available, "requested_amount": amount}
