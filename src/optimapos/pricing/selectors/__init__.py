"""Reads of prices."""

from optimapos.pricing.selectors.books import below_of, coupons_read, promotion_book, shown_coupons, terms_of, used_up
from optimapos.pricing.selectors.costs import Costing, costing_of, day_at
from optimapos.pricing.selectors.price_lists import listed_prices_at, price_list_rows_of, price_lists_of
from optimapos.pricing.selectors.prices import (
    base_prices_at,
    current_ids,
    current_price,
    prices_seen_by,
    standing_prices,
)
from optimapos.pricing.selectors.promotions import coupons_of, place_of_promotion, promotions_of
from optimapos.pricing.selectors.proposals import (
    dismissed_prices,
    pricing_settings_of,
    products_moved_by,
    proposals_of,
)
from optimapos.pricing.selectors.quotes import Quotation, Quote, QuoteLine, quotes
from optimapos.pricing.selectors.tiers import group_prices_of, step_prices_of, tier_prices_of

__all__ = [
    "Costing",
    "Quotation",
    "Quote",
    "QuoteLine",
    "base_prices_at",
    "below_of",
    "costing_of",
    "coupons_of",
    "coupons_read",
    "current_ids",
    "current_price",
    "day_at",
    "dismissed_prices",
    "group_prices_of",
    "listed_prices_at",
    "place_of_promotion",
    "price_list_rows_of",
    "price_lists_of",
    "prices_seen_by",
    "pricing_settings_of",
    "products_moved_by",
    "promotion_book",
    "promotions_of",
    "proposals_of",
    "quotes",
    "shown_coupons",
    "standing_prices",
    "step_prices_of",
    "terms_of",
    "tier_prices_of",
    "used_up",
]
