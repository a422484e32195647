"""One paper of each kind between a business and its supplier, and what stands beside it."""

from typing import Any

from optimapos.core.ids import UUID
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.products.models import Product
from tests.factories.organization import Till, unique


def make_payables(
    till: Till, location: Location, supplier: Supplier, product: Product, division: UUID | None = None
) -> dict[str, UUID]:
    """Their ids by kind of record; `till` is a manager's at the location."""
    place = {"location": location.pk, "supplier": supplier.pk}
    head = {**place, "division": division}
    receipt = _receipt(till, place, product)
    received = {"receipt_line": receipt["lines"][0]["id"], "quantity": "1"}
    goods = {**received, "unit_price": "3.00"}
    freight = {"description": "Freight", "quantity": "1", "unit_price": "9.00"}
    booked = _made(till, "/api/supplier-invoices/", {**head, "supplier_number": unique("I"), "lines": [freight, goods]})
    _step(till, "/api/supplier-invoices/", booked, "approved")
    draft = _made(till, "/api/supplier-invoices/", {**head, "supplier_number": unique("I"), "lines": [goods]})
    back = _made(till, "/api/supplier-returns/", {**place, "lines": [{**received, "quantity": "2"}]})
    _step(till, "/api/supplier-returns/", back, "completed")
    credit = {"return_line": back["lines"][0]["id"], "quantity": "1"}
    note = {**head, "supplier_number": unique("C"), "lines": [credit]}
    owing = {"invoice": booked["id"], "amount": "2.00"}
    payment = {**head, "amount": "5.00", "method": "CASH", "allocations": [owing]}
    charge = {"kind": "FREIGHT", "amount": "1.00", "invoice_line": booked["lines"][0]["id"]}
    landed = {"location": location.pk, "basis": "VALUE", "charges": [charge], "receipts": [receipt["id"]]}
    ids = {
        "booked_invoice": booked["id"],
        "booked_invoice_line": booked["lines"][0]["id"],
        "supplier_invoice": draft["id"],
        "done_return_line": back["lines"][0]["id"],
        "supplier_credit_note": _made(till, "/api/supplier-credit-notes/", note)["id"],
        "supplier_payment": _made(till, "/api/supplier-payments/", payment)["id"],
        "landed_cost": _made(till, "/api/landed-costs/", landed)["id"],
    }
    return {kind: UUID(str(found)) for kind, found in ids.items()}


def _receipt(till: Till, place: dict[str, Any], product: Product) -> Any:
    line = {"product": product.pk, "quantity": "4", "unit_price": "3.00"}
    receipt = _made(till, "/api/delivery-receipts/", {**place, "lines": [line]})
    _step(till, "/api/delivery-receipts/", receipt, "completed")
    return receipt


def _made(till: Till, path: str, body: Any) -> Any:
    answer = till.post(path, body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def _step(till: Till, path: str, document: Any, status: str) -> None:
    answer = till.post(f"{path}{document['id']}/transition/", {"status": status})
    assert answer.status_code == 200, answer.content
