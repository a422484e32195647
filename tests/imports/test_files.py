"""How files are read: encodings, separators, headers, workbooks, and what is no file."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone

from optimapos.core.ids import UUID
from optimapos.imports.services import work_off
from optimapos.products.models import Product
from tests.factories.organization import Shop
from tests.imports.files import HEADER, applied, bring, brought, csv_of, prepared, problems, xlsx_of


def named(shop: Shop, sku: str) -> str:
    with shop.scope():
        return Product.objects.for_business(shop.id).get(sku=sku).name


def ended(shop: Shop, job: dict[str, Any]) -> dict[str, Any]:
    """The import after its check, which for a file over the limit is a worker's."""
    if job["status"] == "UPLOADED":
        work_off(business=shop.id, job_id=UUID(job["id"]), at=timezone.now()).unwrap()
    told: dict[str, Any] = shop.manager_till.get(f"/api/imports/{job['id']}/").json()
    return told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_separators_are_found_out(shop: Shop, encoding: str, separator: str, end: str) -> None:
    prepared(shop)
    lines = [separator.join(HEADER.split(",")), separator.join(["A", '"Кафе, ""a;b"""', "U0", "T20"])]
    applied(shop.manager_till, "products", (end.join(lines) + end).encode(encoding))
    assert named(shop, "A") == 'Кафе, "a;b"'


def test_a_name_may_have_lines_and_the_next_line_keeps_its_number(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", csv_of('A,"one\ntwo",U0,T20', "", "B,,U0,T20"))
    assert problems(job) == [(5, "name", "REQUIRED")]


def test_headers_are_matched_whatever_their_case_and_order(shop: Shop) -> None:
    prepared(shop)
    applied(shop.manager_till, "products", csv_of("T20,A,U0,Tea", header=" Tax Category ,SKU,unit,NAME,,"))
    assert named(shop, "A") == "Tea"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"sku,name,unit,tax_category\nA,Caf\xe9,U0,T20\n", [(2, "", "BAD_ENCODING")]),
        (csv_of("A,B,U0,T20").decode().encode("utf-16") + b"\x00", [(3, "", "BAD_ENCODING")]),
        (csv_of('A,"never closed,U0,T20'), [(2, "", "BAD_CSV")]),
        (csv_of('A,"x"y,U0,T20'), [(2, "", "BAD_CSV")]),
        (
            csv_of("A", header="sku,name,unit,colour,name"),
            [
                (1, "D", "UNKNOWN_COLUMN"),
                (1, "name", "DUPLICATE_COLUMN"),
                (1, "tax_category", "MISSING_COLUMN"),
            ],
        ),
        (b"\n\n", [(1, "", "EMPTY_FILE")]),
        (b"\xef\xbb\xbf", [(1, "", "EMPTY_FILE")]),
        (b"\xff\xfe", [(1, "", "EMPTY_FILE")]),
        (csv_of("A," + "x" * 1_000_000), [(2, "", "TOO_LONG")]),
        (csv_of("A,B,U0").rstrip().decode().encode("utf-16"), [(2, "tax_category", "REQUIRED")]),
        (b"a," * 101 + b"\n", [(1, "", "TOO_MANY_CELLS")]),
        (csv_of("A," + "x" * 40_000 + ",U0,T20"), [(2, "", "TOO_LONG")]),
        (csv_of("A\x00,B,U0,T20"), [(2, "sku", "BAD_TEXT")]),
        (b"PK\x03\x04 but no zip", [(0, "", "BAD_XLSX")]),
    ],
    ids=lambda value: str(value[0][2]) if isinstance(value, list) else "",
)
def test_what_can_not_be_read_is_told_with_its_line(shop: Shop, content: bytes, found: list[Any]) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", content, dry_run="false")
    job = ended(shop, job)
    assert (job["status"], problems(job)) == ("REFUSED", found)
    with shop.scope():
        assert not Product.objects.for_business(shop.id).exists()


