"""Purchases by two people at once: goods are received, returned and ordered once, and controls where they are not."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.ids import UUID
from optimapos.core.interfaces import document_kinds
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.services import StatusManager
from optimapos.products.models import Product
from optimapos.purchases.kinds import ReceiptKind
from optimapos.purchases.models import DeliveryReceipt, PurchaseOrder, PurchaseOrderLine
from optimapos.purchases.services import OrderBoardService, RequestConversionService
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_supplier
from tests.purchases.desks import (
    ORDERS,
    RECEIPTS,
    REQUESTS,
    complete,
    created,
    line,
    make_receipt,
    make_request,
    make_sent_order,
    on_hand,
    stepped,
)
from tests.servers import at_once

ROUNDS = 5
BOTH_HAVE_READ = threading.Barrier(2)


class UnlockedReceipts(ReceiptKind):
    """The control: receipts that are read without a lock, both times before either is written."""

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> DeliveryReceipt | None:
        """The receipt, not locked."""
        rows = DeliveryReceipt.objects.for_business(business).select_related("document_type", "status", "location")
        found = rows.filter(pk=document_id).first()
        BOTH_HAVE_READ.wait(10)
        return found


def completing(shop: Shop, kind: str, document: Any) -> Callable[[], Result[Any]]:
    """The completion of a document."""
    return lambda: StatusManager.transition(
        business=shop.business,
        kind=kind,
        document_id=UUID(document["id"]),
        to_status="completed",
        actor=shop.owner,
        at=datetime.now(UTC),
    )


def codes(results: list[Result[Any]]) -> Counter[str]:
    """How often each refusal was answered, and success as nothing."""
    return Counter(result.code for result in results)


def received_of(shop: Shop, order: Any) -> Decimal:
    """Base units that were received of an order's only line."""
    with shop.scope():
        return PurchaseOrderLine.objects.for_business(shop.id).get(order_id=order["id"]).received_base_qty


def low(shop: Shop, supplier: Any) -> Product:
    """A product that has to be bought."""
    product = make_product(shop, stock="1")
    rule = {"product": str(product.pk), "location": str(shop.storefront.pk), "supplier": str(supplier.pk)}
    created(shop.manager_till, "/api/reorder-rules/", {**rule, "reorder_point": "5", "target_qty": "9"})
    return product


@pytest.mark.parametrize("rounds", [ROUNDS, pytest.param(100, marks=pytest.mark.slow)])
def test_one_receipt_that_two_complete_at_once_is_posted_once(shop: Shop, rounds: int) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    for turn in range(1, rounds + 1):
        order = make_sent_order(shop, supplier, line(tea, "10"))
        receipt = created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {})
        results = at_once([completing(shop, "DELIVERY", receipt)] * 2)
        assert codes(results) == {"": 1, "TRANSITION_NOT_ALLOWED": 1}
        assert (on_hand(shop, tea), received_of(shop, order)) == (10 * turn, 10)
    assert_books_balance(shop.id)


def test_without_the_lock_of_the_receipt_it_is_posted_twice(shop: Shop, settings: Any) -> None:
    tea = make_product(shop, stock=None)
    receipt = make_receipt(shop, make_supplier(shop), line(tea, "10"))
    settings.DOCUMENT_KINDS = ("tests.concurrency.test_purchases.UnlockedReceipts",)
    document_kinds.cache_clear()
    try:
        results = at_once([completing(shop, "DELIVERY", receipt)] * 2)
    finally:
        settings.restore()
        document_kinds.cache_clear()
    assert [result.ok for result in results] == [True, True]
    assert on_hand(shop, tea) == 20


def test_of_two_deliveries_of_the_rest_of_an_order_one_comes_in(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    for turn in range(1, ROUNDS + 1):
        order = make_sent_order(shop, supplier, line(tea, "10"))
        receipts = [created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {}) for _ in range(2)]
        results = at_once([completing(shop, "DELIVERY", receipt) for receipt in receipts])
        assert codes(results) == {"": 1, "OVER_DELIVERY": 1}
        assert (on_hand(shop, tea), received_of(shop, order)) == (10 * turn, 10)
    assert_books_balance(shop.id)


def test_of_two_returns_of_all_one_goes_back(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock="100")
    for _ in range(ROUNDS):
        receipt = complete(shop, RECEIPTS, make_receipt(shop, supplier, line(tea, "10")))
        returns = [created(shop.manager_till, f"{RECEIPTS}{receipt['id']}/return/", {}) for _ in range(2)]
        results = at_once([completing(shop, "SUPPLIER_RETURN", document) for document in returns])
        assert codes(results) == {"": 1, "RETURN_EXCEEDS_RECEIVED": 1}
        assert on_hand(shop, tea) == 100
    assert_books_balance(shop.id)


def test_one_request_that_two_convert_at_once_is_ordered_once(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)

    def convert(request: Any) -> Result[Any]:
        return RequestConversionService.convert_requests(
            business=shop.business,
            actor=shop.owner,
            request_ids=[UUID(request["id"])],
            supplier=supplier,
            at=datetime.now(UTC),
        )

    for turn in range(1, ROUNDS + 1):
        request = make_request(shop, line(tea, "10"))
        stepped(shop.manager_till, REQUESTS, request, "approved")
        results = at_once([lambda request=request: convert(request)] * 2)  # type: ignore[misc]
        assert codes(results) == {"": 1, "REQUEST_NOT_OPEN": 1}
        with shop.scope():
            assert PurchaseOrder.objects.for_business(shop.id).count() == turn


def test_a_board_that_two_buy_from_at_once_is_bought_once(shop: Shop) -> None:
    suppliers = [make_supplier(shop) for _ in range(2)]

    def buy() -> Result[Any]:
        return OrderBoardService.buy(
            business=shop.business,
            actor=shop.owner,
            location=shop.storefront,
            supplier_ids=None,
            as_orders=False,
            at=datetime.now(UTC),
        )

    for _ in range(ROUNDS):
        for supplier in suppliers:
            low(shop, supplier)
        assert codes(at_once([buy] * 2)) == {"": 1, "NOTHING_TO_ORDER": 1}


def test_orders_receipts_and_returns_of_one_supplier_at_once_never_lock_each_other_out(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock="100")
    till = shop.manager_till
    for _ in range(ROUNDS):
        old = complete(shop, RECEIPTS, make_receipt(shop, supplier, line(tea, "10")))
        back = created(till, f"{RECEIPTS}{old['id']}/return/", {})
        order = make_sent_order(shop, supplier, line(tea, "10"))
        row = order["lines"][0]["id"]
        parts = [
            created(till, f"{ORDERS}{order['id']}/receive/", {"lines": [{"line": row, "quantity": "5"}]})
            for _ in range(2)
        ]
        results = at_once(
            [
                completing(shop, "SUPPLIER_RETURN", back),
                *(completing(shop, "DELIVERY", receipt) for receipt in parts),
            ]
        )
        assert [result.code for result in results] == [""] * 3
        assert received_of(shop, order) == 10
    assert on_hand(shop, tea) == 100 + 10 * ROUNDS
    assert_books_balance(shop.id)
