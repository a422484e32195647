"""Payments through providers: a violation is planted, and it is found and named."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from optimapos.audit.models import AuditLog
from optimapos.core.ids import UUID
from optimapos.payments.models import PaymentIntent
from optimapos.payments.services import PaymentIntentService, SettlementService
from optimapos.payments.services.manual import ManualTerminalService
from optimapos.payments.services.polling import poll
from optimapos.payments.services.refunds import ProviderRefundService
from optimapos.payments.types import Said, Told
from optimapos.sales.models import Payment
from optimapos.verify.invariants.payments import PAYMENTS
from optimapos.verify.runner import verify
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.factories.payments import make_manual_account, make_payment_records
from tests.verify.planting import drop_checks, found_by, superuser

APPLIED, LEFT = "WHERE id = %(applied)s", "WHERE id = %(refunded)s"
PLANTS = (
    ("payments.outcome", f"UPDATE payment_intent SET outcome = '' {APPLIED}"),
    ("payments.outcome", f"UPDATE payment_intent SET settled_at = NULL {APPLIED}"),
    ("payments.applied", "UPDATE payment SET intent_id = NULL WHERE intent_id = %(applied)s"),
    ("payments.applied", "UPDATE payment SET amount_paid = amount_paid + 1 WHERE intent_id = %(applied)s"),
    ("payments.applied", "UPDATE payment SET status = 'PENDING' WHERE intent_id = %(applied)s"),
    ("payments.paid", f"UPDATE payment_intent SET outcome = 'UNAPPLIED' {APPLIED}"),
    ("payments.paid", "UPDATE payment SET intent_id = id WHERE intent_id = %(applied)s"),
    ("payments.given_back", "UPDATE payment SET status = 'PENDING' WHERE id = %(given)s"),
    ("payments.given_back", "UPDATE payment SET amount_paid = 2, tendered = 2 WHERE id = %(given)s"),
    ("payments.refunded", f"UPDATE payment_intent SET outcome = 'APPLIED' {LEFT}"),
    ("payments.refunded", "UPDATE payment_intent SET amount = 99 WHERE original_id = %(applied)s"),
    ("payments.events", "UPDATE provider_event SET state = 'TAKEN' WHERE id = %(event)s"),
    ("payments.waiting", "UPDATE sale SET status = 'DRAFT' WHERE id = %(waiting)s"),
    ("payments.waiting", f"UPDATE payment_intent SET status = 'PENDING' {APPLIED}"),
    ("payments.shifts", f"UPDATE payment_intent SET shift_id = id {APPLIED}"),
    ("payments.unapplied", f"UPDATE payment_intent SET outcome = 'UNAPPLIED' {LEFT}"),
    ("payments.parked", "UPDATE provider_event SET reason = 'another' WHERE id = %(event)s"),
    ("tenancy.loose_references", f"UPDATE payment_intent SET terminal_id = id {APPLIED}"),
)
EVENTS = 3
"""Of no payment that we know: listed before anything is planted."""


@dataclass
class Lived:
    """A shop where a payment was applied and partly given back, another was given back whole, a third waits."""

    shop: Shop
    ids: dict[str, UUID]


@pytest.fixture(scope="module")
def lived() -> Lived:
    """A new one."""
    shop, at = make_shop(), datetime.now(UTC)
    tea, account = make_product(shop, price="5.00", stock="9"), make_manual_account(shop)
    made = [make_payment_records(shop, shop.till, tea, account) for _ in range(3)]
    applied, refunded, waiting = (each["payment_intent"] for each in made)
    _confirm(shop, applied, approved=True)
    _give_back_whole(shop, refunded, at)
    given = _give_back_one(shop, applied)
    poll(at)
    with shop.scope():
        row = Payment.objects.for_business(shop.id).get(pk=given)
        assert row.intent_id
        _confirm(shop, row.intent_id, approved=True)
        sale = PaymentIntent.objects.for_business(shop.id).get(pk=waiting).sale_id
    assert sale
    return Lived(
        shop,
        {
            "applied": applied,
            "refunded": refunded,
            "waiting": sale,
            "given": given,
            "event": made[0]["payment_event"],
        },
    )


def _confirm(shop: Shop, intent: UUID, *, approved: bool) -> None:
    ManualTerminalService.confirm(
        business=shop.business,
        actor=shop.owner,
        intent_id=intent,
        approved=approved,
        reference="SLIP",
        at=datetime.now(UTC),
    ).unwrap()


def _give_back_whole(shop: Shop, intent: UUID, at: datetime) -> None:
    """Given up at the till while the customer paid; then given back."""
    PaymentIntentService.cancel(business=shop.business, actor=shop.owner, intent_id=intent, at=at).unwrap()
    said = Told(Said.SUCCEEDED, reference="LATE")
    SettlementService.settle(business=shop.business, intent_id=intent, said=said, at=at).unwrap()
    refund = ProviderRefundService.refund_unapplied(
        business=shop.business, actor=shop.owner, intent_id=intent, at=at
    ).unwrap()
    _confirm(shop, refund.pk, approved=True)


def _give_back_one(shop: Shop, intent: UUID) -> UUID:
    """A payment to be given back, as sales writes it."""
    with shop.scope():
        taken = Payment.objects.for_business(shop.id).get(intent_id=intent)
        given = Payment.objects.for_business(shop.id).create(
            business_id=shop.id,
            sale_id=taken.sale_id,
            user_id=taken.user_id,
            direction="OUT",
            payment_method="CARD",
            status="PENDING",
            amount_paid=1,
            tendered=1,
            currency=taken.currency,
            original_payment=taken,
            provider=taken.provider,
            business_date=taken.business_date,
            accounting_date=taken.accounting_date,
        )
        AuditLog.log_event("payment.created", business=shop.business, payment_id=given.pk)
    return given.pk


def test_what_is_right_has_no_violation(lived: Lived) -> None:
    found = {each.invariant.id: each.count for each in verify(lived.shop.business.slug) if each.count}
    # What is given back here has no refund of a sale behind it.
    found = {name: count for name, count in found.items() if not name.startswith("refunds.")}
    assert found == {"payments.parked": EVENTS}


@pytest.mark.parametrize(("invariant", "statement"), PLANTS)
def test_a_planted_violation_is_found(lived: Lived, invariant: str, statement: str) -> None:
    with superuser() as cursor:
        before = found_by(cursor, invariant, lived.shop.id).count
        assert before == (EVENTS if invariant == "payments.parked" else 0)
        drop_checks(cursor, "payment_intent", "payment", "provider_event")
        cursor.execute(statement, {name: str(found) for name, found in lived.ids.items()})
        assert cursor.rowcount > 0, f"planted nothing: {statement}"
        assert found_by(cursor, invariant, lived.shop.id).count == max(before, 1)


def test_every_invariant_of_payments_has_a_plant() -> None:
    assert {each.id for each in PAYMENTS} <= {invariant for invariant, _ in PLANTS}
