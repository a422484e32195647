"""Reads of refunds."""

from optimapos.refunds.selectors.eligibility import LineEligibility, eligibility_of
from optimapos.refunds.selectors.refunds import is_refused, refunds_of, with_items

__all__ = ["LineEligibility", "eligibility_of", "is_refused", "refunds_of", "with_items"]
