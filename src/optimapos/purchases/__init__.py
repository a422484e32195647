"""Purchasing: requests, orders, delivery receipts, returns to suppliers, invoices, payments and landed costs."""
