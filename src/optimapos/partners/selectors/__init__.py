"""Reads of partners."""

from optimapos.partners.selectors.customers import customers_of
from optimapos.partners.selectors.supplier_schedules import (
    can_place_order_today,
    get_daily_operations,
    get_expected_deliveries,
    get_next_delivery_date,
    get_order_deadline_suppliers,
    get_today_delivery_suppliers,
    next_order_deadline,
)
from optimapos.partners.selectors.suppliers import divisions_of, supplier_by_id, suppliers_of

__all__ = [
    "can_place_order_today",
    "customers_of",
    "divisions_of",
    "get_daily_operations",
    "get_expected_deliveries",
    "get_next_delivery_date",
    "get_order_deadline_suppliers",
    "get_today_delivery_suppliers",
    "next_order_deadline",
    "supplier_by_id",
    "suppliers_of",
]
