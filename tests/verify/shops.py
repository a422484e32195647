"""A shop in which everything that verification looks at has happened at least once, through the services and endpoints."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from optimapos.core.ids import UUID
from optimapos.core.models import OutboxMessage
from optimapos.core.tenancy import MAINTENANCE
from optimapos.nomenclatures.models import Brand, PriceGroup
from optimapos.nomenclatures.services import ProductGroupService, TaxRateService
from optimapos.partners.models import Customer
from optimapos.pricing.services import PricingService
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from optimapos.sales.services.statistics import count_purchase
from tests.factories.catalog import make_customer, make_product, make_tax
from tests.factories.organization import Shop, Till, make_shop, unique
from tests.wallet.accounts import make_wallet


@dataclass
class LivedShop:
    """A shop with a past: two cash sales in one series, a sale on credit, 5.00 of it paid since, two carts."""

    shop: Shop
    tea: Product
    box: UUID
    customer: Customer
    cash_sale: UUID
    credit_sale: UUID
    cart_sale: UUID
    open_cart: UUID
    cancelled_cart: UUID


def make_lived_shop() -> LivedShop:
    """A new one."""
    shop = make_shop()
    tea = _make_catalog(shop)
    with shop.scope():
        box = tea.packagings.get(name="Box").pk
        price_group = PriceGroup.objects.for_business(shop.id).create(business_id=shop.id, code="G", name="Guests")
    customer = make_customer(shop, credit_limit=Decimal(1000), price_group=price_group)
    checkout = {
        "items": [{"product": tea.pk, "quantity": "3"}, {"product": tea.pk, "packaging": box, "quantity": "2"}],
        "discount_percentage": "5",
    }
    cash = {"payments": [{"payment_method": "CASH", "amount_paid": "1000.00"}]}
    part = {"payments": [{"payment_method": "CARD", "amount_paid": "10.00"}]}
    till = shop.till
    credit_sale = sell(till, "/api/sales/checkout/", checkout | part | {"customer": customer.pk})
    on_account = {"amount": "5.00", "payment_method": "CASH"}
    assert till.post(f"/api/customers/{customer.pk}/payments/", on_account).status_code == 201
    lived = LivedShop(
        shop=shop,
        tea=tea,
        box=box,
        customer=customer,
        cash_sale=sell(till, "/api/sales/checkout/", checkout | cash, key=unique("key")),
        credit_sale=credit_sale,
        cart_sale=sell(till, f"/api/sales/{make_cart(till, tea)}/complete/", cash),
        open_cart=make_cart(till, tea),
        cancelled_cart=sell(till, f"/api/sales/{make_cart(till, tea)}/cancel/", {"reason": "changed his mind"}),
    )
    hand_on(shop, sale=lived.credit_sale)
    make_wallet(shop)
    return lived


def hand_on(shop: Shop, sale: UUID | None = None) -> None:
    """What the relay does with the news of a shop's sales, or of one; other shops' messages are left alone."""
    rows = OutboxMessage.objects.across_businesses(reason="as the relay does")
    rows = rows.filter(business_id=shop.id, topic="sale.completed")
    with transaction.atomic(using=MAINTENANCE):
        for message in rows.filter(payload__sale_id=str(sale)) if sale else rows:
            count_purchase(business_id=message.business_id, message_id=message.pk, payload=message.payload)
            message.delete(using=MAINTENANCE)


def make_cart(till: Till, product: Product) -> UUID:
    """An open cart that holds one of the product."""
    cart = sell(till, "/api/sales/", {})
    sell(till, f"/api/sales/{cart}/items/", {"product": product.pk, "quantity": "1"})
    return cart


def sell(till: Till, path: str, body: Any, key: str | None = None) -> UUID:
    """One request that has to succeed; the id that it answers."""
    answer = till.post(path, body, key=key)
    assert answer.status_code in {200, 201}, answer.content
    return UUID(answer.json()["id"])


def _make_catalog(shop: Shop) -> Product:
    root = ProductGroupService.create_group(
        business=shop.business, actor=shop.owner, fields={"code": "D", "name": "Drinks"}
    ).unwrap()
    hot = ProductGroupService.create_group(
        business=shop.business, actor=shop.owner, fields={"code": "H", "name": "Hot", "parent": root}
    ).unwrap()
    with shop.scope():
        brand = Brand.objects.for_business(shop.id).create(business_id=shop.id, name="Leaf")
    tea = make_product(
        shop,
        name="Tea",
        price="10.00",
        tax="20",
        stock="100",
        cost="4.123457",
        group=hot,
        brand=brand,
        packagings=[NewPackaging("Box", 12, barcodes=(unique("box"),), price=Decimal(99))],
        barcodes=[unique("tea")],
    )
    TaxRateService.add_rate(
        business=shop.business,
        actor=shop.owner,
        category_id=make_tax(shop, "20").pk,
        code="T20",
        rate=Decimal(20),
        valid_from=date(2001, 1, 1),
        location_id=shop.storefront.pk,
    ).unwrap()
    PricingService.set_base_price(
        business=shop.business,
        product_id=tea.pk,
        price=Decimal("10.50"),
        includes_tax=True,
        location_id=shop.storefront.pk,
        at=datetime.now(UTC),
        user_id=shop.owner.user_id,
    ).unwrap()
    return tea
