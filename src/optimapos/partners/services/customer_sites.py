"""Sites of customers."""

from decimal import Decimal
from typing import Any, TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.locks import lock_customer
from optimapos.partners.models import Customer, CustomerSite
from optimapos.partners.rules.contacts import cleaned_phone
from optimapos.partners.rules.texts import check_email, cleaned_fields
from optimapos.partners.selectors.customers import country_of


class SiteFields(TypedDict, total=False):
    """The columns of a site that a caller may set. `special_discount` None: as the customer."""

    name: str
    city: str
    address: str
    contact_person: str
    phone: str
    email: str
    is_delivery_address: bool
    is_billing_address: bool
    is_primary: bool
    special_discount: Decimal | None
    is_active: bool


class CustomerSiteService:
    """Creates sites and changes them, under the lock of their customer. Source: partners-app.md "CustomerSite"."""

    @staticmethod
    @operation
    def create_site(
        *, business: BusinessRef, customer_id: UUID, actor: Actor, fields: SiteFields
    ) -> Result[CustomerSite]:
        """Add a site. `fields` needs name.

        Refuses: CUSTOMER_NOT_FOUND, VALIDATION_FAILED (an empty name, no e-mail address), BAD_PHONE, DUPLICATE_NAME,
        PRIMARY_SITE_EXISTS, SITE_INACTIVE (a primary site out of use).
        """
        customer = lock_customer(business, customer_id)
        site = CustomerSite(business_id=customer.business_id, customer=customer, **_cleaned(business, fields))
        site.save(force_insert=True)
        return _logged(site, "customer_site.created", actor)

    @staticmethod
    @operation
    def update_site(
        *, business: BusinessRef, customer_id: UUID, site_id: UUID, actor: Actor, fields: SiteFields
    ) -> Result[CustomerSite]:
        """Change the columns in `fields`.

        Refuses: as `create_site`, and SITE_NOT_FOUND.
        """
        site = _site(lock_customer(business, customer_id), site_id)
        for column, value in _cleaned(business, fields).items():
            setattr(site, column, value)
        site.save()
        return _logged(site, "customer_site.updated", actor, fields=sorted(fields))

    @staticmethod
    @operation
    def deactivate_site(
        *, business: BusinessRef, customer_id: UUID, site_id: UUID, actor: Actor
    ) -> Result[CustomerSite]:
        """Take a site out of use; sales that went there stay. It is the primary one no more. Doing it twice is no error.

        Refuses: CUSTOMER_NOT_FOUND, SITE_NOT_FOUND.
        """
        site = _site(lock_customer(business, customer_id), site_id)
        site.is_active = site.is_primary = False
        site.save(update_fields=["is_active", "is_primary", "updated_at"])
        return _logged(site, "customer_site.updated", actor, fields=["is_active"])


def _cleaned(business: BusinessRef, fields: SiteFields) -> dict[str, Any]:
    columns = cleaned_fields(fields)
    if columns.get("phone"):
        columns["phone"] = cleaned_phone(columns["phone"], country_of(business))
    check_email(columns.get("email", ""))
    return columns


def _site(customer: Customer, site_id: UUID) -> CustomerSite:
    rows = CustomerSite.objects.for_business(customer.business_id).select_related("customer")
    site = rows.filter(customer=customer, pk=site_id).first()
    if site is None:
        raise DomainError("SITE_NOT_FOUND", "The customer has no such site.", {"site": str(site_id)})
    return site


def _logged(site: CustomerSite, event_type: str, actor: Actor, **event_data: Any) -> Result[CustomerSite]:
    site.customer.save(update_fields=["updated_at"])  # a kept dashboard is found by the version of this row
    AuditLog.log_event(
        event_type,
        business=site.business_id,
        actor=actor,
        customer_id=site.customer_id,
        event_data={"site_id": str(site.pk), **event_data},
    )
    return Result.success(site)
