"""The validation engine: every inconsistency of a product, at once. Source: system-overview.md "Validation Engine"."""

from collections.abc import Callable, Iterator

from optimapos.products.rules import price_checks, shape_checks
from optimapos.products.rules.facts import Finding, ProductFacts, Severity

Check = Callable[[ProductFacts], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    price_checks.no_price,
    price_checks.no_tax_rate,
    price_checks.free_of_charge,
    price_checks.floor_above_price,
    price_checks.printed_price_differs,
    shape_checks.nothing_to_enter,
    shape_checks.packaging_without_barcode,
    shape_checks.equal_packagings,
    shape_checks.uncountable_packaging,
    shape_checks.service_with_goods,
    shape_checks.stock_that_should_not_be,
    shape_checks.ready_but_new,
    shape_checks.expiry_without_stock,
    shape_checks.inactive_relations,
)


def validate_product(product: ProductFacts) -> list[Finding]:
    """All that doesn't fit, errors first; empty for a product that is in order."""
    found = [finding for check in CHECKS for finding in check(product)]
    return sorted(found, key=lambda finding: finding.severity != Severity.ERROR)
