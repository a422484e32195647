"""A refund from its question to its end: who may do what, what comes back, what is given back, what the books say."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from optimapos.audit.models import AuditLog
from optimapos.inventory.models import InventoryBatch, InventoryMovement
from optimapos.organization.models import Business
from optimapos.refunds.models import Refund
from optimapos.refunds.services import RefundService
from optimapos.refunds.types import Asked, AskedItem
from optimapos.sales.models import Payment, Sale
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import PIN, Shop
from tests.refunds.giving_back import approved, asked, item_of, paid_out, processed, sale_of, sold, tender


def test_a_refund_is_asked_for_approved_and_processed_and_the_goods_are_on_their_layer_again(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="10", cost="4.00")
    sale = sold(shop.till, (tea, "3"))
    answer = asked(shop.till, sale, "1", reason="DEFECTIVE", notes="The lid is broken")
    assert answer.status_code == 201, answer.content
    refund = answer.json()
    assert (refund["status"], refund["amount"], refund["tax_amount"]) == ("PENDING", "12.00", "2.00")
    assert (refund["refund_number"], refund["payments"]) == (None, [])
    assert item_of(shop, tea).current_qty == 7
    refund = shop.manager_till.post(f"/api/refunds/{refund['id']}/approve/").json()
    assert refund["status"] == "APPROVED"
    refund = shop.till.post(f"/api/refunds/{refund['id']}/process/").json()
    assert refund["status"] == "PROCESSED"
    assert refund["refund_number"].startswith("R-S1-T1-")
    assert refund["refund_number"].endswith("-0001")
    assert (refund["debt_amount"], refund["paid_amount"], refund["credited_amount"]) == ("0.00", "12.00", "0.00")
    assert paid_out(refund) == {"CASH": 12}
    item = item_of(shop, tea)
    assert (item.current_qty, item.stock_value) == (8, 32)
    with shop.scope():
        layers = InventoryBatch.objects.for_business(shop.id).filter(item=item)
        assert [layer.remaining_qty for layer in layers] == [8]
        back = InventoryMovement.objects.for_business(shop.id).get(item=item, kind="RETURN")
    assert (back.quantity, back.cost_amount) == (1, 4)
    told = sale_of(shop, sale)
    assert (told["status"], told["amount_refunded"], told["amount_paid"]) == ("COMPLETED", "12.00", "36.00")
    assert len(told["payments"]) == 1
    assert_books_balance(shop.id)


def test_the_rest_of_a_sale_makes_it_refunded_and_its_sum_is_what_was_paid(shop: Shop) -> None:
    odd = make_product(shop, "Odd", price="3.33", stock="10")
    sale = sold(shop.till, (odd, "3"), discount_percentage="10")
    assert sale["total_amount"] == "8.99"
    parts = [processed(shop, sale, "1")["amount"] for _ in range(3)]
    assert sum(map(Decimal, parts)) == Decimal("8.99")
    told = sale_of(shop, sale)
    assert (told["status"], told["amount_refunded"]) == ("REFUNDED", "8.99")
    assert item_of(shop, odd).current_qty == 10
    assert_books_balance(shop.id)


def test_more_than_is_left_is_refused_with_what_is_left(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10")
    sale = sold(shop.till, (tea, "3"))
    processed(shop, sale, "2")
    answer = asked(shop.till, sale, "2")
    assert (answer.status_code, answer.json()["code"]) == (422, "REFUND_TOO_MUCH")
    assert answer.json()["data"] == {"sale_item": sale["items"][0]["id"], "quantity": "2", "left": "1"}
    with shop.scope():
        assert Refund.objects.for_business(shop.id).count() == 1


def test_of_two_questions_for_the_same_piece_the_second_is_not_processed(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10")
    sale = sold(shop.till, (tea, "1"))
    first, second = approved(shop, sale, "1"), approved(shop, sale, "1")
    assert shop.till.post(f"/api/refunds/{first['id']}/process/").status_code == 200
    before = item_of(shop, tea).current_qty
    answer = shop.till.post(f"/api/refunds/{second['id']}/process/")
    assert (answer.status_code, answer.json()["code"]) == (422, "REFUND_TOO_MUCH")
    assert item_of(shop, tea).current_qty == before
    with shop.scope():
        assert Refund.objects.for_business(shop.id).get(pk=second["id"]).status == "APPROVED"
        assert Payment.objects.for_business(shop.id).filter(direction="OUT").count() == 1


def test_a_refund_is_processed_once_and_a_retry_gets_the_same_answer(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10")
    refund = approved(shop, sold(shop.till, (tea, "2")), "1")
    path = f"/api/refunds/{refund['id']}/process/"
    first, again = shop.till.post(path, key="once"), shop.till.post(path, key="once")
    assert (first.status_code, again.content) == (200, first.content)
    other = shop.till.post(path)
    assert (other.status_code, other.json()["code"]) == (409, "REFUND_NOT_APPROVED")
    assert item_of(shop, tea).current_qty == 9


def test_a_draft_can_not_be_refunded_and_neither_can_somebody_elses_sale(shop: Shop) -> None:
    cart = shop.till.post("/api/sales/", {}).json()
    answer = shop.till.post(
        "/api/refunds/",
        {
            "sale": cart["id"],
            "refund_method": "CASH",
            "items": [{"sale_item": cart["id"], "quantity": "1"}],
        },
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "SALE_NOT_COMPLETED")
    assert shop.till.get(f"/api/sales/{cart['id']}/refund-eligibility/").json()["code"] == "SALE_NOT_COMPLETED"


def test_a_cashier_asks_and_processes_but_does_not_approve(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10")
    sale = sold(shop.till, (tea, "2"))
    refund = asked(shop.till, sale, "1").json()
    answer = shop.till.post(f"/api/refunds/{refund['id']}/approve/")
    assert (answer.status_code, answer.json()["data"]) == (403, {"capabilities": ["refund.approve"]})
    answer = shop.till.post(f"/api/refunds/{refund['id']}/process/")
    assert (answer.status_code, answer.json()["code"]) == (409, "REFUND_NOT_APPROVED")
    assert item_of(shop, tea).current_qty == 8


def test_a_manager_approves_at_the_cashiers_till_by_pin(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10")
    refund = asked(shop.till, sold(shop.till, (tea, "2")), "1").json()
    path = f"/api/refunds/{refund['id']}/approve/"
    member = str(shop.manager_till.actor.membership_id)
    wrong = shop.till.post(path, {"member": member, "pin": "0000"})
    assert wrong.json()["code"] == "WRONG_PIN"
    done = shop.till.post(path, {"member": member, "pin": PIN})
    assert done.status_code == 200, done.content
    assert done.json()["decided_by"] == str(shop.manager_till.actor.user_id)


def test_above_the_limit_somebody_else_than_who_asked_approves(shop: Shop) -> None:
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(refund_limit=Decimal(20))
    tea = make_product(shop, "Tea", price="12.00", stock="10")
    sale = sold(shop.till, (tea, "4"))
    small, large = asked(shop.manager_till, sale, "1").json(), asked(shop.manager_till, sale, "2").json()
    assert shop.manager_till.post(f"/api/refunds/{small['id']}/approve/").status_code == 200
    answer = shop.manager_till.post(f"/api/refunds/{large['id']}/approve/")
    assert (answer.status_code, answer.json()["code"]) == (403, "REFUND_NEEDS_ANOTHER_APPROVER")
    assert answer.json()["data"] == {"amount": "24.00", "limit": "20.00"}
    done = RefundService.approve(business=shop.business, actor=shop.owner, refund_id=large["id"], at=datetime.now(UTC))
    assert done.ok, done


def test_a_rejected_refund_says_why_and_stays_rejected(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10")
    refund = asked(shop.till, sold(shop.till, (tea, "2")), "1").json()
    path = f"/api/refunds/{refund['id']}"
    assert shop.manager_till.post(f"{path}/reject/", {"reason": " "}).status_code in {400, 422}
    done = shop.manager_till.post(f"{path}/reject/", {"reason": "It was used"}).json()
    assert (done["status"], done["rejection_reason"]) == ("REJECTED", "It was used")
    answer = shop.manager_till.post(f"{path}/approve/")
    assert (answer.status_code, answer.json()["code"]) == (409, "REFUND_DECIDED")
    assert shop.till.post(f"{path}/process/").json()["code"] == "REFUND_NOT_APPROVED"


def test_who_asked_takes_the_question_back_and_another_cashier_does_not(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10")
    sale = sold(shop.till, (tea, "2"))
    own, others = asked(shop.till, sale, "1").json(), asked(shop.manager_till, sale, "1").json()
    assert shop.till.post(f"/api/refunds/{own['id']}/reject/", {"reason": "Mistake"}).status_code == 200
    answer = shop.till.post(f"/api/refunds/{others['id']}/reject/", {"reason": "Mistake"})
    assert (answer.status_code, answer.json()["code"]) == (403, "PERMISSION_DENIED")


def test_the_eligibility_tells_the_sources_seven_keys_in_local_days(shop: Shop) -> None:
    drill = make_product(shop, "Drill", stock="5", warranty_days=90)
    sale = sold(shop.till, (drill, "2"))
    (line,) = shop.till.get(f"/api/sales/{sale['id']}/refund-eligibility/").json()["items"]
    assert line == {
        "sale_item": sale["items"][0]["id"],
        "product": str(drill.pk),
        "product_name": "Drill",
        "is_refundable": True,
        "days_since_purchase": 0,
        "warranty_days": 90,
        "remaining_days": 90,
        "reason": "Within warranty",
        "quantity": "2",
        "quantity_left": "2",
    }
    processed(shop, sale, "2")
    (line,) = shop.till.get(f"/api/sales/{sale['id']}/refund-eligibility/").json()["items"]
    assert (line["is_refundable"], line["reason"], line["quantity_left"]) == (False, "Returned already", "0")


def test_beyond_the_warranty_a_refund_needs_an_override_with_a_reason(shop: Shop) -> None:
    drill = make_product(shop, "Drill", stock="5", warranty_days=30)
    sale = sold(shop.till, (drill, "1"))
    with shop.scope():
        stored = Sale.objects.for_business(shop.id).get(pk=sale["id"])
        item = AskedItem(stored.sale_items.get().pk, Decimal(1))
    late = datetime.now(UTC) + timedelta(days=31)
    refund = RefundService.request_refund(
        business=shop.business,
        actor=shop.till.actor,
        sale_id=stored.pk,
        asked=Asked("CASH", "DEFECTIVE", (item,)),
        at=late,
    ).unwrap()
    assert refund.is_beyond_warranty
    path = f"/api/refunds/{refund.pk}/approve/"
    answer = shop.manager_till.post(path)
    assert (answer.status_code, answer.json()["code"]) == (422, "WARRANTY_EXPIRED")
    (told,) = answer.json()["data"]["items"]
    assert (told["days_since_purchase"], told["warranty_days"], told["reason"]) == (31, 30, "Warranty expired")
    answer = shop.manager_till.post(path, {"override_warranty": True})
    assert answer.json()["code"] == "OVERRIDE_NEEDS_REASON"
    answer = shop.manager_till.post(path, {"override_warranty": True, "override_reason": "A regular"})
    assert (answer.status_code, answer.json()["override_reason"]) == (200, "A regular")


def test_what_a_refund_did_is_in_the_audit_log(shop: Shop) -> None:
    tea = make_product(shop, "Tea", stock="10")
    refund = processed(shop, sold(shop.till, (tea, "2")), "1")
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.id).filter(refund_id=refund["id"]).order_by("timestamp", "id")
        assert [row.event_type for row in rows] == [
            "refund.requested",
            "refund.approved",
            "payment.created",
            "refund.processed",
        ]
        assert rows.last().event_data["refund_number"] == refund["refund_number"]  # type: ignore[union-attr]


def test_a_void_gives_everything_back_the_way_it_was_paid(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="10.00", stock="10")
    sale = sold(shop.till, (tea, "3"), payments=[tender("CARD", "20.00"), tender("CASH", "10.00")])
    path = f"/api/sales/{sale['id']}/void/"
    assert shop.till.post(path, {"reason": "Wrong customer"}).status_code == 403
    answer = shop.manager_till.post(path, {"reason": "Wrong customer"})
    assert answer.status_code == 201, answer.content
    refund = answer.json()
    assert (refund["kind"], refund["status"], refund["amount"]) == ("VOID", "PROCESSED", "30.00")
    assert paid_out(refund) == {"CARD": 20, "CASH": 10}
    assert (item_of(shop, tea).current_qty, sale_of(shop, sale)["status"]) == (10, "REFUNDED")
    again = shop.manager_till.post(path, {"reason": "Wrong customer"})
    assert (again.status_code, again.json()["code"]) == (409, "SALE_REFUNDED")
    assert_books_balance(shop.id)


def test_processing_takes_as_many_statements_for_twenty_lines_as_for_two(shop: Shop, queries: Any) -> None:
    goods = [make_product(shop, f"Goods {number}", price="1.00", stock="9") for number in range(20)]
    counts = []
    for lines in (2, 20):
        sale = sold(shop.till, *[(product, "3") for product in goods[:lines]])
        refund = approved(shop, sale, *(["1"] * lines))
        with queries() as captured:
            answer = shop.till.post(f"/api/refunds/{refund['id']}/process/")
        assert answer.status_code == 200, answer.content
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_refunds_are_found_by_a_part_of_their_number_or_of_the_receipt(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="10")
    first, second = sold(shop.till, (tea, "1")), sold(shop.till, (tea, "1"))
    done = processed(shop, first, "1")
    waits = asked(shop.till, second, "1").json()

    def found(part: str) -> list[str]:
        rows = shop.manager_till.get(f"/api/refunds/?search={part}").json()["results"]
        return [row["id"] for row in rows]

    assert found(done["refund_number"].lower()) == [done["id"]]
    assert found(second["receipt_number"][-6:]) == [waits["id"]]
    assert found("nothing-of-the-kind") == []
