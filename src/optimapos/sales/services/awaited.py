"""Sales that wait for a provider: PENDING before they are completed, their goods held as long as the customer may pay."""

from datetime import datetime
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.sales.locks import lock_sale
from optimapos.sales.models import Sale
from optimapos.sales.services.cart_lines import hold_stock
from optimapos.sales.services.preparing import not_draft
from optimapos.sales.types import SaleStatus


class AwaitedSales:
    """Lets sales wait, and gives them back. Part of the operation of whoever asks the provider."""

    @staticmethod
    def begin(*, business: BusinessRef, actor: Actor, sale_id: UUID, version: int, minutes: int, at: datetime) -> Sale:
        """Make the cart wait: nothing of it can be changed, and its goods are held for `minutes`.

        Refuses: NOT_FOUND, SALE_NOT_DRAFT, BUSY where it is not the `version` that was looked at, INSUFFICIENT_STOCK.
        """
        sale = lock_sale(business, sale_id)
        if sale is None or not actor.sees(sale.location_id):
            raise DomainError("NOT_FOUND", "There is no such sale.")
        if sale.status != SaleStatus.DRAFT:
            raise not_draft(sale.status, sale.receipt_number)
        if sale.version != version:
            raise DomainError("BUSY", "The cart has just been changed. Look at it and try again.", {"retry_after": 1})
        hold_stock(sale, list(sale.sale_items.order_by("line_no")), actor, at, minutes=minutes)
        _set(sale, SaleStatus.PENDING, actor)
        return sale

    @staticmethod
    def give_back(*, business: BusinessRef, actor: Actor, sale_id: UUID, at: datetime) -> bool:
        """Make a sale that waited a cart again, its goods held as long as a cart's; whether it was one that waited."""
        sale = lock_sale(business, sale_id)
        if sale is None or sale.status != SaleStatus.PENDING or sale.completed_at is not None:
            return False
        rows = list(sale.sale_items.order_by("line_no"))
        # What is still held lasts anew; what expired meanwhile may be somebody else's, and is found out at completion.
        hold_stock(sale, rows, actor, at, items=(), renews=True)
        _set(sale, SaleStatus.DRAFT, actor)
        return True


def _set(sale: Sale, status: SaleStatus, actor: Actor) -> None:
    sale.status = status
    sale.version += 1
    sale.save(update_fields=["status", "version", "updated_at"])
    AuditLog.log_event(
        "sale.updated",
        business=sale.business_id,
        actor=actor,
        location_id=sale.location_id,
        sale_id=sale.pk,
        customer_id=sale.customer_id,
        event_data={"changed": ["status"], "status": status.value},
    )
