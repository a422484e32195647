"""Reads of refunds."""

from optimapos.refunds.selectors.eligibility import LineEligibility, eligibility_of
from optimapos.refunds.selectors.refunds import refunds_of, with_items

__all__ = ["LineEligibility", "eligibility_of", "refunds_of", "with_items"]
