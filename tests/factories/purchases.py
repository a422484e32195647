"""One purchase document of each kind and state, with what purchasing is planned by."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from optimapos.core.ids import UUID
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.products.models import Product
from optimapos.purchases.services import PurchaseSettingsService, StockAlertService
from tests.factories.organization import Shop, Till


def make_purchases(
    shop: Shop, till: Till, location: Location, supplier: Supplier, product: Product, *, lists_price: bool = True
) -> dict[str, UUID]:
    """Their ids by kind of record; `till` is a manager's at the location."""
    place = {"location": location.pk, "supplier": supplier.pk}
    line = {"product": product.pk, "quantity": "2", "unit_price": "3.00"}
    rule = {**place, "product": product.pk, "reorder_point": "100000", "target_qty": "200000"}
    ids = {"reorder_rule": _made(till, "/api/reorder-rules/", rule)["id"]}
    if lists_price:
        price = {"supplier": supplier.pk, "product": product.pk, "price": "3.00", "valid_from": "2020-01-01"}
        ids["supplier_product"] = _made(till, "/api/supplier-products/", price)["id"]
    for kind, path in (("purchase_request", "/api/purchase-requests/"), ("purchase_order", "/api/purchase-orders/")):
        ids |= _named(kind, _made(till, path, {**place, "lines": [line]}))
    PurchaseSettingsService.update_settings(
        business=shop.business, actor=shop.owner, over_delivery_percent=Decimal(1)
    ).unwrap()
    asked = _made(till, "/api/purchase-requests/", {**place, "lines": [line]})
    ids |= _named("approved_request", _stepped(till, "/api/purchase-requests/", asked, "approved"))
    ordered = _made(till, "/api/purchase-orders/", {**place, "lines": [{**line, "quantity": "500"}]})
    ids |= _named("open_order", _stepped(till, "/api/purchase-orders/", ordered, "approved"))
    ids |= _named("delivery_receipt", _made(till, "/api/delivery-receipts/", {**place, "lines": [line]}))
    arrived = _made(till, "/api/delivery-receipts/", {**place, "lines": [line]})
    ids |= _named("done_receipt", _stepped(till, "/api/delivery-receipts/", arrived, "completed"))
    linked = _made(till, "/api/purchase-requests/", {**place, "lines": [line]})
    _stepped(till, "/api/purchase-requests/", linked, "approved")
    _made(till, f"/api/purchase-requests/{linked['id']}/convert/", {})
    back = {"lines": [{"receipt_line": ids["done_receipt_line"], "quantity": "1"}]}
    ids |= _named("supplier_return", _made(till, f"/api/delivery-receipts/{arrived['id']}/return/", back))
    (alert,) = StockAlertService.review(business=shop.business, location=location, at=datetime.now(UTC)).unwrap()
    return {kind: UUID(str(found)) for kind, found in ids.items()} | {"stock_alert": alert.pk}


def _named(kind: str, document: Any) -> dict[str, Any]:
    return {kind: document["id"], f"{kind}_line": document["lines"][0]["id"]}


def _made(till: Till, path: str, body: Any) -> Any:
    answer = till.post(path, body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def _stepped(till: Till, path: str, document: Any, status: str) -> Any:
    answer = till.post(f"{path}{document['id']}/transition/", {"status": status})
    assert answer.status_code == 200, answer.content
    return answer.json()
