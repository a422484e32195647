"""Reads of partners."""

from optimapos.partners.selectors.customer_schedules import (
    can_order_today,
    get_daily_operations,
    next_customer_deadline,
    next_customer_delivery,
)
from optimapos.partners.selectors.customers import customer_by_id, customers_of, get_delivery_address, sites_of
from optimapos.partners.selectors.supplier_schedules import (
    can_place_order_today,
    get_expected_deliveries,
    get_next_delivery_date,
    get_order_deadline_suppliers,
    get_today_delivery_suppliers,
    next_order_deadline,
)
from optimapos.partners.selectors.suppliers import divisions_of, supplier_by_id, suppliers_of

__all__ = [
    "can_order_today",
    "can_place_order_today",
    "customer_by_id",
    "customers_of",
    "divisions_of",
    "get_daily_operations",
    "get_delivery_address",
    "get_expected_deliveries",
    "get_next_delivery_date",
    "get_order_deadline_suppliers",
    "get_today_delivery_suppliers",
    "next_customer_deadline",
    "next_customer_delivery",
    "next_order_deadline",
    "sites_of",
    "supplier_by_id",
    "suppliers_of",
]
