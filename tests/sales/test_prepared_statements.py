"""Statements are prepared once for each connection, and found there again."""

import asyncio

import pytest
from django.db import connections

from tests.factories.catalog import make_product
from tests.factories.organization import Shop


def test_a_thread_that_comes_back_to_its_connection_finds_its_statements_there(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tea = make_product(shop, price="1.00", stock="3")

    def sell() -> int:
        body = {
            "items": [{"product": tea.pk, "quantity": "1"}],
            "payments": [{"payment_method": "CASH", "amount_paid": "1.00"}],
        }
        return shop.till.post("/api/sales/checkout/", body).status_code

    async def sell_beside() -> tuple[object, int]:
        found = connections["default"].connection, sell()
        connections.close_all()
        return found

    assert sell() == 201
    here = connections["default"].connection
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    there, status = asyncio.run(sell_beside())
    assert status == 201
    assert there is not here
    assert sell() == 201
    assert connections["default"].connection is here
