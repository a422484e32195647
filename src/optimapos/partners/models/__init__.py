"""Tables of partners."""

from optimapos.partners.models.customers import CreditTransaction, Customer

__all__ = ["CreditTransaction", "Customer"]
