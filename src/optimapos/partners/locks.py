"""Row locks of partners: FOR NO KEY UPDATE, evaluated on the spot."""

from collections.abc import Collection

from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.models import Customer, Supplier
from optimapos.partners.rules.merging import check_not_merged


def lock_customer(business: BusinessRef, customer_id: UUID, *, even_merged: bool = False) -> Customer:
    """The customer, locked against other changes and against sales on credit.

    Refuses: CUSTOMER_NOT_FOUND, CUSTOMER_MERGED (data: customer, merged_into) unless `even_merged`.
    """
    rows = Customer.objects.for_business(business).filter(pk=customer_id)
    customer = rows.select_for_update(no_key=True).first()
    if customer is None:
        raise _not_found(customer_id)
    if not even_merged:
        check_not_merged(customer_id, customer.merged_into_id)
    return customer


def owing_customer(business: BusinessRef, customer_id: UUID | None) -> UUID | None:
    """The customer whose account something is on: the one that its own was merged into, if it was."""
    rows = Customer.objects.for_business(business)
    while customer_id and (into := rows.values_list("merged_into_id", flat=True).get(pk=customer_id)) is not None:
        customer_id = into
    return customer_id


def lock_owing_customer(business: BusinessRef, customer_id: UUID | None) -> Customer | None:
    """The same, locked."""
    owing = owing_customer(business, customer_id)
    return None if owing is None else lock_customer(business, owing)


def lock_customers(business: BusinessRef, customer_ids: Collection[UUID]) -> dict[UUID, Customer]:
    """The customers by id, locked in the order of their ids.

    Refuses: CUSTOMER_NOT_FOUND.
    """
    rows = Customer.objects.for_business(business).filter(pk__in=customer_ids).order_by("pk")
    found = {customer.pk: customer for customer in rows.select_for_update(no_key=True)}
    for customer_id in customer_ids:
        if customer_id not in found:
            raise _not_found(customer_id)
    return found


def lock_supplier(business: BusinessRef, supplier_id: UUID) -> Supplier:
    """The supplier, locked against other changes, of its divisions and its week too, and against others who use its credit.

    Refuses: SUPPLIER_NOT_FOUND.
    """
    rows = Supplier.objects.for_business(business).filter(pk=supplier_id)
    supplier = rows.select_for_update(no_key=True).first()
    if supplier is None:
        raise DomainError("SUPPLIER_NOT_FOUND", "There is no such supplier.", {"supplier": str(supplier_id)})
    return supplier


def _not_found(customer_id: UUID) -> DomainError:
    return DomainError("CUSTOMER_NOT_FOUND", "There is no such customer.", {"customer": str(customer_id)})
