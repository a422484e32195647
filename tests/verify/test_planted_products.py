"""Pictures of products: a violation is planted, and it is found and named."""

import pytest

from optimapos.verify.report import named
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.pictures import make_picture
from tests.verify.planting import found_by, superuser


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE product_picture SET position = 5 WHERE position = 1 AND business_id = %s",
        "UPDATE product_picture SET position = 0 WHERE business_id = %s",
        "UPDATE product_picture SET removed_at = now() WHERE position = 0 AND business_id = %s",
    ],
)
def test_pictures_that_do_not_stand_one_after_the_other_are_found(shop: Shop, statement: str) -> None:
    tea = make_product(shop, sku="TEA-1", stock=None)
    for _ in range(2):
        make_picture(shop, tea)
    with superuser() as cursor:
        assert found_by(cursor, "products.pictures", shop.id).count == 0
        cursor.execute(statement, [shop.id])
        assert cursor.rowcount >= 1
        found = found_by(cursor, "products.pictures", shop.id)
    assert found.count == 1
    assert "product TEA-1" in named(found.violations[0])
