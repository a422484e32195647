"""Operations: what is committed, what is rolled back, what is tried again."""

import threading
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, OperationalError, connections, transaction
from psycopg import errors as pg

from optimapos.core.ids import new_id
from optimapos.core.operations import TRIES, operation, run_operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import business_id_of, set_tenant, tenant_scope
from optimapos.nomenclatures.models import Brand
from tests.factories.organization import Shop


@operation
def make_brands(*, business: UUID, names: list[str], then: Any = None) -> Result[int]:
    """Makes brands, then refuses, raises or succeeds as `then` says."""
    for name in names:
        Brand.objects.for_business(business).create(business_id=business, name=name)
    if isinstance(then, Exception):
        raise then
    return then if isinstance(then, Result) else Result.success(len(names))


def brands(shop: Shop) -> set[str]:
    """The shop's brands."""
    with shop.scope():
        return set(Brand.objects.for_business(shop.id).values_list("name", flat=True))


def test_a_success_is_committed(shop: Shop) -> None:
    assert make_brands(business=shop.id, names=["A", "B"]).data == 2
    assert brands(shop) == {"A", "B"}


def test_a_refusal_that_is_returned_rolls_back(shop: Shop) -> None:
    result = make_brands(business=shop.id, names=["A"], then=Result.error("NO", "No.", {"figure": "1"}))
    assert (result.ok, result.code, result.data) == (False, "NO", {"figure": "1"})
    assert brands(shop) == set()


def test_a_refusal_that_is_raised_rolls_back_and_becomes_a_result(shop: Shop) -> None:
    result = make_brands(business=shop.id, names=["A"], then=DomainError("NO", "No.", suggestions=("Ask",)))
    assert (result.code, result.suggestions) == ("NO", ("Ask",))
    assert brands(shop) == set()


def test_a_bug_rolls_back_and_stays_an_exception(shop: Shop) -> None:
    with pytest.raises(ZeroDivisionError):
        make_brands(business=shop.id, names=["A"], then=ZeroDivisionError())
    assert brands(shop) == set()


def test_a_constraint_answers_with_its_own_code(shop: Shop) -> None:
    make_brands(business=shop.id, names=["A"]).unwrap()
    result = make_brands(business=shop.id, names=["B", "A"])
    assert not result.ok
    assert result.code.startswith("DUPLICATE")
    assert brands(shop) == {"A"}


def test_an_operation_inside_another_goes_back_alone_when_it_is_refused(shop: Shop) -> None:
    def outer() -> Result[None]:
        make_brands(business=shop.id, names=["kept"]).unwrap()
        assert not make_brands(business=shop.id, names=["gone"], then=Result.error("NO", "No.")).ok
        return Result.success(None)

    run_operation(shop.id, outer).unwrap()
    assert brands(shop) == {"kept"}


def test_a_victim_of_a_deadlock_is_tried_again(shop: Shop) -> None:
    tries = []

    def work() -> Result[int]:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError from pg.DeadlockDetected()
        return Result.success(len(tries))

    assert run_operation(shop.id, work).data == 3


def test_a_deadlock_without_end_is_a_bug(shop: Shop) -> None:
    tries = []

    def work() -> Result[int]:
        tries.append(1)
        raise OperationalError from pg.SerializationFailure()

    with pytest.raises(OperationalError):
        run_operation(shop.id, work)
    assert len(tries) == TRIES


def test_a_lock_that_is_not_had_in_time_is_answered_busy(shop: Shop) -> None:
    def work() -> Result[int]:
        raise OperationalError from pg.LockNotAvailable()

    result = run_operation(shop.id, work)
    assert (result.code, result.data) == ("BUSY", {"retry_after": 1})


def test_a_tenant_ends_with_its_transaction(shop: Shop) -> None:
    with tenant_scope(shop.business):
        assert setting() == str(shop.id)
    assert setting() in {None, ""}


def test_a_tenant_is_set_inside_a_transaction_only(shop: Shop) -> None:
    with pytest.raises(RuntimeError):
        set_tenant(connections["default"], shop.id)


def test_a_tenant_table_has_no_all(shop: Shop) -> None:
    with pytest.raises(TypeError, match="for_business"):
        Brand.objects.all()
    with pytest.raises(ValueError, match="says why"):
        Brand.objects.across_businesses(reason="")
    with pytest.raises(TypeError, match="not a business"):
        business_id_of(SimpleNamespace(pk=1))


def test_ids_grow_with_time_also_between_threads() -> None:
    made: list[UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000
    assert {made_id.version for made_id in made} == {7}


def test_an_unregistered_constraint_is_a_bug(shop: Shop) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        make_brands(business=shop.id, names=["x" * 500]).unwrap()


def setting() -> str | None:
    """The tenant of the current transaction."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('app.business', true)")
        row = cursor.fetchone()
    return row[0] if row else None
