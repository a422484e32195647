"""Reads of the catalog."""

from optimapos.products.selectors.pictures import main_pictures, pictures_of
from optimapos.products.selectors.prices import prices_at
from optimapos.products.selectors.products import Match, checkable, detailed, find_by_code, matching, products_of
from optimapos.products.selectors.validation import Checked, validated

__all__ = [
    "Checked",
    "Match",
    "checkable",
    "detailed",
    "find_by_code",
    "main_pictures",
    "matching",
    "pictures_of",
    "prices_at",
    "products_of",
    "validated",
]
