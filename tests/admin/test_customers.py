"""Customers, their sites and weeks at the admin site: by their services; sealed columns read and write like others."""

from typing import Any

import pytest
from django.test import Client

from optimapos.audit.models import AuditLog
from optimapos.organization.models import User
from optimapos.partners.models import Customer, CustomerDaySchedule, CustomerSite
from tests.admin.desks import page, sign_in
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop
from tests.factories.partners import make_site

NO_PARTS = {
    f"{prefix}-{form}": "0" for prefix in ("sites", "day_schedules") for form in ("TOTAL_FORMS", "INITIAL_FORMS")
}
BODY = {
    "name": "  ACME  Ltd",
    "type": "COMPANY",
    "customer_type": "RETAIL",
    "category": "REGULAR",
    "discount_percent": "0",
    "credit_limit": "0",
    "credit_terms_days": "30",
    "phone": "+359 888 123 456",
    "email": "Ann@ACME.example",
    "is_active": "on",
    **NO_PARTS,
}


@pytest.fixture
def desk(shop: Shop) -> Client:
    """The owner's browser."""
    owner = User.objects.get(pk=shop.owner.user_id)
    owner.is_staff = True
    owner.save()
    return sign_in(owner)


def saved(answer: Any) -> None:
    """The form was taken."""
    assert answer.status_code == 302, answer.content.decode()


def events(shop: Shop) -> list[str]:
    """What the log has of customers."""
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.id).filter(event_type__startswith="customer").order_by("timestamp")
        return [row.event_type for row in rows]


def test_a_customer_is_made_and_changed_by_its_service(shop: Shop, desk: Client) -> None:
    saved(desk.post(page(Customer, "add"), BODY))
    with shop.scope():
        made = Customer.objects.for_business(shop.id).get()
        assert (made.code, made.name, made.phone, made.email) == (
            "C00001",
            "ACME Ltd",
            "+359888123456",
            "ann@acme.example",
        )
    shown = desk.get(page(Customer, "change", made.pk)).content.decode()
    assert "+359888123456" in shown
    saved(desk.post(page(Customer, "change", made.pk), BODY | {"code": made.code, "phone": ""}))
    with shop.scope():
        made = Customer.objects.for_business(shop.id).get()
        assert (made.phone, made.phone_index, made.email) == ("", None, "ann@acme.example")
    refused = desk.post(page(Customer, "change", made.pk), BODY | {"code": made.code, "phone": "x"}, follow=True)
    assert "is no phone number" in refused.content.decode()
    assert events(shop) == ["customer.created", "customer.updated"]
    assert desk.post(page(Customer, "delete", made.pk), {"post": "yes"}).status_code == 403


def test_a_site_is_made_and_changed_by_its_service(shop: Shop, desk: Client) -> None:
    customer = make_customer(shop)
    body = {"customer": customer.pk, "name": "Depot", "is_active": "on", "is_primary": "on", "phone": "+359888123456"}
    saved(desk.post(page(CustomerSite, "add"), body))
    with shop.scope():
        made = CustomerSite.objects.for_business(shop.id).get()
        assert (made.customer_id, made.phone) == (customer.pk, "+359888123456")
    saved(desk.post(page(CustomerSite, "change", made.pk), body | {"name": "Shop", "special_discount": "5"}))
    with shop.scope():
        made = CustomerSite.objects.for_business(shop.id).get()
        assert (made.name, made.special_discount) == ("Shop", 5)
    other = make_site(shop, customer)
    refused = desk.post(page(CustomerSite, "change", other.pk), body | {"name": "Other"}, follow=True)
    assert "has a primary site already" in refused.content.decode()
    assert events(shop)[1:3] == ["customer_site.created", "customer_site.updated"]
    assert desk.post(page(CustomerSite, "delete", made.pk), {"post": "yes"}).status_code == 403


def test_a_day_is_made_changed_and_freed_by_its_service(shop: Shop, desk: Client) -> None:
    customer = make_customer(shop)
    body = {"customer": customer.pk, "day": "mon", "expects_order": "on", "order_deadline_time": "14:00"}
    saved(desk.post(page(CustomerDaySchedule, "add"), body))
    with shop.scope():
        made = CustomerDaySchedule.objects.for_business(shop.id).get()
    saved(desk.post(page(CustomerDaySchedule, "change", made.pk), {"expects_delivery": "on"}))
    with shop.scope():
        made = CustomerDaySchedule.objects.for_business(shop.id).get()
        assert (made.expects_order, made.expects_delivery, made.order_deadline_time) == (False, True, None)
    saved(desk.post(page(CustomerDaySchedule, "delete", made.pk), {"post": "yes"}))
    with shop.scope():
        assert not CustomerDaySchedule.objects.for_business(shop.id).exists()
    assert events(shop)[1:] == ["customer_schedule.set"] * 3
