"""Importing base prices, opening stock and suppliers."""

from decimal import Decimal

from optimapos.inventory.models import InventoryBatch, InventoryItem
from optimapos.organization.services import LocationService
from optimapos.partners.models import Supplier
from optimapos.pricing.models import ProductPrice
from optimapos.products.types import NewPackaging
from optimapos.verify.runner import verify
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.imports.files import applied, bring, brought, counts, csv_of, problems
from tests.isolation.worlds import digest

PRICES = "sku,location,packaging,price,includes_tax,valid_from"
STOCK = "sku,location,quantity,unit_cost,batch,expires_on"
SUPPLIERS = "code,name,email,vat_number,vat_registered,payment_days,credit_limit,currency,phone"


def with_goods(shop: Shop) -> Shop:
    make_product(shop, sku="TEA", price="10.00", stock=None, packagings=[NewPackaging("Box", 6)])
    make_product(shop, sku="KG", price=None, stock=None, unit_decimals=3)
    LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    return shop


def prices_of(shop: Shop, sku: str) -> list[tuple[str, Decimal]]:
    with shop.scope():
        rows = ProductPrice.objects.for_business(shop.id).filter(product__sku=sku).order_by("valid_from", "id")
        return [(row.location.code if row.location else "", row.price.normalize()) for row in rows]


def test_prices_are_added_and_those_that_are_so_already_are_not(shop: Shop) -> None:
    with_goods(shop)
    lines = csv_of("TEA,,,10,yes,", "TEA,S1,,9.5,,", "TEA,,Box,55,no,2031-01-01", "KG,,,3.123456,,", header=PRICES)
    assert counts(applied(shop.manager_till, "prices", lines)) == (3, 0, 1)
    assert prices_of(shop, "TEA") == [("", Decimal(10)), ("S1", Decimal("9.5")), ("", Decimal(55))]
    assert prices_of(shop, "KG") == [("", Decimal("3.123456"))]
    assert counts(applied(shop.manager_till, "prices", lines)) == (0, 0, 4)


def test_what_is_wrong_with_prices_is_told_by_line(shop: Shop) -> None:
    with_goods(shop)
    applied(shop.manager_till, "prices", csv_of("TEA,,,8,,2031-01-01", header=PRICES))
    before = digest(shop.id)["product_price"]
    job = brought(
        shop.manager_till,
        "prices",
        csv_of(
            "NONE,,,1,,",
            "TEA,S9,,1,,",
            "TEA,S2,,1,,",
            "TEA,,Crate,1,,",
            "TEA,,,-1,,",
            "TEA,,,9,,2031-01-01T00:00:00Z",
            "KG,,,1,,01.02.2031",
            "KG,,,2,perhaps,",
            "KG,,,2,,",
            header=PRICES,
        ),
        dry_run="false",
    )
    assert problems(job) == [
        (2, "sku", "UNKNOWN_SKU"),
        (3, "location", "UNKNOWN_LOCATION"),
        (4, "location", "UNKNOWN_LOCATION"),
        (5, "packaging", "UNKNOWN_PACKAGING"),
        (6, "price", "TOO_SMALL"),
        (7, "price", "DUPLICATE_PRICE"),
        (8, "valid_from", "NOT_A_DATE"),
        (9, "includes_tax", "NOT_YES_OR_NO"),
        (9, "sku", "DUPLICATE_IN_FILE"),
        (10, "sku", "DUPLICATE_IN_FILE"),
    ]
    assert digest(shop.id)["product_price"] == before


def test_opening_stock_is_booked_by_the_ledger(shop: Shop) -> None:
    with_goods(shop)
    lines = ["TEA,S1,10,2,L1,2031-01-31", "TEA,S1,5,3,,", "KG,S1,0.125,8,,"]
    assert counts(applied(shop.manager_till, "opening_stock", csv_of(*lines, header=STOCK))) == (3, 0, 0)
    with shop.scope():
        item = InventoryItem.objects.for_business(shop.id).get(product__sku="TEA")
        assert (item.current_qty, item.stock_value) == (Decimal(15), Decimal(35))
        batch = InventoryBatch.objects.for_business(shop.id).get(item=item, batch_number="L1")
        assert (batch.remaining_qty, str(batch.expires_on)) == (Decimal(10), "2031-01-31")
    assert sum(outcome.count for outcome in verify(str(shop.id))) == 0


def test_the_same_stock_is_not_taken_twice_unless_it_is_forced(shop: Shop) -> None:
    with_goods(shop)
    content = csv_of("TEA,S1,10,2,,", header=STOCK)
    first = applied(shop.manager_till, "opening_stock", content)
    again = bring(shop.manager_till, "opening_stock", content, dry_run="false")
    assert (again.status_code, again.json()["code"], again.json()["data"]["import"]) == (
        409,
        "ALREADY_IMPORTED",
        first["id"],
    )
    checked = brought(shop.manager_till, "opening_stock", content)
    refused = shop.manager_till.post(f"/api/imports/{checked['id']}/apply/")
    assert (refused.status_code, refused.json()["code"]) == (409, "ALREADY_IMPORTED")
    forced = shop.manager_till.post(f"/api/imports/{checked['id']}/apply/", {"force": True})
    assert forced.json()["status"] == "APPLIED"
    with shop.scope():
        assert InventoryItem.objects.for_business(shop.id).get(product__sku="TEA").current_qty == 20


