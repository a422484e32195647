"""Exports: what they hold, that no spreadsheet runs them, and that importing one changes nothing."""

import csv
import io
import string
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from optimapos.audit.models import AuditLog
from optimapos.imports.rules.formats import COLUMNS
from optimapos.organization.models import Membership
from optimapos.organization.services import LocationService
from optimapos.pricing.services import PricingService
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product, make_tax, make_unit
from tests.factories.organization import Shop, Till, make_shop, make_till
from tests.imports.files import applied, brought, counts, csv_of, prepared, problems

FORMATS = ["csv", "xlsx"]


def exported(till: Till, kind: str, file_format: str = "csv") -> bytes:
    """An export's bytes."""
    answer = till.get(f"/api/exports/{kind}/?file_format={file_format}")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def lines_of(content: bytes) -> list[dict[str, str]]:
    """A CSV export's lines."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def full(shop: Shop) -> Shop:
    make_product(
        shop,
        sku="TEA",
        name="Black tea",
        barcodes=["4006381333931", "A|B=C:D,E\\F"],
        packagings=[NewPackaging("Box, large | =6", 6, 1, ("BOX-1", "BOX:2")), NewPackaging("Third", 1, 3)],
        description='Two\nlines, "quoted"; and more',
        floor_price=Decimal("3.123456"),
        prix_br=Decimal("9999999999998.123456"),
        plu="4011",
        stock="12",
        weight_kg=Decimal("0.25"),
    )
    make_product(shop, sku="=OLD", name="@cmd", stock=None)
    make_product(shop, sku="SVC", kind="SERVICE", stock=None, price=None)
    gone = make_product(shop, sku="GONE", stock=None)
    shop.manager_till.post(f"/api/products/{gone.pk}/life-cycle/", {"life_cycle": "DISCONTINUED"})
    return shop


@pytest.mark.parametrize("file_format", FORMATS)
def test_importing_an_export_changes_nothing(shop: Shop, file_format: str) -> None:
    full(shop)
    shop.manager_till.post(
        "/api/suppliers/", {"code": "S1", "name": "=Beans", "phone": "+359 88", "credit_limit": "10.5", "notes": "a\nb"}
    )
    for kind, rows in (("products", 4), ("prices", 3), ("suppliers", 1)):
        content = exported(shop.manager_till, kind, file_format)
        job = brought(shop.manager_till, kind, content, dry_run="false")
        assert (job["status"], counts(job), problems(job)) == ("APPLIED", (0, 0, rows), [])


def test_an_export_of_stock_is_the_opening_stock_of_another_shop(shop: Shop) -> None:
    full(shop)
    lines = lines_of(exported(shop.manager_till, "opening_stock"))
    assert [(line["sku"], line["location"], line["quantity"], line["unit_cost"]) for line in lines] == [
        ("TEA", "S1", "12", "4")
    ]
    assert lines[0]["batch"].startswith("AUTO_TEA_")


def test_layers_that_are_alike_and_pieces_of_a_batch_are_one_line_that_can_be_imported(shop: Shop) -> None:
    tea, phone = (
        make_product(shop, sku="TEA", stock=None),
        make_product(shop, sku="PHONE", stock=None, tracks_serials=True),
    )
    for lines in ([opening(tea, "2"), opening(phone, "2", serials=["B", "A"])], [opening(tea, "3")]):
        body = {"storefront": str(shop.storefront.pk), "lines": lines}
        assert shop.manager_till.post("/api/stock-products/opening-stock/", body).status_code == 201
    content = exported(shop.manager_till, "opening_stock")
    found = [(line["sku"], line["quantity"], line["serials"]) for line in lines_of(content)]
    assert sorted(found) == [("PHONE", "2", "A | B"), ("TEA", "5", "")]
    other = make_shop()
    make_product(other, sku="TEA", stock=None)
    make_product(other, sku="PHONE", stock=None, tracks_serials=True)
    assert brought(other.manager_till, "opening_stock", content, dry_run="false")["status"] == "APPLIED"
    assert exported(other.manager_till, "opening_stock") == content


def opening(product: Product, quantity: str, **columns: Any) -> dict[str, Any]:
    """A line of opening stock in one batch."""
    return {"product": str(product.pk), "quantity": quantity, "unit_cost": "4", "batch_number": "L1", **columns}


@pytest.mark.parametrize("file_format", FORMATS)
def test_no_cell_of_an_export_is_run_by_a_spreadsheet(shop: Shop, file_format: str) -> None:
    full(shop)
    content = exported(shop.manager_till, "products", file_format)
    if file_format == "csv":
        cells = [cell for line in lines_of(content) for cell in line.values()]
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        cells = [str(cell) for row in rows for cell in row]
    assert "'=OLD" in cells
    assert "'@cmd" in cells
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []


_LETTERS = st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("=+-@'\"\\|:,;\n\t")
_TEXTS = st.text(_LETTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
_CODES = st.text(string.ascii_letters + string.digits + "|=:,\\'@+-", min_size=1, max_size=20)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(_TEXTS, min_size=1, max_size=4, unique=True),
    codes=st.lists(_CODES, max_size=3, unique=True),
    pack=_TEXTS,
    floor=st.decimals(0, 10**12, places=6) | st.none(),
    file_format=st.sampled_from(FORMATS),
)
def test_whatever_the_texts_an_export_comes_back_unchanged(
    shop: Shop, names: list[str], codes: list[str], pack: str, floor: Decimal | None, file_format: str
) -> None:
    unit, tax = make_unit(shop), make_tax(shop)
    for name in names:
        body: dict[str, Any] = {
            "name": name,
            "sku": name,
            "unit": unit.pk,
            "tax_category": tax.pk,
            "floor_price": floor,
        }
        shop.manager_till.post("/api/products/", body)
    first = shop.manager_till.get("/api/products/").json()["results"][0]["id"]
    shop.manager_till.post(f"/api/products/{first}/packagings/", {"name": pack, "factor_num": 7, "factor_den": 3})
    for code in codes:
        shop.manager_till.post(f"/api/products/{first}/barcodes/", {"code": code})
    content = exported(shop.manager_till, "products", file_format)
    job = brought(shop.manager_till, "products", content)
    assert (job["status"], job["problems"], counts(job)[:2]) == ("CHECKED", [], (0, 0))


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("kind", COLUMNS)
def test_a_template_has_the_columns_and_an_example(shop: Shop, kind: str, file_format: str) -> None:
    answer = shop.manager_till.get(f"/api/exports/{kind}/template/?file_format={file_format}")
    assert answer["Content-Disposition"] == f'attachment; filename="{kind}-template.{file_format}"'
    content = b"".join(answer.streaming_content)
    job = brought(shop.manager_till, kind, content)
    wrong = {code for _, _, code in problems(job)}
    assert job["rows_total"] == 1
    assert {code.split("_")[0] for code in wrong} <= {"UNKNOWN"}


def test_what_a_hidden_location_has_is_not_exported(shop: Shop) -> None:
    full(shop)
    tea = make_product(shop, sku="X", stock=None)
    there = LocationService.create_location(
        business=shop.business, code="S2", name="Back", user_id=shop.owner.user_id
    ).unwrap()
    PricingService.set_base_price(
        business=shop.business,
        product_id=tea.pk,
        price=Decimal("77.77"),
        includes_tax=True,
        location_id=there.pk,
        user_id=shop.owner.user_id,
    ).unwrap()
    assert b"77.77" not in exported(shop.manager_till, "prices")
    till = make_till(shop.business, there, shop.owner, code="T8", role="manager")
    assert b"77.77" in exported(till, "prices")
    assert lines_of(exported(till, "opening_stock")) == []


def test_exports_need_their_rights_and_leave_a_trace(shop: Shop) -> None:
    prepared(shop)
    for role, kind, status in (
        ("cashier", "products", 403),
        ("buyer", "products", 200),
        ("accountant", "opening_stock", 200),
        ("stock_clerk", "products", 403),
    ):
        till = make_till(shop.business, shop.storefront, shop.owner, code=role[:3].upper(), role=role)
        assert till.get(f"/api/exports/{kind}/").status_code == status
    with shop.scope():
        events = AuditLog.objects.for_business(shop.id).filter(event_type="data.exported").order_by("id")
        assert [event.event_data for event in events] == [
            {"kind": "products", "format": "csv"},
            {"kind": "opening_stock", "format": "csv"},
        ]


def test_an_export_takes_the_right_to_see_what_it_holds(shop: Shop) -> None:
    with shop.scope():
        role = Membership.objects.for_business(shop.id).get(pk=shop.manager_till.actor.membership_id).role
        role.capabilities = ["data.export", "stock.view"]
        role.save()
    answer = shop.manager_till.get("/api/exports/opening_stock/")
    assert (answer.status_code, answer.json()["data"]) == (403, {"capability": "cost.view"})


def test_days_of_a_workbook_come_back(shop: Shop) -> None:
    make_product(shop, sku="TEA", stock=None)
    applied(
        shop.manager_till,
        "opening_stock",
        csv_of("TEA,S1,2,1.5,L1,2031-03-01", header="sku,location,quantity,unit_cost,batch,expires_on"),
    )
    content = exported(shop.manager_till, "opening_stock", "xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert sheet.to_python()[1] == ["TEA", "S1", 2.0, 1.5, "L1", date(2031, 3, 1), ""]
    assert problems(brought(shop.manager_till, "opening_stock", content)) == []


def test_an_unknown_kind_or_format_is_refused(shop: Shop) -> None:
    assert shop.manager_till.get("/api/exports/elephants/").status_code == 404
    assert shop.manager_till.get("/api/exports/products/?file_format=pdf").status_code == 400


def test_an_export_has_more_than_one_page(shop: Shop) -> None:
    prepared(shop)
    applied(shop.manager_till, "products", csv_of(*(f"S{n:05},N,U0,T20" for n in range(2_050))))
    lines = lines_of(exported(shop.manager_till, "products"))
    assert [line["sku"] for line in lines] == [f"S{n:05}" for n in range(2_050)]
