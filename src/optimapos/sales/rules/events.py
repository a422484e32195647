"""What a completed sale leaves in the audit log and the outbox."""

from optimapos.core.ids import new_id
from optimapos.sales.rows import AuditRow, OutboxRow, PaymentRow, SaleRow
from optimapos.sales.rules.approvals import Approved


def audit_rows(sale: SaleRow, payments: list[PaymentRow], line_count: int, *, is_new: bool) -> list[AuditRow]:
    """Its steps, each once."""
    created = [AuditRow(new_id(), "sale.created", {"type": sale.type, "origin": sale.origin})] if is_new else []
    taken = [
        AuditRow(
            new_id(),
            "payment.created",
            {"method": payment.payment_method, "amount": str(payment.amount_paid)},
            payment_id=payment.id,
        )
        for payment in payments
    ]
    figures = {
        "total_amount": str(sale.total_amount),
        "amount_due": str(sale.amount_due),
        "payment_type": sale.payment_type,
        "flags": sale.flags,
    }
    committed = AuditRow(new_id(), "stock.committed", {"lines": line_count})
    completed = AuditRow(new_id(), "sale.completed", figures, description=sale.override_reason)
    return [*created, *taken, committed, completed]


def used_rows(approved: Approved) -> list[AuditRow]:
    """The approvals that it used."""
    return [
        AuditRow(
            new_id(),
            "approval.used",
            {
                "approval_id": str(approval.id),
                "action": approval.action,
                "amount": f"{approval.amount:f}",
                "requested_by": str(approval.requested_by),
                "approver": str(approval.approver),
            },
        )
        for approval in approved.values()
    ]


def news(sale: SaleRow) -> OutboxRow:
    """That it was completed."""
    payload = {
        "sale_id": str(sale.id),
        "location_id": str(sale.location_id),
        "customer_id": str(sale.customer_id) if sale.customer_id else None,
        "total_amount": str(sale.total_amount),
        "amount_due": str(sale.amount_due),
    }
    return OutboxRow(new_id(), "sale.completed", payload)
