"""The facts about products that the validation engine looks at, gathered by a constant number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.interfaces import BasePrice, IBasePrices, IStockOnHand, implementation
from optimapos.nomenclatures.models import TaxRate
from optimapos.nomenclatures.rules import rate_in
from optimapos.nomenclatures.selectors import rates_of_categories
from optimapos.organization.models import Business, Location
from optimapos.organization.selectors import visible_locations
from optimapos.organization.types import LocationKind
from optimapos.products.models import Product
from optimapos.products.rules.facts import Finding, PackagingFacts, PriceFacts, ProductFacts
from optimapos.products.rules.validation import validate_product

EVERYWHERE = ""


@dataclass(frozen=True)
class Checked:
    """A product and what doesn't fit about it."""

    product: Product
    findings: list[Finding]


@dataclass(frozen=True)
class _Surroundings:
    """What products are checked against. Rates by category, prices by product; storefronts that the actor sees."""

    at: datetime
    prices_include_tax: bool
    storefronts: list[Location]
    rates: Mapping[UUID, list[TaxRate]]
    prices: Mapping[UUID, list[BasePrice]]
    stock: Mapping[UUID, Decimal]

    def rate(self, product: Product, location: Location | None) -> Decimal | None:
        """The rate in percent today, at a location or in general."""
        day = location.local_day(self.at) if location else self.at.date()
        found = rate_in(self.rates.get(product.tax_category_id, ()), location.pk if location else None, day)
        return found.rate if found else None


def validated(actor: Actor, products: Sequence[Product], at: datetime) -> list[Checked]:
    """Each product (from `checkable`) with its findings, as far as the actor's storefronts are concerned."""
    around = _surroundings(actor, products, at)
    return [Checked(product, validate_product(_facts(product, around))) for product in products]


def _surroundings(actor: Actor, products: Sequence[Product], at: datetime) -> _Surroundings:
    ids = [product.pk for product in products]
    rates: dict[UUID, list[TaxRate]] = defaultdict(list)
    for rate in rates_of_categories(actor.business_id, {product.tax_category_id for product in products}):
        rates[rate.category_id].append(rate)
    prices: dict[UUID, list[BasePrice]] = defaultdict(list)
    for price in implementation(IBasePrices).base_prices(business=actor.business_id, product_ids=ids, at=at):
        prices[price.product_id].append(price)
    storefronts = visible_locations(actor).filter(kind=LocationKind.STOREFRONT, is_active=True).order_by("code")
    return _Surroundings(
        at=at,
        prices_include_tax=Business.objects.get(pk=actor.business_id).prices_include_tax,
        storefronts=list(storefronts),
        rates=rates,
        prices=prices,
        stock=implementation(IStockOnHand).stock_of_products(business=actor.business_id, product_ids=ids),
    )


def _facts(product: Product, around: _Surroundings) -> ProductFacts:
    seen = {location.pk: location for location in around.storefronts}
    prices = [
        price for price in around.prices.get(product.pk, ()) if price.location_id is None or price.location_id in seen
    ]
    priced = {price.location_id for price in prices}
    without_rate = [shop.code for shop in around.storefronts if around.rate(product, shop) is None]
    return ProductFacts(
        kind=product.kind,
        life_cycle=product.life_cycle,
        tracks_stock=product.tracks_stock,
        keeps_expiry=product.keeps_expiry,
        unit_decimals=product.unit.decimals,
        plu=product.plu,
        barcodes=len(product.barcodes.all()),
        packagings=_packagings(product),
        prices=tuple(_price(product, price, seen, around) for price in prices),
        locations_without_price=()
        if None in priced
        else tuple(shop.code for shop in around.storefronts if shop.pk not in priced),
        locations_without_rate=tuple(without_rate),
        has_rate=len(without_rate) < len(around.storefronts),
        stock_on_hand=around.stock.get(product.pk, Decimal(0)),
        prix_br=product.prix_br,
        floor_price=product.floor_price,
        floor_includes_tax=around.prices_include_tax,
        brand_is_active=product.brand is None or product.brand.is_active,
        group_is_active=product.group is None or product.group.is_active,
    )


def _packagings(product: Product) -> tuple[PackagingFacts, ...]:
    with_barcode = [barcode.packaging_id for barcode in product.barcodes.all()]
    return tuple(
        PackagingFacts(row.name, row.factor_num, row.factor_den, with_barcode.count(row.pk))
        for row in product.packagings.all()
        if row.is_active
    )


def _price(product: Product, price: BasePrice, seen: Mapping[UUID, Location], around: _Surroundings) -> PriceFacts:
    location = seen[price.location_id] if price.location_id else None
    code = location.code if location else EVERYWHERE
    return PriceFacts(code, price.price, price.includes_tax, around.rate(product, location))
