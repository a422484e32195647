"""Selling: carts, checkout, payments taken, receipts."""
