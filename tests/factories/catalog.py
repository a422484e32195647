"""Products and customers for tests, made through the services."""

from datetime import date
from decimal import Decimal
from typing import Any

from optimapos.core.ids import UUID
from optimapos.nomenclatures.models import TaxCategory, UnitOfMeasure
from optimapos.nomenclatures.services import TaxRateService
from optimapos.partners.models import Customer
from optimapos.partners.services import CustomerService
from optimapos.products.models import Product
from optimapos.products.services import ProductService
from optimapos.products.types import NewPrice, OpeningStock
from tests.factories.organization import Shop, unique


def make_unit(shop: Shop, decimals: int = 0) -> UnitOfMeasure:
    """The shop's unit with so many decimals, made once."""
    with shop.scope():
        unit, _ = UnitOfMeasure.objects.for_business(shop.business).get_or_create(
            code=f"U{decimals}", defaults={"business": shop.business, "name": f"Unit {decimals}", "decimals": decimals}
        )
    return unit


def make_tax(shop: Shop, rate: str = "20") -> TaxCategory:
    """The shop's tax category with this rate since 2000, made once."""
    with shop.scope():
        category, is_new = TaxCategory.objects.for_business(shop.business).get_or_create(
            code=f"T{rate}", defaults={"business": shop.business, "name": f"Tax {rate} %"}
        )
    if is_new:
        TaxRateService.add_rate(
            business=shop.business,
            actor=shop.owner,
            category_id=category.pk,
            code=f"T{rate}",
            rate=Decimal(rate),
            valid_from=date(2000, 1, 1),
        ).unwrap()
    return category


def make_product(
    shop: Shop,
    name: str = "Coffee beans",
    price: str | None = "10.00",
    tax: str = "20",
    includes_tax: bool = True,
    stock: str | None = "100",
    cost: str = "4.00",
    unit_decimals: int = 0,
    location_id: UUID | None = None,
    life_cycle: str = "ACTIVE",
    packagings: Any = (),
    barcodes: Any = (),
    **fields: Any,
) -> Product:
    """A product, ACTIVE, with one price everywhere and opening stock at the shop's storefront."""
    keeps_stock = stock and Decimal(stock)
    columns: Any = {"name": name, "unit": make_unit(shop, unit_decimals), "tax_category": make_tax(shop, tax)} | fields
    return ProductService.create_product(
        business=shop.business,
        actor=shop.owner,
        fields=columns,
        life_cycle=life_cycle,
        packagings=packagings,
        barcodes=barcodes,
        prices=[NewPrice(Decimal(price), includes_tax=includes_tax)] if price is not None else [],
        opening_stock=[OpeningStock(location_id or shop.storefront.pk, Decimal(stock), Decimal(cost))]
        if stock and keeps_stock
        else [],
    ).unwrap()


def make_customer(shop: Shop, **fields: Any) -> Customer:
    """A customer."""
    columns: Any = {"name": unique("Customer"), **fields}
    return CustomerService.create_customer(business=shop.business, actor=shop.owner, fields=columns).unwrap()
