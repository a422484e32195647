"""Two people pay one invoice at once: it is settled once."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from optimapos.core.ids import UUID
from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.partners.models import Supplier
from optimapos.partners.selectors import supplier_by_id
from optimapos.purchases.models import SupplierPayment
from optimapos.purchases.services.payables import SupplierPaymentService, payments
from optimapos.purchases.types import Wish
from optimapos.verify.runner import verify
from tests.factories.organization import Shop
from tests.factories.partners import make_supplier
from tests.purchases.books import owe

PATIENCE = 0.5
# How long the second payer is given to get past a lock that is not there.


def pay_all(shop: Shop, supplier: Supplier, invoice: Any) -> Result[SupplierPayment]:
    """A payment of the whole invoice."""
    return SupplierPaymentService.create_payment(
        business=shop.business,
        actor=shop.owner,
        location=shop.storefront,
        supplier=supplier,
        fields={"amount": Decimal(50), "method": "BANK_TRANSFER"},
        at=datetime.now(UTC),
        allocations=[Wish(UUID(invoice["id"]), Decimal(50))],
    )


def both(shop: Shop, supplier: Supplier, invoice: Any) -> list[str]:
    """The answers, when the second begins before the first has committed."""
    later: list[Future[Result[SupplierPayment]]] = []

    def closing(work: Any) -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:

        def first() -> Result[SupplierPayment]:
            result = pay_all(shop, supplier, invoice)
            later.append(pool.submit(closing, lambda: pay_all(shop, supplier, invoice)))
            time.sleep(PATIENCE)
            return result

        done = pool.submit(closing, lambda: run_operation(shop.business, first)).result()
        return [done.code, later[0].result().code]


def violated(shop: Shop) -> list[str]:
    """The invariants of the ledger that do not hold."""
    return [outcome.invariant.id for outcome in verify(shop.business.slug) if outcome.is_violated]


def test_an_invoice_that_two_pay_at_once_is_settled_once(shop: Shop) -> None:
    supplier = make_supplier(shop)
    assert both(shop, supplier, owe(shop, supplier, "50", "A")) == ["", "INVOICE_NOT_OPEN"]
    assert violated(shop) == []


def test_without_the_lock_it_is_settled_twice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(payments, "lock_supplier", supplier_by_id)
    monkeypatch.setattr(payments, "drawn_number", lambda *_: f"P-{time.monotonic_ns()}")
    supplier = make_supplier(shop)
    assert both(shop, supplier, owe(shop, supplier, "50", "A")) == ["", ""]
    assert violated(shop) == ["payables.allocations"]
