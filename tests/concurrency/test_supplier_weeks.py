"""Two people set a supplier's week at once: one of the weeks is left, whole."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.partners.models import Supplier
from optimapos.partners.selectors import supplier_by_id
from optimapos.partners.services import SupplierScheduleService, supplier_schedules
from optimapos.partners.types import DayPlan
from tests.factories.organization import Shop
from tests.factories.partners import make_supplier

MONDAY, FRIDAY = DayPlan("mon", expects_order=True), DayPlan("fri", makes_delivery=True)
PATIENCE = 0.5
# How long the second writer is given to get past a lock that is not there.


def set_week(shop: Shop, supplier: Supplier, plan: DayPlan) -> Result[Supplier]:
    """A week of one day."""
    return SupplierScheduleService.set_week(
        business=shop.business, supplier_id=supplier.pk, actor=shop.owner, days=[plan]
    )


def closing(work: Callable[[], Any]) -> Any:
    """Do it, and give the thread's connection back."""
    try:
        return work()
    finally:
        connections.close_all()


def both(shop: Shop, supplier: Supplier) -> list[str]:
    """The days that are left when the second starts before the first has committed."""
    later: list[Future[Result[Supplier]]] = []

    with ThreadPoolExecutor(2) as pool:

        def first() -> Result[Supplier]:
            result = set_week(shop, supplier, MONDAY)
            later.append(pool.submit(closing, lambda: set_week(shop, supplier, FRIDAY)))
            time.sleep(PATIENCE)
            return result

        assert pool.submit(closing, lambda: run_operation(shop.business, first)).result().ok
        assert later[0].result().ok
    with shop.scope():
        return [plan.day for plan in supplier_by_id(shop.business, supplier.pk).week]


def test_of_two_weeks_set_at_once_the_later_is_left_whole(shop: Shop) -> None:
    assert both(shop, make_supplier(shop)) == ["fri"]


def test_without_the_lock_the_weeks_are_mixed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(supplier_schedules, "lock_supplier", supplier_by_id)
    assert both(shop, make_supplier(shop)) == ["mon", "fri"]
