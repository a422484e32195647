"""What is changed at the admin site: by the services, within the business, and with a trace in the audit log."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from optimapos.audit.models import AuditLog
from optimapos.nomenclatures.models import Brand, ProductGroup, TaxRate
from optimapos.organization.models import Business, Location, Membership, Role, User
from optimapos.partners.models import Customer
from optimapos.pricing.models import ProductPrice
from optimapos.products.models import Product
from tests.admin.desks import page, sign_in
from tests.factories.catalog import make_product, make_tax, make_unit
from tests.factories.organization import Shop, make_shop


@pytest.fixture
def desk(shop: Shop) -> Client:
    """The owner's browser."""
    owner = User.objects.get(pk=shop.owner.user_id)
    owner.is_staff = True
    owner.save()
    return sign_in(owner)


def _events(shop: Shop, event_type: str) -> list[dict[str, Any]]:
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.id).filter(event_type=event_type, user_id=shop.owner.user_id)
        return [row.event_data for row in rows.order_by("timestamp")]


def _version(shop: Shop) -> int:
    with shop.scope():
        return Business.objects.get(pk=shop.id).settings_version


def _errors(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def _saved(answer: Any) -> None:
    assert answer.status_code == 302, _errors(answer)


def test_a_plain_record_is_added_changed_and_deleted_with_traces(shop: Shop, desk: Client) -> None:
    before = _version(shop)
    _saved(desk.post(page(Brand, "add"), {"name": "Acme", "is_active": "on"}))
    with shop.scope():
        brand = Brand.objects.for_business(shop.id).get(name="Acme")
    _saved(desk.post(page(Brand, "change", brand.pk), {"name": "Acme & Co", "is_active": "on"}))
    _saved(desk.post(page(Brand, "delete", brand.pk), {"post": "yes"}))
    with shop.scope():
        assert not Brand.objects.for_business(shop.id).exists()
    trace = {"id": str(brand.pk)}
    assert _events(shop, "brand.created") == [trace]
    assert _events(shop, "brand.updated") == [{**trace, "fields": ["name"]}]
    assert _events(shop, "brand.deleted") == [trace]
    assert _version(shop) == before + 3


def test_a_name_that_is_taken_is_told_at_the_form(shop: Shop, desk: Client) -> None:
    for _ in range(2):
        answer = desk.post(page(Brand, "add"), {"name": "Acme", "is_active": "on"})
    assert answer.status_code == 200
    assert "already exists" in _errors(answer)


def test_a_product_is_made_and_changed_by_its_service(shop: Shop, desk: Client) -> None:
    unit, tax = make_unit(shop), make_tax(shop)
    body = {
        "name": "Tea",
        "sku": "",
        "kind": "GOODS",
        "unit": unit.pk,
        "tax_category": tax.pk,
        "tracks_stock": "on",
        "warranty_days": "0",
        "packagings-TOTAL_FORMS": "0",
        "packagings-INITIAL_FORMS": "0",
        "barcodes-TOTAL_FORMS": "0",
        "barcodes-INITIAL_FORMS": "0",
    }
    _saved(desk.post(page(Product, "add"), body))
    with shop.scope():
        tea = Product.objects.for_business(shop.id).get()
    assert (tea.sku, tea.life_cycle) == ("P00001", "NEW")
    _saved(desk.post(page(Product, "change", tea.pk), body | {"name": "Green tea", "sku": tea.sku}))
    assert [event["fields"] for event in _events(shop, "product.updated")] == [["name"]]
    refused = desk.post(page(Product, "change", tea.pk), body | {"sku": tea.sku, "plu": "99999"}, follow=True)
    assert "A PLU has four or five digits" in refused.content.decode()
    with shop.scope():
        tea.refresh_from_db()
    assert (tea.name, tea.plu) == ("Green tea", "")


def test_choices_are_the_businesss_own(shop: Shop, desk: Client) -> None:
    other = make_shop()
    tea, theirs = make_product(shop), make_unit(other, 5)
    form = desk.get(page(Product, "change", tea.pk))
    assert str(tea.unit_id) in form.content.decode()
    assert str(theirs.pk) not in form.content.decode()
    answer = desk.post(page(Product, "change", tea.pk), {"name": "Tea", "sku": tea.sku, "unit": theirs.pk})
    assert answer.status_code == 200
    assert "Select a valid choice" in _errors(answer)


def test_searching_for_a_product_finds_only_ones_own(shop: Shop, desk: Client) -> None:
    mine, theirs = make_product(shop, name="Tea mine"), make_product(make_shop(), name="Tea theirs")
    where = {"app_label": "pricing", "model_name": "productprice", "field_name": "product", "term": "tea"}
    found = [row["id"] for row in desk.get("/admin/autocomplete/", where).json()["results"]]
    assert found == [str(mine.pk)]
    assert str(theirs.pk) not in found


def test_a_price_is_added_and_never_changed(shop: Shop, desk: Client) -> None:
    tea = make_product(shop, price="10.00")
    body = {"product": tea.pk, "price": "12.50", "includes_tax": "on"}
    _saved(desk.post(page(ProductPrice, "add"), body))
    with shop.scope():
        prices = list(ProductPrice.objects.for_business(shop.id).order_by("valid_from"))
    assert [price.price for price in prices] == [Decimal(10), Decimal("12.5")]
    assert desk.post(page(ProductPrice, "change", prices[0].pk), body | {"price": "1"}).status_code == 403
    assert desk.post(page(ProductPrice, "delete", prices[0].pk), {"post": "yes"}).status_code == 403


def test_a_rate_is_added_and_deleted_by_its_service(shop: Shop, desk: Client) -> None:
    tax = make_tax(shop)
    body = {"category": tax.pk, "code": "T21", "rate": "21", "valid_from": "2030-01-01"}
    _saved(desk.post(page(TaxRate, "add"), body))
    with shop.scope():
        rate = TaxRate.objects.for_business(shop.id).get(code="T21")
    assert desk.post(page(TaxRate, "change", rate.pk), body | {"rate": "1"}).status_code == 403
    _saved(desk.post(page(TaxRate, "delete", rate.pk), {"post": "yes"}))
    assert [event["rate"] for event in _events(shop, "tax_rate.removed")] == ["21.0000"]


def test_a_customer_gets_a_code_and_keeps_the_balance(shop: Shop, desk: Client) -> None:
    body = {
        "name": "Ivan",
        "type": "PERSON",
        "customer_type": "RETAIL",
        "category": "REGULAR",
        "discount_percent": "0",
        "credit_limit": "50",
        "credit_terms_days": "30",
        "is_active": "on",
        "outstanding_balance": "999",
        **{f"{part}-{form}": "0" for part in ("sites", "day_schedules") for form in ("TOTAL_FORMS", "INITIAL_FORMS")},
    }
    _saved(desk.post(page(Customer, "add"), body))
    with shop.scope():
        ivan = Customer.objects.for_business(shop.id).get()
    assert (ivan.code, ivan.credit_limit, ivan.outstanding_balance) == ("C00001", Decimal(50), Decimal(0))
    assert len(_events(shop, "customer.created")) == 1


def test_a_refusal_of_a_service_is_a_message_and_changes_nothing(shop: Shop, desk: Client) -> None:
    _saved(desk.post(page(ProductGroup, "add"), {"code": "A", "name": "A", "is_active": "on"}))
    with shop.scope():
        root = ProductGroup.objects.for_business(shop.id).get()
    _saved(desk.post(page(ProductGroup, "add"), {"code": "B", "name": "B", "parent": root.pk, "is_active": "on"}))
    with shop.scope():
        child = ProductGroup.objects.for_business(shop.id).get(code="B")
    body = {"code": "A", "name": "A", "parent": child.pk, "is_active": "on"}
    answer = desk.post(page(ProductGroup, "change", root.pk), body, follow=True)
    assert "below it" in answer.content.decode()
    with shop.scope():
        root.refresh_from_db()
    assert root.parent_id is None


def test_the_business_is_changed_without_touching_what_moved_meanwhile(shop: Shop, desk: Client) -> None:
    make_product(shop)
    body = {
        "name": "Corner shop",
        "prices_include_tax": "on",
        "price_policy": "BEST_FOR_CUSTOMER",
        "fallback_markup_percent": "0",
        "cash_rounding_step": "0",
        "credit_grace_days": "0",
        "reservation_minutes": "30",
        "return_days": "14",
    }
    version = _version(shop)
    _saved(desk.post(page(Business, "change", shop.id), body | {"name": "New name", "currency": "USD"}))
    with shop.scope():
        business = Business.objects.get(pk=shop.id)
    assert (business.name, business.currency, business.settings_version) == ("New name", "EUR", version + 1)
    assert [event["fields"] for event in _events(shop, "business.updated")] == [["name"]]
    answer = desk.post(page(Business, "change", shop.id), body | {"cash_rounding_step": "0.003"})
    assert "has no coins that make this step" in _errors(answer)


def test_a_location_comes_from_the_service(shop: Shop, desk: Client) -> None:
    body = {"code": "W1", "name": "Store", "kind": "WAREHOUSE", "timezone": "Europe/Paris", "day_starts_at": "00:00"}
    body |= {"stock_policy": "STRICT"}
    _saved(desk.post(page(Location, "add"), body))
    refused = desk.post(page(Location, "add"), body | {"code": "W2", "timezone": "Mars/Base"}, follow=True)
    assert "no time zone called Mars/Base" in refused.content.decode()
    with shop.scope():
        assert sorted(Location.objects.for_business(shop.id).values_list("code", flat=True)) == ["S1", "W1"]


def test_nobody_raises_their_own_rights(shop: Shop, desk: Client) -> None:
    with shop.scope():
        own = Membership.objects.for_business(shop.id).get(user_id=shop.owner.user_id)
        builtin = Role.objects.for_business(shop.id).get(code="cashier")
        till = Membership.objects.for_business(shop.id).get(pk=shop.till.actor.membership_id)
    assert desk.post(page(Membership, "change", own.pk), {"role": builtin.pk}).status_code == 403
    assert desk.post(page(Role, "change", builtin.pk), {"code": "cashier", "name": "X"}).status_code == 403
    assert desk.post(page(User, "change", shop.owner.user_id), {"is_staff": "on"}).status_code == 403
    _saved(desk.post(page(Role, "add"), {"code": "x", "name": "X", "capabilities": ["sale.view"], "max_discount": "5"}))
    with shop.scope():
        role = Role.objects.for_business(shop.id).get(code="x")
    assert role.capabilities == ["sale.view"]
    _saved(desk.post(page(Membership, "change", till.pk), {"role": role.pk, "is_active": "on"}))
    assert [event["fields"] for event in _events(shop, "membership.updated")] == [["role"]]


def test_secrets_are_on_no_page(shop: Shop, desk: Client) -> None:
    with shop.scope():
        member = Membership.objects.for_business(shop.id).get(pk=shop.till.actor.membership_id)
    text = desk.get(page(Membership, "change", member.pk)).content.decode()
    assert member.pin not in text
    assert "argon2" not in text
    assert "argon2" not in desk.get(page(User, "change", member.user_id)).content.decode()
