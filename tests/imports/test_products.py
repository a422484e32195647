"""Importing products."""

from decimal import Decimal
from typing import Any

from optimapos.audit.models import AuditLog
from optimapos.nomenclatures.models import Brand, ProductGroup
from optimapos.organization.models import Business
from optimapos.products.models import Product, ProductBarcode, ProductPackaging
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.imports.files import applied, bring, brought, counts, csv_of, prepared, problems
from tests.isolation.worlds import digest

FULL = (
    "sku,name,description,kind,life_cycle,unit,tax_category,group,brand,tracks_stock,keeps_expiry,tracks_serials,weight_kg,"
    "warranty_days,plu,prix_br,floor_price,barcodes,packagings"
)
LINE = (
    'C1,Coffee,"Arabica, roasted",goods,Active,U0,T20,COF,Monte,yes,no,no,0.25,30,4011,5.10,3.5,'
    '4006381333931 | ABC-1,"Box = 12 : BOX-1, BOX-2 | Strip = 1/3"'
)


def stored(shop: Shop, sku: str) -> Product:
    with shop.scope():
        return Product.objects.for_business(shop.id).select_related("unit", "group", "brand").get(sku=sku)


def version_of(shop: Shop) -> int:
    with shop.scope():
        return Business.objects.get(pk=shop.id).settings_version


def with_references(shop: Shop) -> Shop:
    prepared(shop)
    with shop.scope():
        Brand.objects.for_business(shop.id).create(business=shop.business, name="Monte")
        ProductGroup.objects.for_business(shop.id).create(business=shop.business, code="COF", name="Coffee")
    return shop


def test_a_product_comes_with_everything_that_its_line_says(shop: Shop) -> None:
    with_references(shop)
    job = applied(shop.manager_till, "products", csv_of(LINE, header=FULL))
    assert counts(job) == (1, 0, 0)
    product = stored(shop, "C1")
    assert (product.name, product.description, product.kind, product.life_cycle) == (
        "Coffee",
        "Arabica, roasted",
        "GOODS",
        "ACTIVE",
    )
    assert product.group
    assert product.brand
    assert (product.unit.code, product.group.code, product.brand.name) == ("U0", "COF", "Monte")
    assert (product.tracks_stock, product.keeps_expiry, product.warranty_days, product.plu) == (True, False, 30, "4011")
    assert (product.prix_br, product.floor_price, product.weight_kg) == (
        Decimal("5.1"),
        Decimal("3.5"),
        Decimal("0.25"),
    )
    with shop.scope():
        packs = ProductPackaging.objects.for_business(shop.id).filter(product=product).order_by("name")
        assert list(packs.values_list("name", "factor_num", "factor_den")) == [("Box", 12, 1), ("Strip", 1, 3)]
        codes = ProductBarcode.objects.for_business(shop.id).filter(product=product).order_by("code")
        assert list(codes.values_list("code", "packaging__name")) == [
            ("4006381333931", None),
            ("ABC-1", None),
            ("BOX-1", "Box"),
            ("BOX-2", "Box"),
        ]


def test_the_same_file_again_changes_nothing(shop: Shop) -> None:
    with_references(shop)
    applied(shop.manager_till, "products", csv_of(LINE, header=FULL))
    version = version_of(shop)
    before = stored(shop, "C1").updated_at
    assert counts(applied(shop.manager_till, "products", csv_of(LINE, header=FULL))) == (0, 0, 1)
    assert stored(shop, "C1").updated_at == before
    assert version_of(shop) == version


def test_a_known_sku_is_updated_and_columns_that_are_not_there_stay(shop: Shop) -> None:
    with_references(shop)
    applied(shop.manager_till, "products", csv_of(LINE, header=FULL))
    version = version_of(shop)
    assert counts(applied(shop.manager_till, "products", csv_of("C1,Coffee beans,U0,T20"))) == (0, 1, 0)
    product = stored(shop, "C1")
    assert (product.name, product.plu, product.life_cycle) == ("Coffee beans", "4011", "ACTIVE")
    assert product.brand
    assert version_of(shop) == version + 1


def test_an_empty_cell_empties_what_may_be_empty(shop: Shop) -> None:
    with_references(shop)
    applied(shop.manager_till, "products", csv_of(LINE, header=FULL))
    header = "sku,name,unit,tax_category,brand,group,plu,floor_price,life_cycle,tracks_stock"
    applied(shop.manager_till, "products", csv_of("C1,Coffee,U0,T20,,,,,,", header=header))
    product = stored(shop, "C1")
    assert (product.brand, product.group, product.plu, product.floor_price) == (None, None, "", None)
    assert (product.life_cycle, product.tracks_stock) == ("ACTIVE", True)


