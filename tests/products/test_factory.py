"""Creating products in one call."""

from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop


def test_factory(shop: Shop) -> None:
    product = make_product(shop, stock=None)
    assert product.sku == "P00001"
    assert make_product(shop, stock=None).sku == "P00002"
    assert make_customer(shop).code == "C00001"
    make_product(shop)
