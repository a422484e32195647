"""Bodies for operations on customers."""

from collections.abc import Callable
from typing import Any

from optimapos.core.ids import UUID
from tests.factories.organization import unique


def _customer(ids: dict[str, UUID]) -> Any:
    return {"name": unique("Customer"), "price_group": ids["price_group"]}


def _customer_week(ids: dict[str, UUID]) -> Any:
    return {"days": [{"day": "mon", "expects_order": True, "order_deadline_time": "14:00"}]}


def _named(ids: dict[str, UUID]) -> Any:
    return {"name": unique("Name")}


CUSTOMERS: dict[str, Callable[[dict[str, UUID]], Any]] = {
    "POST /api/customers/": _customer,
    "PATCH /api/customers/{id}/": _customer,
    "POST /api/customers/{id}/adjust-credit/": lambda ids: {
        "type": "ADD",
        "amount": "1.00",
        "reason": "Agreed",
        "location": ids["location"],
    },
    "POST /api/customers/{id}/merge/": lambda ids: {"into": ids["customer"], "accept_conflicts": True},
    "POST /api/customers/{id}/opening-balance/": lambda ids: {"amount": "1.00", "location": ids["location"]},
    "POST /api/customers/{id}/payments/": lambda ids: {
        "amount": "1.00",
        "payment_method": "CASH",
        "location": ids["location"],
        "allocations": [{"sale": ids["receipt"], "amount": "1.00"}],
    },
    "POST /api/customers/{id}/schedule/": _customer_week,
    "PATCH /api/customers/{id}/schedule/": _customer_week,
    "POST /api/customers/{id}/sites/": _named,
    "POST /api/customers/{id}/validate/": lambda ids: {"amount": "5.00"},
    "PATCH /api/customers/{id}/sites/{site}/": _named,
}
"""By operation, as `bodies.BODIES`."""
