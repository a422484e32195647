"""Customers and what they owe."""
