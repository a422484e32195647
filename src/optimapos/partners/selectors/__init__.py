"""Reads of partners."""

from optimapos.partners.selectors.customers import customers_of

__all__ = ["customers_of"]
