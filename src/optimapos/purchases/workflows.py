"""The workflows that purchase documents start with. Source: system-overview.md "Enterprise Document Workflow"."""

from optimapos.core.actors import Capability
from optimapos.nomenclatures.types import StatusSpec, TransitionSpec, Trigger, Workflow
from optimapos.purchases.types import Status

REQUEST = Workflow(
    statuses=(
        StatusSpec(Status.DRAFT, "Draft", is_initial=True, is_editable=True, is_deletable=True),
        StatusSpec(Status.SUBMITTED, "Submitted"),
        StatusSpec(Status.APPROVED, "Approved", allows_conversion=True),
        StatusSpec(Status.CONVERTED, "Converted", is_final=True),
        StatusSpec(Status.REJECTED, "Rejected", is_final=True),
        StatusSpec(Status.CANCELLED, "Cancelled", is_final=True),
    ),
    transitions=(
        TransitionSpec(Status.DRAFT, Status.SUBMITTED, Capability.PURCHASE_REQUEST),
        TransitionSpec(Status.DRAFT, Status.APPROVED, Capability.PURCHASE_APPROVE),
        TransitionSpec(Status.DRAFT, Status.CANCELLED, Capability.PURCHASE_REQUEST),
        TransitionSpec(Status.SUBMITTED, Status.DRAFT, Capability.PURCHASE_REQUEST),
        TransitionSpec(Status.SUBMITTED, Status.APPROVED, Capability.PURCHASE_APPROVE),
        TransitionSpec(Status.SUBMITTED, Status.REJECTED, Capability.PURCHASE_APPROVE, requires_comment=True),
        TransitionSpec(Status.SUBMITTED, Status.CANCELLED, Capability.PURCHASE_REQUEST),
        TransitionSpec(Status.APPROVED, Status.CANCELLED, Capability.PURCHASE_APPROVE, requires_comment=True),
        TransitionSpec(Status.APPROVED, Status.CONVERTED, Capability.PURCHASE_ORDER, Trigger.CONVERTED),
        TransitionSpec(Status.CONVERTED, Status.APPROVED, Capability.PURCHASE_ORDER, Trigger.REOPENED),
    ),
)

ORDER = Workflow(
    statuses=(
        StatusSpec(Status.DRAFT, "Draft", is_initial=True, is_editable=True, is_deletable=True),
        StatusSpec(Status.APPROVED, "Approved", allows_conversion=True),
        StatusSpec(Status.SENT, "Sent to the supplier", allows_conversion=True),
        StatusSpec(Status.PARTIALLY_RECEIVED, "Partly received", allows_conversion=True),
        StatusSpec(Status.RECEIVED, "Received", allows_conversion=True),
        StatusSpec(Status.CLOSED, "Closed", is_final=True),
        StatusSpec(Status.CANCELLED, "Cancelled", is_final=True),
    ),
    transitions=(
        TransitionSpec(Status.DRAFT, Status.APPROVED, Capability.PURCHASE_APPROVE),
        TransitionSpec(Status.DRAFT, Status.CANCELLED, Capability.PURCHASE_ORDER),
        TransitionSpec(Status.APPROVED, Status.DRAFT, Capability.PURCHASE_APPROVE),
        TransitionSpec(Status.APPROVED, Status.SENT, Capability.PURCHASE_ORDER),
        TransitionSpec(Status.APPROVED, Status.CANCELLED, Capability.PURCHASE_ORDER, requires_comment=True),
        TransitionSpec(Status.APPROVED, Status.PARTIALLY_RECEIVED, Capability.STOCK_RECEIVE, Trigger.PARTLY_RECEIVED),
        TransitionSpec(Status.APPROVED, Status.RECEIVED, Capability.STOCK_RECEIVE, Trigger.RECEIVED),
        TransitionSpec(Status.SENT, Status.CANCELLED, Capability.PURCHASE_ORDER, requires_comment=True),
        TransitionSpec(Status.SENT, Status.PARTIALLY_RECEIVED, Capability.STOCK_RECEIVE, Trigger.PARTLY_RECEIVED),
        TransitionSpec(Status.SENT, Status.RECEIVED, Capability.STOCK_RECEIVE, Trigger.RECEIVED),
        TransitionSpec(Status.PARTIALLY_RECEIVED, Status.RECEIVED, Capability.STOCK_RECEIVE, Trigger.RECEIVED),
        TransitionSpec(Status.PARTIALLY_RECEIVED, Status.SENT, Capability.STOCK_RECEIVE, Trigger.REOPENED),
        TransitionSpec(Status.PARTIALLY_RECEIVED, Status.CLOSED, Capability.PURCHASE_ORDER, requires_comment=True),
        TransitionSpec(Status.RECEIVED, Status.PARTIALLY_RECEIVED, Capability.STOCK_RECEIVE, Trigger.REOPENED),
        TransitionSpec(Status.RECEIVED, Status.CLOSED, Capability.PURCHASE_ORDER),
    ),
)
"""Received orders still take what comes on top of them, within the tolerance."""

