"""Customers' statistics: counted when the news of a sale is handed on, and made anew on request."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils import timezone

from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.tenancy import APP, MAINTENANCE, BusinessRef, business_id_of
from optimapos.sales.sql import statistics as sql
from optimapos.wallet.services.merging import take_over


def count_purchase(*, business_id: UUID, message_id: UUID, payload: Mapping[str, Any]) -> None:
    """A `Consumer` of `sale.completed`: add the sale to what its customer bought in all.

    It writes in the relay's own transaction, which deletes the message, so that a sale counts once.
    """
    with connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(sql.ENTER, [business_id])
        cursor.execute(sql.COUNT_ONE, [payload["sale_id"], business_id])


def count_refund(*, business_id: UUID, message_id: UUID, payload: Mapping[str, Any]) -> None:
    """A `Consumer` of `refund.processed`: add what was given back to what its customer got back in all.

    Raises: LookupError where the sale was not counted yet: the news waits for it.
    """
    if payload["customer_id"] is None:
        return
    with connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(sql.ENTER, [business_id])
        cursor.execute(sql.COUNT_REFUND, [payload["amount"], payload["sale_id"], business_id])
        if cursor.rowcount == 0:
            raise LookupError(f"sale {payload['sale_id']} was not counted yet")


class CustomerStatisticsService:
    """Makes customers' statistics anew, from the sales, and adds up those of merged ones. An `IMergedCustomers`."""

    @staticmethod
    def merged(*, business: BusinessRef, customer_id: UUID, into: UUID) -> None:
        """Add the first customer's to the second's. No sale is counted meanwhile, so that each counts for one of them. What
        is in the first one's wallet is the second's, too.
        """
        business_id = business_id_of(business)
        take_over(business=business_id, customer_id=customer_id, into=into, at=timezone.now())
        with connections[APP].cursor() as cursor:
            cursor.execute(sql.ENTER_ALONE, [business_id])
            cursor.execute(sql.ADD_UP, {"business": business_id, "customer": customer_id, "into": into})

    @staticmethod
    @operation
    def rebuild(*, business: BusinessRef) -> Result[int]:
        """Make the statistics of all customers of a business anew; how many have bought something. Safe at any time."""
        business_id = business_id_of(business)
        with connections[APP].cursor() as cursor:
            cursor.execute(sql.ENTER_ALONE, [business_id])
            cursor.execute(sql.MAKE_ANEW, {"business": business_id})
            return Result.success(cursor.rowcount)
