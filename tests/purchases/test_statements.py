"""Purchase documents send as many statements for thirty lines as for three, and lists as many for five as for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from optimapos.products.models import Product
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_supplier
from tests.purchases.desks import (
    ORDERS,
    RECEIPTS,
    REQUESTS,
    RETURNS,
    complete,
    created,
    line,
    list_price,
    make_order,
    make_receipt,
    make_request,
    stepped,
)

FEW, MANY = 3, 30
Queries = Callable[[], CaptureQueriesContext]


@pytest.fixture
def goods(shop: Shop) -> list[Product]:
    """As many products as the longest document has lines."""
    return [make_product(shop, f"Product {number}", stock=None) for number in range(MANY)]


def counted(queries: Queries, work: Callable[[], Any]) -> tuple[Any, int]:
    """What work answers, and how many statements it sent."""
    with queries() as captured:
        answer = work()
    return answer, len(captured)


def lived(shop: Shop, supplier: Any, goods: list[Product], queries: Queries) -> list[int]:
    """How many statements each step from the request to the return sends, for one line of each product."""
    till = shop.manager_till
    place = {"location": str(shop.storefront.pk), "supplier": str(supplier.pk)}
    request, asked = counted(
        queries, lambda: created(till, REQUESTS, {**place, "lines": [line(p, "2", None) for p in goods]})
    )
    lines = [{**line(p, "3", None), "id": row["id"]} for p, row in zip(goods, request["lines"], strict=True)]
    _, changed = counted(queries, lambda: till.patch(f"{REQUESTS}{request['id']}/", {"lines": lines}))
    _, approved = counted(queries, lambda: stepped(till, REQUESTS, request, "approved"))
    made, converted = counted(queries, lambda: created(till, f"{REQUESTS}{request['id']}/convert/", {}))
    (order,) = made["orders"]
    _, sent = counted(queries, lambda: stepped(till, ORDERS, order, "approved"))
    receipt, received = counted(queries, lambda: created(till, f"{ORDERS}{order['id']}/receive/", {}))
    _, completed = counted(queries, lambda: complete(shop, RECEIPTS, receipt))
    back, returned = counted(queries, lambda: created(till, f"{RECEIPTS}{receipt['id']}/return/", {}))
    _, gone = counted(queries, lambda: complete(shop, RETURNS, back))
    _, reversed_ = counted(queries, lambda: stepped(till, RETURNS, back, "reversed", "No"))
    _, undone = counted(queries, lambda: stepped(till, RECEIPTS, receipt, "reversed", "No"))
    return [asked, changed, approved, converted, sent, received, completed, returned, gone, reversed_, undone]


def test_no_step_sends_more_statements_for_more_lines(shop: Shop, goods: list[Product], queries: Queries) -> None:
    supplier = make_supplier(shop)
    for product in goods:
        list_price(shop, supplier, product, "2.00")
    lived(shop, supplier, goods[:1], queries)  # what is installed on first use is installed
    few, many = (lived(shop, supplier, goods[:count], queries) for count in (FEW, MANY))
    assert few == many
    assert max(many) < 90


def test_lists_ask_as_often_for_five_documents_as_for_one(shop: Shop, goods: list[Product], queries: Queries) -> None:
    supplier = make_supplier(shop)

    def write() -> None:
        make_request(shop, *(line(product, "1") for product in goods[:FEW]))
        make_order(shop, supplier, *(line(product, "1") for product in goods[:FEW]))
        receipt = make_receipt(shop, supplier, *(line(product, "1") for product in goods[:FEW]))
        complete(shop, RECEIPTS, receipt)
        created(shop.manager_till, f"{RECEIPTS}{receipt['id']}/return/", {})

    def read() -> list[int]:
        return [
            counted(queries, lambda path=path: shop.manager_till.get(path))[1]
            for path in (REQUESTS, ORDERS, RECEIPTS, RETURNS)
        ]

    write()
    once = read()
    for _ in range(4):
        write()
    assert read() == once


def test_price_lists_and_rules_are_listed_by_as_many_queries(
    shop: Shop, goods: list[Product], queries: Queries
) -> None:
    paths = ("/api/supplier-products/", "/api/reorder-rules/", "/api/stock-alerts/")

    def write(product: Product) -> None:
        list_price(shop, make_supplier(shop), product, "1.00")
        rule = {
            "product": str(product.pk),
            "location": str(shop.storefront.pk),
            "reorder_point": "1",
            "target_qty": "9",
        }
        created(shop.manager_till, "/api/reorder-rules/", rule)

    def read() -> list[int]:
        return [counted(queries, lambda path=path: shop.manager_till.get(path))[1] for path in paths]

    write(goods[0])
    once = read()
    for product in goods[1:5]:
        write(product)
    assert read() == once
