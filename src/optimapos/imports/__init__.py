"""Imports and exports of products, prices, suppliers and opening stock as CSV or XLSX."""
