"""Approvals for tests: asked at the cashier's till, granted at the manager's."""

from datetime import timedelta
from typing import Any

from django.db.models import F

from optimapos.organization.models import Approval
from tests.factories.organization import Shop, Till, make_till

CHECKOUT = "/api/sales/checkout/"
APPROVALS = "/api/approvals/"
MINUTES = timedelta(minutes=2)


def line(product: Any, quantity: str = "1", **fields: Any) -> dict[str, Any]:
    """A line of a cart."""
    return {"product": str(product.pk), "quantity": quantity, **fields}


def cart(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A whole cart, without payments."""
    return {"items": list(lines), **fields}


def asked(till: Till, action: str, reason: str = "regular customer", **of: Any) -> dict[str, Any]:
    """The answer to asking; it has to succeed. `of`: `cart` or `sale`, and perhaps an `amount`."""
    answer = till.post(APPROVALS, {"action": action, "reason": reason, **of})
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def granted(shop: Shop, action: str, **of: Any) -> str:
    """The id of an approval that the cashier asked for and the manager granted."""
    approval = str(asked(shop.till, action, **of)["id"])
    answer = shop.manager_till.post(f"{APPROVALS}{approval}/grant/")
    assert answer.status_code == 200, answer.content
    return approval


def sold(till: Till, body: dict[str, Any], *approvals: str, paid: str | None = None, **more: Any) -> Any:
    """The answer to checking out with these approvals, paid in cash, or with nothing paid."""
    payments = [] if paid is None else [{"payment_method": "CASH", "amount_paid": paid}]
    return till.post(CHECKOUT, body | {"approvals": list(approvals), "payments": payments} | more)


def stored(shop: Shop, approval: str) -> Approval:
    """The row."""
    with shop.scope():
        return Approval.objects.for_business(shop.id).get(pk=approval)


def let_pass(shop: Shop, approval: str, time: timedelta) -> None:
    """Let this time have passed since it was asked and granted."""
    with shop.scope():
        rows = Approval.objects.for_business(shop.id).filter(pk=approval)
        rows.update(asked_at=F("asked_at") - time, granted_at=F("granted_at") - time, expires_at=F("expires_at") - time)


def second_till(shop: Shop, role: str = "cashier", code: str = "T3") -> Till:
    """A till of somebody else at the same place."""
    return make_till(shop.business, shop.storefront, shop.owner, code=code, role=role)
