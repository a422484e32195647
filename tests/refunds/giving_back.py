"""Selling, and giving back."""

from decimal import Decimal
from typing import Any

from optimapos.inventory.models import InventoryItem
from tests.factories.organization import Shop, Till

CHECKOUT = "/api/sales/checkout/"


def sold(till: Till, *lines: tuple[Any, str], payments: Any = None, **fields: Any) -> dict[str, Any]:
    """A sale of (product, quantity) lines, paid exactly in cash unless `payments` says otherwise."""
    body: dict[str, Any] = {"items": [{"product": product.pk, "quantity": quantity} for product, quantity in lines]}
    body |= {"payments": [{"payment_method": "CASH", "amount_paid": "100000"}] if payments is None else payments}
    answer = till.post(CHECKOUT, body | fields)
    assert answer.status_code == 201, answer.content
    sale: dict[str, Any] = answer.json()
    return sale


def tender(method: str, amount: str, **fields: str) -> dict[str, str]:
    """A tender."""
    return {"payment_method": method, "amount_paid": amount, **fields}


def asked(till: Till, sale: dict[str, Any], *quantities: str | None, method: str = "CASH", **fields: Any) -> Any:
    """The answer to a question for so much of each line of a sale, None for nothing of it."""
    each = fields.pop("each", {})
    items = [
        {"sale_item": line["id"], "quantity": quantity, **each}
        for line, quantity in zip(sale["items"], quantities, strict=False)
        if quantity is not None
    ]
    return till.post("/api/refunds/", {"sale": sale["id"], "refund_method": method, "items": items, **fields})


def approved(shop: Shop, sale: dict[str, Any], *quantities: str | None, **fields: Any) -> dict[str, Any]:
    """A refund that the cashier asked for and the manager approved."""
    answer = asked(shop.till, sale, *quantities, **fields)
    assert answer.status_code == 201, answer.content
    done = shop.manager_till.post(
        f"/api/refunds/{answer.json()['id']}/approve/", {"override_warranty": True, "override_reason": "Goodwill"}
    )
    assert done.status_code == 200, done.content
    refund: dict[str, Any] = done.json()
    return refund


def processed(shop: Shop, sale: dict[str, Any], *quantities: str | None, **fields: Any) -> dict[str, Any]:
    """The same, processed by the cashier."""
    tenders = fields.pop("tenders", None)
    refund = approved(shop, sale, *quantities, **fields)
    body = {} if tenders is None else {"tenders": tenders}
    answer = shop.till.post(f"/api/refunds/{refund['id']}/process/", body)
    assert answer.status_code == 200, answer.content
    done: dict[str, Any] = answer.json()
    return done


def paid_out(refund: dict[str, Any]) -> dict[str, Decimal]:
    """What went out, by method."""
    found: dict[str, Decimal] = {}
    for payment in refund["payments"]:
        method = payment["payment_method"]
        found[method] = found.get(method, Decimal(0)) + Decimal(payment["amount_paid"])
    return found


def item_of(shop: Shop, product: Any) -> InventoryItem:
    """A product's item at the storefront."""
    with shop.scope():
        return InventoryItem.objects.for_business(shop.id).get(product=product, location=shop.storefront)


def sale_of(shop: Shop, sale: dict[str, Any]) -> dict[str, Any]:
    """The sale as it is now."""
    found: dict[str, Any] = shop.till.get(f"/api/sales/{sale['id']}/").json()
    return found


def balance_of(shop: Shop, customer: Any) -> Decimal:
    """What a customer owes."""
    return Decimal(shop.manager_till.get(f"/api/customers/{customer.pk}/").json()["outstanding_balance"])
