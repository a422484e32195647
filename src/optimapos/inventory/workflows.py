"""The workflows that stock documents start with."""

from optimapos.core.actors import Capability
from optimapos.nomenclatures.types import StatusSpec, TransitionSpec, Trigger, Workflow

TRANSFER = Workflow(
    statuses=(
        StatusSpec("draft", "Draft", is_initial=True, is_editable=True, is_deletable=True),
        StatusSpec("dispatched", "On its way", allows_conversion=True, creates_inventory_movements=True),
        StatusSpec("partly_received", "Partly received", allows_conversion=True),
        StatusSpec("received", "Received", is_final=True),
        StatusSpec("recalled", "Recalled", is_final=True, reverses_inventory_movements=True),
        StatusSpec("cancelled", "Cancelled", is_final=True),
    ),
    transitions=(
        TransitionSpec("draft", "dispatched", Capability.STOCK_TRANSFER),
        TransitionSpec("draft", "cancelled", Capability.STOCK_TRANSFER),
        TransitionSpec("dispatched", "partly_received", Capability.STOCK_TRANSFER, Trigger.PARTLY_RECEIVED),
        TransitionSpec("dispatched", "received", Capability.STOCK_TRANSFER, Trigger.RECEIVED),
        TransitionSpec("dispatched", "recalled", Capability.STOCK_TRANSFER, requires_comment=True),
        TransitionSpec("partly_received", "received", Capability.STOCK_TRANSFER, Trigger.RECEIVED),
    ),
)
"""A transfer is received in the statuses that allow conversion."""

ADJUSTMENT = Workflow(
    statuses=(
        StatusSpec("draft", "Draft", is_initial=True, is_editable=True, is_deletable=True),
        StatusSpec("completed", "Completed", is_final=True, creates_inventory_movements=True),
        StatusSpec("reversed", "Reversed", is_final=True, reverses_inventory_movements=True),
        StatusSpec("cancelled", "Cancelled", is_final=True),
    ),
    transitions=(
        TransitionSpec("draft", "completed", Capability.STOCK_APPROVE),
        TransitionSpec("draft", "cancelled", Capability.STOCK_ADJUST),
        TransitionSpec("completed", "reversed", Capability.STOCK_APPROVE, requires_comment=True),
    ),
)

COUNT = Workflow(
    statuses=(
        StatusSpec("draft", "Draft", is_initial=True, is_editable=True, is_deletable=True),
        StatusSpec("counting", "Being counted", allows_conversion=True),
        StatusSpec("posted", "Posted", is_final=True, creates_inventory_movements=True),
        StatusSpec("reversed", "Reversed", is_final=True, reverses_inventory_movements=True),
        StatusSpec("cancelled", "Cancelled", is_final=True),
    ),
    transitions=(
        TransitionSpec("draft", "counting", Capability.STOCK_COUNT),
        TransitionSpec("draft", "cancelled", Capability.STOCK_COUNT),
        TransitionSpec("counting", "posted", Capability.STOCK_APPROVE),
        TransitionSpec("counting", "cancelled", Capability.STOCK_COUNT),
        TransitionSpec("posted", "reversed", Capability.STOCK_APPROVE, requires_comment=True),
    ),
)
"""A count gets its lines with the first status that allows conversion, and is counted in all of these."""
