"""A slow transaction and a till that looks meanwhile, on real connections; and a control that a naive cursor misses it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from optimapos.core.tenancy import tenant_scope
from optimapos.products.models import Product
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.tills.local import LocalTill


@contextmanager
def slowly_renamed(shop: Shop, product: Product, name: str) -> Iterator[None]:
    """Another connection has written the name, and commits when this ends."""
    written, commit = threading.Event(), threading.Event()

    def rename() -> None:
        with tenant_scope(shop.business):
            Product.objects.for_business(shop.id).filter(pk=product.pk).update(name=name)
            written.set()
            assert commit.wait(60)
        connections.close_all()

    thread = threading.Thread(target=rename)
    thread.start()
    assert written.wait(60)
    yield
    commit.set()
    thread.join(60)
    assert not thread.is_alive()


def rename(shop: Shop, product: Product, name: str) -> None:
    with tenant_scope(shop.business):
        Product.objects.for_business(shop.id).filter(pk=product.pk).update(name=name)


def noted_after(shop: Shop, mark: int) -> list[Any]:
    """What a reader of a high-water mark finds: notes above the highest that it has seen."""
    with tenant_scope(shop.business), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT object_id, changed_xid::text::bigint FROM till_change"
            " WHERE business_id = %s AND kind = 'products' AND changed_xid::text::bigint > %s ORDER BY changed_xid",
            [shop.id, mark],
        )
        return list(cursor.fetchall())


def test_a_change_that_is_committed_late_reaches_a_till_and_a_high_water_mark_misses_it(shop: Shop) -> None:
    slow, quick = make_product(shop, "Slow"), make_product(shop, "Quick")
    local = LocalTill(shop.till)
    mark = max(xid for _, xid in noted_after(shop, 0))
    with slowly_renamed(shop, slow, "Slow at last"):
        rename(shop, quick, "Quick at once")
        told = local.look()
        assert [row["name"] for row in told["products"]["rows"]] == ["Quick at once"]
        seen = noted_after(shop, mark)
        assert [object_id for object_id, _ in seen] == [quick.pk]
        mark = seen[-1][1]
    told = local.refresh()
    assert {row["name"] for row in told["products"]["rows"]} == {"Slow at last", "Quick at once"}
    assert noted_after(shop, mark) == [], "the control: a high-water mark has to miss it"
    assert local.look() == {}


def test_a_sale_that_is_committed_late_reaches_a_till(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10")
    local = LocalTill(shop.till)
    written, commit = threading.Event(), threading.Event()

    def take() -> None:
        with tenant_scope(shop.business), connections["default"].cursor() as cursor:
            cursor.execute("UPDATE inventory_item SET updated_at = now() WHERE product_id = %s", [tea.pk])
            written.set()
            assert commit.wait(60)
        connections.close_all()

    thread = threading.Thread(target=take)
    thread.start()
    assert written.wait(60)
    rename(shop, tea, "Green tea")
    assert set(local.look()) == {"products"}
    commit.set()
    thread.join(60)
    assert [row["product"] for row in local.refresh()["stock"]["rows"]] == [str(tea.pk)]


def test_who_writes_many_changes_waits_for_nobody(shop: Shop) -> None:
    tea, salt = make_product(shop, "Tea"), make_product(shop, "Salt")
    with slowly_renamed(shop, tea, "Green tea"), tenant_scope(shop.business):
        with connections["default"].cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            cursor.execute("UPDATE product_price SET updated_at = now() WHERE product_id = %s", [tea.pk])
        Product.objects.for_business(shop.id).filter(pk=salt.pk).update(name="Sea salt")
