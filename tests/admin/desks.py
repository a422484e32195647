"""Staff at the admin site, and a business that has a row in every table."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from optimapos.audit.models import AuditLog
from optimapos.config.admin import NOT_SHOWN
from optimapos.core.models import OutboxMessage
from optimapos.core.tenancy import TenantManager, tenant_scope
from optimapos.nomenclatures.models import Brand, PriceGroup, ProductGroup
from optimapos.offline.services import OfflineSettingsService
from optimapos.organization.models import Business, StoreFront, User
from optimapos.organization.services import LocationService
from optimapos.partners.types import CustomerDayPlan, DayPlan
from optimapos.pricing.services import PriceProposalService
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop, make_till
from tests.factories.papers import make_mail
from tests.factories.partners import make_division, make_site, make_supplier, set_customer_week
from tests.factories.payables import make_payables
from tests.factories.payments import make_payment_records
from tests.factories.pictures import make_picture
from tests.factories.pricing import make_price_list, make_price_proposal, make_prices
from tests.factories.purchases import make_purchases
from tests.factories.stock_documents import make_stock_documents
from tests.factories.tills import make_layout, set_code_rules
from tests.factories.tills_day import make_shifts_and_refunds
from tests.inventory.documents import make_place
from tests.nomenclatures.papers import make_request
from tests.offline.devices import make_waiting
from tests.sales.approving import asked, line
from tests.sales.approving import cart as basket
from tests.verify.shops import hand_on
from tests.wallet.accounts import make_wallet

OWN = [
    model
    for config in apps.get_app_configs()
    if config.name.startswith("optimapos.")
    for model in config.get_models()
    if model._meta.label not in NOT_SHOWN
]
LABELS = [model._meta.label for model in OWN]


@dataclass
class FullShop:
    """A shop with something in every table, and its owner signed in at the admin site."""

    shop: Shop
    owner: User
    client: Client


def make_full_shop() -> FullShop:
    """Everything is made as in life: by services and requests."""
    shop = make_shop()
    with shop.scope():
        ProductGroup.objects.for_business(shop.id).create(business=shop.business, code="G", name="Group")
        Brand.objects.for_business(shop.id).create(business=shop.business, name="Brand")
        group = PriceGroup.objects.for_business(shop.id).create(business=shop.business, code="PG", name="Price group")
        OutboxMessage.objects.for_business(shop.id).create(business_id=shop.id, topic="test", payload={})
    LocationService.create_location(business=shop.business, code="S2", name="Second", user_id=shop.owner.user_id)
    tea = make_product(shop, name="Tea", price="1.00", barcodes=["tea"], packagings=[NewPackaging("Box", 12)])
    customer = make_customer(shop, credit_limit=Decimal(100))
    make_site(shop, customer)
    set_customer_week(shop, customer, CustomerDayPlan("mon", expects_order=True))
    make_till(shop.business, shop.storefront, shop.owner, code="T9", role="cashier")
    sell(shop, tea, customer=customer.pk)
    sell(shop, tea, customer=customer.pk)
    shop.till.post(f"/api/customers/{customer.pk}/payments/", {"amount": "1.00", "payment_method": "CASH"})
    hand_on(shop)
    shop.till.post("/api/saved-views/", {"page": "sales", "name": "Today", "state": {}})
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", {"product": str(tea.pk), "quantity": 1})
    asked(shop.till, "sale.discount", cart=basket(line(tea, discount_percentage="30")))
    make_prices(shop, tea, group, shop.storefront)
    make_price_list(shop, (tea, "9"), is_draft=True)
    supplier = make_supplier(shop, days=[DayPlan("mon", expects_order=True)])
    make_division(shop, supplier)
    make_price_proposal(shop, shop.manager_till, supplier, shop.storefront)
    PriceProposalService.update_settings(business=shop.business, actor=shop.owner, fields={"applies_proposals": False})
    shop.manager_till.post("/api/imports/?kind=products", "sku")
    make_request(shop)
    make_purchases(shop, shop.manager_till, shop.storefront, supplier, tea)
    make_payables(shop.manager_till, shop.storefront, supplier, tea)
    make_stock_documents(shop, shop.storefront, make_place(shop).pk, tea)
    make_payment_records(shop, shop.manager_till, tea)
    make_waiting(shop, tea)
    OfflineSettingsService.update_settings(business=shop.business, actor=shop.owner, fields={"grant_hours": 24})
    make_layout(shop, tea)
    make_shifts_and_refunds(shop, tea)
    make_picture(shop, tea)
    set_code_rules(shop)
    make_wallet(shop)
    make_mail(shop, tea)
    owner = User.objects.get(pk=shop.owner.user_id)
    owner.is_staff = True
    owner.save()
    return FullShop(shop, owner, sign_in(owner))


def sell(shop: Shop, product: Any, **more: Any) -> None:
    """A sale that is partly owed."""
    items = [{"product": product.pk, "quantity": "2"}]
    payments = [{"payment_method": "CASH", "amount_paid": "1.00" if more else "2.00"}]
    answer = shop.manager_till.post("/api/sales/checkout/", {"items": items, "payments": payments, **more})
    assert answer.status_code == 201, answer.content


def sign_in(user: User) -> Client:
    """A browser that is signed in."""
    client = Client()
    client.force_login(user)
    return client


def model_of(label: str) -> type[Model]:
    """The model."""
    return apps.get_model(label)


def page(model: type[Model], kind: str, *arguments: Any) -> str:
    """The address of a page."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=arguments)


def row_of(shop: Shop, model: type[Model]) -> Model:
    """Some row of the shop."""
    with tenant_scope(shop.business):
        if model is Business:
            return shop.business
        if model is User:
            return User.objects.get(pk=shop.owner.user_id)
        manager = StoreFront.objects if model is StoreFront else model._default_manager
        assert isinstance(manager, TenantManager)
        rows = manager.for_business(shop.business).order_by("pk")
        # The log is longer than a page and shows its newest entries first.
        row: Model | None = rows.last() if model is AuditLog else rows.first()
    assert row, f"the full shop has no {model.__name__}"
    return row
