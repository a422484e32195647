"""Workflows at the admin site: changed as a whole by the service, refused there with the same reasons."""

import pytest
from django.test import Client

from optimapos.nomenclatures.models import DocumentType
from optimapos.organization.models import User
from tests.admin.desks import page, sign_in
from tests.admin.sheets import fields_of
from tests.factories.organization import Shop
from tests.nomenclatures.papers import REQUEST, make_request, type_of, workflow_now


@pytest.fixture
def desk(shop: Shop) -> Client:
    """The owner's browser."""
    owner = User.objects.get(pk=shop.owner.user_id)
    owner.is_staff = True
    owner.save()
    return sign_in(owner)


def row(set_name: str, at: int, **fields: str) -> dict[str, str]:
    """The fields of one row."""
    return {f"{set_name}-{at}-{name}": value for name, value in fields.items()}


def with_rows(sheet: dict[str, str], set_name: str, *rows: dict[str, str]) -> dict[str, str]:
    """The page's fields with rows added to one of its tables."""
    total = int(sheet[f"{set_name}-TOTAL_FORMS"])
    more = {f"{set_name}-TOTAL_FORMS": str(total + len(rows))}
    for at, fields in enumerate(rows, start=total):
        more |= row(set_name, at, **fields)
    return sheet | more


def test_the_first_look_at_the_types_installs_them(shop: Shop, desk: Client) -> None:
    listed = desk.get(page(DocumentType, "changelist")).content.decode()
    assert "PURCHASE_ORDER" in listed


def test_a_status_is_added_with_its_ways(shop: Shop, desk: Client) -> None:
    found = type_of(shop, REQUEST)
    where = page(DocumentType, "change", found.pk)
    sheet = fields_of(desk.get(where))
    assert (sheet["statuses-0-code"], sheet["transitions-0-start"], sheet["transitions-0-end"]) == (
        "draft",
        "draft",
        "submitted",
    )
    boss = {"code": "boss", "name": "With the boss", "position": "1"}
    ways = [
        {"start": "submitted", "end": "boss", "capability": "purchase.request", "trigger": "MANUAL"},
        {"start": "boss", "end": "approved", "capability": "purchase.approve", "trigger": "MANUAL"},
    ]
    answer = desk.post(where, with_rows(with_rows(sheet, "statuses", boss), "transitions", *ways))
    assert answer.status_code == 302, answer.content.decode()
    after = workflow_now(shop, found.pk)
    assert [status.code for status in after.statuses][:4] == ["draft", "submitted", "boss", "approved"]
    assert {(way.from_status, way.to_status) for way in after.transitions} >= {
        ("submitted", "boss"),
        ("boss", "approved"),
    }
    service = make_request(shop)
    service.transition_to("submitted").unwrap()
    service.transition_to("boss").unwrap()


def test_a_bad_workflow_is_refused_with_its_reasons_and_changes_nothing(shop: Shop, desk: Client) -> None:
    found = type_of(shop, REQUEST)
    where, before = page(DocumentType, "change", found.pk), workflow_now(shop, found.pk)
    sheet = with_rows(fields_of(desk.get(where)), "statuses", {"code": "boss", "name": "Boss", "position": "9"})
    told = desk.post(where, sheet | {"name": "Renamed", "statuses-1-creates_inventory_movements": "on"}, follow=True)
    text = told.content.decode()
    assert "No way leads to boss." in text
    assert "submitted has to do with stock movements, and these documents make none." in text
    assert workflow_now(shop, found.pk) == before
    assert type_of(shop, REQUEST).name == "Purchase request"


def test_a_status_that_documents_are_in_is_not_struck_out(shop: Shop, desk: Client) -> None:
    found = type_of(shop, REQUEST)
    make_request(shop).transition_to("approved").unwrap()
    where, before = page(DocumentType, "change", found.pk), workflow_now(shop, found.pk)
    sheet = fields_of(desk.get(where))
    struck = {f"statuses-{at}-DELETE": "on" for at in (2, 3)}
    kept = {"draft", "submitted", "rejected", "cancelled"}
    for at in range(int(sheet["transitions-TOTAL_FORMS"])):
        if not {sheet[f"transitions-{at}-start"], sheet[f"transitions-{at}-end"]} <= kept:
            struck[f"transitions-{at}-DELETE"] = "on"
    told = desk.post(where, sheet | struck, follow=True).content.decode()
    assert "Documents are in approved (1); move them on before it is removed." in told
    assert workflow_now(shop, found.pk) == before


def test_a_type_is_added_and_renamed_by_its_service(shop: Shop, desk: Client) -> None:
    standard = type_of(shop, REQUEST)
    mine = {"kind": REQUEST, "code": "IMPORT", "name": "Import request", "prefix": "IR-"}
    answer = desk.post(page(DocumentType, "add"), mine)
    assert answer.status_code == 302, answer.content.decode()
    with shop.scope():
        made = DocumentType.objects.for_business(shop.id).get(code="IMPORT")
    assert workflow_now(shop, made.pk) == workflow_now(shop, standard.pk)
    where = page(DocumentType, "change", made.pk)
    assert desk.post(where, fields_of(desk.get(where)) | {"name": "From abroad"}).status_code == 302
    with shop.scope():
        made.refresh_from_db()
    assert (made.name, made.code, made.is_default) == ("From abroad", "IMPORT", False)
    assert desk.post(page(DocumentType, "delete", made.pk), {"post": "yes"}).status_code == 403
