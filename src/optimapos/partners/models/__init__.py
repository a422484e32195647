"""Tables of partners."""

from optimapos.partners.models.base import PartnerBase, PartnerScheduleBase
from optimapos.partners.models.customers import CreditTransaction, Customer
from optimapos.partners.models.suppliers import Supplier, SupplierDaySchedule, SupplierDivision

__all__ = [
    "CreditTransaction",
    "Customer",
    "PartnerBase",
    "PartnerScheduleBase",
    "Supplier",
    "SupplierDaySchedule",
    "SupplierDivision",
]
