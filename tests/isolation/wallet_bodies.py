"""Bodies for operations on the wallet."""

from collections.abc import Callable
from typing import Any

from optimapos.core.ids import UUID


def _card(ids: dict[str, UUID]) -> dict[str, Any]:
    return {"amount": "5.00", "customer": ids["customer"], "location": ids["location"]}


def _program(ids: dict[str, UUID]) -> Any:
    return {"points_per_unit": "1", "point_value": "0.01", "excluded_groups": [ids["group"]]}


WALLET: dict[str, Callable[[dict[str, UUID]], Any]] = {
    "POST /api/wallet/gift-cards/": _card,
    "POST /api/wallet/store-credits/": lambda ids: {**_card(ids), "reason": "Goods came back"},
    "POST /api/wallet/lookup/": lambda ids: {"code": "0000-0000-0000-0000-000X"},
    "POST /api/wallet/accounts/{id}/reload/": lambda ids: {"amount": "1.00", "location": ids["location"]},
    "POST /api/wallet/accounts/{id}/adjust/": lambda ids: {
        "amount": "-1.00",
        "reason": "Counted again",
        "location": ids["location"],
    },
    "POST /api/wallet/accounts/{id}/block/": lambda ids: {"reason": "Lost"},
    "POST /api/wallet/accounts/{id}/unblock/": lambda ids: {"reason": "Found"},
    "POST /api/gift-card-sales/": lambda ids: {
        **_card(ids),
        "payments": [{"payment_method": "CASH", "amount_paid": "5.00"}],
    },
    "POST /api/gift-card-sales/{id}/void/": lambda ids: {"reason": "By mistake", "location": ids["location"]},
    "POST /api/gift-card-sales/{id}/paper/print/": lambda ids: {"form": "json"},
    "PUT /api/wallet/loyalty-program/": _program,
}
"""By operation, as `bodies.BODIES`."""
