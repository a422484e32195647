"""Suppliers over HTTP."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from optimapos.audit.models import AuditLog
from optimapos.partners.models import Supplier
from optimapos.partners.services import SupplierService
from optimapos.partners.types import DayPlan, Weekday
from tests.factories.organization import Shop, make_shop, make_till
from tests.factories.partners import make_supplier

NOBODY = "01890000-0000-7000-8000-000000000000"
PATH = "/api/suppliers/"


def events(shop: Shop, supplier_id: Any) -> list[tuple[str, Any]]:
    """What the log has of a supplier, without its id."""
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.business).order_by("timestamp", "id")
        found = [row for row in rows if row.event_data.get("supplier_id") == str(supplier_id)]
    return [(row.event_type, {k: v for k, v in row.event_data.items() if k != "supplier_id"}) for row in found]


def names(shop: Shop, query: str = "") -> list[str]:
    """The suppliers that the list shows."""
    return [row["name"] for row in shop.manager_till.get(f"{PATH}?{query}").json()["results"]]


def test_a_supplier_is_created_with_a_drawn_code_cleaned_texts_and_the_businesss_currency(shop: Shop) -> None:
    body = {
        "name": "  Premium   Distributor\u00a0Ltd ",
        "vat_number": "bg 175 074 752",
        "vat_registered": True,
        "email": " Sales@Premium.example",
        "contact_person": " Ivan  Petrov",
        "phone": "+359 888 123 456 ",
        "city": "Sofia",
        "address": " 1 Dock Road\nSofia ",
        "credit_limit": "50000.00",
        "payment_days": 45,
        "lead_time_days": 3,
    }
    answer = shop.manager_till.post(PATH, body)
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert (made["code"], made["name"], made["currency"]) == ("S00001", "Premium Distributor Ltd", "EUR")
    assert (made["vat_number"], made["email"]) == ("BG175074752", "sales@premium.example")
    assert (made["contact_person"], made["phone"]) == ("Ivan Petrov", "+359 888 123 456")
    assert (made["address"], made["city"]) == ("1 Dock Road\nSofia", "Sofia")
    assert (Decimal(made["credit_limit"]), made["payment_days"], made["lead_time_days"]) == (50000, 45, 3)
    assert (made["is_active"], made["delivery_blocked"], made["can_deliver"]) == (True, False, True)
    assert (made["can_deliver_today"], made["order_days"], made["delivery_days"]) == (False, [], [])
    assert events(shop, made["id"]) == [("supplier.created", {"code": "S00001"})]


def test_without_more_than_a_name_there_is_no_limit_and_thirty_days(shop: Shop) -> None:
    made = shop.manager_till.post(PATH, {"name": "Baker"}).json()
    assert (made["credit_limit"], made["payment_days"], made["lead_time_days"]) == (None, 30, 1)


def test_drawn_codes_skip_those_given_by_hand(shop: Shop) -> None:
    assert make_supplier(shop, code=" S00001 ").code == "S00001"
    assert make_supplier(shop).code == "S00002"


def test_a_code_may_be_taken_in_another_business(shop: Shop) -> None:
    make_supplier(make_shop(), code="DIST001")
    assert make_supplier(shop, code="DIST001").code == "DIST001"


def test_a_supplier_is_changed_and_the_log_names_the_columns(shop: Shop) -> None:
    made = make_supplier(shop, credit_limit=Decimal(10))
    answer = shop.manager_till.patch(
        f"{PATH}{made.pk}/", {"name": "Bea", "credit_limit": None, "delivery_blocked": True}
    )
    assert (answer.status_code, answer.json()["name"], answer.json()["credit_limit"]) == (200, "Bea", None)
    assert answer.json()["can_deliver"] is False
    assert events(shop, made.pk)[1] == ("supplier.updated", {"fields": ["credit_limit", "delivery_blocked", "name"]})


def test_deleting_a_supplier_only_takes_it_out_of_use(shop: Shop) -> None:
    made = make_supplier(shop)
    for _ in range(2):
        assert shop.manager_till.delete(f"{PATH}{made.pk}/").status_code == 204
    told = shop.manager_till.get(f"{PATH}{made.pk}/").json()
    assert (told["is_active"], told["can_deliver"]) == (False, False)
    assert names(shop, "is_active=true") == []
    assert events(shop, made.pk)[1:] == [("supplier.updated", {"fields": ["is_active"]})] * 2


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"name": "   "}, 400, "VALIDATION_FAILED"),
    ({"name": "x" * 201}, 400, "VALIDATION_FAILED"),
    ({"code": "x" * 31}, 400, "VALIDATION_FAILED"),
    ({"code": "TAKEN"}, 409, "DUPLICATE_CODE"),
    ({"email": "nobody"}, 400, "VALIDATION_FAILED"),
    ({"currency": "XXY"}, 422, "UNKNOWN_CURRENCY"),
    ({"currency": "EURO"}, 400, "VALIDATION_FAILED"),
    ({"vat_number": "BG987654321", "vat_registered": True}, 422, "BAD_VAT_NUMBER"),
    ({"credit_limit": "-1"}, 400, "VALIDATION_FAILED"),
    ({"credit_limit": "NaN"}, 400, "VALIDATION_FAILED"),
    ({"payment_days": -1}, 400, "VALIDATION_FAILED"),
    ({"payment_days": 3651}, 400, "VALIDATION_FAILED"),
    ({"lead_time_days": 3651}, 400, "VALIDATION_FAILED"),
    ({"notes": "x" * 5001}, 400, "VALIDATION_FAILED"),
]


@pytest.mark.parametrize(("change", "status", "code"), REFUSED)
def test_a_supplier_that_makes_no_sense_is_refused_and_nothing_changes(
    shop: Shop, change: dict[str, Any], status: int, code: str
) -> None:
    make_supplier(shop, code="TAKEN", name="Ann")
    made = make_supplier(shop, name="Bea")
    created = shop.manager_till.post(PATH, {"name": "New", **change})
    changed = shop.manager_till.patch(f"{PATH}{made.pk}/", {"name": "Changed", **change})
    assert {(answer.status_code, answer.json()["code"]) for answer in (created, changed)} == {(status, code)}
    assert names(shop) == ["Bea", "Ann"]


def test_registering_a_supplier_checks_the_number_that_it_has(shop: Shop) -> None:
    made = make_supplier(shop, vat_number="BG987654321")
    refused = shop.manager_till.patch(f"{PATH}{made.pk}/", {"vat_registered": True})
    assert (refused.status_code, refused.json()["data"]) == (422, {"vat_number": "BG987654321"})
    assert shop.manager_till.get(f"{PATH}{made.pk}/").json()["vat_registered"] is False


def test_an_empty_code_is_drawn_for_a_new_supplier_and_refused_for_an_old_one(shop: Shop) -> None:
    made = make_supplier(shop, code="  ")
    assert made.code == "S00001"
    result = SupplierService.update_supplier(
        business=shop.business, supplier_id=made.pk, actor=shop.owner, fields={"code": " "}
    )
    assert (result.code, result.data) == ("VALIDATION_FAILED", {"field": "code"})
    empty = SupplierService.create_supplier(business=shop.business, actor=shop.owner, fields={"name": " \u00a0"})
    assert (empty.code, empty.data) == ("VALIDATION_FAILED", {"field": "name"})
    assert [row["code"] for row in shop.manager_till.get(PATH).json()["results"]] == ["S00001"]


def test_a_form_is_told_of_an_empty_name(shop: Shop) -> None:
    with pytest.raises(ValidationError) as refused:
        Supplier(name=" ").clean()
    assert refused.value.message_dict == {"name": ["The name is empty. Write one."]}


def test_suppliers_are_found_by_name_code_and_blocks(shop: Shop) -> None:
    make_supplier(shop, code="A-1", name="Ann Foods")
    make_supplier(shop, code="B-1", name="Bea Drinks", delivery_blocked=True)
    make_supplier(make_shop(), code="A-2", name="Ann Foreign")
    for query, expected in (
        ("search=foo", ["Ann Foods"]),
        ("search=b-", ["Bea Drinks"]),
        ("search=%25", []),
        ("delivery_blocked=true", ["Bea Drinks"]),
        ("delivery_blocked=false", ["Ann Foods"]),
        ("is_active=false", []),
        ("", ["Bea Drinks", "Ann Foods"]),
    ):
        assert names(shop, query) == expected


def test_a_supplier_of_another_business_answers_404_like_one_that_never_was(shop: Shop) -> None:
    foreign = make_supplier(make_shop())
    for method, body in (("GET", ""), ("PATCH", {"name": "X"}), ("DELETE", "")):
        answers = [shop.manager_till.call(method, f"{PATH}{wanted}/", body) for wanted in (foreign.pk, NOBODY)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json()["code"] == answers[1].json()["code"]
        assert shop.manager_till.call(method, f"{PATH}no-id/", body).status_code == 404


def test_a_cashier_sees_no_suppliers_a_clerk_sees_them_and_a_buyer_changes_them(shop: Shop) -> None:
    made = make_supplier(shop)
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T3", role="stock_clerk")
    buyer = make_till(shop.business, shop.storefront, shop.owner, code="T4", role="buyer")
    assert shop.till.get(PATH).status_code == 403
    assert clerk.get(f"{PATH}{made.pk}/").status_code == 200
    for method, path in (("POST", PATH), ("PATCH", f"{PATH}{made.pk}/"), ("DELETE", f"{PATH}{made.pk}/")):
        assert clerk.call(method, path, {"name": "X"}).status_code == 403
    assert buyer.patch(f"{PATH}{made.pk}/", {"name": "X"}).status_code == 200


def test_suppliers_are_picked_by_what_may_be_done_with_them(shop: Shop) -> None:
    usable, blocked = make_supplier(shop), make_supplier(shop, delivery_blocked=True)
    make_supplier(shop, is_active=False)
    with shop.scope():
        rows = Supplier.objects.for_business(shop.business)
        assert set(rows.active()) == {usable, blocked}
        assert list(rows.deliverable()) == [usable]
        with pytest.raises(TypeError, match="has no all"):
            Supplier.objects.all()
    assert (usable.can_deliver(), blocked.can_deliver()) == (True, False)


def test_a_page_takes_as_many_queries_for_sixty_suppliers_as_for_three(shop: Shop, queries: Any) -> None:
    counts = []
    for wanted in (3, 57):
        for _ in range(wanted):
            make_supplier(
                shop, days=[DayPlan(Weekday.MON, expects_order=True), DayPlan(Weekday.TUE, makes_delivery=True)]
            )
        with queries() as asked:
            page = shop.manager_till.get(f"{PATH}?page_size=100")
        counts.append(len(asked))
    assert len(page.json()["results"]) == 60
    assert page.json()["results"][59]["delivery_days"] == ["tue"]
    assert counts[0] == counts[1]
