"""Who sees what is owed to suppliers: those who see costs, and those who book suppliers' invoices and payments."""

from optimapos.apikit.problems import Refusal
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import DomainError


def sees_amounts(actor: Actor) -> bool:
    """Whether the actor may see what is bought for and owed."""
    return actor.can(Capability.COST_VIEW) or actor.can(Capability.SUPPLIER_PAY)


def check_sees_amounts(actor: Actor) -> None:
    """Refuses: PERMISSION_DENIED (data: capability)."""
    if not sees_amounts(actor):
        data = {"capability": Capability.COST_VIEW.value}
        raise Refusal(DomainError("PERMISSION_DENIED", "Your role does not permit this.", data))