RECEIPT = Workflow(
    statuses=(
        StatusSpec(Status.DRAFT, "Draft", is_initial=True, is_editable=True, is_deletable=True),
        StatusSpec(
            Status.COMPLETED,
            "Completed",
            is_final=True,
            allows_conversion=True,
            creates_inventory_movements=True,
            allows_movement_correction=True,
        ),
        StatusSpec(Status.REVERSED, "Reversed", is_final=True, reverses_inventory_movements=True),
        StatusSpec(Status.CANCELLED, "Cancelled", is_final=True),
    ),
    transitions=(
        TransitionSpec(Status.DRAFT, Status.COMPLETED, Capability.STOCK_RECEIVE),
        TransitionSpec(Status.DRAFT, Status.CANCELLED, Capability.STOCK_RECEIVE),
        TransitionSpec(Status.COMPLETED, Status.REVERSED, Capability.STOCK_APPROVE, requires_comment=True),
    ),
)

RETURN = Workflow(
    statuses=(
        StatusSpec(Status.DRAFT, "Draft", is_initial=True, is_editable=True, is_deletable=True),
        StatusSpec(Status.COMPLETED, "Completed", is_final=True, creates_inventory_movements=True),
        StatusSpec(Status.REVERSED, "Reversed", is_final=True, reverses_inventory_movements=True),
        StatusSpec(Status.CANCELLED, "Cancelled", is_final=True),
    ),
    transitions=(
        TransitionSpec(Status.DRAFT, Status.COMPLETED, Capability.PURCHASE_ORDER),
        TransitionSpec(Status.DRAFT, Status.CANCELLED, Capability.PURCHASE_ORDER),
        TransitionSpec(Status.COMPLETED, Status.REVERSED, Capability.STOCK_APPROVE, requires_comment=True),
    ),
)

INVOICE = Workflow(
    statuses=(
        StatusSpec(Status.DRAFT, "Draft", is_initial=True, is_editable=True, is_deletable=True),
        StatusSpec(Status.APPROVED, "Approved and booked", is_final=True, creates_inventory_movements=True),
        StatusSpec(Status.REVERSED, "Reversed", is_final=True, reverses_inventory_movements=True),
        StatusSpec(Status.CANCELLED, "Cancelled", is_final=True),
    ),
    transitions=(
        TransitionSpec(Status.DRAFT, Status.APPROVED, Capability.SUPPLIER_PAY),
        TransitionSpec(Status.DRAFT, Status.CANCELLED, Capability.SUPPLIER_PAY),
        TransitionSpec(Status.APPROVED, Status.REVERSED, Capability.SUPPLIER_PAY, requires_comment=True),
    ),
)
"""Posting an invoice books it into the supplier's ledger, and puts price differences on the goods where that was chosen."""

LANDED_COST = Workflow(
    statuses=(
        StatusSpec(Status.DRAFT, "Draft", is_initial=True, is_editable=True, is_deletable=True),
        StatusSpec(Status.POSTED, "Posted", is_final=True, creates_inventory_movements=True),
        StatusSpec(Status.REVERSED, "Reversed", is_final=True, reverses_inventory_movements=True),
        StatusSpec(Status.CANCELLED, "Cancelled", is_final=True),
    ),
    transitions=(
        TransitionSpec(Status.DRAFT, Status.POSTED, Capability.PURCHASE_APPROVE),
        TransitionSpec(Status.DRAFT, Status.CANCELLED, Capability.PURCHASE_APPROVE),
        TransitionSpec(Status.POSTED, Status.REVERSED, Capability.PURCHASE_APPROVE, requires_comment=True),
    ),
)
