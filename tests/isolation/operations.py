"""Every operation of the API, from its OpenAPI document, and the ids that each takes.

What the document can't tell stands here: which kind of record a parameter names, and a body that is right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from drf_spectacular.generators import SchemaGenerator

from optimapos.core.ids import UUID, new_id
from tests.isolation.bodies import BODIES

Ids = dict[str, UUID]

RESOURCES = {
    "accounts": "wallet_account",
    "approvals": "approval",
    "audit-logs": "audit_log",
    "brands": "brand",
    "coupons": "coupon",
    "customers": "customer",
    "delivery-receipts": "delivery_receipt",
    "document-types": "document_type",
    "group-prices": "group_price",
    "imports": "import",
    "landed-costs": "landed_cost",
    "layouts": "till_layout",
    "gift-card-sales": "card_sale",
    "locations": "location",
    "payments": "payment",
    "events": "payment_event",
    "intents": "payment_intent",
    "members": "member",
    "roles": "role",
    "price-groups": "price_group",
    "price-lists": "price_list",
    "price-proposals": "price_proposal",
    "product-groups": "group",
    "pictures": "picture",
    "products": "product",
    "promotions": "promotion",
    "purchase-orders": "purchase_order",
    "purchase-requests": "purchase_request",
    "refunds": "refund",
    "reorder-rules": "reorder_rule",
    "sales": "sale",
    "shifts": "shift",
    "saved-views": "saved_view",
    "sequences": "sequence",
    "step-prices": "step_price",
    "stock-adjustments": "stock_adjustment",
    "stock-alerts": "stock_alert",
    "stock-counts": "stock_count",
    "stock-products": "stock_item",
    "stock-transfers": "stock_transfer",
    "storefronts": "location",
    "supplier-credit-notes": "supplier_credit_note",
    "supplier-invoices": "supplier_invoice",
    "supplier-payments": "supplier_payment",
    "supplier-products": "supplier_product",
    "supplier-returns": "supplier_return",
    "suppliers": "supplier",
    "tax-categories": "tax_category",
    "tax-rates": "tax_rate",
    "terminals": "terminal",
    "units": "unit",
}
"""Which kind of record an `{id}` names, by the part of the path before it."""
PATH_PARAMETERS = {
    "item_id": "line",
    "barcode": "barcode",
    "packaging": "packaging",
    "product": "product",
    "division": "division",
    "site": "site",
}
QUERY_PARAMETERS = {
    "account": "payment_account",
    "brand": "brand",
    "customer": "customer",
    "customer_site": "site",
    "document_type": "document_type",
    "group": "group",
    "intent": "payment_intent",
    "location": "location",
    "parent": "group",
    "packaging": "packaging",
    "price_group": "price_group",
    "product": "product",
    "promotion": "promotion",
    "root": "group",
    "payment": "payment",
    "record": "sale",
    "sale": "sale",
    "shift": "shift",
    "source": "done_receipt",
    "storefront": "location",
    "supplier": "supplier",
    "terminal": "terminal",
    "to_location": "destination",
    "category": "tax_category",
    "code": "scanned",
}
NOT_TENANTS = {"user", "cashier"}
"""Parameters with the id of something that belongs to no business."""
REQUIRED = {
    "at": "2031-03-10T12:00:00Z",
    "date_from": "2031-03-10",
    "date_to": "2031-03-10",
    "kind": "products",
    "since": "nowhere.0",
    "first_day": "2031-03-10",
    "last_day": "2031-03-10",
}
"""Something for required parameters that name no record."""
WORDS = {
    "/api/document-types/{id}/statuses/{code}/": {"code": "draft"},
    "/api/document-types/{id}/transitions/{from_status}/{to_status}/": {
        "from_status": "draft",
        "to_status": "submitted",
    },
    "/api/exports/{kind}/": {"kind": "products"},
    "/api/exports/{kind}/template/": {"kind": "products"},
    "/api/till/coupons/{code}/": {"code": "SUMMER"},
}
"""What stands for parameters of the path that are words, not ids."""
COMPLETED = {
    "/api/sales/{id}/receipt/",
    "/api/sales/{id}/receipt/email/",
    "/api/gift-card-sales/{id}/paper/",
    "/api/gift-card-sales/{id}/paper/print/",
    "/api/sales/{id}/receipt/print/",
    "/api/sales/{id}/refund-eligibility/",
    "/api/sales/{id}/void/",
}
"""Operations on a sale that has to be completed."""
IN_STATE = {
    "/api/payments/accounts/{id}/": "payment_account",
    "/api/payments/{id}/cancel/": "payment_intent",
    "/api/payments/{id}/confirm/": "payment_intent",
    "/api/payments/{id}/refund/": "payment_intent",
    "/api/payments/{id}/status/": "payment_intent",
    "/api/offline/sales/{id}/": "offline_sale",
    "/api/offline/sales/{id}/retry/": "offline_sale",
    "/api/offline/sales/{id}/settle/": "offline_sale",
    "/api/delivery-receipts/{id}/correct/": "done_receipt",
    "/api/delivery-receipts/{id}/return/": "done_receipt",
    "/api/refunds/{id}/exchange/": "approved_exchange",
    "/api/refunds/{id}/process/": "approved_refund",
    "/api/shifts/{id}/supplements/": "closed_shift",
    "/api/purchase-orders/{id}/cancel-lines/": "open_order",
    "/api/purchase-orders/{id}/receive/": "open_order",
    "/api/purchase-requests/{id}/convert/": "approved_request",
    "/api/stock-counts/{id}/differences/": "open_count",
    "/api/stock-counts/{id}/lines/": "open_count",
    "/api/stock-transfers/{id}/receive/": "sent_transfer",
}
"""Operations on a document in a certain status, or a record of another kind than its path says, and which."""
METHODS = ("get", "post", "patch", "put", "delete")


@dataclass(frozen=True)
class Operation:
    """One operation; `path_kinds` and `query_kinds` say which kind of record each parameter names."""

    method: str
    path: str
    path_kinds: dict[str, str]
    query_kinds: dict[str, str]
    required: frozenset[str]
    has_body: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def body(self, ids: Ids) -> Any:
        """A body that is right for a business with these ids."""
        if not self.has_body:
            return None
        assert str(self) in BODIES, (
            f"{self} has no body in tests/isolation/bodies.py: add one with every id that it takes"
        )
        return BODIES[str(self)](ids)

    def places(self, ids: Ids) -> list[str]:
        """Where the operation takes an id: parameters of the path and of the query, and kinds of record in its body."""
        in_body = {f"body:{kind}" for kind in _kinds_in(self.body(ids), ids)}
        return (
            [f"path:{name}" for name in self.path_kinds]
            + [f"query:{name}" for name in self.query_kinds if self.method == "GET"]
            + sorted(in_body)
        )

    def kind_at(self, place: str) -> str:
        """Which kind of record a place names."""
        where, _, name = place.partition(":")
        return {"path": self.path_kinds, "query": self.query_kinds}.get(where, {name: name})[name]

    def request(self, ids: Ids, place: str = "", instead: UUID | None = None) -> tuple[str, str, Any]:
        """Method, path and body with these ids; at one place perhaps another."""
        where, _, name = place.partition(":")
        path = self.path
        for parameter, word in WORDS.get(path, {}).items():
            path = path.replace(f"{{{parameter}}}", word)
        for parameter, kind in self.path_kinds.items():
            own = instead if instead and (where, name) == ("path", parameter) else ids[kind]
            path = path.replace(f"{{{parameter}}}", str(own))
        query = {
            each: str(ids[self.query_kinds[each]]) if each in self.query_kinds else REQUIRED[each]
            for each in self.required
        }
        if where == "query":
            query[name] = str(instead or ids[self.query_kinds[name]])
        path += f"?{urlencode(query)}" if query else ""
        body = self.body(ids)
        if where == "body":
            body = _replaced(body, str(ids[name]), str(instead))
        return self.method, path, body


def operations() -> list[Operation]:
    """Every operation under `/api/`."""
    generator: Any = SchemaGenerator
    document = generator().get_schema(request=None, public=True)
    return [
        _operation(method, path, described)
        for path, methods in sorted(document["paths"].items())
        for method, described in methods.items()
        if method in METHODS
    ]


def cases() -> Iterator[tuple[Operation, str]]:
    """Every place of every operation that takes an id."""
    some = {kind: new_id() for kind in ALL_KINDS}
    for operation in operations():
        for place in operation.places(some):
            yield operation, place


def _operation(method: str, path: str, described: dict[str, Any]) -> Operation:
    query = [parameter for parameter in described.get("parameters", []) if parameter["in"] == "query"]
    return Operation(
        method=method.upper(),
        path=path,
        path_kinds={
            name: _path_kind(path, name) for name in re.findall(r"{(\w+)}", path) if name not in WORDS.get(path, {})
        },
        query_kinds=_query_kinds(path, query),
        required=frozenset(parameter["name"] for parameter in query if parameter.get("required")),
        has_body="requestBody" in described,
    )


def _path_kind(path: str, name: str) -> str:
    before = path.split(f"/{{{name}}}", maxsplit=1)[0].rsplit("/", 1)[-1]
    kind = RESOURCES.get(before) if name in {"id", "pk"} else PATH_PARAMETERS.get(name)
    assert kind, f"{path}: say in tests/isolation/operations.py which kind of record {{{name}}} is"
    return IN_STATE.get(path) or ("receipt" if path in COMPLETED and kind == "sale" else kind)


def _query_kinds(path: str, parameters: list[dict[str, Any]]) -> dict[str, str]:
    kinds = {}
    for parameter in parameters:
        name, schema = parameter["name"], parameter["schema"]
        if (
            name in NOT_TENANTS
            or schema.get("enum")
            or (name not in QUERY_PARAMETERS and schema.get("format") != "uuid")
        ):
            continue
        assert name in QUERY_PARAMETERS, (
            f"{path}: say in tests/isolation/operations.py which kind of record ?{name}= is"
        )
        if not (name == "category" and "tax-rates" not in path):
            kinds[name] = QUERY_PARAMETERS[name]
    return kinds


def _kinds_in(body: Any, ids: Ids) -> set[str]:
    texts = set(_texts(body))
    return {kind for kind, own in ids.items() if str(own) in texts}


def _texts(body: Any) -> Iterator[str]:
    if isinstance(body, dict):
        for value in body.values():
            yield from _texts(value)
    elif isinstance(body, list):
        for value in body:
            yield from _texts(value)
    else:
        yield str(body)


def _replaced(body: Any, old: str, new: str) -> Any:
    if isinstance(body, dict):
        return {name: _replaced(value, old, new) for name, value in body.items()}
    if isinstance(body, list):
        return [_replaced(value, old, new) for value in body]
    return new if str(body) == old else body


LINES = {
    f"{kind}_line"
    for kind in (
        "purchase_request",
        "approved_request",
        "purchase_order",
        "open_count",
        "open_order",
        "sent_transfer",
        "delivery_receipt",
        "done_receipt",
        "supplier_return",
        "booked_invoice",
        "done_return",
    )
}
"""Kinds of record that only bodies name."""
ALL_KINDS = {
    *RESOURCES.values(),
    *PATH_PARAMETERS.values(),
    *QUERY_PARAMETERS.values(),
    *IN_STATE.values(),
    *LINES,
    "batch",
    "booked_invoice",
    "receipt",
    "receipt_line",
}
