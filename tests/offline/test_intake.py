"""Envelopes come in: each is booked once, as its receipt says."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.inventory.models import InventoryItem
from optimapos.offline.models import OfflineSale
from optimapos.offline.rules.files import Envelope
from optimapos.offline.services import IntakeService, OfflineSettingsService, Sender
from optimapos.organization.models import Membership, Role, Terminal
from optimapos.products.models import Product
from optimapos.sales.models import Sale
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.offline.devices import KEY, Device, Signer, make_device, sent
from tests.sales.shelves import CHECKOUT, item_of, sound


def booked(shop: Shop) -> list[Sale]:
    """All sales, in the order of their numbers."""
    with shop.scope():
        return list(Sale.objects.for_business(shop.id).order_by("receipt_number"))


def kept(shop: Shop) -> list[OfflineSale]:
    """All envelopes, in the order in which they came."""
    with shop.scope():
        return list(OfflineSale.objects.for_business(shop.id).order_by("id"))


def one(result: list[dict[str, Any]]) -> dict[str, Any]:
    """The only entry."""
    assert len(result) == 1
    return result[0]


def test_a_sale_is_booked_under_the_number_and_at_the_prices_of_its_receipt(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="4.90", stock="5", tax="20")
    payload = device.payload((tea, "2", "4.90"))
    answer = one(sent(device, device.sealed(payload)))
    assert (answer["state"], answer["flags"], answer["differences"], answer["code"]) == ("ACCEPTED", [], [], "")
    sale = shop.manager_till.get(f"/api/sales/{payload['sale']['id']}/").json()
    assert sale["receipt_number"] == payload["sale"]["receipt_number"] == answer["receipt_number"]
    assert (sale["total_amount"], sale["tax_amount"], sale["origin"]) == ("9.80", "1.63", "OFFLINE")
    assert (sale["items"][0]["unit_price"], sale["items"][0]["price_source"]) == ("4.90", "BASE")
    assert sale["user"] == str(device.till.actor.user_id)
    assert sale["terminal"] == str(device.till.actor.terminal_id)
    row = kept(shop)[0]
    assert (row.state, row.is_counted, row.sequence, row.total_amount) == ("ACCEPTED", True, 1, Decimal("9.80"))
    assert (row.payload, row.membership_id) == (json.dumps(payload), device.till.actor.membership_id)
    assert item_of(shop, tea).current_qty == 3
    sound(shop)


def test_an_envelope_that_is_sent_again_has_the_same_answer_and_no_effect(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="5")
    envelope = device.envelope((tea, "1", "1.00"))
    first = sent(device, envelope)
    assert sent(shop.till, envelope, envelope) == first * 2
    assert (len(booked(shop)), item_of(shop, tea).current_qty) == (1, 4)


def test_the_same_payload_signed_anew_is_the_same_sale(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="5")
    payload = device.payload((tea, "1", "1.00"))
    assert sent(device, device.sealed(payload)) == sent(device, device.sealed(payload))
    assert len(kept(shop)) == 1


def test_any_till_and_any_account_may_bring_what_a_till_has_signed(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    other = make_device(shop, "T6", granted=False)
    for by in (shop.till, shop.manager_till, other):
        assert one(sent(by, device.envelope((tea, "1", "1.00"))))["state"] == "ACCEPTED"
    rows = kept(shop)
    assert [row.sent_by_terminal for row in rows][2] == other.till.actor.terminal_id
    assert [row.sent_by_user for row in rows] == [shop.till.actor.user_id, shop.manager_till.actor.user_id, None]


def test_nobody_brings_nothing(shop: Shop) -> None:
    device = make_device(shop)
    device.token = "none"
    assert device.call("POST", "/api/offline/sales/", {"envelopes": []}).status_code == 401
    assert shop.till.post("/api/offline/sales/", {"envelopes": []}).status_code == 400
    many = [{"payload": "{}", "signature": "x"}] * 51
    assert shop.till.post("/api/offline/sales/", {"envelopes": many}).status_code == 400
    assert shop.till.get("/api/offline/sales/").status_code == 403


def test_an_oversold_sale_is_accepted_with_a_note(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="1")
    answer = one(sent(device, device.envelope((tea, "3", "1.00"))))
    assert (answer["state"], answer["flags"]) == ("ACCEPTED_WITH_NOTE", ["OVERSOLD"])
    assert kept(shop)[0].flags == booked(shop)[0].flags == ["OVERSOLD"]
    assert item_of(shop, tea).current_qty == -2
    sound(shop)


def test_a_sale_of_what_was_never_here_makes_its_item(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock=None)
    assert one(sent(device, device.envelope((tea, "1", "1.00"))))["flags"] == ["OVERSOLD"]
    sound(shop)


def test_a_price_that_has_changed_is_booked_as_it_was_charged_and_told_by_line(shop: Shop) -> None:
    device, tea, jam = make_device(shop), make_product(shop, price="5.20"), make_product(shop, price="2.00")
    payload = device.payload((tea, "2", "4.90"), (jam, "1", "2.00"), shown__lines__0__product_name="Old tea")
    answer = one(sent(device, device.sealed(payload)))
    assert (answer["state"], answer["flags"]) == ("ACCEPTED_WITH_NOTE", ["REPRICED"])
    assert answer["differences"] == [
        {"line": 1, "field": "unit_price", "charged": "4.9", "ours": "5.2"},
        {"line": 0, "field": "total_amount", "charged": "11.8", "ours": "12.4"},
    ]
    sale = shop.manager_till.get(f"/api/sales/{answer['sale']}/").json()
    first, second = sale["items"]
    assert (sale["total_amount"], first["unit_price"], first["list_price"]) == ("11.80", "4.90", "4.90")
    assert (first["price_source"], first["product_name"], second["price_source"]) == ("MANUAL", "Old tea", "BASE")
    sound(shop)


def test_a_tax_rate_that_has_changed_is_booked_as_it_was_charged(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="4.90", tax="9")
    answer = one(sent(device, device.envelope((tea, "2", "4.90"))))
    assert answer["differences"] == [{"line": 1, "field": "tax_rate", "charged": "20", "ours": "9"}]
    assert booked(shop)[0].tax_amount == Decimal("1.63")
    sound(shop)


def test_a_product_that_has_no_price_any_more_is_booked_as_it_was_charged(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price=None, stock="3")
    answer = one(sent(device, device.envelope((tea, "1", "3.00"), shown__lines__0__list_price=...)))
    assert answer["differences"][0] == {"line": 1, "field": "unit_price", "charged": "3", "ours": None}
    with shop.scope():
        line = booked(shop)[0].sale_items.get()
    assert (line.unit_price, line.list_price) == (3, 3)
    sound(shop)


def test_a_product_that_may_not_be_sold_any_more_is_booked_and_told(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="5")
    with shop.scope():
        Product.objects.for_business(shop.id).filter(pk=tea.pk).update(life_cycle="DISCONTINUED")
    assert one(sent(device, device.envelope((tea, "1", "1.00"))))["flags"] == ["PRODUCT_NOT_SELLABLE"]


def test_prices_without_tax_are_booked_on_the_receipts_basis() -> None:
    shop = make_shop(prices_include_tax=False)
    device, tea = make_device(shop), make_product(shop, price="4.90", includes_tax=False)
    answer = one(sent(device, device.envelope((tea, "2", "4.90"))))
    assert answer["differences"] == [
        {"line": 1, "field": "unit_price", "charged": "4.9", "ours": "5.88"},
        {"line": 0, "field": "total_amount", "charged": "9.8", "ours": "11.76"},
    ]
    assert booked(shop)[0].prices_include_tax is True
    sound(shop)


def test_change_and_cash_rounding_are_booked_as_shown() -> None:
    shop = make_shop(cash_rounding_step=Decimal("0.05"))
    device, tea = make_device(shop), make_product(shop, price="4.92", stock="5")
    envelope = device.envelope(
        (tea, "1", "4.92"),
        sale__payments__0__amount_paid="10.00",
        shown__rounding_amount="-0.02",
        shown__total_amount="4.90",
        shown__amount_paid="4.90",
        shown__change="5.10",
    )
    assert one(sent(device, envelope))["state"] == "ACCEPTED"
    sale = booked(shop)[0]
    assert (sale.total_amount, sale.rounding_amount) == (Decimal("4.90"), Decimal("-0.02"))
    sound(shop)


def test_discounts_within_the_grant_pass_and_beyond_it_are_told(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="10.00", stock="9")
    figures = {"net": "7.50", "tax": "1.50", "gross": "9.00"}
    for percent, gross, flags in (("10", "9.00", []), ("50", "5.00", ["DISCOUNT_NOT_ALLOWED"])):
        net = {"9.00": ("7.50", "1.50"), "5.00": ("4.17", "0.83")}[gross]
        figures = {"net": net[0], "tax": net[1], "gross": gross}
        payload = device.payload((tea, "1", "10.00"), sale__items__0__discount_percentage=percent)
        payload["shown"]["lines"][0] |= figures
        payload["shown"] |= {"subtotal": gross, "total_amount": gross, "amount_paid": gross, "tax_amount": net[1]}
        payload["sale"]["payments"][0]["amount_paid"] = gross
        assert one(sent(device, device.sealed(payload)))["flags"] == flags
    sound(shop)


def test_a_price_by_hand_is_booked_and_told_where_the_grant_does_not_allow_it(shop: Shop) -> None:
    cashier, manager = make_device(shop), make_device(shop, "T6", role="manager")
    tea = make_product(shop, price="10.00", stock="9")
    for device, flags in ((cashier, ["PRICE_OVERRIDE_NOT_ALLOWED"]), (manager, [])):
        answer = one(sent(device, device.envelope((tea, "1", "8.00"), sale__items__0__unit_price="8.00")))
        assert (answer["flags"], answer["differences"]) == (flags, [])
    with shop.scope():
        by = {str(sale.sale_items.get().price_overridden_by) for sale in booked(shop)}
    assert by == {str(cashier.till.actor.user_id), str(manager.till.actor.user_id)}
    sound(shop)


def on_credit(device: Device, tea: Product, customer: Any, price: str = "12.00", **changes: Any) -> dict[str, str]:
    """An envelope of which nothing is paid."""
    return device.envelope(
        (tea, "1", price),
        sale__customer=str(customer.pk),
        sale__payments=[],
        shown__amount_paid="0.00",
        shown__amount_due=price,
        **changes,
    )


def test_credit_is_booked_and_told_where_it_is_beyond_the_grant_or_the_limit(shop: Shop) -> None:
    tea, customer = make_product(shop, price="12.00", stock="9"), make_customer(shop, credit_limit=Decimal(20))
    OfflineSettingsService.update_settings(
        business=shop.business, actor=shop.owner, fields={"credit_limit": Decimal(15)}
    ).unwrap()
    device = make_device(shop)
    states = [
        (each["state"], each["flags"])
        for each in (
            one(sent(device, on_credit(device, tea, customer))),
            one(sent(device, on_credit(device, tea, customer))),
            one(sent(device, on_credit(device, tea, customer, "24.00"))),
        )
    ]
    assert states == [
        ("ACCEPTED", []),
        ("ACCEPTED_WITH_NOTE", ["OVER_CREDIT_LIMIT"]),
        ("ACCEPTED_WITH_NOTE", ["REPRICED", "CREDIT_NOT_GRANTED", "OVER_CREDIT_LIMIT"]),
    ]
    with shop.scope():
        customer.refresh_from_db()
    assert customer.outstanding_balance == 48
    sound(shop)


def test_a_blocked_customer_owes_what_was_sold(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="12.00", stock="9")
    customer = make_customer(shop, credit_limit=Decimal(20), sales_blocked=True)
    flags = one(sent(device, on_credit(device, tea, customer)))["flags"]
    assert flags == ["CREDIT_NOT_GRANTED", "CUSTOMER_BLOCKED"]
    sound(shop)


def test_the_survivor_of_a_merge_owes_what_was_sold_to_the_other_one(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="12.00", stock="9")
    gone, survivor = make_customer(shop, credit_limit=Decimal(50)), make_customer(shop, credit_limit=Decimal(50))
    merged = shop.manager_till.post(f"/api/customers/{gone.pk}/merge/", {"into": str(survivor.pk)})
    assert merged.status_code == 200, merged.content
    assert one(sent(device, on_credit(device, tea, gone)))["flags"] == ["CUSTOMER_MERGED", "CREDIT_NOT_GRANTED"]
    assert booked(shop)[0].customer_id == survivor.pk
    sound(shop)


def test_a_tender_that_the_grant_does_not_have_is_told(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    envelope = device.envelope((tea, "1", "1.00"), sale__payments__0__payment_method="CARD")
    assert one(sent(device, envelope))["flags"] == ["TENDER_NOT_GRANTED"]


def test_a_sale_after_the_grant_ended_is_booked_and_told(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    envelope = device.envelope((tea, "1", "1.00"), ago=timedelta(0), clock_offset_ms=0)
    later = datetime.now(UTC) + timedelta(hours=80)
    payload = json.loads(envelope["payload"])
    payload["sale"]["occurred_at"] = (later - timedelta(hours=1)).isoformat()
    with time_machine.travel(later):
        found = _taken_in(shop, device.sealed(payload), later)
    assert found.flags == ["GRANT_EXPIRED"]


def _taken_in(shop: Shop, envelope: dict[str, str], at: datetime) -> OfflineSale:
    found = IntakeService.take_in(
        business=shop.business, envelopes=[Envelope(**envelope)], sender=Sender(None, None), at=at
    )
    assert found[0].row
    return found[0].row


@pytest.mark.parametrize("what", ["member left", "role changed", "terminal gone"])
def test_what_was_sold_by_who_has_lost_rights_since_is_booked_and_told(shop: Shop, what: str) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    envelope = device.envelope((tea, "1", "1.00"))
    actor = device.till.actor
    with shop.scope():
        if what == "member left":
            Membership.objects.for_business(shop.id).filter(pk=actor.membership_id).update(is_active=False)
        elif what == "role changed":
            Role.objects.for_business(shop.id).filter(code="cashier").update(max_discount=Decimal(5))
        else:
            Terminal.objects.for_business(shop.id).filter(pk=actor.terminal_id).update(is_active=False)
    flags = ["TERMINAL_INACTIVE"] if what == "terminal gone" else ["GRANT_REVOKED"]
    assert one(sent(shop.manager_till, envelope))["flags"] == flags
    sound(shop)


def test_the_time_is_corrected_by_the_offset_and_a_clock_that_is_off_is_told(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    device.offset_ms = -1_200_000
    fast = device.envelope((tea, "1", "1.00"), ago=timedelta(minutes=-20))
    assert one(sent(device, fast))["flags"] == ["CLOCK_OFF"]
    row, sale = kept(shop)[0], booked(shop)[0]
    assert row.device_time
    assert row.occurred_at
    assert row.device_time - row.occurred_at == timedelta(minutes=20)
    assert sale.occurred_at == row.occurred_at
    device.offset_ms = None
    assert one(sent(device, device.envelope((tea, "1", "1.00"))))["flags"] == []


def test_a_time_ahead_of_the_servers_counts_as_now(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    before = datetime.now(UTC)
    answers = sent(
        device,
        device.envelope((tea, "1", "1.00"), ago=timedelta(minutes=-5)),
        device.envelope((tea, "1", "1.00"), ago=timedelta(minutes=-15)),
    )
    assert [each["flags"] for each in answers] == [[], ["CLOCK_OFF"]]
    for sale in booked(shop):
        assert sale.occurred_at
        assert before <= sale.occurred_at <= datetime.now(UTC)


def test_a_new_key_has_a_series_and_a_queue_of_its_own(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    old = device.envelope((tea, "1", "1.00"))
    before = (device.signer, device.grant_token)
    device.signer, device.sequence, device.count = Signer(), 0, 0
    device.call("PUT", KEY, device.signer.jwk)
    device.be_granted()
    new = device.envelope((tea, "1", "1.00"))
    assert [each["state"] for each in sent(device, new, old)] == ["ACCEPTED", "ACCEPTED"]
    assert [sale.receipt_number[-8:] for sale in booked(shop)] == [f"{_day(shop)}-F0001"[-8:], "-F2-0001"]
    assert before[0] is not device.signer
    sound(shop)


def _day(shop: Shop) -> str:
    return f"{shop.storefront.local_day(datetime.now(UTC)):%Y%m%d}"


def test_a_sale_that_came_in_online_and_whose_answer_was_lost_is_not_booked_again(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    sale_id = str(new_id())
    body = {"id": sale_id, "items": [{"product": str(tea.pk), "quantity": "1"}]}
    body["payments"] = [{"payment_method": "CASH", "amount_paid": "1.00"}]
    online = device.till.post(CHECKOUT, body)
    assert online.status_code == 201, online.content
    payload = device.payload((tea, "1", "1.00"), sale__id=sale_id)
    answer = one(sent(device, device.sealed(payload)))
    assert (answer["state"], answer["flags"]) == ("ACCEPTED_WITH_NOTE", ["BOOKED_ONLINE"])
    told = {"charged": payload["sale"]["receipt_number"], "ours": online.json()["receipt_number"]}
    assert answer["differences"] == [{"line": 0, "field": "receipt_number", **told}]
    assert (len(booked(shop)), item_of(shop, tea).current_qty) == (1, 8)
    sound(shop)


def test_the_audit_log_tells_of_a_sale_like_of_any_other(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    answer = one(sent(device, device.envelope((tea, "1", "1.00"))))
    with shop.scope():
        events = AuditLog.objects.for_business(shop.id).filter(sale_id=answer["sale"])
        told = sorted(events.values_list("event_type", flat=True))
        assert InventoryItem.objects.for_business(shop.id).count() == 1
    assert told == ["payment.created", "sale.completed", "sale.created", "stock.committed"]