def test_what_is_wrong_with_stock_is_told_by_line(shop: Shop) -> None:
    with_goods(shop)
    make_product(shop, sku="SVC", kind="SERVICE", price=None, stock=None)
    make_product(shop, sku="PHONE", tracks_serials=True, price=None, stock=None)
    job = brought(
        shop.manager_till,
        "opening_stock",
        csv_of(
            "NONE,S1,1,1,,",
            "TEA,S2,1,1,,",
            "TEA,S1,1.5,1,,",
            "TEA,S1,0,1,,",
            "SVC,S1,1,1,,",
            "PHONE,S1,1,1,,",
            "TEA,S1,999999998,9999999999998,,",
            "KG,S1,1,1,L,2031-02-30",
            "KG,S1,2,1,,",
            "KG,S1,3,1,,",
            header=STOCK,
        ),
        dry_run="false",
    )
    assert problems(job) == [
        (2, "sku", "UNKNOWN_SKU"),
        (3, "location", "UNKNOWN_LOCATION"),
        (4, "quantity", "QUANTITY_TOO_PRECISE"),
        (5, "quantity", "TOO_SMALL"),
        (5, "sku", "DUPLICATE_IN_FILE"),
        (6, "sku", "PRODUCT_NOT_STOCKED"),
        (7, "serials", "SERIALS_MISMATCH"),
        (8, "unit_cost", "AMOUNT_TOO_LARGE"),
        (9, "expires_on", "NOT_A_DATE"),
        (11, "sku", "DUPLICATE_IN_FILE"),
    ]
    with shop.scope():
        assert not InventoryBatch.objects.for_business(shop.id).exists()


def test_pieces_come_with_their_serial_numbers(shop: Shop) -> None:
    make_product(shop, sku="PHONE", tracks_serials=True, price=None, stock=None)
    make_product(shop, sku="TEA", price=None, stock=None)
    header = "sku,location,quantity,unit_cost,serials"
    applied(shop.manager_till, "opening_stock", csv_of("PHONE,S1,2,90,A1 | B\\|2", header=header))
    with shop.scope():
        pieces = InventoryBatch.objects.for_business(shop.id).values_list("serial_number", "remaining_qty", "unit_cost")
        assert sorted(pieces) == [("A1", 1, 90), ("B|2", 1, 90)]
    lines = csv_of(
        "PHONE,S1,3,90,C1 | C2",
        "PHONE,S1,1,90,A1",
        "PHONE,S1,1,90,D1",
        "PHONE,S1,1,90,D1",
        "TEA,S1,1,1,T1",
        header=header,
    )
    assert problems(brought(shop.manager_till, "opening_stock", lines)) == [
        (2, "serials", "SERIALS_MISMATCH"),
        (3, "serials", "SERIAL_IN_STOCK"),
        (5, "serials", "DUPLICATE_IN_FILE"),
        (6, "serials", "SERIALS_MISMATCH"),
    ]


def test_goods_that_keep_expiry_dates_need_one(shop: Shop) -> None:
    make_product(shop, sku="MILK", keeps_expiry=True, price=None, stock=None)
    header = "sku,location,quantity,unit_cost,expires_on"
    job = brought(shop.manager_till, "opening_stock", csv_of("MILK,S1,2,1,", header=header))
    assert problems(job) == [(2, "expires_on", "EXPIRY_REQUIRED")]


def test_suppliers_come_cleaned_and_are_updated_by_code(shop: Shop) -> None:
    line = "S1,  Big   Beans ,ORDERS@Beans.Example,bg 175074752,yes,14,5000.50,eur,+359 88 123"
    assert counts(applied(shop.manager_till, "suppliers", csv_of(line, header=SUPPLIERS))) == (1, 0, 0)
    with shop.scope():
        row = Supplier.objects.for_business(shop.id).get(code="S1")
    assert (row.name, row.email, row.vat_number, row.currency) == (
        "Big Beans",
        "orders@beans.example",
        "BG175074752",
        "EUR",
    )
    assert (row.payment_days, row.credit_limit, row.lead_time_days, row.is_active) == (14, Decimal("5000.5"), 1, True)
    assert counts(applied(shop.manager_till, "suppliers", csv_of(line, header=SUPPLIERS))) == (0, 0, 1)
    changed = csv_of("S1,Big Beans,", header="code,name,credit_limit")
    assert counts(applied(shop.manager_till, "suppliers", changed)) == (0, 1, 0)
    with shop.scope():
        row.refresh_from_db()
    assert (row.credit_limit, row.email) == (None, "orders@beans.example")


def test_what_is_wrong_with_suppliers_is_told_by_line(shop: Shop) -> None:
    job = brought(
        shop.manager_till,
        "suppliers",
        csv_of(
            "S1,A,nobody,,,,,,",
            "S1,A,,BG175074753,yes,,,,",
            "S2,A,,BG1,no,4000,-1,QQQ,",
            ",A,,,,,,,=1+1",
            header=SUPPLIERS,
        ),
    )
    assert problems(job) == [
        (2, "email", "NOT_AN_EMAIL"),
        (3, "code", "DUPLICATE_IN_FILE"),
        (3, "vat_number", "BAD_VAT_NUMBER"),
        (4, "credit_limit", "TOO_SMALL"),
        (4, "currency", "UNKNOWN_CURRENCY"),
        (4, "payment_days", "TOO_LARGE"),
        (5, "code", "REQUIRED"),
        (5, "phone", "FORMULA_CELL"),
    ]
