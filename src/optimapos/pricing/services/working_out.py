"""How a price of a markup is worked out of what its product costs at its place."""

from datetime import datetime

from optimapos.core.money import PRICE_LIMIT, ZERO
from optimapos.core.result import DomainError
from optimapos.pricing.markups import price_by_markup
from optimapos.pricing.models import ProductPrice
from optimapos.pricing.selectors import Costing, day_at


def work_out(row: ProductPrice, costing: Costing, at: datetime) -> None:
    """Set the price and the unit cost of a MARKUP row. One query for its packaging, and one for its location.

    Refuses: NO_COST, AMOUNT_TOO_LARGE.
    """
    cost = costing.cost(row.product_id, row.location_id)
    if cost is None:
        raise DomainError("NO_COST", "The product was never bought, so there is no cost that a markup goes on.")
    factor_num, factor_den = (row.packaging.factor_num, row.packaging.factor_den) if row.packaging else (1, 1)
    row.unit_cost = cost.unit_cost
    row.price = price_by_markup(
        cost.unit_cost,
        row.markup_percent or ZERO,
        rounding=row.rule,
        includes_tax=row.includes_tax,
        tax_rate=costing.tax_rate(row.product_id, row.location_id, day_at(row.location, at)),
        factor_num=factor_num,
        factor_den=factor_den,
    )
    if row.price >= PRICE_LIMIT:
        raise DomainError("AMOUNT_TOO_LARGE", "That price is too large.")
