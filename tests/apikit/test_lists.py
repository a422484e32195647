"""What all lists have in common: orders by columns that page well, and the filters of a back office."""

from typing import Any

import pytest
from django.db.models import Model
from django.urls import get_resolver

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.inventory.api.items import StockProductViewSet
from optimapos.nomenclatures.api.documents import DocumentViewSet
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.organization.accounts import owner_of


def _sorted_views() -> list[Any]:
    found: dict[str, Any] = {}
    for pattern in get_resolver().reverse_dict.values():
        del pattern
    for resolver in get_resolver().url_patterns:
        for each in getattr(resolver, "url_patterns", []):
            view = getattr(getattr(each, "callback", None), "cls", None)
            if view is not None and getattr(view, "sorts", None):
                found[view.__name__] = view
    return list(found.values())


def _model(view: Any) -> type[Model]:
    model: type[Model] = (
        view.serializer_class.Meta.model if hasattr(view.serializer_class, "Meta") else view.queryset.model
    )
    return model


ANNOTATED = {"total_purchases"}
"""Columns that a selector adds, with 0 where there is nothing."""


@pytest.mark.parametrize("view", _sorted_views(), ids=lambda view: view.__name__)
def test_lists_are_sorted_by_columns_that_are_never_null(view: Any) -> None:
    for column in set(view.sorts.values()) - ANNOTATED:
        model, *path = _model(view), *column.split("__")
        for part in path:
            field: Any = model._meta.get_field(part)
            assert not field.null, f"{view.__name__}: {column}"
            model = field.related_model or model


def test_the_lists_of_a_back_office_can_be_sorted() -> None:
    names = {view.__name__ for view in _sorted_views()}
    assert {"SaleViewSet", "PaymentViewSet", "ProductViewSet", "CustomerViewSet", "PurchaseOrderViewSet"} <= names
    assert StockProductViewSet.sorts
    assert DocumentViewSet.sorts


def test_products_are_put_in_order(shop: Shop) -> None:
    for name in ("Milk", "Apple", "Zucchini"):
        make_product(shop, name=name, sku=f"SKU-{name}", stock=None)
    boss = owner_of(shop)
    names = [row["name"] for row in boss.get("/api/products/?sort=name").json()["results"]]
    assert names == ["Apple", "Milk", "Zucchini"]
    assert [row["sku"] for row in boss.get("/api/products/?sort=-sku&page_size=1").json()["results"]] == [
        "SKU-Zucchini"
    ]


def test_equal_values_page_to_the_end(shop: Shop) -> None:
    for _ in range(7):
        make_product(shop, name="Same", stock=None)
    boss, path, seen = owner_of(shop), "/api/products/?sort=name&page_size=2", []
    while path:
        page = boss.get(path).json()
        seen += [row["id"] for row in page["results"]]
        path = (page["next"] or "").replace("http://testserver", "")
    assert (len(seen), len(set(seen))) == (7, 7)


def test_stock_is_found_by_text_group_and_what_there_is(shop: Shop) -> None:
    make_product(shop, name="Green tea", sku="GT", stock="3")
    make_product(shop, name="Black tea", sku="BT", stock="1")
    boss = owner_of(shop)

    def names(query: str) -> list[str]:
        return [row["product_name"] for row in boss.get(f"/api/stock-products/?{query}").json()["results"]]

    assert names("search=green") == ["Green tea"]
    assert names("sort=current_qty") == ["Black tea", "Green tea"]
    assert names("sort=-name&in_stock=true") == ["Green tea", "Black tea"]
    assert names("in_stock=false") == []
    assert names(f"group={new_id()}") == names(f"brand={new_id()}") == []


def test_promotions_and_price_lists_are_found_by_name(shop: Shop) -> None:
    boss = owner_of(shop)
    for name in ("Spring", "Summer"):
        made = boss.post("/api/promotions/", {"name": name, "kind": "PERCENT", "value": "5"})
        assert made.status_code == 201, made.content
    assert [row["name"] for row in boss.get("/api/promotions/?search=summ").json()["results"]] == ["Summer"]
    assert [row["name"] for row in boss.get("/api/promotions/?sort=name").json()["results"]] == ["Spring", "Summer"]
    assert boss.get("/api/price-lists/?search=x&sort=-name").json()["results"] == []


def test_events_are_found_by_kind_place_and_whatever_they_name(shop: Shop) -> None:
    boss = owner_of(shop)
    role = boss.post("/api/roles/", {"name": "Helper"}).json()["id"]
    boss.patch(f"/api/locations/{shop.storefront.pk}/", {"name": "New"})

    def kinds(query: str) -> list[str]:
        return [row["event_type"] for row in boss.get(f"/api/audit-logs/?{query}").json()["results"]]

    assert kinds(f"record={role}") == ["role.created"]
    assert kinds("search=role.") == ["role.created"]
    assert kinds(f"location={shop.storefront.pk}&search=location.") == ["location.updated", "location.created"]
    assert kinds(f"record={shop.storefront.pk}&search=location.u") == ["location.updated"]
    assert kinds(f"payment={new_id()}") == []
    with shop.scope():
        assert AuditLog.objects.for_business(shop.id).count() > 3
