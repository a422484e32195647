"""Customers as a file: exported."""

import io

from python_calamine import CalamineWorkbook

from optimapos.nomenclatures.models import PriceGroup
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, make_shop
from tests.imports.files import applied, counts
from tests.imports.test_exports import exported, lines_of


def test_customers_are_exported_with_what_is_sealed_in_the_table(shop: Shop) -> None:
    with shop.scope():
        group = PriceGroup.objects.for_business(shop.business).create(business=shop.business, code="G", name="G")
    make_customer(shop, code="B", name="Bea")
    make_customer(
        shop,
        code="A",
        name="Ann",
        phone="+359888123456",
        email="ann@acme.example",
        vat_number="BG175074752",
        price_group=group,
        credit_limit=100,
    )
    make_customer(make_shop(), code="C")
    first, second = lines_of(exported(shop.manager_till, "customers"))
    assert (first["code"], first["email"], first["vat_number"]) == ("A", "ann@acme.example", "BG175074752")
    assert first["phone"].endswith("+359888123456")
    assert (first["price_group"], first["credit_limit"], first["outstanding_balance"]) == ("G", "100", "0")
    assert (second["code"], second["phone"], second["price_group"], second["is_active"]) == ("B", "", "", "yes")


def test_customers_are_exported_as_a_workbook_too(shop: Shop) -> None:
    make_customer(shop, code="A", name="Ann")
    book = CalamineWorkbook.from_filelike(io.BytesIO(exported(shop.manager_till, "customers", "xlsx")))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[:2] for row in rows] == [["code", "name"], ["A", "Ann"]]


def test_what_is_exported_can_be_brought_again_after_a_merge(shop: Shop) -> None:
    source = make_customer(shop, code="A", name="Ann", phone="+359888123456")
    survivor = make_customer(shop, code="B", name="Bea", credit_limit=100)
    owing = {"amount": "5", "location": str(shop.storefront.pk)}
    assert shop.manager_till.post(f"/api/customers/{source.pk}/opening-balance/", owing).status_code == 201
    body = {"into": str(survivor.pk)}
    assert shop.manager_till.post(f"/api/customers/{source.pk}/merge/", body).status_code == 200
    file = exported(shop.manager_till, "customers")
    (line,) = lines_of(file)
    assert (line["code"], line["outstanding_balance"], line["phone"][-13:]) == ("B", "5", "+359888123456")
    assert counts(applied(shop.manager_till, "customers", file)) == (0, 0, 1)
