"""Gift cards sold and taken back over the API."""

from typing import Any

from tests.factories.organization import Till

SALES = "/api/gift-card-sales/"


def paid_by(method: str, amount: str, **more: str) -> dict[str, str]:
    """A tender."""
    return {"payment_method": method, "amount_paid": amount, **more}


def card_body(amount: str, *payments: dict[str, str], **more: Any) -> dict[str, Any]:
    """A card to sell, for exact cash unless it says otherwise."""
    return {"amount": amount, "payments": list(payments) or [paid_by("CASH", amount)], **more}


def sell_card(till: Till, amount: str, *payments: dict[str, str], key: str | None = None, **more: Any) -> Any:
    """What was sold."""
    answer = till.post(SALES, card_body(amount, *payments, **more), key=key)
    assert answer.status_code == 201, answer.content
    return answer.json()


def void_card(till: Till, sold: Any) -> Any:
    """What was taken back."""
    answer = till.post(f"{SALES}{sold['id']}/void/", {"reason": "By mistake"})
    assert answer.status_code == 200, answer.content
    return answer.json()
