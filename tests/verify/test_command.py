"""`manage.py verify`: what it prints, its JSON, its exit code, and what it refuses."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from babel.core import get_global
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections
from psycopg.conninfo import make_conninfo

from optimapos.core.money import LEDGER_DECIMALS, currency_exponent
from optimapos.core.tenancy import MAINTENANCE
from optimapos.verify import runner
from optimapos.verify.invariants.lines import OTHER_DECIMALS
from optimapos.verify.runner import verify
from tests.verify.shops import LivedShop, make_lived_shop


@pytest.fixture(scope="module")
def lived() -> LivedShop:
    """A shop in which much has happened; every test leaves it as it was."""
    return make_lived_shop()


@contextmanager
def tampered(statement: str, back: str, *ids: Any) -> Iterator[None]:
    """Change rows past everything that protects them, and change them back."""
    dsn = make_conninfo(os.environ["OPTIMAPOS_TEST_ADMIN"], dbname=settings.DATABASES["default"]["NAME"])
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(statement, ids)
        try:
            yield
        finally:
            connection.execute(back, ids)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The command's exit code and what it printed."""
    try:
        call_command("verify", *arguments)
    except SystemExit as end:
        return int(end.code or 0), capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_a_healthy_shop_has_no_violation(lived: LivedShop) -> None:
    outcomes = verify(lived.shop.business.slug)
    assert {outcome.invariant.id: outcome.count for outcome in outcomes if outcome.count} == {}
    assert len(outcomes) > 40


def test_the_command_lists_every_invariant_and_exits_0(lived: LivedShop, capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = run(capsys, "--business", str(lived.shop.id))
    assert code == 0
    assert "stock.quantity" in printed
    assert "invariants hold" in printed


def test_the_command_exits_1_and_names_each_violation(lived: LivedShop, capsys: pytest.CaptureFixture[str]) -> None:
    with tampered(
        "UPDATE inventory_item SET current_qty = current_qty + 1 WHERE business_id = %s",
        "UPDATE inventory_item SET current_qty = current_qty - 1 WHERE business_id = %s",
        lived.shop.id,
    ):
        code, printed = run(capsys, "--business", lived.shop.business.slug)
    assert code == 1
    assert "stock.quantity: An item's quantity is the sum of its movements and of its layers." in printed
    assert f"  Not so: {lived.shop.business.slug}: stock item " in printed
    assert "1 of " in printed
    assert "invariants are violated, in 1 places" in printed


def test_json_names_the_place_and_the_exact_figures(lived: LivedShop, capsys: pytest.CaptureFixture[str]) -> None:
    with tampered(
        "UPDATE customer SET outstanding_balance = outstanding_balance + 0.0001 WHERE business_id = %s",
        "UPDATE customer SET outstanding_balance = outstanding_balance - 0.0001 WHERE business_id = %s",
        lived.shop.id,
    ):
        code, printed = run(capsys, "--json", "--business", lived.shop.business.slug)
    told = json.loads(printed)
    assert (code, told["ok"]) == (1, False)
    (violated,) = [found for found in told["invariants"] if found["count"]]
    assert (violated["id"], violated["count"], violated["fails"]) == ("credit.balance", 1, True)
    (violation,) = violated["violations"]
    assert violation["business_id"] == str(lived.shop.id)
    assert violation["business"] == lived.shop.business.slug
    assert violation["what"] == f"customer {lived.customer.code}"
    assert violation["figures"] == {
        "customer": str(lived.customer.pk),
        "outstanding_balance": "203.0201",
        "entries": "203.0200",
    }


def test_violations_of_another_business_are_not_told(lived: LivedShop) -> None:
    other = make_lived_shop()
    with tampered(
        "UPDATE inventory_item SET seq = seq + 1 WHERE business_id = %s",
        "UPDATE inventory_item SET seq = seq - 1 WHERE business_id = %s",
        other.shop.id,
    ):
        assert not any(outcome.count for outcome in verify(lived.shop.business.slug))
        assert any(outcome.count for outcome in verify(other.shop.business.slug))


def test_shortfalls_are_listed_and_do_not_fail(lived: LivedShop, capsys: pytest.CaptureFixture[str]) -> None:
    with (
        tampered(
            "UPDATE inventory_batch SET expires_on = now()::date - 3 WHERE business_id = %s",
            "UPDATE inventory_batch SET expires_on = NULL WHERE business_id = %s",
            lived.shop.id,
        ),
        tampered(
            "UPDATE stock_reservation SET updated_at = now() - interval '5 days' WHERE business_id = %s",
            "UPDATE stock_reservation SET updated_at = now() WHERE business_id = %s",
            lived.shop.id,
        ),
    ):
        code, printed = run(capsys, "--business", lived.shop.business.slug)
    assert code == 0
    assert f"  Listed: {lived.shop.business.slug}: stock item " in printed


def test_the_first_20_are_told_and_the_others_counted(
    lived: LivedShop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "SHOWN", 2)
    with tampered(
        "UPDATE inventory_movement SET qty_after = qty_after + 1 WHERE business_id = %s",
        "UPDATE inventory_movement SET qty_after = qty_after - 1 WHERE business_id = %s",
        lived.shop.id,
    ):
        code, printed = run(capsys, "--business", lived.shop.business.slug)
    assert code == 1
    assert printed.count("Not so: ") == 2
    assert "… and 4 more." in printed


def test_an_unknown_business_is_refused() -> None:
    with pytest.raises(CommandError, match=r"There is no business with the slug or id nowhere\."):
        call_command("verify", "--business", "nowhere")


def test_a_role_that_sees_only_some_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "MAINTENANCE", "default")
    with pytest.raises(CommandError, match="optimapos_maintenance"):
        call_command("verify")


def test_verification_writes_nothing() -> None:
    with runner._snapshot() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchall() == [("on",)]
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchall() == [("repeatable read",)]
    assert not connections[MAINTENANCE].in_atomic_block


def test_decimals_of_currencies_are_those_of_the_services() -> None:
    known = {code: places for places, codes in OTHER_DECIMALS.items() for code in codes.split()}
    for code in get_global("all_currencies"):
        assert currency_exponent(code) == known.get(code, 2), code
    assert max(known.values()) <= LEDGER_DECIMALS
