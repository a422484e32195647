"""Suppliers at the admin site: by their services."""

from typing import Any

import pytest
from django.test import Client

from optimapos.audit.models import AuditLog
from optimapos.organization.models import User
from optimapos.partners.models import Supplier, SupplierDaySchedule, SupplierDivision
from optimapos.partners.types import DayPlan
from tests.admin.desks import page, sign_in
from tests.factories.organization import Shop
from tests.factories.partners import make_division, make_supplier

NO_PARTS = {
    f"{prefix}-{form}": "0" for prefix in ("divisions", "day_schedules") for form in ("TOTAL_FORMS", "INITIAL_FORMS")
}
BODY = {"name": "  Premium  Ltd", "payment_days": "45", "lead_time_days": "2", "is_active": "on", **NO_PARTS}


@pytest.fixture
def desk(shop: Shop) -> Client:
    """The owner's browser."""
    owner = User.objects.get(pk=shop.owner.user_id)
    owner.is_staff = True
    owner.save()
    return sign_in(owner)


def events(shop: Shop) -> list[str]:
    """What the log has of suppliers."""
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.id).filter(event_type__startswith="supplier").order_by("timestamp")
        return [row.event_type for row in rows]


def saved(answer: Any) -> None:
    """The form was taken."""
    assert answer.status_code == 302, answer.content.decode()


def test_a_supplier_is_made_and_changed_by_its_service(shop: Shop, desk: Client) -> None:
    saved(desk.post(page(Supplier, "add"), BODY))
    with shop.scope():
        made = Supplier.objects.for_business(shop.id).get()
    assert (made.code, made.name, made.currency, made.credit_limit) == ("S00001", "Premium Ltd", "EUR", None)
    change = BODY | {"code": made.code, "currency": "USD", "name": "Premium"}
    saved(desk.post(page(Supplier, "change", made.pk), change))
    with shop.scope():
        made.refresh_from_db()
    assert (made.name, made.currency) == ("Premium", "USD")
    assert events(shop) == ["supplier.created", "supplier.updated"]
    assert "is required" in desk.post(page(Supplier, "change", made.pk), change | {"code": ""}).content.decode()
    refused = desk.post(
        page(Supplier, "change", made.pk), change | {"vat_number": "BG1", "vat_registered": "on"}, follow=True
    )
    assert "is no VAT number of BG" in refused.content.decode()
    assert "is required" in desk.post(page(Supplier, "change", made.pk), change | {"name": "\u00a0"}).content.decode()
    assert desk.post(page(Supplier, "delete", made.pk), {"post": "yes"}).status_code == 403


def test_a_division_is_made_and_changed_by_its_service(shop: Shop, desk: Client) -> None:
    supplier = make_supplier(shop)
    body = {"supplier": supplier.pk, "code": "FOODS", "name": "Foods", "payment_days": "0", "is_active": "on"}
    saved(desk.post(page(SupplierDivision, "add"), body))
    with shop.scope():
        made = SupplierDivision.objects.for_business(shop.id).get()
    assert (made.supplier_id, made.payment_days) == (supplier.pk, 0)
    saved(desk.post(page(SupplierDivision, "change", made.pk), body | {"payment_days": "", "name": "Food"}))
    with shop.scope():
        made.refresh_from_db()
    assert (made.name, made.payment_days) == ("Food", None)
    assert events(shop)[1:] == ["supplier_division.created", "supplier_division.updated"]
    assert desk.post(page(SupplierDivision, "delete", made.pk), {"post": "yes"}).status_code == 403
    assert "already exists" in desk.post(page(SupplierDivision, "add"), body).content.decode()


def test_a_day_is_set_changed_and_freed_by_the_service(shop: Shop, desk: Client) -> None:
    supplier = make_supplier(shop)
    body = {"supplier": supplier.pk, "day": "mon", "expects_order": "on", "order_deadline_time": "14:00"}
    saved(desk.post(page(SupplierDaySchedule, "add"), body))
    with shop.scope():
        made = SupplierDaySchedule.objects.for_business(shop.id).get()
    assert str(made) == "Monday"
    saved(desk.post(page(SupplierDaySchedule, "change", made.pk), {"makes_delivery": "on", "expects_order": "on"}))
    with shop.scope():
        made.refresh_from_db()
    assert made.plan == DayPlan("mon", expects_order=True, makes_delivery=True)
    wrong = desk.post(page(SupplierDaySchedule, "change", made.pk), {"order_deadline_time": "14:00"})
    assert "A deadline needs a day that takes orders" in wrong.content.decode()
    saved(desk.post(page(SupplierDaySchedule, "delete", made.pk), {"post": "yes"}))
    with shop.scope():
        assert not SupplierDaySchedule.objects.for_business(shop.id).exists()
    assert events(shop)[1:] == ["supplier_schedule.set"] * 3


def test_a_page_of_a_supplier_shows_its_parts(shop: Shop, desk: Client) -> None:
    supplier = make_supplier(shop, days=[DayPlan("sun", makes_delivery=True)])
    division = make_division(shop, supplier, name="Frozen food")
    text = desk.get(page(Supplier, "change", supplier.pk)).content.decode()
    assert division.name in text
    assert "Sunday" in text
