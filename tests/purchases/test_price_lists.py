"""Price lists and reorder rules: keeping them."""

from optimapos.core.ids import new_id
from optimapos.products.types import NewPackaging
from optimapos.purchases.models import SupplierProduct
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_supplier
from tests.purchases.desks import created, line, list_price, make_order, make_warehouse, refused

PRICES = "/api/supplier-products/"
RULES = "/api/reorder-rules/"


def test_a_price_is_listed_changed_and_taken_off(shop: Shop) -> None:
    supplier, tea = make_supplier(shop, currency="USD"), make_product(shop)
    row = list_price(shop, supplier, tea, "1.25", supplier_sku="T-1", min_order_qty="0", order_multiple="6")
    assert (row["currency"], row["price"], row["lead_time_days"], row["order_multiple"]) == ("USD", "1.25", None, "6")
    path = f"{PRICES}{row['id']}/"
    changed = shop.manager_till.patch(path, {"price": "1.30", "lead_time_days": 3}).json()
    assert (changed["price"], changed["lead_time_days"], changed["supplier_sku"]) == ("1.3", 3, "T-1")
    assert shop.manager_till.get(path).json() == changed
    assert shop.manager_till.delete(path).status_code == 204
    assert shop.manager_till.delete(path).status_code == 404
    assert shop.manager_till.patch(path, {"price": "2"}).status_code == 404


def test_a_document_keeps_the_price_that_it_was_written_with(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)
    row = list_price(shop, supplier, tea, "1.25")
    order = make_order(shop, supplier, line(tea, "2", None))
    shop.manager_till.patch(f"{PRICES}{row['id']}/", {"price": "9"})
    assert shop.manager_till.get(f"/api/purchase-orders/{order['id']}/").json()["net_amount"] == "2.5000"


def test_one_supplier_of_a_product_is_preferred(shop: Shop) -> None:
    tea, milk = make_product(shop, "Tea"), make_product(shop, "Milk")
    first = list_price(shop, make_supplier(shop), tea, "1", is_preferred=True)
    other = list_price(shop, make_supplier(shop), milk, "1", is_preferred=True)
    second = list_price(shop, make_supplier(shop), tea, "1")
    shop.manager_till.patch(f"{PRICES}{second['id']}/", {"is_preferred": True})
    with shop.scope():
        preferred = SupplierProduct.objects.for_business(shop.id).filter(is_preferred=True)
        assert {str(row.pk) for row in preferred} == {second["id"], other["id"]}
    found = shop.manager_till.get(f"{PRICES}?product={tea.pk}&is_preferred=false").json()["results"]
    assert [row["id"] for row in found] == [first["id"]]


def test_wrong_prices_are_refused(shop: Shop) -> None:
    supplier = make_supplier(shop)
    tea, milk = make_product(shop, "Tea"), make_product(shop, "Milk", packagings=[NewPackaging("Crate", 6)])
    with shop.scope():
        crate = str(milk.packagings.get().pk)
    list_price(shop, supplier, tea, "1")
    body = {"supplier": str(supplier.pk), "product": str(tea.pk), "price": "2", "valid_from": "2020-01-01"}
    days = {"valid_from": "2020-01-01", "valid_until": "2019-12-31"}
    for change, wanted in (
        ({}, (409, "DUPLICATE_PRICE", {})),
        ({"currency": "XQZ"}, (422, "UNKNOWN_CURRENCY", {"currency": "XQZ"})),
        ({"packaging": crate}, (404, "PACKAGING_NOT_FOUND", {"packagings": [crate]})),
        ({"valid_until": "2019-12-31"}, (422, "BAD_PRICE_PERIOD", days)),
    ):
        assert refused(shop.manager_till.post(PRICES, body | change)) == wanted
    assert len(shop.manager_till.get(PRICES).json()["results"]) == 1


def test_price_lists_are_kept_by_those_who_manage_suppliers(shop: Shop) -> None:
    row = list_price(shop, make_supplier(shop), make_product(shop), "1")
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk")
    assert clerk.get(PRICES).status_code == 200
    assert clerk.patch(f"{PRICES}{row['id']}/", {"price": "2"}).status_code == 403
    assert shop.till.get(PRICES).status_code == 403


def test_a_rule_is_made_changed_and_forgotten(shop: Shop) -> None:
    tea, supplier = make_product(shop), make_supplier(shop)
    body = {"product": str(tea.pk), "location": str(shop.storefront.pk), "reorder_point": "5", "target_qty": "20"}
    rule = created(shop.manager_till, RULES, body)
    path = f"{RULES}{rule['id']}/"
    changed = shop.manager_till.patch(path, {"supplier": str(supplier.pk), "reorder_point": "6"}).json()
    assert (changed["supplier"], changed["reorder_point"], changed["target_qty"]) == (str(supplier.pk), "6", "20")
    figures = {"reorder_point": "20", "target_qty": "20"}
    assert refused(shop.manager_till.patch(path, {"reorder_point": "20"})) == (422, "BAD_REORDER_RULE", figures)
    assert refused(shop.manager_till.post(RULES, body))[:2] == (409, "DUPLICATE_REORDER_RULE")
    service = make_product(shop, "Help", sku="HELP", stock=None, kind="SERVICE", tracks_stock=False)
    wrong = shop.manager_till.post(RULES, body | {"product": str(service.pk)})
    assert refused(wrong) == (422, "PRODUCT_NOT_STOCKED", {"products": ["HELP"]})
    assert shop.manager_till.get(path).json()["reorder_point"] == "6"
    assert shop.manager_till.delete(path).status_code == 204
    assert shop.manager_till.delete(path).status_code == 404


def test_rules_of_hidden_places_are_not_there(shop: Shop) -> None:
    tea, place = make_product(shop), make_warehouse(shop)
    there = make_till(shop.business, place, shop.owner, code="W1", role="manager")
    body = {"product": str(tea.pk), "location": str(place.pk), "reorder_point": "5", "target_qty": "20"}
    rule = created(there, RULES, body)
    path = f"{RULES}{rule['id']}/"
    assert shop.manager_till.get(RULES).json()["results"] == []
    assert [shop.manager_till.get(path).status_code, shop.manager_till.delete(path).status_code] == [404, 404]
    assert shop.manager_till.patch(path, {"target_qty": "30"}).status_code == 404
    assert shop.manager_till.post(RULES, body).status_code == 404
    assert shop.manager_till.patch(f"{RULES}{new_id()}/", {"target_qty": "30"}).status_code == 404
