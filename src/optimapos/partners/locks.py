"""Row locks of partners: FOR NO KEY UPDATE, evaluated on the spot."""

from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.models import Customer


def lock_customer(business: BusinessRef, customer_id: UUID) -> Customer:
    """The customer, locked against other changes and against sales on credit.

    Refuses: CUSTOMER_NOT_FOUND.
    """
    rows = Customer.objects.for_business(business).filter(pk=customer_id)
    customer = rows.select_for_update(no_key=True).first()
    if customer is None:
        raise DomainError("CUSTOMER_NOT_FOUND", "There is no such customer.", {"customer": str(customer_id)})
    return customer
