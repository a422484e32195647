"""Contact data of customers: cleaned, checked, sealed, found, and told to nobody who should not know."""

from typing import Any

import pytest
from django.db import connections

from optimapos.core.result import DomainError
from optimapos.core.tenancy import MAINTENANCE
from optimapos.organization.models import Business
from optimapos.partners.models import Customer
from optimapos.partners.rules.contacts import asked_digits, cleaned_phone, last_digits, phone_digits
from optimapos.partners.services import CustomerService
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, unique


def in_country(shop: Shop, country: str) -> None:
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(country=country)


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("0888 123 456", "BG", "+359888123456"),
        ("+359 (888) 123-456", "", "+359888123456"),
        (" 0888123456 ext 5 ", "BG", "+359888123456 ext. 5"),
        ("", "BG", ""),
        ("0888 123  456", "", "0888 123 456"),
    ],
)
def test_a_phone_number_is_kept_in_international_form(written: str, country: str, kept: str) -> None:
    assert cleaned_phone(written, country) == kept


@pytest.mark.parametrize(
    ("written", "country"),
    [("abc", "BG"), ("97", "BG"), ("+1", ""), ("1234", ""), ("call me", ""), ("0888 12", "BG"), ("0888 12", "IE")],
)
def test_what_is_no_phone_number_is_refused_without_repeating_it(written: str, country: str) -> None:
    with pytest.raises(DomainError) as refusal:
        cleaned_phone(written, country)
    assert (refusal.value.code, refusal.value.data) == ("BAD_PHONE", {"field": "phone"})
    assert written not in refusal.value.msg


def test_digits_are_those_of_the_number_without_its_extension() -> None:
    assert phone_digits("+359888123456 ext. 5") == "359888123456"
    assert [last_digits(each) for each in ("+359888123456 ext. 5", "123", "")] == ["3456", "", ""]
    assert asked_digits("0888 123 456", "BG") == ["0888123456", "359888123456"]
    assert asked_digits("97", "BG") == ["97"]
    assert asked_digits("ann", "BG") == []


def test_contact_data_is_cleaned_and_answered_plain(shop: Shop) -> None:
    in_country(shop, "BG")
    body = {
        "name": "ACME",
        "contact_person": "  John  Smith ",
        "phone": "0888 123 456",
        "email": " Sales@ACME.example ",
        "city": " Sofia ",
        "address": " Business Park\nBuilding A ",
        "vat_number": "bg 175074752",
        "vat_registered": True,
    }
    made = shop.manager_till.post("/api/customers/", body, key=unique("key"))
    assert made.status_code == 201, made.json()
    told = {name: made.json()[name] for name in body}
    assert told == {
        "name": "ACME",
        "contact_person": "John Smith",
        "phone": "+359888123456",
        "email": "sales@acme.example",
        "city": "Sofia",
        "address": "Business Park\nBuilding A",
        "vat_number": "BG175074752",
        "vat_registered": True,
    }
    assert shop.till.get(f"/api/customers/{made.json()['id']}/").json() == made.json()


@pytest.mark.parametrize(
    ("country", "change", "code"),
    [
        ("BG", {"phone": "nobody"}, "BAD_PHONE"),
        ("BG", {"email": "nobody"}, "VALIDATION_FAILED"),
        ("BG", {"vat_number": "BG123456789", "vat_registered": True}, "BAD_VAT_NUMBER"),
        ("BG", {"vat_number": "123456789"}, "BAD_VAT_NUMBER"),
        ("BG", {"vat_number": "1234567890123"}, "BAD_VAT_NUMBER"),
        ("BG", {"vat_number": "175074752"}, None),
        ("BG", {"vat_number": "1750747520001"}, None),
        ("BG", {"vat_number": "BG123456789"}, None),
        ("FR", {"vat_number": "123456789"}, None),
        ("", {"vat_number": "123456789"}, None),
        ("BG", {"code": "  "}, "VALIDATION_FAILED"),
    ],
)
def test_numbers_and_addresses_are_checked(shop: Shop, country: str, change: dict[str, Any], code: str | None) -> None:
    in_country(shop, country)
    customer = make_customer(shop, name="Ann")
    result = CustomerService.update_customer(
        business=shop.business,
        customer_id=customer.pk,
        actor=shop.owner,
        fields=change,  # type: ignore[arg-type]
    )
    assert (None if result.ok else result.code) == code
    answer = shop.manager_till.patch(f"/api/customers/{customer.pk}/", change)
    assert (None if answer.status_code == 200 else answer.json()["code"]) == code


