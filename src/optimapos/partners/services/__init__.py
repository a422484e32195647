"""Writes to partners."""

from optimapos.partners.services.customer_credit import CustomerCreditService
from optimapos.partners.services.customer_merging import CustomerMergeService
from optimapos.partners.services.customer_schedules import CustomerScheduleService
from optimapos.partners.services.customer_sites import CustomerSiteService, SiteFields
from optimapos.partners.services.customers import CustomerFields, CustomerService
from optimapos.partners.services.supplier_divisions import DivisionFields, SupplierDivisionService
from optimapos.partners.services.supplier_schedules import SupplierScheduleService
from optimapos.partners.services.suppliers import SupplierFields, SupplierService

__all__ = [
    "CustomerCreditService",
    "CustomerFields",
    "CustomerMergeService",
    "CustomerScheduleService",
    "CustomerService",
    "CustomerSiteService",
    "DivisionFields",
    "SiteFields",
    "SupplierDivisionService",
    "SupplierFields",
    "SupplierScheduleService",
    "SupplierService",
]
