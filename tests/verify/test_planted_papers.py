"""Papers: a violation is planted, and it is found and named."""

import pytest

from optimapos.verify.report import named
from tests.factories.catalog import make_product
from tests.factories.organization import make_shop
from tests.refunds.giving_back import sold
from tests.verify.planting import drop_checks, found_by, superuser

PLANTS = (
    ("UPDATE paper_print SET print_number = 5 WHERE business_id = %(business)s AND print_number = 2", "expected 2"),
    ("UPDATE paper_print SET print_number = print_number + 2 WHERE business_id = %(business)s", "first 3"),
    ("DELETE FROM paper_print WHERE business_id = %(business)s AND print_number = 1", "first 2"),
)


@pytest.mark.parametrize(("plant", "figures"), PLANTS)
def test_prints_that_are_not_numbered_one_after_the_other_are_found(plant: str, figures: str) -> None:
    shop = make_shop()
    sale = sold(shop.till, (make_product(shop, stock="5"), "1"))
    for _ in range(2):
        assert shop.till.post(f"/api/sales/{sale['id']}/receipt/print/", {"form": "html"}).status_code == 200
    with superuser() as cursor:
        assert found_by(cursor, "papers.prints", shop.id).count == 0
        drop_checks(cursor, "paper_print")
        cursor.execute(plant, {"business": shop.id})
        found = found_by(cursor, "papers.prints", shop.id)
    assert any(figures in named(violation) for violation in found.violations), found.violations
