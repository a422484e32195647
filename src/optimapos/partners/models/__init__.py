"""Tables of partners."""

from optimapos.partners.models.base import PartnerBase, PartnerScheduleBase
from optimapos.partners.models.customer_parts import CustomerDaySchedule, CustomerSite, CustomerStats
from optimapos.partners.models.customers import Customer
from optimapos.partners.models.receivables import CreditAllocation, CreditTransaction, OpenItem
from optimapos.partners.models.suppliers import Supplier, SupplierDaySchedule, SupplierDivision

__all__ = [
    "CreditAllocation",
    "CreditTransaction",
    "Customer",
    "CustomerDaySchedule",
    "CustomerSite",
    "CustomerStats",
    "OpenItem",
    "PartnerBase",
    "PartnerScheduleBase",
    "Supplier",
    "SupplierDaySchedule",
    "SupplierDivision",
]
