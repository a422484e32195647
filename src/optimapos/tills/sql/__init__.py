"""The feed's statements: rows ready for a till as JSON texts, and which of them changed."""

from optimapos.tills.sql.changes import CHANGED, COMPACT, CREDIT_CHANGED, HELD, MOMENT, STOCK_CHANGED, WHOLE_CHANGED
from optimapos.tills.sql.customers import CREDIT
from optimapos.tills.sql.prices import PRICES
from optimapos.tills.sql.products import PRODUCTS, STOCK
from optimapos.tills.sql.references import REFERENCES

__all__ = [
    "CHANGED",
    "COMPACT",
    "CREDIT",
    "CREDIT_CHANGED",
    "HELD",
    "MOMENT",
    "PRICES",
    "PRODUCTS",
    "REFERENCES",
    "STOCK",
    "STOCK_CHANGED",
    "WHOLE_CHANGED",
]
