"""The catalog and the households, in bulk.

Not by `ProductService.create_product`: that is one operation, one audit event and some fifteen statements a product, right
for a person at a screen and minutes for the file's 92,331. Here the number of statements does not grow with the rows, the
constraints of the tables hold all the same, and one audit event tells how many came.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.nomenclatures.models import Brand, ProductGroup, TaxCategory, TaxRate, UnitOfMeasure
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.partners.models import Customer
from optimapos.pricing.models import ProductPrice
from optimapos.products.models import Product
from optimapos.products.types import LifeCycle
from optimapos.replay.rules.identity import group_code
from optimapos.replay.types import CatalogRow

BEGINNING = datetime(2016, 1, 1, tzinfo=UTC)
# Before the first basket of the file, so that every price and rate applies to all of it.
PIECES = "pcs"
NO_TAX = "NONE"


class CatalogImport:
    """Brings products with their prices, and households as customers."""

    @staticmethod
    @operation
    def import_products(
        *, business: UUID, rows: Sequence[CatalogRow], prices: Mapping[int, Decimal], user_id: UUID
    ) -> Result[dict[int, UUID]]:
        """Create the products of `rows` that are missing, each with its base price, tax included; ids by file number."""
        known = _products(business, rows)
        missing = [row for row in rows if row.number not in known]
        created = _insert_products(business, missing) if missing else []
        if created:
            _insert_prices(business, created, prices)
            bump_settings_version(business)
            _log(business, "products.imported", user_id, len(created))
        return Result.success(known | {int(product.sku): product.pk for product in created})

    @staticmethod
    @operation
    def import_customers(*, business: UUID, households: Collection[int], user_id: UUID) -> Result[dict[int, UUID]]:
        """Create a customer for each household that has none, without credit; ids by household."""
        codes = {f"H{household}": household for household in households}
        customers = Customer.objects.for_business(business)
        known = dict(customers.filter(code__in=codes).values_list("code", "pk"))
        created = customers.bulk_create(
            Customer(business_id=business, code=code, name=f"Household {codes[code]}", credit_blocked=True)
            for code in sorted(codes.keys() - known.keys())
        )
        if created:
            _log(business, "customers.imported", user_id, len(created))
        known |= {customer.code: customer.pk for customer in created}
        return Result.success({household: known[code] for code, household in codes.items()})


def _products(business: UUID, rows: Sequence[CatalogRow]) -> dict[int, UUID]:
    skus = [str(row.number) for row in rows]
    found = Product.objects.for_business(business).filter(sku__in=skus).values_list("sku", "pk")
    return {int(sku): product_id for sku, product_id in found}


def _insert_products(business: UUID, rows: Sequence[CatalogRow]) -> list[Product]:
    unit, tax = _unit(business), _tax(business)
    brands, groups = _brands(business, rows), _groups(business, rows)
    return Product.objects.for_business(business).bulk_create(
        Product(
            business_id=business,
            sku=str(row.number),
            name=row.name,
            life_cycle=LifeCycle.ACTIVE,
            unit=unit,
            tax_category=tax,
            brand=brands.get(row.brand),
            group=groups.get(group_code(row.department, row.category)),
        )
        for row in rows
    )


def _insert_prices(business: UUID, products: Sequence[Product], prices: Mapping[int, Decimal]) -> None:
    ProductPrice.objects.for_business(business).bulk_create(
        ProductPrice(
            business_id=business,
            product=product,
            price=prices[int(product.sku)],
            includes_tax=True,
            valid_from=BEGINNING,
        )
        for product in products
    )


def _unit(business: UUID) -> UnitOfMeasure:
    units = UnitOfMeasure.objects.for_business(business)
    return units.get_or_create(code=PIECES, defaults={"business_id": business, "name": "Pieces"})[0]


def _tax(business: UUID) -> TaxCategory:
    """The category of everything: the file names no tax."""
    categories = TaxCategory.objects.for_business(business)
    category, is_new = categories.get_or_create(
        code=NO_TAX, defaults={"business_id": business, "name": "No tax in the file"}
    )
    if is_new:
        TaxRate.objects.for_business(business).create(
            business_id=business, category=category, code=NO_TAX, rate=Decimal(0), valid_from=date(2016, 1, 1)
        )
    return category


def _brands(business: UUID, rows: Sequence[CatalogRow]) -> dict[str, Brand]:
    brands = Brand.objects.for_business(business)
    wanted = sorted({row.brand for row in rows} - {""})
    brands.bulk_create([Brand(business_id=business, name=name) for name in wanted], ignore_conflicts=True)
    return {brand.name: brand for brand in brands.filter(name__in=wanted)}


def _groups(business: UUID, rows: Sequence[CatalogRow]) -> dict[str, ProductGroup]:
    """Two levels, departments and their categories, by code."""
    departments = {(row.department, "") for row in rows if row.department}
    categories = {(row.department, row.category) for row in rows if row.department and row.category}
    groups = ProductGroup.objects.for_business(business)
    for level in (departments, categories):
        known = {group.code: group for group in groups.all()}
        groups.bulk_create(
            ProductGroup(
                business_id=business,
                code=group_code(department, category),
                name=category or department,
                parent=known[group_code(department, "")] if category else None,
            )
            for department, category in sorted(level)
            if group_code(department, category) not in known
        )
    return {group.code: group for group in groups.all()}


def _log(business: UUID, event_type: str, user_id: UUID, rows: int) -> None:
    AuditLog.log_event(event_type, business=business, user_id=user_id, event_data={"rows": rows})
