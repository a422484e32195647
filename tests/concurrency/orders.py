"""What the tests' clients send: the bodies of carts and checkouts."""

from collections.abc import Iterable
from typing import Any

CHECKOUT = "/api/sales/checkout/"
CASH = [{"payment_method": "CASH", "amount_paid": "1000000.00"}]
"""More than any test's total: the change is worked out."""


def line(product: object, quantity: object = 1) -> dict[str, str]:
    """A line of a cart."""
    return {"product": str(product), "quantity": str(quantity)}


def sale(lines: Iterable[tuple[object, object]], **more: Any) -> dict[str, Any]:
    """A whole sale for cash."""
    return {"items": [line(*each) for each in lines], "payments": CASH} | more


def on_credit(customer: object, lines: Iterable[tuple[object, object]]) -> dict[str, Any]:
    """A whole sale that nothing is paid for yet."""
    return sale(lines, customer=str(customer), payments=[])