def test_numbers_may_change_hands_within_a_file(shop: Shop) -> None:
    prepared(shop)
    header = "sku,name,unit,tax_category,plu"
    applied(shop.manager_till, "products", csv_of("A,A,U0,T20,4011", "B,B,U0,T20,4012", header=header))
    applied(shop.manager_till, "products", csv_of("A,A,U0,T20,4012", "B,B,U0,T20,4011", header=header))
    assert (stored(shop, "A").plu, stored(shop, "B").plu) == ("4012", "4011")


def test_a_dry_run_tells_everything_and_writes_nothing(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", csv_of("A,A,U0,T20", "B,B,U0,T20"))
    assert (job["status"], counts(job), job["rows_total"]) == ("CHECKED", (2, 0, 0), 2)
    with shop.scope():
        assert not Product.objects.for_business(shop.id).exists()
        logged = AuditLog.objects.for_business(shop.id).filter(event_type__contains="import")
        assert list(logged.values_list("event_type", flat=True)) == ["import.uploaded"]
    done = shop.manager_till.post(f"/api/imports/{job['id']}/apply/")
    assert (done.status_code, done.json()["status"]) == (200, "APPLIED")
    assert stored(shop, "B").name == "B"
    again = shop.manager_till.post(f"/api/imports/{job['id']}/apply/")
    assert (again.status_code, again.json()["code"]) == (409, "IMPORT_NOT_READY")


def test_one_event_tells_what_came(shop: Shop) -> None:
    prepared(shop)
    job = applied(shop.manager_till, "products", csv_of("A,A,U0,T20", "B,B,U0,T20"))
    with shop.scope():
        event = AuditLog.objects.for_business(shop.id).get(event_type="products.imported")
    assert event.event_data == {"import_id": job["id"], "rows": 2, "created": 2, "changed": 0}
    assert event.user_id == shop.manager_till.actor.user_id


def refused(shop: Shop, content: bytes) -> dict[str, Any]:
    with shop.scope():
        before = digest(shop.id)["product"]
    job = brought(shop.manager_till, "products", content, dry_run="false")
    assert job["status"] == "REFUSED"
    assert digest(shop.id)["product"] == before
    return job


def test_every_wrong_cell_is_told_with_its_line_and_column(shop: Shop) -> None:
    prepared(shop)
    lines = [
        "A,,U0,T20,,,,,,,,,,,,,,,",
        f"{'B' * 61},B,U0,T20,,,,,,,,,,,,,,,",
        "C,C,XX,YY,,,NOGROUP,NOBRAND,,,,,,,,,,,",
        "D,D,U0,T20,TOY,GONE,,,maybe,,,,,,,,,,",
        "E,E,U0,T20,,,,,,,,1e3,1.5,40110,-1,1.1234567,,,",
        "F,F,U0,T20,,,,,,,,,,,,,4006381333932,Box,",
        "G,G,U0,T20,,,,,,,,,,,,,,Box = 0,",
        "H,H,U0,T20,SERVICE,,,,yes,,,,,,,,,,",
        "I,I,U0,T20,,,,,no,,yes,,,,,,,,",
        "J,J,U0,T20,,,,,,,,,,,,,,,surplus",
        "K,=SUM(A1),U0,T20,,,,,,,,,,,,,,,",
        "L,L,U0,T20,,ARCHIVED,,,,,,,,,,,,,",
    ]
    header = (
        "sku,name,unit,tax_category,kind,life_cycle,group,brand,tracks_stock,keeps_expiry,tracks_serials,weight_kg,"
        "warranty_days,plu,prix_br,floor_price,barcodes,packagings"
    )
    job = refused(shop, csv_of(*lines, header=header))
    assert problems(job) == [
        (2, "name", "REQUIRED"),
        (3, "sku", "TOO_LONG"),
        (4, "brand", "UNKNOWN_BRAND"),
        (4, "group", "UNKNOWN_GROUP"),
        (4, "tax_category", "UNKNOWN_TAX_CATEGORY"),
        (4, "unit", "UNKNOWN_UNIT"),
        (5, "kind", "NOT_A_CHOICE"),
        (5, "life_cycle", "NOT_A_CHOICE"),
        (5, "tracks_stock", "NOT_YES_OR_NO"),
        (6, "floor_price", "TOO_PRECISE"),
        (6, "prix_br", "TOO_SMALL"),
        (6, "warranty_days", "TOO_PRECISE"),
        (6, "weight_kg", "NOT_A_NUMBER"),
        (7, "barcodes", "BAD_BARCODE"),
        (7, "packagings", "BAD_PACKAGING"),
        (8, "packagings", "BAD_FACTOR"),
        (9, "tracks_stock", "SERVICE_HAS_NO_STOCK"),
        (10, "tracks_serials", "SERVICE_HAS_NO_STOCK"),
        (11, "S", "TOO_MANY_CELLS"),
        (12, "name", "FORMULA_CELL"),
        (13, "life_cycle", "LIFE_CYCLE_FORBIDS"),
    ]
    assert job["problems_count"] == 21
    assert job["problems"][2]["value"] == "NOBRAND"


def test_duplicates_within_a_file_are_told_on_their_second_line(shop: Shop) -> None:
    prepared(shop)
    header = "sku,name,unit,tax_category,plu,barcodes,packagings"
    job = refused(
        shop,
        csv_of(
            "A,A,U0,T20,4011,X-1,",
            "B,B,U0,T20,4011,,Box = 6 : X-1",
            "A,A,U0,T20,,,",
            "C,C,U0,T20,,Y | Y,",
            header=header,
        ),
    )
    assert problems(job) == [
        (3, "packagings", "DUPLICATE_IN_FILE"),
        (3, "plu", "DUPLICATE_IN_FILE"),
        (4, "sku", "DUPLICATE_IN_FILE"),
        (5, "barcodes", "DUPLICATE_IN_FILE"),
    ]


def test_what_contradicts_the_stored_catalog_is_told(shop: Shop) -> None:
    prepared(shop)
    make_product(shop, sku="KEPT", plu="4011", barcodes=["X-1"])
    make_product(shop, sku="OLD", stock="3")
    make_product(shop, sku="GONE", life_cycle="ACTIVE", stock=None)
    gone = stored(shop, "GONE")
    shop.manager_till.post(f"/api/products/{gone.pk}/life-cycle/", {"life_cycle": "DISCONTINUED"})
    shop.manager_till.post("/api/units/", {"code": "KG", "name": "Kilogram", "decimals": 3})
    applied(
        shop.manager_till, "products", csv_of("PACK,P,U0,T20,Box = 6", header="sku,name,unit,tax_category,packagings")
    )
    header = "sku,name,unit,tax_category,plu,barcodes,packagings,life_cycle,tracks_stock"
    job = refused(
        shop,
        csv_of(
            "NEW,N,U0,T20,4011,X-1,,,",
            "OLD,Coffee beans,KG,T20,,,,,no",
            "GONE,Another name,U0,T20,,,,,",
            "PACK,P,U0,T20,,,Box = 7,PHASE_OUT,",
            header=header,
        ),
    )
    assert problems(job) == [
        (2, "barcodes", "DUPLICATE_BARCODE"),
        (2, "plu", "DUPLICATE_PLU"),
        (3, "tracks_stock", "STOCK_REMAINS"),
        (3, "unit", "UNIT_FIXED"),
        (4, "sku", "LIFE_CYCLE_FORBIDS"),
        (5, "life_cycle", "LIFE_CYCLE_FORBIDS"),
        (5, "packagings", "PACKAGING_DIFFERS"),
    ]


def test_an_apply_after_the_data_changed_is_checked_anew(shop: Shop) -> None:
    prepared(shop)
    header = "sku,name,unit,tax_category,barcodes"
    job = brought(shop.manager_till, "products", csv_of("A,A,U0,T20,X-1", header=header))
    make_product(shop, sku="B", barcodes=["X-1"])
    answer = shop.manager_till.post(f"/api/imports/{job['id']}/apply/").json()
    assert (answer["status"], problems(answer)) == ("REFUSED", [(2, "barcodes", "DUPLICATE_BARCODE")])
    with shop.scope():
        assert not Product.objects.for_business(shop.id).filter(sku="A").exists()


def test_a_repeat_under_the_same_key_has_one_effect(shop: Shop) -> None:
    prepared(shop)
    content = csv_of("A,A,U0,T20")
    first = bring(shop.manager_till, "products", content, key="k1", dry_run="false")
    again = bring(shop.manager_till, "products", content, key="k1", dry_run="false")
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    other = bring(shop.manager_till, "products", content + b"B,B,U0,T20\n", key="k1", dry_run="false")
    assert (other.status_code, other.json()["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")
    elsewise = bring(shop.manager_till, "products", content, key="k1", dry_run="true")
    assert elsewise.json()["code"] == "IDEMPOTENCY_KEY_REUSED"
