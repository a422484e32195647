"""Row locks of partners: FOR NO KEY UPDATE, evaluated on the spot."""

from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.models import Customer, Supplier


def lock_customer(business: BusinessRef, customer_id: UUID) -> Customer:
    """The customer, locked against other changes and against sales on credit.

    Refuses: CUSTOMER_NOT_FOUND.
    """
    rows = Customer.objects.for_business(business).filter(pk=customer_id)
    customer = rows.select_for_update(no_key=True).first()
    if customer is None:
        raise DomainError("CUSTOMER_NOT_FOUND", "There is no such customer.", {"customer": str(customer_id)})
    return customer


def lock_supplier(business: BusinessRef, supplier_id: UUID) -> Supplier:
    """The supplier, locked against other changes, of its divisions and its week too, and against others who use its credit.

    Refuses: SUPPLIER_NOT_FOUND.
    """
    rows = Supplier.objects.for_business(business).filter(pk=supplier_id)
    supplier = rows.select_for_update(no_key=True).first()
    if supplier is None:
        raise DomainError("SUPPLIER_NOT_FOUND", "There is no such supplier.", {"supplier": str(supplier_id)})
    return supplier