def test_a_line_before_a_broken_one_is_told_too(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", csv_of("A,,U0,T20") + b"B,\xff,U0,T20\n")
    assert problems(job) == [(2, "name", "REQUIRED"), (3, "", "BAD_ENCODING")]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(A1)"])
def test_what_a_spreadsheet_would_run_is_refused(shop: Shop, text: str) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", csv_of(f'A,"{text}",U0,T20'))
    assert problems(job) == [(2, "name", "FORMULA_CELL")]
    applied(shop.manager_till, "products", csv_of(f'A,"\'{text}",U0,T20'))
    assert named(shop, "A") == text


def test_numbers_are_no_formulas(shop: Shop) -> None:
    prepared(shop)
    applied(shop.manager_till, "products", csv_of("-5,+359 88 123,U0,T20"))
    assert named(shop, "-5") == "+359 88 123"


def test_a_workbook_is_read_with_its_numbers_and_days(shop: Shop) -> None:
    prepared(shop)
    applied(
        shop.manager_till,
        "products",
        xlsx_of(
            ["sku", "name", "unit", "tax_category", "floor_price", "keeps_expiry", "warranty_days", "barcodes"],
            [4006381333931, "Pen", "U0", "T20", 12.1, True, 30, 4006381333931],
            [],
            ["B", "Ink", "U0", "T20", 0.1 + 0.2, False, None, None],
        ),
    )
    with shop.scope():
        pen = Product.objects.for_business(shop.id).get(sku="4006381333931")
        ink = Product.objects.for_business(shop.id).get(sku="B")
    assert (f"{pen.floor_price:f}", pen.keeps_expiry, pen.warranty_days) == ("12.100000", True, 30)
    assert f"{ink.floor_price:f}" == "0.300000"
    rows = [["sku", "location", "quantity", "unit_cost", "expires_on"], ["B", "S1", 2, 1.5, date(2027, 3, 1)]]
    assert applied(shop.manager_till, "opening_stock", xlsx_of(*rows))["created_count"] == 1


def test_formulas_of_a_workbook_are_told_with_line_and_column(shop: Shop) -> None:
    prepared(shop)
    job = brought(
        shop.manager_till,
        "products",
        xlsx_of(HEADER.split(","), ["A", "=1+1", "U0", "T20"], ["B", "B", "U0", '=CONCATENATE("T","20")']),
    )
    found = [each for each in problems(job) if each[2] == "FORMULA_CELL"]
    assert found == [(2, "B", "FORMULA_CELL"), (3, "D", "FORMULA_CELL")]
    assert job["status"] == "REFUSED"


def rezipped(content: bytes, **changes: bytes | int) -> bytes:
    """The workbook with other entries, or new ones of so many million zeros; the sheet is `sheet`."""
    buffer = io.BytesIO()
    names = {"sheet": "xl/worksheets/sheet1.xml", "workbook": "xl/workbook.xml"}
    wanted = {names.get(name, name): value for name, value in changes.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if (value := wanted.pop(entry.filename, old.read(entry))) is not None:
                new.writestr(entry.filename, value)
        for name, value in wanted.items():
            with new.open(name, "w") as added:
                for _ in range(value if isinstance(value, int) else 0):
                    added.write(b"\0" * 1_000_000)
                added.write(value if isinstance(value, bytes) else b"")
    return buffer.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
BOMBS = {
    "far corner": ({"sheet": SHEET.format('<row r="1"><c r="XFD1"/></row>').encode()}, "TOO_MANY_CELLS"),
    "deep row": ({"sheet": SHEET.format('<row r="1048576"><c r="A1048576"/></row>').encode()}, "TOO_LARGE"),
    "many rows": ({"sheet": SHEET.format("<row/>" * 200_001).encode()}, "TOO_LARGE"),
    "no cell": ({"sheet": SHEET.format('<row r="1"><c r="1A"/></row>').encode()}, "BAD_XLSX"),
    "document type": ({"sheet": b'<!DOCTYPE x [<!ENTITY a "b">]>' + SHEET.format("").encode()}, "BAD_XLSX"),
    "broken xml": ({"sheet": b"<worksheet><sheetData>"}, "BAD_XLSX"),
    "no part": ({"xl/_rels/workbook.xml.rels": b'<R><Relationship Id="rId1" Target="x.xml"/></R>'}, "BAD_XLSX"),
    "broken texts": ({"xl/sharedStrings.xml": b"<sst><si>"}, "BAD_XLSX"),
    "no sheet": ({"workbook": b"<workbook/>"}, "BAD_XLSX"),
    "unfolds": ({"xl/media/image.bin": 401}, "TOO_LARGE"),
    "many entries": ({f"x{number}": b"" for number in range(1001)}, "BAD_XLSX"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_that_would_unfold_without_end_is_refused(shop: Shop, name: str) -> None:
    changes, code = BOMBS[name]
    content = rezipped(xlsx_of(HEADER.split(",")), **changes)
    assert len(content) < 1_000_000
    job = brought(shop.manager_till, "products", content, dry_run="false", file_name=f"{name}.xlsx")
    job = ended(shop, job)
    assert job["status"] == "REFUSED"
    assert [each[2] for each in problems(job)] == [code]


def test_cells_of_a_workbook_may_say_no_place(shop: Shop) -> None:
    prepared(shop)
    texts = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in HEADER.split(","))
    line = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("A", "Tea", "U0"))
    sheet = SHEET.format(f"<row>{texts}</row><row>{line}<c><f>1+1</f><v>2</v></c></row>").encode()
    job = brought(shop.manager_till, "products", rezipped(xlsx_of(["x"]), sheet=sheet))
    assert (2, "D", "FORMULA_CELL") in problems(job)


def test_times_and_moments_of_a_workbook_are_told_as_people_write_them(shop: Shop) -> None:
    job = brought(
        shop.manager_till,
        "prices",
        xlsx_of(
            ["sku", "price", "valid_from"], ["A", 1, datetime.fromisoformat("2031-01-31T08:00")], ["B", 1, time(8, 30)]
        ),
    )
    wrong = [(each["line"], each["code"], each["value"]) for each in job["problems"] if each["column"] == "valid_from"]
    assert wrong == [(3, "NOT_A_DATE", "08:30:00")]


def test_a_workbook_that_lies_about_a_size_is_refused(shop: Shop) -> None:
    content = bytearray(rezipped(xlsx_of(HEADER.split(",")), zz=b"\0" * 5_000_000))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    job = brought(shop.manager_till, "products", bytes(content))
    assert [each[2] for each in problems(job)] == ["BAD_XLSX"]


def test_a_locked_workbook_is_refused(shop: Shop) -> None:
    content = bytearray(xlsx_of(HEADER.split(",")))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    job = brought(shop.manager_till, "products", bytes(content))
    assert [each[2] for each in problems(job)] == ["BAD_XLSX"]


def test_a_form_an_empty_body_and_a_large_body_are_refused(shop: Shop) -> None:
    form = bring(shop.manager_till, "products", b"")
    assert (form.status_code, form.json()["code"]) == (400, "FILE_EMPTY")
    large = bring(shop.manager_till, "products", b"x" * 50_000_001)
    assert (large.status_code, large.json()["code"]) == (413, "TOO_LARGE")
    unknown = bring(shop.manager_till, "elephants", b"sku")
    assert (unknown.status_code, unknown.json()["code"]) == (400, "VALIDATION_FAILED")
