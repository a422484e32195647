"""A basket as the body of `POST /api/sales/checkout/`. The same basket has the same bytes in every run."""

from typing import Any
from uuid import UUID

import orjson

from optimapos.replay.rules.identity import sale_id
from optimapos.replay.rules.prices import price_line
from optimapos.replay.types import Basket, Directory, FileLine


def checkout_body(business_id: UUID, basket: Basket, directory: Directory) -> bytes:
    """The request that sells the basket at its own prices and its own time, paid in cash to the cent."""
    total = amount(basket.cents)
    return orjson.dumps(
        {
            "id": sale_id(business_id, basket.number, basket.at),
            "origin": "IMPORT",
            "occurred_at": basket.at,
            "customer": directory.customers[basket.household],
            "cart_session_id": f"basket-{basket.number}",
            "items": [_item(line, directory) for line in basket.sellable],
            # A free basket takes no tender: a tender of 0.00 is a mistake at a till.
            "payments": [{"payment_method": "CASH", "amount_paid": total}] if basket.cents else [],
            "expected_total": total,
        }
    )


def amount(cents: int) -> str:
    """Cents as they go over the wire.

    >>> amount(5), amount(12345)
    ('0.05', '123.45')
    """
    return f"{cents // 100}.{cents % 100:02d}"


def _item(line: FileLine, directory: Directory) -> dict[str, Any]:
    priced = price_line(line)
    item: dict[str, Any] = {
        "product": directory.products[line.product],
        "quantity": line.quantity,
        "unit_price": f"{priced.unit_price:f}",
    }
    if priced.discount_cents:
        item["discount_amount"] = amount(priced.discount_cents)
    return item
