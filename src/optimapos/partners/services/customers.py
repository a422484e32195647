"""Creating and changing customers."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any, TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.models import PriceGroup
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.partners.locks import lock_customer
from optimapos.partners.models import Customer
from optimapos.partners.rules.contacts import check_tax_number, cleaned_phone
from optimapos.partners.rules.texts import check_email, cleaned_fields
from optimapos.partners.selectors.customers import country_of
from optimapos.partners.services.codes import free_code
from optimapos.partners.services.customer_dashboard import CustomerDashboard

CODE_SEQUENCE = "customer"
PRICED_BY = frozenset({"price_group", "discount_percent", "is_tax_exempt"})
"""What a checkout reads of a customer before it locks it."""


class CustomerFields(TypedDict, total=False):
    """The columns of a customer that a caller may set. Balances come from the ledger alone."""

    code: str
    name: str
    vat_number: str
    vat_registered: bool
    contact_person: str
    city: str
    address: str
    phone: str
    email: str
    type: str
    customer_type: str
    category: str
    price_group: PriceGroup | None
    discount_percent: Decimal
    is_tax_exempt: bool
    credit_limit: Decimal
    credit_terms_days: int
    credit_blocked: bool
    sales_blocked: bool
    notes: str
    is_active: bool


class CustomerService(CustomerDashboard):
    """Creates customers, changes them and tells of them. Source: partners-app.md "Customer", "CustomerService"."""

    @staticmethod
    @operation
    def create_customer(*, business: BusinessRef, actor: Actor, fields: CustomerFields) -> Result[Customer]:
        """Create a customer. `fields` needs name; without a `code` the next free number of the series is drawn.

        Refuses: VALIDATION_FAILED (an empty name, no e-mail address), BAD_PHONE, BAD_VAT_NUMBER, DUPLICATE_CODE,
        NOT_FOUND (the price group).
        """
        columns = _cleaned(business, fields)
        columns["code"] = columns.get("code") or free_code(business, Customer, sequence=CODE_SEQUENCE, prefix="C")
        customer = Customer(business_id=business_id_of(business), **columns)
        _check(customer, columns)
        customer.save(force_insert=True)
        return _logged(customer, "customer.created", actor, code=customer.code)

    @staticmethod
    @operation
    def update_customer(
        *, business: BusinessRef, customer_id: UUID, actor: Actor, fields: CustomerFields
    ) -> Result[Customer]:
        """Change the columns in `fields`.

        Refuses: CUSTOMER_NOT_FOUND, VALIDATION_FAILED (an empty name or code, no e-mail address), BAD_PHONE,
        BAD_VAT_NUMBER, DUPLICATE_CODE, NOT_FOUND (the price group).
        """
        customer = lock_customer(business, customer_id)
        for column, value in _cleaned(business, fields).items():
            setattr(customer, column, value)
        _check(customer, fields)
        customer.save()
        if PRICED_BY & fields.keys():
            bump_settings_version(business)
        return _logged(customer, "customer.updated", actor, fields=sorted(fields))

    @staticmethod
    @operation
    def deactivate_customer(*, business: BusinessRef, customer_id: UUID, actor: Actor) -> Result[Customer]:
        """Take a customer out of use; history and balance stay. Doing it twice is no error.

        Refuses: CUSTOMER_NOT_FOUND.
        """
        customer = lock_customer(business, customer_id)
        customer.is_active = False
        customer.save(update_fields=["is_active", "updated_at"])
        return _logged(customer, "customer.updated", actor, fields=["is_active"])


def _cleaned(business: BusinessRef, fields: CustomerFields) -> dict[str, Any]:
    columns = cleaned_fields(fields)
    if columns.get("phone"):
        columns["phone"] = cleaned_phone(columns["phone"], country_of(business))
    if "email" in columns:
        check_email(columns["email"])
    group = columns.get("price_group")
    if group and group.business_id != business_id_of(business):
        raise DomainError("NOT_FOUND", "There is no such price group.")
    return columns


def _check(customer: Customer, touched: Collection[str]) -> None:
    if not customer.code:
        raise DomainError("VALIDATION_FAILED", "The code is empty. Write one.", {"field": "code"})
    if customer.vat_number and {"vat_number", "vat_registered"} & set(touched):
        country = country_of(customer.business_id)
        check_tax_number(customer.vat_number, is_registered=customer.vat_registered, country=country)


def _logged(customer: Customer, event_type: str, actor: Actor, **event_data: object) -> Result[Customer]:
    AuditLog.log_event(
        event_type, business=customer.business_id, actor=actor, customer_id=customer.pk, event_data=event_data
    )
    return Result.success(customer)