def test_a_number_is_checked_again_when_the_registration_changes(shop: Shop) -> None:
    customer = make_customer(shop, vat_number="BG123456789")
    refused = shop.manager_till.patch(f"/api/customers/{customer.pk}/", {"vat_registered": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "BAD_VAT_NUMBER")
    assert shop.manager_till.patch(f"/api/customers/{customer.pk}/", {"notes": "x"}).status_code == 200


def test_managers_name_the_usual_questions(shop: Shop) -> None:
    make_customer(shop, name="company", type="COMPANY", credit_limit=100)
    make_customer(shop, name="vip", category="VIP", customer_type="WHOLESALE")
    make_customer(shop, name="blocked", credit_limit=10, credit_blocked=True, category="PROBLEMATIC")
    make_customer(shop, name="stopped", sales_blocked=True, credit_limit=10)
    make_customer(shop, name="gone", is_active=False, credit_limit=10)
    with shop.scope():
        rows = Customer.objects.for_business(shop.business)
        rows.filter(name="blocked").update(outstanding_balance=11)
        rows.filter(name="vip").update(outstanding_balance=-1)

        def names(found: Any) -> set[str]:
            return {row.name for row in found}

        everybody = names(rows)
        assert names(rows.active()) == everybody - {"gone"}
        assert names(rows.active().companies()) == {"company"}
        assert names(rows.persons()) == everybody - {"company"}
        assert names(rows.vip()) == names(rows.wholesale()) == {"vip"}
        assert names(rows.retail()) == everybody - {"vip"}
        assert names(rows.problematic()) == names(rows.owing()) == names(rows.over_limit()) == {"blocked"}
        assert names(rows.can_buy()) == {"company", "vip", "blocked"}
        assert names(rows.with_credit()) == {"company"}


def test_a_repeated_request_gets_the_same_answer_though_it_is_stored_sealed(shop: Shop) -> None:
    key, body = unique("key"), {"name": "Ann", "phone": "+359888777001"}
    first = shop.manager_till.post("/api/customers/", body, key=key)
    again = shop.manager_till.post("/api/customers/", body, key=key)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_no_log_no_news_and_no_stored_answer_tells_who_a_customer_is(shop: Shop) -> None:
    tea = make_product(shop, price="2.00", stock="50")
    planted = []
    for number in range(20):
        who = {
            "name": f"Wanda Planted {number:03}",
            "phone": f"+3598887771{number:02}",
            "email": f"planted{number:03}@who.example",
            "contact_person": f"Person Planted {number:03}",
        }
        planted += [who["name"], who["phone"], who["phone"][4:], who["email"], who["contact_person"]]
        made = shop.manager_till.post("/api/customers/", who, key=unique("key")).json()
        path = f"/api/customers/{made['id']}/"
        shop.manager_till.patch(path, {**who, "notes": "x"}, key=unique("key"))
        shop.manager_till.patch(path, {"phone": "nobody knows"}, key=unique("key"))
        sold = {"customer": made["id"], "items": [{"product": str(tea.pk), "quantity": "1"}]}
        paid = {"payments": [{"payment_method": "CASH", "amount_paid": "5.00"}]}
        assert shop.till.post("/api/sales/checkout/", {**sold, **paid}, key=unique("key")).status_code == 201
        shop.manager_till.delete(path, key=unique("key"))
    dump = []
    with connections[MAINTENANCE].cursor() as cursor:
        for table in ("audit_log", "audit_detail", "outbox_message"):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t WHERE business_id = %s", [shop.id])
            dump += [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT body FROM idempotency_key WHERE business_id = %s", [shop.id])
        dump += [row[0] for row in cursor.fetchall()]
    text = "\n".join(dump)
    assert len(dump) > 150
    assert [each for each in planted if each in text] == []
