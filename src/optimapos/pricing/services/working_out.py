"""How a price of a markup is worked out of what its product costs at its place."""

from datetime import datetime
from decimal import Decimal

from optimapos.core.money import PRICE_LIMIT, ZERO
from optimapos.core.result import DomainError
from optimapos.pricing.markups import price_by_markup
from optimapos.pricing.models import ProductPrice
from optimapos.pricing.selectors import Costing, day_at


def work_out(row: ProductPrice, costing: Costing, at: datetime) -> None:
    """Set the price and the unit cost of a MARKUP row.

    Refuses: NO_COST, AMOUNT_TOO_LARGE.
    """
    cost = costing.cost(row.product_id, row.location_id)
    if cost is None:
        raise DomainError("NO_COST", "The product was never bought, so there is no cost that a markup goes on.")
    row.unit_cost = cost.unit_cost
    row.price = price_over(row, cost.unit_cost, tax_rate_of(row, costing, at))
    if row.price >= PRICE_LIMIT:
        raise DomainError("AMOUNT_TOO_LARGE", "That price is too large.")


def price_over(row: ProductPrice, unit_cost: Decimal, tax_rate: Decimal) -> Decimal:
    """What a MARKUP row's rule makes of a cost of a base unit."""
    factor_num, factor_den = factors_of(row)
    return price_by_markup(
        unit_cost,
        row.markup_percent or ZERO,
        rounding=row.rule,
        includes_tax=row.includes_tax,
        tax_rate=tax_rate,
        factor_num=factor_num,
        factor_den=factor_den,
    )


def factors_of(row: ProductPrice) -> tuple[int, int]:
    """How many base units the price is for."""
    return (row.packaging.factor_num, row.packaging.factor_den) if row.packaging else (1, 1)


def tax_rate_of(row: ProductPrice, costing: Costing, at: datetime) -> Decimal:
    """The tax rate in percent of a price's product at its place."""
    return costing.tax_rate(row.product_id, row.location_id, day_at(row.location, at))
