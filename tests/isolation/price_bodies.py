"""Bodies for operations on prices."""

from collections.abc import Callable
from typing import Any

from optimapos.core.ids import UUID
from tests.factories.organization import unique


def _price(ids: dict[str, UUID]) -> Any:
    return {"price": "7.00", "location": ids["location"], "packaging": ids["packaging"]}


def _tier(ids: dict[str, UUID], **more: Any) -> dict[str, Any]:
    return {
        "price": "9.00",
        "product": ids["product"],
        "packaging": ids["packaging"],
        "location": ids["location"],
        **more,
    }


def _promotion(ids: dict[str, UUID]) -> Any:
    targets = {"products": "product", "product_groups": "group", "price_groups": "price_group", "locations": "location"}
    return {
        "name": "Sale",
        "kind": "PERCENT",
        "value": "5",
        "needs_coupon": True,
        **{name: [ids[kind]] for name, kind in targets.items()},
    }


def _renamed(ids: dict[str, UUID]) -> Any:
    return {"name": unique("Name")}


PRICES: dict[str, Callable[[dict[str, UUID]], Any]] = {
    "POST /api/pricing/quote/": lambda ids: {
        "storefront": ids["location"],
        "customer": ids["customer"],
        "lines": [{"product": ids["product"], "packaging": ids["packaging"], "quantity": "1"}],
    },
    "POST /api/products/{product}/prices/": _price,
    "POST /api/group-prices/": lambda ids: _tier(ids, price_group=ids["price_group"]),
    "PATCH /api/group-prices/{id}/": lambda ids: {"price": "8.00"},
    "POST /api/price-lists/": lambda ids: {"name": unique("List"), "valid_from": "2030-01-01T00:00:00Z"},
    "PATCH /api/price-lists/{id}/": _renamed,
    "POST /api/price-lists/{id}/rows/": lambda ids: {
        "rows": [{"product": ids["product"], "packaging": ids["packaging"], "price": "9"}]
    },
    "POST /api/coupons/": lambda ids: {"promotion": ids["promotion"], "count": 1},
    "PATCH /api/coupons/{id}/": lambda ids: {"is_active": True},
    "POST /api/promotions/": _promotion,
    "PATCH /api/promotions/{id}/": _promotion,
    "POST /api/price-lists/{id}/simulate/": lambda ids: {"days": 7, "location": ids["location"]},
    "POST /api/promotions/{id}/simulate/": lambda ids: {"days": 7, "location": ids["location"]},
    "POST /api/price-proposals/apply/": lambda ids: {"ids": [ids["price_proposal"]]},
    "POST /api/price-proposals/dismiss/": lambda ids: {"ids": [ids["price_proposal"]]},
    "PATCH /api/pricing-settings/": lambda ids: {"threshold_percent": "5"},
    "POST /api/step-prices/": lambda ids: _tier(ids, min_quantity="12"),
    "PATCH /api/step-prices/{id}/": lambda ids: {"price": "8.00", "min_quantity": "24"},
}
