"""Reads of tills."""

from optimapos.tills.selectors.coupons import coupon_shown
from optimapos.tills.selectors.elsewhere import stock_elsewhere
from optimapos.tills.selectors.feed import catalog, changes, kinds_of, moment, start
from optimapos.tills.selectors.layouts import code_rules_of, layouts_of
from optimapos.tills.selectors.places import place_of
from optimapos.tills.selectors.settings import settings_document

__all__ = [
    "catalog",
    "changes",
    "code_rules_of",
    "coupon_shown",
    "kinds_of",
    "layouts_of",
    "moment",
    "place_of",
    "settings_document",
    "start",
    "stock_elsewhere",
]
