"""Tables of partners."""

from optimapos.partners.models.base import PartnerBase, PartnerScheduleBase
from optimapos.partners.models.customer_parts import CustomerDaySchedule, CustomerSite, CustomerStats
from optimapos.partners.models.customers import CreditTransaction, Customer
from optimapos.partners.models.suppliers import Supplier, SupplierDaySchedule, SupplierDivision

__all__ = [
    "CreditTransaction",
    "Customer",
    "CustomerDaySchedule",
    "CustomerSite",
    "CustomerStats",
    "PartnerBase",
    "PartnerScheduleBase",
    "Supplier",
    "SupplierDaySchedule",
    "SupplierDivision",
]
