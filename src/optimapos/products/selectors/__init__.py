"""Reads of the catalog."""

from optimapos.products.selectors.prices import prices_at
from optimapos.products.selectors.products import Match, checkable, detailed, find_by_code, matching, products_of
from optimapos.products.selectors.validation import Checked, validated

__all__ = [
    "Checked",
    "Match",
    "checkable",
    "detailed",
    "find_by_code",
    "matching",
    "prices_at",
    "products_of",
    "validated",
]
