"""What is noted of refunds: in the audit log, and as news."""

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.money import round_money
from optimapos.refunds.models import Refund


def trace(event_type: str, refund: Refund, actor: Actor, *, description: str = "") -> None:
    """Write a refund's event; the words go to the erasable side."""
    AuditLog.log_event(
        event_type,
        business=refund.business_id,
        actor=actor,
        location_id=refund.location_id,
        sale_id=refund.sale_id,
        refund_id=refund.pk,
        customer_id=refund.of_customer_id,
        event_data={
            "kind": refund.kind,
            "method": refund.refund_method,
            "amount": f"{round_money(refund.amount, refund.currency):f}",
            "refund_number": refund.refund_number,
            "has_receipt": refund.sale_id is not None,
            "is_beyond_warranty": refund.is_beyond_warranty,
        },
        description=description,
    )
