"""Reads of prices."""

from optimapos.pricing.selectors.books import promotion_book, used_up
from optimapos.pricing.selectors.price_lists import listed_prices_at, price_list_rows_of, price_lists_of
from optimapos.pricing.selectors.prices import base_prices_at, current_ids, current_price, prices_seen_by
from optimapos.pricing.selectors.promotions import coupons_of, place_of_promotion, promotions_of
from optimapos.pricing.selectors.quotes import Quotation, Quote, QuoteLine, quotes
from optimapos.pricing.selectors.tiers import group_prices_of, step_prices_of, tier_prices_of

__all__ = [
    "Quotation",
    "Quote",
    "QuoteLine",
    "base_prices_at",
    "coupons_of",
    "current_ids",
    "current_price",
    "group_prices_of",
    "listed_prices_at",
    "place_of_promotion",
    "price_list_rows_of",
    "price_lists_of",
    "prices_seen_by",
    "promotion_book",
    "promotions_of",
    "quotes",
    "step_prices_of",
    "tier_prices_of",
    "used_up",
]
