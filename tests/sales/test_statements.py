"""A checkout sends at most fourteen statements, as many for 200 lines as for one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from psycopg import Cursor

from tests.factories.catalog import make_product
from tests.factories.organization import Shop


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement sent through psycopg, whichever cursor sent it."""
    sent: list[str] = []
    original = Cursor.execute

    def execute(self: Any, query: Any, *args: Any, **options: Any) -> Any:
        sent.append(str(query))
        return original(self, query, *args, **options)

    monkeypatch.setattr(Cursor, "execute", execute)  # RawCursor and Django's inherit it
    yield sent
    monkeypatch.undo()


def statements_of(shop: Shop, monkeypatch: pytest.MonkeyPatch, lines: int) -> list[str]:
    """What one checkout of so many lines sends."""
    tea = make_product(shop, price="1.00", stock="1000")
    body = {
        "items": [{"product": str(tea.pk), "quantity": "1"}] * lines,
        "payments": [{"payment_method": "CASH", "amount_paid": "200.00"}],
    }
    shop.till.post("/api/sales/checkout/", body)
    with counted(monkeypatch) as sent:
        answer = shop.till.post("/api/sales/checkout/", body, key=f"with {lines} lines")
    assert answer.status_code == 201, answer.content
    return sent


def test_a_checkout_sends_as_many_statements_for_200_lines_as_for_one(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = statements_of(shop, monkeypatch, 1)
    many = statements_of(shop, monkeypatch, 200)
    assert len(one) == len(many)
    assert len(one) == 9
