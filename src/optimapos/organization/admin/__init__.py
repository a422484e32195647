"""The admin site: one business at a time, inside a transaction that names it, with ledgers that can only be read."""

from optimapos.organization.admin import people, places
from optimapos.organization.admin.base import AnyForm, BusinessAdmin, BusinessForm, LedgerAdmin, LedgerInline, Scoped
from optimapos.organization.admin.desk import Desk, desk_at
from optimapos.organization.admin.site import register, site

__all__ = [
    "AnyForm",
    "BusinessAdmin",
    "BusinessForm",
    "Desk",
    "LedgerAdmin",
    "LedgerInline",
    "Scoped",
    "desk_at",
    "people",
    "places",
    "register",
    "site",
]
