"""Reads of prices."""

from optimapos.pricing.selectors.prices import base_prices_at, current_ids, current_price, prices_seen_by

__all__ = ["base_prices_at", "current_ids", "current_price", "prices_seen_by"]
