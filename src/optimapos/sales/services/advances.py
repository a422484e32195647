"""Money that a customer paid in advance, and the sales on credit that come after it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from optimapos.core.tenancy import tenant_scope
from optimapos.partners.selectors.receivables import has_open_credit
from optimapos.partners.services import CustomerCreditService
from optimapos.sales.models import Sale


def settle_from_credit(*, business_id: UUID, message_id: UUID, payload: Mapping[str, Any]) -> None:
    """A `Consumer` of `sale.completed`: let the customer's open credits settle what the sale left due.

    An operation of its own, committed before the consumers after it run, so that the relay waits for a customer while it
    holds nothing but its message. A second time finds nothing open.

    Raises: DomainError where somebody else has the customer for too long; the message then waits.
    """
    if payload["customer_id"] is None or not Decimal(payload["amount_due"]):
        return
    customer_id = UUID(payload["customer_id"])
    with tenant_scope(business_id):
        # Whoever books a credit after the sale settles the sale by it: what is not there now needs nobody.
        if not has_open_credit(business_id, customer_id):
            return
        user_id = Sale.objects.for_business(business_id).values_list("user_id", flat=True).get(pk=payload["sale_id"])
    CustomerCreditService.apply_open_credits(
        business=business_id, customer_id=customer_id, user_id=user_id, at=timezone.now()
    ).unwrap()
