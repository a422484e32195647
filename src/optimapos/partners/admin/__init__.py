"""Pages of partners."""

from optimapos.partners.admin import customers, suppliers

__all__ = ["customers", "suppliers"]
