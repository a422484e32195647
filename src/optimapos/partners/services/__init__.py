"""Writes to partners."""

from optimapos.partners.services.customers import CustomerFields, CustomerService

__all__ = ["CustomerFields", "CustomerService"]
