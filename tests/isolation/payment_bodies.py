"""Bodies of payments through providers. An amount that can't pay the sale leaves it a cart for the other operations."""

from collections.abc import Callable
from typing import Any

PAYMENT_BODIES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "POST /api/payments/card-intent/": lambda ids: {
        "sale": ids["sale"],
        "account": ids["payment_account"],
        "amount": "0.01",
    },
    "POST /api/payments/mobile-money/": lambda ids: {
        "sale": ids["sale"],
        "account": ids["payment_account"],
        "phone_number": "+233241234567",
        "network": "MTN",
        "amount": "0.01",
    },
    "POST /api/payments/{id}/confirm/": lambda ids: {"approved": False},
    "POST /api/payments/{id}/replace/": lambda ids: {"payment_method": "STORE_CREDIT"},
    "POST /api/payments/events/{id}/match/": lambda ids: {"intent": ids["payment_intent"]},
    "POST /api/payments/accounts/": lambda ids: {"provider": "MANUAL", "name": "A machine"},
    "PATCH /api/payments/accounts/{id}/": lambda ids: {"networks": ["MTN"]},
}
