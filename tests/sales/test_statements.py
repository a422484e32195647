"""A checkout sends at most fourteen statements, as many for 200 lines as for one, as the server itself counts them."""

import itertools
import os
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connections

from optimapos.sales.sql.variants import booking
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.sales.approving import cart, granted, line, sold

CALLS = """
    SELECT coalesce(sum(s.calls), 0)
      FROM pg_stat_statements s
      JOIN pg_database d ON d.oid = s.dbid
      JOIN pg_roles r ON r.oid = s.userid
     WHERE d.datname = %s AND r.rolname = 'optimapos_app'
"""


def calls_during(act: Callable[[], object]) -> int:
    """Statements that the app role runs in this worker's database during an act. They are counted from nothing: the server
    lets go of counts when it has too many."""
    database = connections["default"].settings_dict["NAME"]
    with psycopg.connect(os.environ["OPTIMAPOS_TEST_ADMIN"], dbname=database, autocommit=True) as admin:
        admin.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        admin.execute("SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = %s", [database])
        act()
        row = admin.execute(CALLS, [database]).fetchone()
    return int(row[0]) if row else 0


def statements_of(shop: Shop, lines: int) -> int:
    """What one checkout of so many lines sends, on a connection that is warm."""
    tea = make_product(shop, price="1.00", stock="1000")
    body: dict[str, Any] = {
        "items": [{"product": str(tea.pk), "quantity": "1"}] * lines,
        "payments": [{"payment_method": "CASH", "amount_paid": "200.00"}],
    }
    shop.till.post("/api/sales/checkout/", body)

    def checkout() -> None:
        answer = shop.till.post("/api/sales/checkout/", body, key=f"with {lines} lines")
        assert answer.status_code == 201, answer.content

    return calls_during(checkout)


def test_a_checkout_sends_as_many_statements_for_200_lines_as_for_one(shop: Shop) -> None:
    one, many = statements_of(shop, 1), statements_of(shop, 200)
    assert one == many
    assert one <= 12, "BEGIN and COMMIT, which the server does not count here, come on top"


def statements_with_approval(shop: Shop, lines: int) -> int:
    """The same of one whose discount is approved."""
    tea = make_product(shop, price="1.00", stock="1000")
    body = cart(*[line(tea, discount_percentage="30")] * lines)
    first, approval = (granted(shop, "sale.discount", cart=body) for _ in range(2))
    assert sold(shop.till, body, first, paid="200.00").status_code == 201

    def checkout() -> None:
        assert sold(shop.till, body, approval, paid="200.00").status_code == 201

    return calls_during(checkout)


def test_an_approval_costs_a_checkout_four_statements_and_others_none(shop: Shop) -> None:
    """To name the tenant and read it, to lock it and use it up; by a sale without a key, which stores no answer."""
    tea = make_product(shop, price="1.00", stock="1000")
    sold(shop.till, cart(line(tea)), paid="200.00")
    without = calls_during(lambda: sold(shop.till, cart(line(tea)), paid="200.00"))
    assert (statements_with_approval(shop, 1), statements_with_approval(shop, 40)) == (without + 4, without + 4)


@pytest.mark.parametrize("kind", list(itertools.product((True, False), repeat=4)))
def test_the_statement_of_every_kind_of_sale_is_understood(kind: tuple[bool, ...]) -> None:
    is_new, goes_short, by_serial, needs_every_piece = kind
    statement = booking(is_new=is_new, goes_short=goes_short, by_serial=by_serial, needs_every_piece=needs_every_piece)
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        prepared = connection.pgconn.prepare(b"kind", statement.encode())
        described = connection.pgconn.describe_prepared(b"kind")
    assert prepared.error_message == b""
    assert (described.nparams, described.nfields) == ((8, 2) if goes_short else (6, 1))
