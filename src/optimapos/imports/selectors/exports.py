"""What exports tell, a page at a time: each page is a read of its own, so that no export holds a transaction open."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, Sum

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.imports.rules.formats import CUSTOMERS, SUPPLIERS
from optimapos.imports.rules.lists import MAX_SERIALS, PackagingCell, codes_cell, packagings_cell
from optimapos.imports.types import ExportKind, ImportKind
from optimapos.inventory.models import InventoryBatch, InventoryItem
from optimapos.organization.selectors import visible_locations
from optimapos.partners.models import Customer, Supplier
from optimapos.pricing.models import ProductPrice
from optimapos.products.models import Product

PAGE = 1_000
_OWN_COLUMNS = [
    *("sku", "name", "description", "kind", "life_cycle", "tracks_stock", "keeps_expiry", "tracks_serials"),
    *("weight_kg", "warranty_days", "plu", "prix_br", "floor_price"),
]
_LAYER = ["item__product__sku", "item__location__code", "batch_number", "expires_on", "unit_cost"]
_SERIALS = ArrayAgg("serial_number", filter=~Q(serial_number=""), order_by="serial_number")
Line = tuple[Any, dict[str, Any]]
"""Where the next page begins, and the values of a line by column."""
Page = Callable[[Actor, Any, datetime], Sequence[Line]]


def product_page(actor: Actor, after: str | None, at: datetime) -> Sequence[Line]:
    """Products by SKU, with packagings and barcodes."""
    rows = Product.objects.for_business(actor.business_id).filter(sku__gt=after or "").order_by("sku")
    rows = rows.select_related("unit", "tax_category", "group", "brand").prefetch_related("packagings", "barcodes")
    return [(product.sku, _product(product)) for product in rows[:PAGE]]


def price_page(actor: Actor, after: UUID | None, at: datetime) -> Sequence[Line]:
    """Base prices with their history, at locations that the actor sees or everywhere; those that end are left out."""
    rows = ProductPrice.objects.for_business(actor.business_id).filter(valid_until=None)
    rows = rows.filter(Q(location=None) | Q(location__in=visible_locations(actor)))
    if after:
        rows = rows.filter(pk__gt=after)
    page = rows.select_related("product", "location", "packaging").order_by("pk")[:PAGE]
    return [(row.pk, _price(row)) for row in page]


def supplier_page(actor: Actor, after: str | None, at: datetime) -> Sequence[Line]:
    """Suppliers by code."""
    rows = Supplier.objects.for_business(actor.business_id).filter(code__gt=after or "").order_by("code")
    return [(row["code"], row) for row in rows.values(*(column.name for column in SUPPLIERS))[:PAGE]]


def customer_page(actor: Actor, after: str | None, at: datetime) -> Sequence[Line]:
    """Customers by code, with what they owe; those who were merged into another one, whom no import takes, are left out."""
    rows = (
        Customer.objects.for_business(actor.business_id).filter(code__gt=after or "", merged_into=None).order_by("code")
    )
    return [(customer.code, _customer(customer)) for customer in rows.select_related("price_group")[:PAGE]]


def stock_page(actor: Actor, after: UUID | None, at: datetime) -> Sequence[Line]:
    """What is on the shelves at locations that the actor sees, all of an item on one page. Layers that are alike are one
    line, and so are pieces of one batch with their serial numbers.
    """
    items = InventoryItem.objects.for_business(actor.business_id).filter(location__in=visible_locations(actor))
    if after:
        items = items.filter(pk__gt=after)
    page = items.filter(batches__in=_layers(actor)).order_by("pk").distinct().values_list("pk", flat=True)[:PAGE]
    alike = _layers(actor).filter(item__in=list(page)).values(*_LAYER, "item_id")
    lines = alike.annotate(quantity=Sum("remaining_qty"), serials=_SERIALS).order_by("item_id", *_LAYER)
    return [(line["item_id"], values) for line in lines for values in _stock(line)]


def _layers(actor: Actor) -> QuerySet[InventoryBatch]:
    rows = InventoryBatch.objects.for_business(actor.business_id)
    return rows.filter(is_open=True, remaining_qty__gt=0, kind="STOCK")


PAGES: dict[str, Page] = {
    ImportKind.PRODUCTS: product_page,
    ImportKind.PRICES: price_page,
    ImportKind.SUPPLIERS: supplier_page,
    ImportKind.OPENING_STOCK: stock_page,
    ExportKind.CUSTOMERS: customer_page,
}


def _product(product: Product) -> dict[str, Any]:
    codes: dict[UUID | None, list[str]] = {}
    for barcode in sorted(product.barcodes.all(), key=lambda row: row.pk):
        codes.setdefault(barcode.packaging_id, []).append(barcode.code)
    packagings = [
        PackagingCell(each.name, each.factor_num, each.factor_den, tuple(codes.get(each.pk, ())))
        for each in sorted(product.packagings.all(), key=lambda row: row.pk)
    ]
    return {name: getattr(product, name) for name in _OWN_COLUMNS} | {
        "unit": product.unit.code,
        "tax_category": product.tax_category.code,
        "group": product.group.code if product.group else None,
        "brand": product.brand.name if product.brand else None,
        "barcodes": codes_cell(codes.get(None, [])),
        "packagings": packagings_cell(packagings),
    }


def _customer(customer: Customer) -> dict[str, Any]:
    values = {column.name: getattr(customer, column.name) for column in CUSTOMERS}
    return values | {"price_group": customer.price_group.code if customer.price_group else None}


def _price(row: ProductPrice) -> dict[str, Any]:
    return {
        "sku": row.product.sku,
        "location": row.location.code if row.location else None,
        "packaging": row.packaging.name if row.packaging else None,
        "price": row.price,
        "includes_tax": row.includes_tax,
        "valid_from": row.valid_from,
    }


def _stock(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    serials = line["serials"] or []
    for start in range(0, max(len(serials), 1), MAX_SERIALS):
        pieces = serials[start : start + MAX_SERIALS]
        yield {
            "sku": line["item__product__sku"],
            "location": line["item__location__code"],
            "quantity": len(pieces) or line["quantity"],
            "unit_cost": line["unit_cost"],
            "batch": line["batch_number"],
            "expires_on": line["expires_on"],
            "serials": codes_cell(pieces),
        }
