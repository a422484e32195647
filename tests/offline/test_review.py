"""What can't be booked by itself: forged, unknown, inconsistent, given twice. It is kept whole, tried again or settled."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.core.result import DomainError
from optimapos.offline.models import OfflineSale, TerminalKey
from optimapos.offline.services import booking, intake, review
from optimapos.organization.models import Membership
from optimapos.products.models import Product
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.offline.devices import SALES, Signer, make_device, sent
from tests.offline.test_intake import booked, kept, on_credit, one
from tests.sales.shelves import CHECKOUT, sound


def retried(shop: Shop, answer: dict[str, Any]) -> Any:
    """The answer to trying again."""
    return shop.manager_till.post(f"{SALES}{answer['id']}/retry/")


def settled(shop: Shop, answer: dict[str, Any], note: str = "paid back") -> Any:
    """The answer to settling by hand."""
    return shop.manager_till.post(f"{SALES}{answer['id']}/settle/", {"note": note})


def refused(answer: dict[str, Any], code: str) -> dict[str, Any]:
    """An envelope that is kept and not booked."""
    assert (answer["state"], answer["code"]) == ("NEEDS_REVIEW", code), answer
    return answer


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("RECEIPT_INCONSISTENT", {"shown__lines__0__net": "0.82"}),
    ("RECEIPT_INCONSISTENT", {"shown__total_amount": "1.01"}),
    ("RECEIPT_INCONSISTENT", {"shown__change": "0.01"}),
    ("VALIDATION_FAILED", {"shown__lines": []}),
    ("RECEIPT_INCONSISTENT", {"sale__items__0__unit_price": "0.90"}),
    ("RECEIPT_INCONSISTENT", {"shown__lines__0__promotion_discount": "2.00"}),
    ("RECEIPT_INCONSISTENT", {"shown__lines__0__promotion_discount": "0.10"}),
    ("RECEIPT_INCONSISTENT", {"shown__rounding_amount": "-2"}),
    ("CURRENCY_DIFFERS", {"shown__currency": "BGN"}),
    ("UNDERPAID", {"sale__payments": []}),
    ("OVERPAID", {"sale__payments__0__payment_method": "CARD", "sale__payments__0__amount_paid": "2.00"}),
    ("TENDER_NEEDS_CONNECTION", {"sale__payments__0__payment_method": "GIFT_CARD"}),
    ("CUSTOMER_NOT_FOUND", {"sale__customer": str(new_id())}),
    ("STOREFRONT_NOT_FOUND", {"sale__storefront": str(new_id())}),
    ("PRODUCT_NOT_FOUND", {"sale__items__0__product": str(new_id())}),
    ("PACKAGING_NOT_FOUND", {"sale__items__0__packaging": str(new_id())}),
    ("RECEIPT_NUMBER_WRONG", {"sale__receipt_number": "S1-T1-20310310-F0001"}),
    ("RECEIPT_NUMBER_WRONG", {"sale__receipt_number": "S1-T5-20310310-0001"}),
    ("RECEIPT_NUMBER_WRONG", {"sale__receipt_number": "S1-T5-20311310-F0001"}),
    ("RECEIPT_NUMBER_WRONG", {"sale__receipt_number": "S1-T5-20310310-F2-0001"}),
    ("GRANT_INVALID", {"grant": "none"}),
    ("PAYLOAD_VERSION_UNKNOWN", {"version": 2}),
    ("VALIDATION_FAILED", {"shown__lines__0__net": 0.83}),
    ("VALIDATION_FAILED", {"shown__surprise": "1"}),
    ("VALIDATION_FAILED", {"sale__receipt_number": "F\u00011"}),
    ("VALIDATION_FAILED", {"sale__occurred_at": "2031-03-10T10:00:00"}),
    ("VALIDATION_FAILED", {"sale__occurred_at": "1999-03-10T10:00:00Z"}),
    ("VALIDATION_FAILED", {"sale__occurred_at": "9999-12-31T23:59:59Z", "clock_offset_ms": 86_400_000}),
]


@pytest.mark.parametrize(("code", "changes"), WRONG, ids=lambda value: value if isinstance(value, str) else None)
def test_what_cannot_be_booked_is_kept_whole_with_its_reason(shop: Shop, code: str, changes: dict[str, Any]) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="5")
    envelope = device.envelope((tea, "1", "1.00"), **changes)
    answer = refused(one(sent(device, envelope)), code)
    assert answer["detail"]
    assert booked(shop) == []
    row = kept(shop)[0]
    assert (row.payload, row.signature, row.is_counted) == (envelope["payload"], envelope["signature"], True)
    assert one(sent(device, envelope)) == answer
    assert one(sent(device, device.envelope((tea, "1", "1.00"))))["state"] == "ACCEPTED"
    sound(shop)


def test_a_receipt_with_more_lines_than_items_does_not_add_up(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00")
    payload = device.payload((tea, "1", "1.00"))
    payload["shown"]["lines"] *= 2
    answer = refused(one(sent(device, device.sealed(payload))), "RECEIPT_INCONSISTENT")
    assert answer["data"] == {"differences": [{"line": 0, "field": "lines", "shown": "2", "computed": "1"}]}


def test_a_receipt_that_does_not_add_up_is_told_figure_by_figure(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00")
    answer = one(sent(device, device.envelope((tea, "1", "1.00"), shown__lines__0__net="0.82")))
    assert answer["data"] == {"differences": [{"line": 1, "field": "net", "shown": "0.82", "computed": "0.83"}]}
    assert answer["detail"] == "The receipt does not add up: net of line 1."


def test_what_no_till_of_the_business_made_is_not_kept(shop: Shop) -> None:
    device, other = make_device(shop), make_device(make_shop())
    tea = make_product(shop, price="1.00")
    theirs = other.envelope((make_product(other.shop, price="1.00"), "1", "1.00"))
    unreadable = [{"payload": text, "signature": "x"} for text in ("no json", "[]", "{}", '{"version": 1}')]
    answers = sent(device, theirs, *unreadable, device.envelope((tea, "1", "1.00")))
    codes = [(each["state"], each["code"]) for each in answers]
    assert codes == [("REFUSED", "TERMINAL_UNKNOWN"), *[("REFUSED", "PAYLOAD_UNREADABLE")] * 4, ("ACCEPTED", "")]
    assert (len(kept(shop)), len(kept(other.shop))) == (1, 0)
    assert answers[0]["id"] is None


def test_a_forged_envelope_is_kept_apart_and_stands_in_no_ones_way(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    genuine = device.envelope((tea, "1", "1.00"))
    other = make_device(shop, "T6")
    forgeries = [
        genuine | {"signature": Signer().sign(genuine["payload"])},
        genuine | {"signature": "AAAA"},
        genuine | {"payload": genuine["payload"].replace('"quantity": "1"', '"quantity": "2"')},
        other.sealed(genuine["payload"]),
        device.sealed(json.loads(genuine["payload"]) | {"key": Signer().public.thumbprint}),
        device.sealed(json.loads(genuine["payload"]) | {"terminal": str(other.till.actor.terminal_id)}),
    ]
    for answer in sent(device, *forgeries):
        refused(answer, "BAD_SIGNATURE")
    assert one(sent(device, genuine))["state"] == "ACCEPTED"
    assert len(kept(shop)) == 7
    answer = sent(device, forgeries[0])[0]
    refusal = retried(shop, answer)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "OFFLINE_SALE_NOT_BOOKABLE")
    assert settled(shop, answer).json()["state"] == "SETTLED"
    sound(shop)


def test_a_grant_of_another_device_is_none(shop: Shop) -> None:
    device, other, tea = make_device(shop), make_device(shop, "T6"), make_product(shop, price="1.00")
    device.grant_token = other.grant_token
    refused(one(sent(device, device.envelope((tea, "1", "1.00")))), "GRANT_INVALID")


def test_a_grant_of_who_is_no_member_at_all_any_more_is_none(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00")
    envelope = device.envelope((tea, "1", "1.00"))
    with shop.scope():
        Membership.objects.for_business(shop.id).filter(pk=device.till.actor.membership_id).delete()
    refused(one(sent(shop.manager_till, envelope)), "GRANT_INVALID")


def test_another_sale_under_a_number_of_the_queue_waits_and_can_be_booked_by_hand(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    first = device.envelope((tea, "1", "1.00"))
    device.sequence = 0
    second = device.envelope((tea, "2", "1.00"))
    answers = sent(device, first, second)
    assert answers[0]["state"] == "ACCEPTED"
    refused(answers[1], "SEQUENCE_REUSED")
    assert sent(device, second, first) == answers[::-1]
    done = retried(shop, answers[1])
    assert (done.status_code, done.json()["state"], done.json()["code"]) == (200, "ACCEPTED", "")
    assert len(booked(shop)) == 2
    sound(shop)


def test_a_receipt_number_and_a_sale_id_that_are_taken_wait(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    first = device.payload((tea, "1", "1.00"))
    device.count = 0
    same_number = device.payload((tea, "1", "1.00"))
    same_id = device.payload((tea, "1", "1.00"), sale__id=first["sale"]["id"])
    answers = sent(device, *map(device.sealed, (first, same_number, same_id)))
    refused(answers[1], "RECEIPT_NUMBER_TAKEN")
    refused(answers[2], "SALE_ID_REUSED")
    assert len(booked(shop)) == 1
    sound(shop)


@pytest.mark.parametrize("differs", ["total", "till", "draft", "customer"])
def test_an_online_sale_of_the_same_id_and_another_content_is_not_the_same(shop: Shop, differs: str) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    sale_id = str(new_id())
    body: dict[str, Any] = {"id": sale_id, "items": [{"product": str(tea.pk), "quantity": "1"}]}
    body["payments"] = [{"payment_method": "CASH", "amount_paid": "1.00"}]
    if differs == "customer":
        body["customer"] = str(make_customer(shop).pk)
    if differs == "draft":
        sale_id = device.till.post("/api/sales/").json()["id"]
    else:
        assert (shop.till if differs == "till" else device.till).post(CHECKOUT, body).status_code == 201
    quantity = "2" if differs == "total" else "1"
    answer = one(sent(device, device.envelope((tea, quantity, "1.00"), sale__id=sale_id)))
    refused(answer, "SALE_ID_REUSED")


def test_a_product_that_was_made_known_is_booked_at_the_next_try(shop: Shop) -> None:
    device = make_device(shop)
    unknown = device.payload(("-", "1", "3.00"))
    unknown["sale"]["items"] = [{"barcode": "4006381333931", "quantity": "1"}]
    answer = refused(one(sent(device, device.sealed(unknown))), "PRODUCT_NOT_FOUND")
    again = retried(shop, answer)
    assert (again.status_code, again.json()["state"], again.json()["code"]) == (
        200,
        "NEEDS_REVIEW",
        "PRODUCT_NOT_FOUND",
    )
    assert again.json()["reviewed_by"] == str(shop.manager_till.actor.user_id)
    tea = make_product(shop, price="3.00", stock=None)
    added = shop.manager_till.post(f"/api/products/{tea.pk}/barcodes/", {"code": "4006381333931"})
    assert added.status_code == 201, added.content
    done = retried(shop, answer).json()
    assert (done["state"], done["flags"], done["code"], done["data"]) == (
        "ACCEPTED_WITH_NOTE",
        ["OVERSOLD", "REPRICED"],
        "",
        {},
    )
    assert retried(shop, answer).json() == done
    assert one(sent(device, device.sealed(unknown)))["state"] == "ACCEPTED_WITH_NOTE"
    sound(shop)


def test_a_sale_that_came_in_online_meanwhile_is_found_by_a_retry(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    payload = device.payload((tea, "1", "1.00"), sale__storefront=str(new_id()))
    answer = refused(one(sent(device, device.sealed(payload))), "STOREFRONT_NOT_FOUND")
    body: dict[str, Any] = {"id": payload["sale"]["id"], "items": payload["sale"]["items"]}
    assert device.till.post(CHECKOUT, body | {"payments": payload["sale"]["payments"]}).status_code == 201
    done = retried(shop, answer).json()
    assert (done["state"], done["flags"]) == ("ACCEPTED_WITH_NOTE", ["BOOKED_ONLINE"])
    sound(shop)


def test_what_was_settled_by_hand_is_closed_and_traced(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00")
    answer = one(sent(device, device.envelope((tea, "1", "1.00"), grant="none")))
    assert settled(shop, answer, "  ").status_code in {400, 422}
    done = settled(shop, answer)
    assert (done.status_code, done.json()["state"], done.json()["note"]) == (200, "SETTLED", "paid back")
    for refusal in (settled(shop, answer), retried(shop, answer)):
        assert (refusal.status_code, refusal.json()["code"]) == (409, "OFFLINE_SALE_DECIDED")
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).get(event_type="offline.settled")
    assert told.event_data == {"offline_sale": answer["id"], "state": "SETTLED", "code": "GRANT_INVALID"}
    assert (
        one(sent(device, {"payload": kept(shop)[0].payload, "signature": kept(shop)[0].signature}))["state"]
        == "SETTLED"
    )


def test_a_note_that_was_seen_is_marked_once(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="1")
    fine, short = sent(device, device.envelope((tea, "1", "1.00")), device.envelope((tea, "1", "1.00")))
    assert settled(shop, fine).json()["code"] == "OFFLINE_SALE_DECIDED"
    assert settled(shop, short).json()["state"] == "ACCEPTED_WITH_NOTE"
    assert settled(shop, short).json()["code"] == "OFFLINE_SALE_DECIDED"
    listed = shop.manager_till.get(f"{SALES}?reviewed=false").json()["results"]
    assert [each["id"] for each in listed] == [fine["id"]]
    sound(shop)


def test_a_note_is_needed_to_settle(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00")
    answer = one(sent(device, device.envelope((tea, "1", "1.00"), grant="none")))
    args = {"business": shop.business, "actor": shop.owner, "at": kept(shop)[0].received_at}
    assert review.ReviewService.settle(**args, offline_sale_id=kept(shop)[0].pk, note=" ").code == "NOTE_REQUIRED"
    assert review.ReviewService.settle(**args, offline_sale_id=new_id(), note="x").code == "NOT_FOUND"
    assert review.ReviewService.retry(**args, offline_sale_id=new_id()).code == "NOT_FOUND"
    assert answer["id"]


def test_promotions_of_the_receipt_are_booked_and_counted_where_they_can_be(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="10.00", stock="9")
    payload = device.payload((tea, "1", "10.00"), sale__coupons=["SPRING"])
    payload["shown"]["lines"][0] |= {"promotion_discount": "4.00", "net": "5.00", "tax": "1.00", "gross": "6.00"}
    payload["shown"] |= {
        "subtotal": "10.00",
        "promotion_amount": "4.00",
        "tax_amount": "1.00",
        "total_amount": "6.00",
        "amount_paid": "6.00",
        "promotions": [{"name": "Spring", "amount": "4.00", "shares": {"1": "4.00"}, "promotion": str(new_id())}],
    }
    payload["sale"]["payments"][0]["amount_paid"] = "6.00"
    answer = one(sent(device, device.sealed(payload)))
    assert answer["flags"] == ["REPRICED", "PROMOTION_NOT_COUNTED", "COUPON_NOT_APPLIED"]
    sale = booked(shop)[0]
    assert (sale.promotion_amount, sale.promotions[0]["promotion"]) == (Decimal("4.00"), None)
    for shares in ({"1": "3.00"}, {"2": "4.00"}):
        device.sequence += 1
        wrong = json.loads(json.dumps(payload)) | {"sequence": device.sequence}
        wrong["shown"]["promotions"][0]["shares"] = shares
        wrong["sale"] |= {"id": str(new_id()), "receipt_number": device.number(kept(shop)[0].received_at)}
        refused(one(sent(device, device.sealed(wrong))), "RECEIPT_INCONSISTENT")
    sound(shop)


def test_what_is_busy_is_to_be_sent_again_and_nothing_is_kept(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    envelope = device.envelope((tea, "1", "1.00"))
    waiting = one(sent(device, device.envelope((tea, "1", "1.00"), sale__storefront=str(new_id()))))
    real = booking.LateSaleService.book

    def busy(**_: Any) -> bool:
        raise DomainError("BUSY", "Somebody else is working on the same goods.")

    monkeypatch.setattr(booking.LateSaleService, "book", busy)
    answer = one(sent(device, envelope))
    assert (answer["state"], answer["code"], answer["id"]) == ("TRY_AGAIN", "BUSY", None)
    assert retried(shop, waiting).json()["code"] == "BUSY"
    monkeypatch.setattr(booking.LateSaleService, "book", real)
    assert one(sent(device, envelope))["state"] == "ACCEPTED"


def test_a_customer_who_was_merged_again_and_again_waits(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    device, tea, customer = make_device(shop), make_product(shop, price="12.00"), make_customer(shop)

    def merged(**_: Any) -> bool:
        raise DomainError("CUSTOMER_MERGED", "Take that one.", {"merged_into": str(customer.pk)})

    monkeypatch.setattr(booking.LateSaleService, "book", merged)
    refused(one(sent(device, on_credit(device, tea, customer))), "CUSTOMER_NOT_FOUND")


def test_another_envelope_of_the_number_that_is_faster_wins(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is seen between reading and writing: both are kept, one is booked."""
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    first = device.envelope((tea, "1", "1.00"))
    device.sequence = 0
    second, third = device.envelope((tea, "1", "1.00")), device.payload((tea, "1", "1.00"), grant="none")
    monkeypatch.setattr(intake, "_is_taken", lambda *_: False)
    third["sequence"] = 1
    answers = sent(device, first, second, device.sealed(third))
    assert [each["code"] for each in answers] == ["", "SEQUENCE_REUSED", "SEQUENCE_REUSED"]
    with shop.scope():
        rows = OfflineSale.objects.for_business(shop.id).order_by("id")
        assert list(rows.values_list("is_counted", flat=True)) == [True, False, False]
        assert TerminalKey.objects.for_business(shop.id).count() == 1
        assert Product.objects.for_business(shop.id).count() == 1
    sound(shop)


def test_a_till_in_the_evening_of_a_summer_day_has_the_day_of_its_storefront(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    answer = one(sent(device, device.envelope((tea, "1", "1.00"), ago=timedelta(days=40))))
    assert answer["flags"] == ["REPRICED"]
    sale = booked(shop)[0]
    assert f"-{sale.business_date:%Y%m%d}-F" in answer["receipt_number"]
