"""The second wall: with every scoped manager switched off, row-level security alone keeps businesses apart."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, ProgrammingError, connections, models, transaction
from psycopg import errors as pg

from optimapos.core.ids import new_id
from optimapos.core.tenancy import APP, MAINTENANCE, TenantManager, tenant_scope
from optimapos.verify.catalogue import tenant_tables
from optimapos.verify.invariants.database import LEDGERS
from optimapos.verify.runner import verify
from tests.isolation.operations import Operation, cases, operations
from tests.isolation.worlds import World, digest, make_world

LOGIN_TABLES = {"membership", "terminal_session"}
LOGIN_KINDS = {"member"}
"""Kinds of record in login tables, which only the managers keep apart."""


def _tables() -> list[str]:
    with connections[MAINTENANCE].cursor() as cursor:
        return [table for table in tenant_tables(cursor) if table not in LOGIN_TABLES]


@pytest.fixture(scope="module")
def mine() -> World:
    """The business of the caller."""
    return make_world()


@pytest.fixture(scope="module")
def theirs() -> World:
    """Another business."""
    return make_world()


@pytest.fixture
def no_managers(monkeypatch: pytest.MonkeyPatch) -> None:
    """`for_business` gives every row of the table."""

    def everything(manager: TenantManager[Any], business: Any) -> models.QuerySet[Any, Any]:
        return models.QuerySet(manager.model, using=manager._db)

    monkeypatch.setattr(TenantManager, "for_business", everything)


def _apart(operation: Operation, place: str) -> bool:
    return operation.kind_at(place) not in LOGIN_KINDS


@pytest.mark.usefixtures("no_managers")
@pytest.mark.parametrize(("operation", "place"), [case for case in cases() if _apart(*case)], ids=str)
def test_without_managers_nothing_of_another_business_is_read_or_written(
    mine: World, theirs: World, operation: Operation, place: str
) -> None:
    wanted = theirs.ids[operation.kind_at(place)]
    before = digest(theirs.shop.id)
    answer = mine.owner.call(*operation.request(mine.ids, place, wanted))
    text = answer.content.decode(errors="replace").replace(str(wanted), "ID")
    assert [kind for kind, foreign in theirs.ids.items() if str(foreign) in text] == []
    assert theirs.shop.business.slug not in text
    if operation.method == "GET" and place.startswith("path:"):
        assert answer.status_code == 404
    assert digest(theirs.shop.id) == before


@pytest.mark.usefixtures("no_managers")
@pytest.mark.parametrize(
    "operation", [each for each in operations() if each.method == "GET" and "members" not in each.path], ids=str
)
def test_without_managers_lists_show_only_ones_own(mine: World, theirs: World, operation: Operation) -> None:
    text = mine.owner.call(*operation.request(mine.ids)).content.decode(errors="replace")
    assert [kind for kind, foreign in theirs.ids.items() if str(foreign) in text] == []


def test_after_all_that_no_row_points_across(mine: World, theirs: World) -> None:
    for world in (mine, theirs):
        outcomes = {outcome.invariant.id: outcome.count for outcome in verify(str(world.shop.id))}
        assert outcomes["tenancy.references"] == 0
        assert outcomes["tenancy.loose_references"] == 0
        assert outcomes["tenancy.businesses"] == 0


@pytest.fixture
def bare() -> Iterator[Any]:
    """A cursor of role `app` outside of any transaction."""
    with connections[APP].cursor() as cursor:
        yield cursor


def _one(cursor: Any, statement: str, *parameters: Any) -> Any:
    cursor.execute(statement, parameters)
    return cursor.fetchone()[0]


@pytest.mark.parametrize("table", [*_tables(), "business"])
def test_without_a_business_named_no_row_is_seen(mine: World, bare: Any, table: str) -> None:
    assert _one(bare, "SELECT current_user::text") == "optimapos_app"
    assert _one(bare, f'SELECT count(*) FROM "{table}"') == 0


@pytest.mark.parametrize("table", _tables())
def test_with_a_business_named_only_its_rows_are_seen(mine: World, theirs: World, table: str) -> None:
    with tenant_scope(mine.shop.id), connections[APP].cursor() as cursor:
        seen = _one(cursor, f'SELECT coalesce(array_agg(DISTINCT business_id), array[]::uuid[]) FROM "{table}"')
        there = _one(cursor, f'SELECT count(*) FROM "{table}" WHERE business_id = %s', theirs.shop.id)
    with connections[MAINTENANCE].cursor() as cursor:
        stored = _one(cursor, f'SELECT count(*) FROM "{table}" WHERE business_id = %s', mine.shop.id)
    assert seen == ([mine.shop.id] if stored else [])
    assert there == 0


@pytest.mark.parametrize("table", _tables())
def test_a_row_for_another_business_is_refused(mine: World, theirs: World, table: str) -> None:
    with pytest.raises(DatabaseError) as refused, tenant_scope(mine.shop.id), connections[APP].cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" SELECT (jsonb_populate_record(NULL::"{table}", %s::jsonb)).*',
            [f'{{"business_id": "{theirs.shop.id}"}}'],
        )
    assert isinstance(refused.value.__cause__, pg.InsufficientPrivilege)


@pytest.mark.parametrize("table", _tables())
def test_rows_of_another_business_are_neither_changed_nor_deleted(mine: World, theirs: World, table: str) -> None:
    for statement in (
        f'UPDATE "{table}" SET business_id = business_id WHERE business_id = %s',
        f'DELETE FROM "{table}" WHERE business_id = %s',
    ):
        ledger = table in LEDGERS
        refused: Any = pytest.raises(ProgrammingError, match="permission denied") if ledger else nullcontext()
        with refused, tenant_scope(mine.shop.id), connections[APP].cursor() as cursor:
            cursor.execute(statement, [theirs.shop.id])
            assert cursor.rowcount == 0


def test_a_business_named_is_forgotten_with_its_transaction(mine: World, bare: Any) -> None:
    with tenant_scope(mine.shop.id):
        assert _one(bare, "SELECT count(*) FROM location") > 0
    assert _one(bare, "SELECT count(*) FROM location") == 0
    with pytest.raises(ZeroDivisionError), tenant_scope(mine.shop.id):
        raise ZeroDivisionError
    assert _one(bare, "SELECT count(*) FROM location") == 0
    with transaction.atomic():
        assert _one(bare, "SELECT count(*) FROM location") == 0


def test_a_checkouts_business_is_forgotten_with_it(mine: World, bare: Any) -> None:
    body = {"items": [{"product": mine.ids["product"], "quantity": "1"}]}
    mine.shop.till.post("/api/sales/checkout/", body | {"payments": [{"payment_method": "CASH", "amount_paid": "50"}]})
    mine.shop.till.post("/api/sales/checkout/", body)
    assert _one(bare, "SELECT count(*) FROM sale") == 0


def test_a_business_that_never_was_sees_nothing(bare: Any) -> None:
    nobody: UUID = new_id()
    with tenant_scope(nobody):
        assert [table for table in _tables() if _one(bare, f'SELECT count(*) FROM "{table}"')] == []
