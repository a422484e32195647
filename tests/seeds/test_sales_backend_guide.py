"""The "Testing Guidelines" of sales-backend-guide.md."""

from decimal import Decimal

from optimapos.inventory.models import StockProduct, StockReservation
from optimapos.sales.models import Sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop


def test_sale_calculation() -> None:
    """(2 x 10 x 0.9) + tax = 18 + tax, at a shop whose prices are without tax."""
    shop = make_shop(prices_include_tax=False)
    product = make_product(shop, price="10.00", tax="20", includes_tax=False, stock="10")
    sale_id = shop.till.post("/api/sales/", {"type": "RETAIL"}).json()["id"]
    line = {"product": str(product.pk), "quantity": "2", "discount_percentage": "10"}
    assert shop.till.post(f"/api/sales/{sale_id}/items/", line).status_code == 201
    with shop.scope():
        sale = Sale.objects.for_business(shop.id).get(pk=sale_id)
    assert sale.subtotal == Decimal("18.00")
    assert (sale.tax_amount, sale.total_amount) == (Decimal("3.60"), Decimal("21.60"))


def test_stock_reservation(shop: Shop) -> None:
    product = make_product(shop, stock="10")
    sale = shop.till.post("/api/sales/", {"type": "RETAIL"}).json()["id"]
    with shop.scope():
        stock_product = StockProduct.objects.for_business(shop.id).get(product=product)
    line = {"product": str(product.pk), "stock_product": str(stock_product.pk), "quantity": "5"}
    assert shop.till.post(f"/api/sales/{sale}/items/", line).status_code == 201
    with shop.scope():
        reservation = StockReservation.objects.for_business(shop.id).get(item=stock_product, cart_session_id=sale)
    assert reservation.quantity == 5
    path = f"/api/storefronts/{shop.storefront.pk}/stock-products/{product.pk}/availability/"
    assert shop.till.get(path).json()["unreserved"] == "5"


def test_complete_sale_flow(shop: Shop) -> None:
    product = make_product(shop, price="12.00", stock="10")
    with shop.scope():
        stock = StockProduct.objects.for_business(shop.id).get(product=product)
    created = shop.till.post("/api/sales/", {"storefront": str(shop.storefront.pk), "type": "RETAIL"})
    sale_id = created.json()["id"]
    line = {"product": str(product.pk), "stock_product": str(stock.pk), "quantity": 2}
    added = shop.till.post(f"/api/sales/{sale_id}/items/", line)
    assert added.status_code == 201, added.content
    assert added.json()["total_amount"] == "24.00"
    body = {
        "payment_type": "CASH",
        "payments": [{"payment_method": "CASH", "amount_paid": added.json()["total_amount"]}],
    }
    completed = shop.till.post(f"/api/sales/{sale_id}/complete/", body)
    assert completed.status_code == 200, completed.content
    with shop.scope():
        stock.refresh_from_db()
    assert stock.current_qty == 8  # was 10, sold 2
