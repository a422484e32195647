"""What is sold in: a business with one storefront, its tills, and 5,000 products with price, tax and stock in one layer."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import django

from bench.arena import Arena
from bench.flows import Product, Till

PRODUCTS = 5_000
STOCK = Decimal(1_000_000)
COST = Decimal("4.00")
TILLS = 8
BASE = "shop"
"""The name of the database that the others are copied from."""
PIN = "2580"
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@dataclass(frozen=True)
class Shop:
    """Its tills' tokens and its products, the same in every copy of the database."""

    business_id: str
    storefront_id: str
    tokens: list[str]
    products: list[Product]

    def tills(self, number: int, products: list[Product] | None = None) -> list[Till]:
        """The first tills, selling everything or only `products`."""
        return [Till(token, products or self.products) for token in self.tokens[:number]]


def open_shop(arena: Arena, products: int = PRODUCTS) -> Shop:
    """Make the base database with its shop: who works there by the services, the goods in bulk."""
    arena.create(BASE)
    os.environ.update(arena.environment(BASE))
    django.setup()
    from django.db import connections  # noqa: PLC0415 - Django is set up only now

    shop = _furnish(products)
    connections.close_all()
    with arena.admin(BASE) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        connection.execute("VACUUM ANALYZE")
    return shop


def _furnish(number: int) -> Shop:
    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
    from optimapos.inventory.services import OpeningStockService  # noqa: PLC0415 - Django is set up by then
    from optimapos.inventory.services.receiving import OpeningLine  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.models import Membership, User  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.selectors import actor_of_member  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.services import BusinessService, LocationService  # noqa: PLC0415 - Django is set up by then

    user = User.objects.create_user("owner@bench.test", None)
    business = BusinessService.create_business(name="Bench", slug="bench", currency="EUR", owner=user).unwrap()
    with tenant_scope(business):
        membership = Membership.objects.for_business(business).get(user=user)
    owner = actor_of_member(business.pk, membership.pk)
    storefront = LocationService.create_location(
        business=business, code="S1", name="High Street", user_id=user.pk, timezone="Europe/Sofia"
    ).unwrap()
    tokens = [_sign_in(business, storefront, owner, n) for n in range(1, TILLS + 1)]
    with tenant_scope(business):
        products = _list_goods(business, number)
    opening = [OpeningLine(UUID(product), STOCK, COST) for product, _ in products]
    OpeningStockService.receive_opening_lines(
        business=business, location_id=storefront.pk, lines=opening, user_id=user.pk, at=YESTERDAY
    ).unwrap()
    return Shop(str(business.pk), str(storefront.pk), tokens, products)


def _sign_in(business: Any, storefront: Any, owner: Any, number: int) -> str:
    from optimapos.organization.services import MembershipService, TerminalService  # noqa: PLC0415 - Django is set up by then

    now = datetime.now(UTC)
    email = f"cashier{number}@bench.test"
    MembershipService.add_member(
        business=business,
        email=email,
        role_code="cashier",
        actor=owner,
        pin=PIN,
        location_ids=[storefront.pk],
    ).unwrap()
    enrolment = TerminalService.create_terminal(
        business=business, location_id=storefront.pk, code=f"T{number}", actor=owner, at=now
    ).unwrap()
    device = TerminalService.enrol(code=enrolment.secret, at=now).unwrap()
    return str(TerminalService.sign_in(device_token=device.secret, email=email, pin=PIN, at=now).unwrap().secret)


def _list_goods(business: Any, number: int) -> list[Product]:
    from optimapos.nomenclatures.models import TaxCategory, TaxRate, UnitOfMeasure  # noqa: PLC0415 - Django is set up by then
    from optimapos.pricing.models import ProductPrice  # noqa: PLC0415 - Django is set up by then
    from optimapos.products.models import Product as ProductRow  # noqa: PLC0415 - Django is set up by then

    unit, _ = UnitOfMeasure.objects.for_business(business).get_or_create(
        code="PCE", defaults={"business": business, "name": "Piece", "decimals": 0}
    )
    category = TaxCategory.objects.for_business(business).create(business=business, code="BENCH", name="Bench")
    TaxRate.objects.for_business(business).create(
        business=business, category=category, code="STD", rate=Decimal(20), valid_from=date(2000, 1, 1)
    )
    rows = ProductRow.objects.for_business(business).bulk_create(
        [
            ProductRow(
                business=business,
                sku=f"SKU{n:05}",
                name=f"Product {n}",
                life_cycle="ACTIVE",
                unit=unit,
                tax_category=category,
            )
            for n in range(1, number + 1)
        ],
        batch_size=1000,
    )
    prices = [Decimal(n % 100) + Decimal("0.99") for n in range(1, number + 1)]
    ProductPrice.objects.for_business(business).bulk_create(
        [
            ProductPrice(business=business, product=row, price=price, includes_tax=True, valid_from=YESTERDAY)
            for row, price in zip(rows, prices, strict=True)
        ],
        batch_size=1000,
    )
    return [(str(row.pk), price) for row, price in zip(rows, prices, strict=True)]
