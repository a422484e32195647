"""Inconsistencies of a product's codes, packagings, stock and life cycle."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from optimapos.core.quantities import has_at_most_places, to_base_quantity
from optimapos.products.rules.facts import Finding, PackagingFacts, ProductFacts, Severity
from optimapos.products.types import EDITABLE, LifeCycle, ProductKind

ENDED = frozenset({LifeCycle.DISCONTINUED, LifeCycle.ARCHIVED})


def nothing_to_enter(product: ProductFacts) -> Iterator[Finding]:
    """Goods that a cashier can neither scan nor type."""
    has_code = product.barcodes or product.plu
    if product.kind != ProductKind.GOODS or product.life_cycle not in EDITABLE or has_code:
        return
    if product.unit_decimals:
        yield _warning("PLU_MISSING", "It is weighed or measured and has neither a PLU nor a barcode.")
    else:
        yield _warning("NO_BARCODE", "It has neither a barcode nor a PLU.")


def packaging_without_barcode(product: ProductFacts) -> Iterator[Finding]:
    """Packages that a scanner does not know."""
    for packaging in product.packagings:
        if not packaging.barcodes:
            yield _warning("PACKAGING_WITHOUT_BARCODE", f"{packaging.name} has no barcode.", packaging=packaging.name)


def equal_packagings(product: ProductFacts) -> Iterator[Finding]:
    """Packagings that hold the same."""
    by_size: dict[Fraction, list[str]] = defaultdict(list)
    for packaging in product.packagings:
        by_size[Fraction(packaging.factor_num, packaging.factor_den)].append(packaging.name)
    for size, names in by_size.items():
        if len(names) > 1:
            yield _warning(
                "DUPLICATE_FACTOR",
                f"{', '.join(names)} all hold {size} base units.",
                packagings=names,
                factor=str(size),
            )


def uncountable_packaging(product: ProductFacts) -> Iterator[Finding]:
    """Packages that hold a quantity which the unit can't say."""
    for packaging in product.packagings:
        if not _is_countable(packaging, product.unit_decimals):
            factor = f"{packaging.factor_num}/{packaging.factor_den}"
            yield _error(
                "FACTOR_NOT_COUNTABLE",
                f"{packaging.name} holds {factor} base units, which are counted with {product.unit_decimals} decimals.",
                packaging=packaging.name,
                factor=factor,
                decimals=product.unit_decimals,
            )


def _is_countable(packaging: PackagingFacts, decimals: int) -> bool:
    base = to_base_quantity(Decimal(1), packaging.factor_num, packaging.factor_den)
    return base is not None and has_at_most_places(base, decimals)


def service_with_goods(product: ProductFacts) -> Iterator[Finding]:
    """A service that has stock or packagings."""
    if product.kind != ProductKind.SERVICE:
        return
    if product.stock_on_hand:
        yield _error("SERVICE_WITH_STOCK", "It is a service and has stock.", stock_on_hand=f"{product.stock_on_hand:f}")
    if product.packagings:
        names = [packaging.name for packaging in product.packagings]
        yield _warning("SERVICE_WITH_PACKAGING", "It is a service and has packagings.", packagings=names)


def stock_that_should_not_be(product: ProductFacts) -> Iterator[Finding]:
    """Stock below zero, or of a product whose life has ended."""
    figures = {"stock_on_hand": f"{product.stock_on_hand:f}", "life_cycle": str(product.life_cycle)}
    if product.stock_on_hand < 0:
        yield _error("STOCK_BELOW_ZERO", "More was sold than was received.", **figures)
    elif product.stock_on_hand and product.life_cycle in ENDED:
        yield _error("STOCK_OF_ENDED_PRODUCT", f"It is {product.life_cycle} and still has stock.", **figures)


def ready_but_new(product: ProductFacts) -> Iterator[Finding]:
    """Everything is there to sell it, but it isn't on sale."""
    is_ready = product.prices and product.has_rate and (product.barcodes or product.plu)
    if product.life_cycle == LifeCycle.NEW and is_ready:
        yield _warning("READY_BUT_NEW", "It has a price, a tax rate and a code, but is still NEW.")


def expiry_without_stock(product: ProductFacts) -> Iterator[Finding]:
    """Expiry dates of what isn't kept in stock."""
    if product.keeps_expiry and not product.tracks_stock:
        yield _warning("EXPIRY_WITHOUT_STOCK", "It keeps expiry dates, but no stock that could expire.")


def inactive_relations(product: ProductFacts) -> Iterator[Finding]:
    """A brand or group that is out of use."""
    if product.life_cycle in EDITABLE and not product.brand_is_active:
        yield _warning("INACTIVE_BRAND", "Its brand is out of use.")
    if product.life_cycle in EDITABLE and not product.group_is_active:
        yield _warning("INACTIVE_GROUP", "Its group is out of use.")


def _warning(code: str, sentence: str, **figures: object) -> Finding:
    return Finding(code, Severity.WARNING, sentence, figures)


def _error(code: str, sentence: str, **figures: object) -> Finding:
    return Finding(code, Severity.ERROR, sentence, figures)
