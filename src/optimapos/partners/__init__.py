"""Customers and what they owe; suppliers, their divisions and their weeks."""
