"""Clearing away customers who never were."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from optimapos.audit.models import AuditLog
from optimapos.partners.models import Customer
from optimapos.partners.rules.mock_customers import reasons_of
from optimapos.partners.services.mock_customers import MockCustomerService
from optimapos.verify.runner import verify
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.factories.partners import make_site, set_customer_week
from tests.sales.test_customer_statistics import buy, hand_on


@pytest.mark.parametrize(
    ("name", "phone", "country", "reasons"),
    [
        ("Ann", "+359888123456", "BG", []),
        ("Ann", "", "BG", []),
        ("Test Customer", "", "", ["the name contains 'test'"]),
        ("a DEMO sample", "", "", ["the name contains 'demo'", "the name contains 'sample'"]),
        ("Mock", "123456789", "", ["the name contains 'mock'", "the phone is 123456789"]),
        ("Ann", "+359123456789", "BG", ["the phone is 123456789"]),
        ("Ann", "+35900000000", "BG", ["the phone is 000000000"]),
        ("Ann", "+359111111111", "BG", ["the phone is 111111111"]),
        ("0888 123 456", "+359888123456", "BG", ["the name is the phone number"]),
        ("+359888123456", "+359888123456", "", ["the name is the phone number"]),
        ("dummy example", "", "", ["the name contains 'example'", "the name contains 'dummy'"]),
    ],
)
def test_what_looks_made_up(name: str, phone: str, country: str, reasons: list[str]) -> None:
    assert reasons_of(name, phone, country) == reasons


def customers(shop: Shop) -> dict[str, Customer]:
    with shop.scope():
        return {row.code: row for row in Customer.objects.for_business(shop.business)}


def furnished(shop: Shop) -> Shop:
    """A good customer, a made-up one, one with a sale, and one of another shop."""
    make_customer(shop, code="GOOD", name="Ann")
    fake = make_customer(shop, code="FAKE", name="Test", phone="+359888123456")
    make_site(shop, fake)
    set_customer_week(shop, fake)
    sold = make_customer(
        shop, code="SOLD", name="Demo Person", phone="+359888123456", email="d@x.example", contact_person="D", city="S"
    )
    make_site(shop, sold, address="1 Market Street", phone="+359888123456", is_primary=True)
    buy(shop, make_product(shop, price="1.00"), 1, customer=sold.pk)
    hand_on()
    make_customer(make_shop(), code="FAKE", name="Test")
    return shop


def run(shop: Shop, capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    call_command("cleanup_mock_customers", business=shop.business.slug, **options)
    return capsys.readouterr().out


def test_they_are_listed_and_nothing_happens_without_a_yes(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    furnished(shop)
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda words: asked.append(words) or "n")
    told = run(shop, capsys).splitlines()
    assert told == [
        "FAKE  Test  (the name contains 'test'; will be deleted)",
        "SOLD  Demo Person  (the name contains 'demo'; has sales or ledger entries: will be made anonymous)",
        "Nothing was changed.",
    ]
    assert asked == ["Remove these 2 customers? [y/N] "]
    assert {code: row.name for code, row in customers(shop).items()} == {
        "GOOD": "Ann",
        "FAKE": "Test",
        "SOLD": "Demo Person",
    }


def test_after_a_yes_who_has_no_history_goes_and_who_has_becomes_nobody(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    furnished(shop)
    before = customers(shop)
    monkeypatch.setattr("builtins.input", lambda words: " Y ")
    told = run(shop, capsys)
    assert told.endswith("1 deleted, 1 made anonymous and taken out of use.\n")
    after = customers(shop)
    assert set(after) == {"GOOD", "SOLD"}
    nobody = after["SOLD"]
    with shop.scope():
        assert (nobody.name, nobody.is_active, nobody.contact_person, nobody.city) == (
            "Removed customer",
            False,
            "",
            "",
        )
        assert (nobody.phone, nobody.email, nobody.phone_index, nobody.email_index) == ("", "", None, None)
        site = nobody.sites.get()
        assert (site.name, site.address, site.phone, site.is_active) == ("Removed site 1", "", "", False)
        assert nobody.sales.count() == 1
        rows = AuditLog.objects.for_business(shop.business).filter(
            event_type__in=["customer.deleted", "customer.anonymised"]
        )
        assert {(row.event_type, row.customer_id) for row in rows} == {
            ("customer.deleted", before["FAKE"].pk),
            ("customer.anonymised", before["SOLD"].pk),
        }
    assert {each.invariant.id: each.count for each in verify(shop.business.slug) if each.count} == {}
    assert run(shop, capsys, yes=True) == "No customer looks like test data.\n"


def test_some_may_be_kept_and_nobody_is_asked_where_the_yes_was_given(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    furnished(shop)
    assert run(shop, capsys, yes=True, keep=["SOLD"]).endswith("1 deleted, 0 made anonymous and taken out of use.\n")
    assert customers(shop)["SOLD"].name == "Demo Person"


def test_an_unknown_business_and_an_unknown_customer_are_refused(shop: Shop) -> None:
    with pytest.raises(CommandError, match="There is no business 'nowhere'"):
        call_command("cleanup_mock_customers", business="nowhere")
    refused = MockCustomerService.clear_away(business=shop.business, customer_id=shop.id)
    assert refused.code == "CUSTOMER_NOT_FOUND"
