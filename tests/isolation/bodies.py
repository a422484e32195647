"""A right body for every operation that takes one, made from the ids of a business, with every id that it can take.

A new operation fails until it has an entry here; an id in a body is found by its value.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from optimapos.core.ids import UUID
from tests.factories.organization import unique

Body = Callable[[dict[str, UUID]], Any]


def _code() -> str:
    return unique("C")[-12:].upper().replace("-", "")


def _named(ids: dict[str, UUID]) -> Any:
    return {"code": _code(), "name": unique("Name")}


def _only_name(ids: dict[str, UUID]) -> Any:
    return {"name": unique("Name")}


def _group(ids: dict[str, UUID]) -> Any:
    return {"code": _code(), "name": unique("Group"), "parent": ids["group"]}


def _customer(ids: dict[str, UUID]) -> Any:
    return {"name": unique("Customer"), "price_group": ids["price_group"]}


def _product(ids: dict[str, UUID]) -> Any:
    return {
        "sku": unique("sku"),
        "name": unique("Product"),
        "unit": ids["unit"],
        "tax_category": ids["tax_category"],
        "group": ids["group"],
        "brand": ids["brand"],
    }


def _new_product(ids: dict[str, UUID]) -> Any:
    return _product(ids) | {
        "prices": [{"price": "5.00", "location": ids["location"]}],
        "opening_stock": [{"location": ids["location"], "quantity": "3", "unit_cost": "1"}],
    }


def _line(ids: dict[str, UUID]) -> dict[str, Any]:
    return {
        "product": ids["product"],
        "stock_product": ids["stock_item"],
        "packaging": ids["packaging"],
        "quantity": "1",
    }


def _paid(ids: dict[str, UUID]) -> dict[str, Any]:
    return {"payments": [{"payment_method": "CASH", "amount_paid": "500.00"}]}


def _checkout(ids: dict[str, UUID]) -> Any:
    return {"storefront": ids["location"], "customer": ids["customer"], "items": [_line(ids)], **_paid(ids)}


def _nothing(ids: dict[str, UUID]) -> Any:
    return {}


def _price(ids: dict[str, UUID]) -> Any:
    return {"price": "7.00", "location": ids["location"], "packaging": ids["packaging"]}


def _rate(ids: dict[str, UUID]) -> Any:
    day = datetime.now(UTC).microsecond % 27 + 1
    return {
        "category": ids["tax_category"],
        "location": ids["location"],
        "code": "R",
        "rate": "5",
        "valid_from": f"20{datetime.now(UTC).microsecond // 7 % 80 + 10}-03-{day:02}",
    }


def _opening(ids: dict[str, UUID]) -> Any:
    return {"storefront": ids["location"], "lines": [{"product": ids["product"], "quantity": "1", "unit_cost": "1"}]}


BODIES: dict[str, Body] = {
    "PATCH /api/business/": lambda ids: {"receipt_footer": "Come again."},
    "POST /api/brands/": _only_name,
    "PATCH /api/brands/{id}/": _only_name,
    "POST /api/customers/": _customer,
    "PATCH /api/customers/{id}/": _customer,
    "POST /api/locations/": _named,
    "POST /api/members/": lambda ids: {
        "email": f"{unique('new')}@staff.test",
        "role": "cashier",
        "locations": [ids["location"]],
    },
    "POST /api/members/{id}/pin/": lambda ids: {"pin": "1357"},
    "POST /api/price-groups/": _named,
    "PATCH /api/price-groups/{id}/": _only_name,
    "POST /api/product-groups/": _group,
    "PATCH /api/product-groups/{id}/": lambda ids: {"name": unique("Group"), "parent": ids["group"]},
    "POST /api/products/": _new_product,
    "PATCH /api/products/{id}/": _product,
    "POST /api/products/{id}/barcodes/": lambda ids: {"code": unique("bar"), "packaging": ids["packaging"]},
    "POST /api/products/{id}/life-cycle/": lambda ids: {"life_cycle": "PHASE_OUT"},
    "POST /api/products/{id}/packagings/": lambda ids: {"name": unique("Pack"), "factor_num": 6},
    "PATCH /api/products/{id}/packagings/{packaging}/": _only_name,
    "POST /api/products/{product}/prices/": _price,
    "POST /api/sales/": lambda ids: {"storefront": ids["location"], "customer": ids["customer"]},
    "POST /api/sales/checkout/": _checkout,
    "PATCH /api/sales/{id}/": lambda ids: {"customer": ids["customer"]},
    "POST /api/sales/{id}/cancel/": lambda ids: {"reason": "changed his mind"},
    "POST /api/sales/{id}/complete/": _paid,
    "POST /api/sales/{id}/hold/": lambda ids: {"label": "window"},
    "POST /api/sales/{id}/items/": _line,
    "PATCH /api/sales/{id}/items/{item_id}/": lambda ids: {"quantity": "2"},
    "POST /api/sequences/": lambda ids: {"code": _code(), "prefix": "A"},
    "PATCH /api/sequences/{id}/": lambda ids: {"prefix": "B"},
    "POST /api/stock-products/opening-stock/": _opening,
    "POST /api/tax-categories/": _named,
    "PATCH /api/tax-categories/{id}/": _only_name,
    "POST /api/tax-rates/": _rate,
    "POST /api/terminals/": lambda ids: {"location": ids["location"], "code": _code()[-8:]},
    "POST /api/terminals/enrol/": lambda ids: {"code": "2345-6789-ABCD-EFGH"},
    "POST /api/terminals/sign-in/": lambda ids: {"email": "nobody@staff.test", "pin": "0000"},
    "POST /api/units/": _named,
    "PATCH /api/units/{id}/": _only_name,
}
