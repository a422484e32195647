"""Importing customers: what is exported can be brought back, and what is wrong is told by line."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from optimapos.core.actors import Capability
from optimapos.imports.models import ImportProblem
from optimapos.nomenclatures.models import PriceGroup
from optimapos.organization.models import Business, Location, Role, User
from optimapos.partners.models import Customer
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, make_shop
from tests.imports.files import applied, brought, counts, csv_of, problems
from tests.imports.test_exports import exported
from tests.partners import accounts
from tests.sales.test_advances import assert_verified

FEW = "code,name"


@pytest.fixture
def town(shop: Shop) -> Shop:
    """A shop in Bulgaria with a price group."""
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(country="BG")
        PriceGroup.objects.for_business(shop.id).create(business=shop.business, code="G", name="Guests")
    return shop


def stored(shop: Shop, code: str) -> Customer:
    with shop.scope():
        return Customer.objects.for_business(shop.id).select_related("price_group").get(code=code)


def told(shop: Shop, *lines: str, header: str = FEW, **query: Any) -> list[tuple[int, str, str]]:
    return problems(brought(shop.manager_till, "customers", csv_of(*lines, header=header), **query))


def test_an_export_is_brought_into_another_business_and_back(town: Shop) -> None:
    with town.scope():
        group = PriceGroup.objects.for_business(town.id).get(code="G")
    make_customer(
        town,
        code="A",
        name="Café Aurora",
        type="COMPANY",
        customer_type="WHOLESALE",
        category="VIP",
        phone="+359888123456",
        email="office@aurora.example",
        vat_number="BG175074752",
        vat_registered=True,
        city="Sofia",
        address="Two\nlines",
        price_group=group,
        discount_percent=Decimal("2.5"),
        credit_limit=Decimal(500),
        credit_terms_days=14,
        sales_blocked=True,
        notes="=not a formula",
    )
    owing, ahead = make_customer(town, code="B", name="Owing"), make_customer(town, code="C", name="Ahead")
    accounts.open_balance(town, {"id": str(owing.pk)}, "30.25")
    accounts.open_balance(town, {"id": str(ahead.pk)}, "7", is_credit=True)
    make_customer(town, code="D", name="Gone", is_active=False)
    file = exported(town.manager_till, "customers")
    assert counts(applied(town.manager_till, "customers", file)) == (0, 0, 4)
    other = make_shop()
    with other.scope():
        Business.objects.filter(pk=other.id).update(country="BG")
        PriceGroup.objects.for_business(other.id).create(business=other.business, code="G", name="Others")
    dry = brought(other.manager_till, "customers", file)
    assert (dry["status"], counts(dry)) == ("CHECKED", (4, 0, 0))
    with other.scope():
        assert not Customer.objects.for_business(other.id).exists()
    assert counts(applied(other.manager_till, "customers", file)) == (4, 0, 0)
    assert exported(other.manager_till, "customers") == file
    aurora = stored(other, "A")
    assert (aurora.phone, aurora.notes, aurora.name_key) == ("+359888123456", "=not a formula", "ar cf")
    assert [accounts.balance(other, {"id": stored(other, code).pk}) for code in "BC"] == [Decimal("30.25"), -7]
    assert_verified(other)


def test_lines_update_by_code_and_empty_cells_empty_texts(town: Shop) -> None:
    make_customer(town, code="A", name="Ann", phone="+359888123456", city="Sofia", credit_limit=Decimal(100))
    make_customer(town, code="B", name="Bea", city="Varna")
    before = version_of(town)
    header = "code,name,city,phone,credit_limit,price_group"
    lines = ("A,Anna,,,,", "B,Bea,Varna,,,G", "C,Cid,Ruse,0888 123 457,5,")
    assert counts(applied(town.manager_till, "customers", csv_of(*lines, header=header))) == (1, 2, 0)
    ann, bea, cid = (stored(town, code) for code in "ABC")
    assert (ann.name, ann.name_folded, ann.city, ann.phone, ann.credit_limit) == ("Anna", "anna", "", "", 100)
    assert bea.price_group
    assert (bea.price_group.code, cid.phone, cid.credit_limit) == ("G", "+359888123457", 5)
    assert version_of(town) == before + 1
    again = ("A,Anna,,,,", "B,Bea,Varna,,,G", "C,Cid,Ruse,0888 123 457,5,")
    assert counts(applied(town.manager_till, "customers", csv_of(*again, header=header))) == (0, 0, 3)
    assert counts(applied(town.manager_till, "customers", csv_of("A,Ann", header=FEW))) == (0, 1, 0)
    assert version_of(town) == before + 1


def version_of(shop: Shop) -> int:
    with shop.scope():
        return Business.objects.get(pk=shop.id).settings_version


def test_what_is_wrong_is_told_by_line_and_nothing_is_written(town: Shop) -> None:
    make_customer(town, code="OLD", name="Old", phone="+359888123456", vat_number="175074752")
    header = "code,name,type,phone,email,vat_number,vat_registered,price_group,discount_percent,outstanding_balance"
    found = told(
        town,
        ",Ann,,,,,,,,",
        "A,,,,,,,,,",
        "A,Ann,BOTH,12,x,BG1,yes,NONE,101,1.005",
        "B,Bea,,+359888123456,,,,,,",
        "C,Cid,,,,175 074 752,,,,",
        "D,Dan,,0888 999 000,,,,,,",
        "E,Eve,,+359 888 999 000,,,,,,",
        "OLD,Old,,+359888123456,,175074752,,,,5",
        "F,Fay,,,,123456789,,,,",
        header=header,
    )
    assert found == [
        (2, "code", "REQUIRED"),
        (3, "name", "REQUIRED"),
        (4, "code", "DUPLICATE_IN_FILE"),
        (4, "discount_percent", "TOO_LARGE"),
        (4, "email", "NOT_AN_EMAIL"),
        (4, "outstanding_balance", "AMOUNT_TOO_PRECISE"),
        (4, "phone", "BAD_PHONE"),
        (4, "price_group", "UNKNOWN_PRICE_GROUP"),
        (4, "type", "NOT_A_CHOICE"),
        (4, "vat_number", "BAD_VAT_NUMBER"),
        (5, "phone", "DUPLICATE_PHONE"),
        (6, "vat_number", "DUPLICATE_VAT_NUMBER"),
        (8, "phone", "DUPLICATE_IN_FILE"),
        (9, "outstanding_balance", "BALANCE_DIFFERS"),
        (10, "vat_number", "BAD_VAT_NUMBER"),
    ]
    with town.scope():
        assert Customer.objects.for_business(town.id).count() == 1
        kept = ImportProblem.objects.for_business(town.id).filter(column__in=["phone", "email", "vat_number"])
        assert {(row.value, "888" in row.message) for row in kept} == {("", False)}


def test_columns_are_strict(shop: Shop) -> None:
    assert told(shop, "A,Ann,x", header="code,name,colour") == [(1, "C", "UNKNOWN_COLUMN")]
    assert told(shop, "A", header="code") == [(1, "name", "MISSING_COLUMN")]


def test_a_merged_customer_is_not_brought_back(shop: Shop) -> None:
    source, survivor = (
        make_customer(shop, code=code, phone=f"+35988812345{end}") for code, end in (("A", 6), ("B", 7))
    )
    body = {"into": str(survivor.pk), "accept_conflicts": True}
    assert shop.manager_till.post(f"/api/customers/{source.pk}/merge/", body).status_code == 200
    assert told(shop, "A,Ann") == [(2, "code", "CUSTOMER_MERGED")]
    assert told(shop, "N,New,+359888123456", header="code,name,phone") == []


def test_who_may_not_take_opening_balances_over_brings_none(town: Shop) -> None:
    assert town.manager_till
    with town.scope():
        role = Role.objects.for_business(town.id).get(code="manager")
        role.capabilities = [each for each in role.capabilities if each != Capability.CREDIT_ADJUST]
        role.save()
    header = "code,name,outstanding_balance"
    assert told(town, "A,Ann,5", "B,Bea,0", "C,Cid,", header=header) == [
        (2, "outstanding_balance", "PERMISSION_DENIED")
    ]


def test_an_opening_balance_needs_a_place(town: Shop) -> None:
    assert town.manager_till
    with town.scope():
        Location.objects.for_business(town.id).update(is_active=False)
    header = "code,name,outstanding_balance"
    assert told(town, "A,Ann,5", "B,Bea,0", header=header) == [(2, "outstanding_balance", "UNKNOWN_LOCATION")]


def test_what_is_brought_as_owed_is_due_by_the_lines_own_terms(town: Shop) -> None:
    header = "code,name,outstanding_balance,credit_terms_days"
    assert counts(applied(town.manager_till, "customers", csv_of("A,Ann,5,21", header=header))) == (1, 0, 0)
    (item,) = accounts.told(town, {"id": str(stored(town, "A").pk)}, "open-items/")
    (entry,) = accounts.told(town, {"id": str(stored(town, "A").pk)}, "transactions/")["results"]
    assert item["due_date"] == entry["due_date"]
    assert date.fromisoformat(item["due_date"]) - date.fromisoformat(entry["business_date"]) == timedelta(days=21)


def test_without_a_till_an_opening_balance_is_booked_at_the_first_place(town: Shop, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes(csv_of("A,Ann,5", header="code,name,outstanding_balance"))
    email = User.objects.get(pk=town.owner.user_id).email
    call_command("import_file", "customers", str(file), business=town.business.slug, user=email, stdout=StringIO())
    assert accounts.balance(town, {"id": stored(town, "A").pk}) == 5


def test_the_template_can_be_brought(shop: Shop) -> None:
    answer = shop.manager_till.get("/api/exports/customers/template/")
    assert answer.status_code == 200
    file = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert counts(applied(shop.manager_till, "customers", file)) == (1, 0, 0)


def test_a_file_takes_as_many_queries_for_sixty_lines_as_for_three(shop: Shop, queries: Any) -> None:
    make_customer(shop, phone="+359888123456")  # the first one makes the key
    found = []
    for wanted in (3, 60):
        lines = [f"{wanted}-{number},Name {number},+3598{wanted:02}1000{number:02}" for number in range(wanted)]
        with queries() as asked:
            assert counts(applied(shop.manager_till, "customers", csv_of(*lines, header="code,name,phone")))
        found.append(len(asked))
    assert found[0] == found[1]
