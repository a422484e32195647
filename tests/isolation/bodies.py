"""A right body for every operation that takes one, made from the ids of a business, with every id that it can take.

A new operation fails until it has an entry here; an id in a body is found by its value.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from optimapos.core.ids import UUID
from tests.factories.organization import unique
from tests.isolation.customer_bodies import CUSTOMERS
from tests.isolation.payment_bodies import PAYMENT_BODIES
from tests.isolation.price_bodies import PRICES
from tests.isolation.till_bodies import TILLS
from tests.isolation.wallet_bodies import WALLET

Body = Callable[[dict[str, UUID]], Any]


def _code() -> str:
    return unique("C")[-12:].upper().replace("-", "")


def _named(ids: dict[str, UUID]) -> Any:
    return {"code": _code(), "name": unique("Name")}


def _only_name(ids: dict[str, UUID]) -> Any:
    return {"name": unique("Name")}


def _group(ids: dict[str, UUID]) -> Any:
    return {"code": _code(), "name": unique("Group"), "parent": ids["group"]}


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


def _layout(ids: dict[str, UUID], **where: UUID) -> dict[str, Any]:
    tile = {"place": 3, "product": ids["product"], "packaging": ids["packaging"]}
    return {"name": unique("Grid"), "tabs": [{"name": "All", "tiles": [tile]}], **where}


def _line(ids: dict[str, UUID]) -> dict[str, Any]:
    return {
        "product": ids["product"],
        "stock_product": ids["stock_item"],
        "packaging": ids["packaging"],
        "quantity": "1",
    }


def _paid(ids: dict[str, UUID]) -> dict[str, Any]:
    return {"payments": [{"payment_method": "CASH", "amount_paid": "500.00"}]}


def _buyer(ids: dict[str, UUID]) -> dict[str, Any]:
    return {"customer": ids["customer"], "customer_site": ids["site"]}


def _checkout(ids: dict[str, UUID]) -> Any:
    return {"items": [_line(ids)], "storefront": ids["location"], **_buyer(ids), **_paid(ids), **_approved(ids)}


def _approved(ids: dict[str, UUID]) -> dict[str, Any]:
    return {"approvals": [ids["approval"]]}


def _question(ids: dict[str, UUID]) -> Any:
    cart = {"items": [_line(ids)], "storefront": ids["location"], **_buyer(ids), **_approved(ids)}
    return {"action": "sale.discount", "reason": "dented", "cart": cart}


def _nothing(ids: dict[str, UUID]) -> Any:
    return {}


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


def _week(ids: dict[str, UUID]) -> Any:
    return {"days": [{"day": "mon", "expects_order": True, "order_deadline_time": "14:00"}]}


def _way(start: str, end: str) -> dict[str, Any]:
    return {"from_status": start, "to_status": end, "capability": "purchase.request"}


def _status(ids: dict[str, UUID]) -> Any:
    return {"code": "parked", "name": "Parked", "transitions": [_way("draft", "parked"), _way("parked", "draft")]}


def _workflow(ids: dict[str, UUID]) -> Any:
    statuses = [
        {"code": "draft", "name": "A", "is_initial": True},
        {"code": "submitted", "name": "B", "is_final": True},
    ]
    return {"statuses": statuses, "transitions": [_way("draft", "submitted")]}


def _bought(ids: dict[str, UUID], **more: Any) -> dict[str, Any]:
    return {"product": ids["product"], "packaging": ids["packaging"], "quantity": "1", "unit_price": "2.00", **more}


def _purchase(ids: dict[str, UUID], *lines: Any) -> dict[str, Any]:
    return {"supplier": ids["supplier"], "division": ids["division"], "lines": list(lines)}


def _at(ids: dict[str, UUID], body: dict[str, Any]) -> dict[str, Any]:
    return {"location": ids["location"], **body}


def _going_back(ids: dict[str, UUID], **more: Any) -> dict[str, Any]:
    return {"receipt_line": ids["done_receipt_line"], "quantity": "1", **more}


def _without_supplier(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "supplier"}


def _of_line(ids: dict[str, UUID], kind: str) -> Any:
    return {"lines": [{"line": ids[kind], "quantity": "1"}]}


def _listed(ids: dict[str, UUID]) -> Any:
    return {"packaging": ids["packaging"], "price": "2.50", "valid_from": "2021-01-01"}


def _step(ids: dict[str, UUID]) -> Any:
    return {"status": "cancelled", "comment": "no more"}


def _paper(ids: dict[str, UUID], *lines: Any) -> dict[str, Any]:
    return {"division": ids["division"], "supplier_number": unique("N"), "lines": list(lines)}


def _invoiced(ids: dict[str, UUID]) -> dict[str, Any]:
    return {"receipt_line": ids["done_receipt_line"], "quantity": "1", "unit_price": "3.00"}


def _settling(ids: dict[str, UUID]) -> dict[str, Any]:
    return {"allocations": [{"invoice": ids["booked_invoice"], "amount": "0.50"}]}


def _payment(ids: dict[str, UUID]) -> Any:
    money = {"supplier": ids["supplier"], "division": ids["division"], "amount": "1.00", "method": "CASH"}
    return _at(ids, {**money, **_settling(ids)})


def _credit_note(ids: dict[str, UUID]) -> Any:
    line = {"return_line": ids["done_return_line"], "quantity": "1"}
    return _at(ids, {"supplier": ids["supplier"], **_paper(ids, line), **_settling(ids)})


def _landed(ids: dict[str, UUID]) -> dict[str, Any]:
    charge = {"kind": "FREIGHT", "amount": "1.00", "invoice_line": ids["booked_invoice_line"]}
    goods = {"receipts": [ids["done_receipt"]], "receipt_lines": [ids["done_receipt_line"]]}
    return {"basis": "VALUE", "charges": [charge], **goods}


def _transfer(ids: dict[str, UUID]) -> Any:
    return {"to_location": ids["destination"], "lines": [_packages(ids)]}


def _packages(ids: dict[str, UUID]) -> dict[str, Any]:
    return {"product": ids["product"], "packaging": ids["packaging"], "quantity": "1"}


def _adjustment(ids: dict[str, UUID]) -> Any:
    return {"lines": [_packages(ids) | {"reason": "FOUND", "batch": ids["batch"]}]}


def _count(ids: dict[str, UUID]) -> Any:
    return {"scope": "PRODUCTS", "products": [ids["product"]]}


def _counted(ids: dict[str, UUID]) -> Any:
    return {"lines": [{"product": ids["product"], "line": ids["open_count_line"], "quantity": "3"}]}


BODIES: dict[str, Body] = {
    "POST /api/approvals/": _question,
    "POST /api/approvals/{id}/grant/": _nothing,
    "POST /api/business/logo/": lambda ids: "picture",
    "PATCH /api/business/": lambda ids: {"receipt_footer": "Come again."},
    "POST /api/brands/": _only_name,
    "PATCH /api/brands/{id}/": _only_name,
    **CUSTOMERS,
    **PRICES,
    **TILLS,
    **WALLET,
    **PAYMENT_BODIES,
    "POST /api/document-types/": lambda ids: {
        "kind": "PURCHASE_REQUEST",
        "code": _code(),
        "name": "Type",
        "prefix": _code(),
    },
    "PATCH /api/document-types/{id}/": _only_name,
    "POST /api/document-types/{id}/statuses/": _status,
    "POST /api/document-types/{id}/statuses/insert/": lambda ids: {
        "from_status": "submitted",
        "to_status": "approved",
        "code": "boss",
        "name": "Boss",
    },
    "PATCH /api/document-types/{id}/statuses/{code}/": _only_name,
    "POST /api/document-types/{id}/transitions/": lambda ids: _way("approved", "submitted"),
    "PATCH /api/document-types/{id}/transitions/{from_status}/{to_status}/": lambda ids: {"requires_comment": True},
    "POST /api/document-types/{id}/workflow/": _workflow,
    "POST /api/document-types/{id}/workflow/check/": _workflow,
    "POST /api/imports/": lambda ids: "sku",
    "POST /api/imports/{id}/apply/": lambda ids: {"force": False},
    "POST /api/locations/": _named,
    "PATCH /api/locations/{id}/": _only_name,
    "PATCH /api/members/{id}/": lambda ids: {"locations": [ids["location"]]},
    "POST /api/roles/": lambda ids: {"name": unique("Role"), "copy_of": ids["role"]},
    "PATCH /api/roles/{id}/": _only_name,
    "PATCH /api/terminals/{id}/": _only_name,
    "POST /api/live/": _nothing,
    "POST /api/saved-views/": lambda ids: {"page": "sales", "name": unique("View"), "state": {"query": "a=1"}},
    "PATCH /api/saved-views/{id}/": _only_name,
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
    "POST /api/products/{product}/pictures/": lambda ids: "picture",
    "PATCH /api/products/{product}/pictures/{id}/": lambda ids: {"alt_text": "Tea", "position": 0},
    "POST /api/products/{id}/barcodes/": lambda ids: {"code": unique("bar"), "packaging": ids["packaging"]},
    "POST /api/products/{id}/life-cycle/": lambda ids: {"life_cycle": "PHASE_OUT"},
    "POST /api/products/{id}/packagings/": lambda ids: {"name": unique("Pack"), "factor_num": 6},
    "PATCH /api/products/{id}/packagings/{packaging}/": _only_name,
    "POST /api/delivery-receipts/": lambda ids: _at(
        ids, _purchase(ids, _bought(ids, order_line=ids["open_order_line"]))
    ),
    "PATCH /api/delivery-receipts/{id}/": lambda ids: _without_supplier(
        _purchase(ids, _bought(ids, id=ids["delivery_receipt_line"], order_line=ids["open_order_line"]))
    ),
    "POST /api/delivery-receipts/{id}/correct/": lambda ids: {
        "line": ids["done_receipt_line"],
        "unit_price": "2",
        "reason": "x",
    },
    "POST /api/delivery-receipts/{id}/return/": lambda ids: {"lines": [_going_back(ids)]},
    "POST /api/delivery-receipts/{id}/transition/": _step,
    "POST /api/order-board/requests/": lambda ids: {"location": ids["location"], "suppliers": [ids["supplier"]]},
    "POST /api/purchase-orders/": lambda ids: _at(ids, _purchase(ids, _bought(ids))),
    "PATCH /api/purchase-orders/{id}/": lambda ids: _without_supplier(
        _purchase(ids, _bought(ids, id=ids["purchase_order_line"]))
    ),
    "POST /api/purchase-orders/{id}/cancel-lines/": lambda ids: {
        "lines": [ids["open_order_line"]],
        "reason": "sold out",
    },
    "POST /api/purchase-orders/{id}/receive/": lambda ids: {
        **_of_line(ids, "open_order_line"),
        "division": ids["division"],
    },
    "POST /api/purchase-orders/{id}/transition/": _step,
    "PUT /api/offline/key/": lambda ids: {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
    "POST /api/offline/grants/": lambda ids: {"key": "A" * 43},
    "POST /api/offline/files/": lambda ids: {"content": "{}", "signature": "x"},
    "POST /api/offline/sales/": lambda ids: {"envelopes": [{"payload": "{}", "signature": "x"}]},
    "POST /api/offline/sales/{id}/settle/": lambda ids: {"note": "paid back"},
    "PATCH /api/offline/settings/": lambda ids: {"grant_hours": 24},
    "POST /api/purchase-requests/": lambda ids: _at(ids, _purchase(ids, _bought(ids, supplier=ids["supplier"]))),
    "PATCH /api/purchase-requests/{id}/": lambda ids: _purchase(ids, _bought(ids, id=ids["purchase_request_line"])),
    "POST /api/purchase-requests/convert/": lambda ids: {
        "requests": [ids["approved_request"]],
        "supplier": ids["supplier"],
    },
    "POST /api/purchase-requests/{id}/convert/": lambda ids: {
        **_of_line(ids, "approved_request_line"),
        "supplier": ids["supplier"],
        "division": ids["division"],
    },
    "POST /api/purchase-requests/{id}/transition/": _step,
    "PATCH /api/purchase-settings/": lambda ids: {"over_delivery_percent": "5"},
    "POST /api/reorder-rules/": lambda ids: _at(
        ids, {"product": ids["product"], "supplier": ids["supplier"], "reorder_point": "1", "target_qty": "5"}
    ),
    "PATCH /api/reorder-rules/{id}/": lambda ids: {
        "supplier": ids["supplier"],
        "reorder_point": "1",
        "target_qty": "5",
    },
    "POST /api/landed-costs/": lambda ids: _at(ids, _landed(ids)),
    "PATCH /api/landed-costs/{id}/": _landed,
    "POST /api/landed-costs/{id}/transition/": _step,
    "POST /api/supplier-credit-notes/": _credit_note,
    "POST /api/supplier-credit-notes/{id}/allocate/": _settling,
    "POST /api/supplier-credit-notes/{id}/reverse/": lambda ids: {"reason": "wrong"},
    "POST /api/supplier-invoices/": lambda ids: _at(ids, {"supplier": ids["supplier"], **_paper(ids, _invoiced(ids))}),
    "PATCH /api/supplier-invoices/{id}/": lambda ids: _paper(ids, _invoiced(ids)),
    "POST /api/supplier-invoices/{id}/transition/": _step,
    "POST /api/supplier-payments/": _payment,
    "POST /api/supplier-payments/{id}/allocate/": _settling,
    "POST /api/supplier-payments/{id}/reverse/": lambda ids: {"reason": "bounced"},
    "POST /api/suppliers/{id}/opening-balance/": lambda ids: _at(ids, {"amount": "5.00"}),
    "POST /api/supplier-products/": lambda ids: {
        **_listed(ids),
        "supplier": ids["supplier"],
        "product": ids["product"],
    },
    "PATCH /api/supplier-products/{id}/": _listed,
    "POST /api/supplier-returns/": lambda ids: _at(ids, _purchase(ids, _going_back(ids))),
    "PATCH /api/supplier-returns/{id}/": lambda ids: _without_supplier(
        _purchase(ids, _going_back(ids, id=ids["supplier_return_line"]))
    ),
    "POST /api/supplier-returns/{id}/transition/": _step,
    "POST /api/sales/": lambda ids: {"storefront": ids["location"], **_buyer(ids)},
    "POST /api/sales/checkout/": _checkout,
    "PATCH /api/sales/{id}/": _buyer,
    "POST /api/sales/{id}/cancel/": lambda ids: {"reason": "changed his mind"},
    "POST /api/sales/{id}/complete/": lambda ids: _paid(ids) | _approved(ids),
    "POST /api/sales/{id}/hold/": lambda ids: {"label": "window"},
    "POST /api/sales/{id}/items/": _line,
    "PATCH /api/sales/{id}/items/{item_id}/": lambda ids: {"quantity": "2"},
    "POST /api/sequences/": lambda ids: {"code": _code(), "prefix": "A"},
    "PATCH /api/sequences/{id}/": lambda ids: {"prefix": "B"},
    "POST /api/stock-adjustments/": lambda ids: {"location": ids["location"], **_adjustment(ids)},
    "PATCH /api/stock-adjustments/{id}/": _adjustment,
    "POST /api/stock-adjustments/{id}/transition/": lambda ids: {"status": "cancelled"},
    "POST /api/stock-counts/": lambda ids: {"location": ids["location"], "scope": "GROUP", "group": ids["group"]},
    "PATCH /api/stock-counts/{id}/": _count,
    "POST /api/stock-counts/{id}/lines/": _counted,
    "POST /api/stock-counts/{id}/transition/": lambda ids: {"status": "cancelled"},
    "POST /api/stock-products/opening-stock/": _opening,
    "POST /api/stock-transfers/": lambda ids: {"location": ids["location"], **_transfer(ids)},
    "PATCH /api/stock-transfers/{id}/": _transfer,
    "POST /api/stock-transfers/{id}/receive/": lambda ids: {
        "lines": [{"line": ids["sent_transfer_line"], "quantity": "1"}]
    },
    "POST /api/stock-transfers/{id}/transition/": lambda ids: {"status": "cancelled"},
    "POST /api/suppliers/": _only_name,
    "PATCH /api/suppliers/{id}/": _only_name,
    "POST /api/suppliers/{id}/divisions/": _named,
    "PATCH /api/suppliers/{id}/divisions/{division}/": _only_name,
    "POST /api/suppliers/{id}/schedule/": _week,
    "PATCH /api/suppliers/{id}/schedule/": _week,
    "POST /api/suppliers/{id}/validate/": lambda ids: {"amount": "5.00"},
    "POST /api/tax-categories/": _named,
    "PATCH /api/tax-categories/{id}/": _only_name,
    "POST /api/tax-rates/": _rate,
    "POST /api/terminals/": lambda ids: {"location": ids["location"], "code": _code()[-8:]},
    "POST /api/terminals/enrol/": lambda ids: {"code": "2345-6789-ABCD-EFGH"},
    "POST /api/terminals/sign-in/": lambda ids: {"email": "nobody@staff.test", "pin": "0000"},
    "POST /api/till/code-rules/": lambda ids: {
        "rules": [{"name": "Weight", "kind": "WEIGHT", "pattern": "21.....{NNDDD}", "symbology": "EAN13"}]
    },
    "POST /api/till/layouts/": lambda ids: _layout(ids, terminal=ids["terminal"]),
    "PATCH /api/till/layouts/{id}/": lambda ids: _layout(ids, storefront=ids["location"]),
    "POST /api/units/": _named,
    "PATCH /api/units/{id}/": _only_name,
}
