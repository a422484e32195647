"""Reads of reference data."""

from optimapos.nomenclatures.selectors.groups import GroupNode, group_ids_below, group_tree
from optimapos.nomenclatures.selectors.references import is_referred_to
from optimapos.nomenclatures.selectors.taxes import rates_of_categories, tax_rate_on

__all__ = ["GroupNode", "group_ids_below", "group_tree", "is_referred_to", "rates_of_categories", "tax_rate_on"]
