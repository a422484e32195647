"""Phase 3 of sales-backend-guide.md: its checks of warranty and of processing, and its testing checklist."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from optimapos.inventory.models import StockProduct
from optimapos.refunds.selectors import eligibility_of
from optimapos.refunds.services import RefundService
from optimapos.refunds.types import Asked, AskedItem
from optimapos.sales.models import Sale
from optimapos.wallet.models import WalletAccount
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import approved, asked, balance_of, processed, sale_of, sold, tender

SEVEN_KEYS = {
    "product",
    "product_name",
    "is_refundable",
    "days_since_purchase",
    "warranty_days",
    "remaining_days",
    "reason",
}


def test_can_request_refund_for_completed_sale(shop: Shop) -> None:
    sale = sold(shop.till, (make_product(shop), "2"))
    answer = asked(shop.till, sale, "1", method="ORIGINAL_PAYMENT")
    assert (answer.status_code, answer.json()["status"]) == (201, "PENDING")


def test_warranty_check_works_correctly(shop: Shop) -> None:
    """Its example: 15 days after the purchase of something with 90 days; and the day after the last one."""
    sale = sold(shop.till, (make_product(shop, "Drill", warranty_days=90), "1"))
    (line,) = shop.till.get(f"/api/sales/{sale['id']}/refund-eligibility/").json()["items"]
    assert line.keys() >= SEVEN_KEYS
    with shop.scope():
        stored = Sale.objects.for_business(shop.id).select_related("location").get(pk=sale["id"])
        bought = stored.completed_at
        assert bought
        within, last, after = (
            eligibility_of(stored, bought + timedelta(days=days))[0].eligibility for days in (15, 90, 91)
        )
    assert (within.is_refundable, within.days_since_purchase, within.warranty_days) == (True, 15, 90)
    assert (within.remaining_days, within.reason) == (75, "Within warranty")
    assert (last.is_refundable, last.remaining_days) == (True, 0)
    assert (after.is_refundable, after.remaining_days, after.reason) == (False, 0, "Warranty expired")


def test_approval_workflow_functions(shop: Shop) -> None:
    """Processing needs an approval: "Refund must be approved first"."""
    sale = sold(shop.till, (make_product(shop), "1"))
    refund = asked(shop.till, sale, "1").json()
    early = shop.till.post(f"/api/refunds/{refund['id']}/process/")
    assert (early.status_code, early.json()["code"]) == (409, "REFUND_NOT_APPROVED")
    assert shop.manager_till.post(f"/api/refunds/{refund['id']}/approve/").json()["status"] == "APPROVED"
    done = shop.till.post(f"/api/refunds/{refund['id']}/process/").json()
    assert done["status"] == "PROCESSED"
    assert done["processed_at"]
    other = asked(shop.till, sold(shop.till, (make_product(shop, "Tea"), "1")), "1").json()
    rejected = shop.manager_till.post(f"/api/refunds/{other['id']}/reject/", {"reason": "It was used"})
    assert rejected.json()["status"] == "REJECTED"


def test_refund_processing_updates_stock(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    processed(shop, sold(shop.till, (tea, "3")), "2")
    with shop.scope():
        assert StockProduct.objects.for_business(shop.id).get(product=tea).current_qty == 9


def test_customer_credit_updated_correctly(shop: Shop) -> None:
    """The source's `amount_due += refund.amount` would let the customer owe more for what came back; the debt is lowered."""
    customer = make_customer(shop, credit_limit=Decimal(100))
    sale = sold(
        shop.till,
        (make_product(shop, price="10.00"), "4"),
        payments=[tender("CASH", "10.00")],
        customer=str(customer.pk),
    )
    processed(shop, sale, "2", method="CREDIT_NOTE")
    assert (sale_of(shop, sale)["amount_due"], balance_of(shop, customer)) == ("10.00", 10)
    processed(shop, sale, "2", method="CREDIT_NOTE")
    assert (sale_of(shop, sale)["status"], balance_of(shop, customer)) == ("REFUNDED", 0)
    with shop.scope():
        credit = WalletAccount.objects.for_business(shop.id).get(customer=customer, kind="STORE_CREDIT")
    assert credit.balance == 10


def test_cannot_refund_more_than_sold(shop: Shop) -> None:
    sale = sold(shop.till, (make_product(shop), "2"))
    assert asked(shop.till, sale, "3").json()["code"] == "REFUND_TOO_MUCH"
    approved(shop, sale, "2")
    processed(shop, sale, "2")
    item = AskedItem(sale["items"][0]["id"], Decimal(1))
    again = RefundService.request_refund(
        business=shop.business,
        actor=shop.till.actor,
        sale_id=sale["id"],
        asked=Asked("CASH", "OTHER", (item,)),
        at=datetime.now(UTC),
    )
    assert not again.ok
