"""Customers over HTTP."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.nomenclatures.models import PriceGroup
from optimapos.organization.models import Business
from optimapos.partners.models import Customer
from optimapos.partners.services import CustomerService
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, make_shop

NOBODY = "01890000-0000-7000-8000-000000000000"


def make_group(shop: Shop) -> PriceGroup:
    with shop.scope():
        return PriceGroup.objects.for_business(shop.business).create(business=shop.business, code="VIP", name="VIP")


def version(shop: Shop) -> int:
    with shop.scope():
        return Business.objects.get(pk=shop.id).settings_version


def events(shop: Shop, customer_id: Any) -> list[tuple[str, Any]]:
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.business).filter(customer_id=customer_id).order_by("timestamp", "id")
        return [(row.event_type, row.event_data) for row in rows]


def test_a_customer_is_created_with_a_drawn_code_and_cleaned_name(shop: Shop) -> None:
    group = make_group(shop)
    body = {
        "name": "  ACME   Trading\u00a0Ltd ",
        "type": "COMPANY",
        "customer_type": "WHOLESALE",
        "price_group": str(group.pk),
        "credit_limit": "500.50",
        "payment_delay_days": 14,
        "discount_percent": "2.5",
    }
    answer = shop.manager_till.post("/api/customers/", body)
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert (made["code"], made["name"]) == ("C00001", "ACME Trading Ltd")
    assert (made["type"], made["customer_type"], made["category"]) == ("COMPANY", "WHOLESALE", "REGULAR")
    assert (made["payment_delay_days"], made["credit_terms_days"]) == (14, 14)
    assert (made["price_group"], Decimal(made["discount_percent"])) == (str(group.pk), Decimal("2.5"))
    assert (Decimal(made["available_credit"]), Decimal(made["outstanding_balance"])) == (Decimal("500.50"), Decimal(0))
    assert (made["can_buy"], made["can_buy_on_credit"], made["is_active"]) == (True, True, True)
    assert events(shop, made["id"]) == [("customer.created", {"code": "C00001"})]


def test_drawn_codes_skip_those_given_by_hand(shop: Shop) -> None:
    assert make_customer(shop, code=" C00001 ").code == "C00001"
    assert make_customer(shop).code == "C00002"


def test_balance_and_available_credit_follow_what_is_owed(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(100))
    with shop.scope():
        Customer.objects.for_business(shop.business).filter(pk=customer.pk).update(outstanding_balance=Decimal("30.25"))
    made = shop.till.get(f"/api/customers/{customer.pk}/").json()
    figures = [Decimal(made[name]) for name in ("outstanding_balance", "balance", "available_credit")]
    assert figures == [Decimal("30.25"), Decimal("-30.25"), Decimal("69.75")]


@pytest.mark.parametrize(
    ("change", "can_buy", "on_credit"),
    [
        ({}, True, True),
        ({"credit_limit": "0"}, True, False),
        ({"credit_blocked": True}, True, False),
        ({"sales_blocked": True}, False, False),
        ({"is_active": False}, False, False),
    ],
)
def test_blocks_tell_whether_a_customer_may_buy(
    shop: Shop, change: dict[str, Any], can_buy: bool, on_credit: bool
) -> None:
    made = shop.manager_till.post("/api/customers/", {"name": "Ann", "credit_limit": "10", **change}).json()
    assert (made["can_buy"], made["can_buy_on_credit"]) == (can_buy, on_credit)


def test_a_customer_is_changed_and_the_log_names_the_columns(shop: Shop) -> None:
    customer = make_customer(shop)
    before = version(shop)
    made = shop.manager_till.patch(f"/api/customers/{customer.pk}/", {"name": "Bea", "notes": "x", "credit_limit": "5"})
    assert (made.status_code, made.json()["name"], made.json()["notes"]) == (200, "Bea", "x")
    assert events(shop, customer.pk)[1] == ("customer.updated", {"fields": ["credit_limit", "name", "notes"]})
    assert version(shop) == before
    shop.manager_till.patch(f"/api/customers/{customer.pk}/", {"discount_percent": "5"})
    assert version(shop) == before + 1


def test_deleting_a_customer_only_takes_it_out_of_use(shop: Shop) -> None:
    customer = make_customer(shop)
    for _ in range(2):
        assert shop.manager_till.delete(f"/api/customers/{customer.pk}/").status_code == 204
    assert shop.till.get(f"/api/customers/{customer.pk}/").json()["is_active"] is False
    assert shop.till.get("/api/customers/?is_active=true").json()["results"] == []
    assert events(shop, customer.pk)[1:] == [("customer.updated", {"fields": ["is_active"]})] * 2


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"name": "   "}, 400, "VALIDATION_FAILED"),
    ({"name": "x" * 201}, 400, "VALIDATION_FAILED"),
    ({"code": "x" * 31}, 400, "VALIDATION_FAILED"),
    ({"code": "TAKEN"}, 409, "DUPLICATE_CODE"),
    ({"type": "ROBOT"}, 400, "VALIDATION_FAILED"),
    ({"price_group": NOBODY}, 404, "NOT_FOUND"),
    ({"discount_percent": "100.01"}, 400, "VALIDATION_FAILED"),
    ({"credit_limit": "-1"}, 400, "VALIDATION_FAILED"),
    ({"credit_limit": "1.00001"}, 400, "VALIDATION_FAILED"),
    ({"credit_limit": "Infinity"}, 400, "VALIDATION_FAILED"),
    ({"credit_terms_days": 3651}, 400, "VALIDATION_FAILED"),
    ({"payment_delay_days": 7, "credit_terms_days": 8}, 400, "VALIDATION_FAILED"),
    ({"notes": "x" * 5001}, 400, "VALIDATION_FAILED"),
]


@pytest.mark.parametrize(("change", "status", "code"), REFUSED)
def test_a_customer_that_makes_no_sense_is_refused_and_nothing_changes(
    shop: Shop, change: dict[str, Any], status: int, code: str
) -> None:
    make_customer(shop, code="TAKEN", name="Ann")
    made = make_customer(shop, name="Bea")
    created = shop.manager_till.post("/api/customers/", {"name": "New", **change})
    changed = shop.manager_till.patch(f"/api/customers/{made.pk}/", {"name": "Changed", **change})
    assert {(answer.status_code, answer.json()["code"]) for answer in (created, changed)} == {(status, code)}
    assert [row["name"] for row in shop.till.get("/api/customers/").json()["results"]] == ["Bea", "Ann"]


def test_the_balance_cannot_be_written(shop: Shop) -> None:
    answer = shop.manager_till.post("/api/customers/", {"name": "Ann", "outstanding_balance": "-500"})
    assert answer.json()["data"]["errors"][0]["field"] == "outstanding_balance"
    made = shop.manager_till.post("/api/customers/", {"name": "Ann"}).json()
    assert Decimal(made["outstanding_balance"]) == 0


def test_both_names_of_the_days_may_be_sent_when_they_agree(shop: Shop) -> None:
    body = {"name": "Ann", "payment_delay_days": 8, "credit_terms_days": 8}
    assert shop.manager_till.post("/api/customers/", body).json()["payment_delay_days"] == 8


def test_customers_are_found_by_name_and_code(shop: Shop) -> None:
    make_customer(shop, code="A-1", name="Ann Smith")
    make_customer(shop, code="B-1", name="Bea Jones", category="VIP")
    make_customer(make_shop(), code="A-2", name="Ann Foreign")
    for query, expected in (
        ("search=smi", ["Ann Smith"]),
        ("search=b-", ["Bea Jones"]),
        ("search=%25", []),
        ("category=VIP", ["Bea Jones"]),
        ("customer_type=WHOLESALE", []),
        ("", ["Bea Jones", "Ann Smith"]),
    ):
        assert [row["name"] for row in shop.till.get(f"/api/customers/?{query}").json()["results"]] == expected


def test_a_customer_of_another_business_answers_404_like_one_that_never_was(shop: Shop) -> None:
    foreign = make_customer(make_shop())
    for method, body in (("GET", ""), ("PATCH", {"name": "X"}), ("DELETE", "")):
        answers = [shop.manager_till.call(method, f"/api/customers/{wanted}/", body) for wanted in (foreign.pk, NOBODY)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json()["code"] == answers[1].json()["code"]
        assert shop.manager_till.call(method, "/api/customers/no-id/", body).status_code == 404


def test_a_price_group_of_another_business_is_a_404(shop: Shop) -> None:
    foreign = make_group(make_shop())
    refused = shop.manager_till.post("/api/customers/", {"name": "Ann", "price_group": str(foreign.pk)})
    assert (refused.status_code, refused.json()["code"]) == (404, "NOT_FOUND")
    result = CustomerService.create_customer(
        business=shop.business, actor=shop.owner, fields={"name": "Ann", "price_group": foreign}
    )
    assert result.code == "NOT_FOUND"
    assert shop.till.get("/api/customers/").json()["results"] == []


def test_an_empty_name_is_refused_past_the_http_door_too(shop: Shop) -> None:
    result = CustomerService.create_customer(business=shop.business, actor=shop.owner, fields={"name": " \u00a0"})
    assert (result.code, result.data) == ("VALIDATION_FAILED", {"field": "name"})


def test_a_cashier_sees_customers_and_changes_none_that_is_there(shop: Shop) -> None:
    customer = make_customer(shop)
    assert shop.till.get(f"/api/customers/{customer.pk}/").status_code == 200
    assert shop.till.patch(f"/api/customers/{customer.pk}/", {"name": "X"}).status_code == 403
    assert shop.till.delete(f"/api/customers/{customer.pk}/").status_code == 403


def test_a_page_takes_as_many_queries_for_sixty_customers_as_for_three(shop: Shop, queries: Any) -> None:
    group = make_group(shop)
    counts = []
    for wanted in (3, 57):
        for _ in range(wanted):
            make_customer(shop, price_group=group)
        with queries() as asked:
            page = shop.till.get("/api/customers/?page_size=100")
        counts.append(len(asked))
    assert len(page.json()["results"]) == 60
    assert counts[0] == counts[1]


def test_the_effective_discount_is_the_groups_before_the_customers_own(shop: Shop) -> None:
    group = make_group(shop)
    with shop.scope():
        PriceGroup.objects.for_business(shop.business).update(discount_percentage=Decimal(12))
    own = make_customer(shop, discount_percent=Decimal("2.5"))
    grouped = make_customer(shop, discount_percent=Decimal("2.5"), price_group=group)
    told = [shop.till.get(f"/api/customers/{each.pk}/").json()["effective_discount"] for each in (own, grouped)]
    assert [Decimal(each) for each in told] == [Decimal("2.5"), Decimal(12)]


def test_a_cashier_writes_a_new_customer_down_but_sets_no_terms(shop: Shop) -> None:
    named = {"name": "Ana Petrova", "phone": "+359 88 812 3456", "email": "ana@buyer.example"}
    made = shop.till.post("/api/customers/", named)
    assert made.status_code == 201, made.content
    assert (made.json()["name"], made.json()["credit_limit"]) == ("Ana Petrova", "0.0000")
    refused = shop.till.post("/api/customers/", {"name": "Boris", "credit_limit": "1000.00"})
    assert (refused.status_code, refused.json()["code"]) == (403, "PERMISSION_DENIED")
    path = f"/api/customers/{made.json()['id']}/"
    assert shop.till.patch(path, {"name": "Ana"}).status_code == 403
    assert shop.manager_till.post("/api/customers/", {"name": "Boris", "credit_limit": "1000.00"}).status_code == 201
