"""Lines of stock documents: their quantities in base units, what may change its status, what may arrive of a transfer."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from optimapos.core.money import ZERO
from optimapos.core.quantities import shown, to_base_quantity
from optimapos.core.result import DomainError
from optimapos.inventory.rules.lines import Goods, check_quantity
from optimapos.inventory.types import NewAdjustmentLine, Reason


@dataclass(frozen=True, slots=True)
class Sent:
    """A line of a transfer in base units: what was sent, what of it has arrived, what is lost."""

    line_id: UUID
    quantity: Decimal
    received: Decimal
    lost: Decimal

    @property
    def open(self) -> Decimal:
        """What is on its way."""
        return self.quantity - self.received - self.lost


def base_quantity(quantity: Decimal, factor_num: int, factor_den: int, goods: Goods) -> Decimal:
    """`quantity` packages, below 0 too, in base units.

    Refuses: BAD_QUANTITY, QUANTITY_TOO_PRECISE (data: product, quantity, decimals), PRODUCT_NOT_STOCKED.
    """
    base = to_base_quantity(quantity, factor_num, factor_den)
    if base is None:
        raise DomainError(
            "QUANTITY_TOO_PRECISE",
            f"{shown(quantity)} packages of {goods.sku} are no exact number of base units.",
            {"product": str(goods.id), "quantity": shown(quantity), "decimals": goods.decimals},
        )
    check_quantity(abs(base), goods)
    return base


def check_adjustment(line: NewAdjustmentLine, line_no: int, *, now: str) -> None:
    """Whether goods whose status is `now` can change it like that, or come or go for that reason.

    Refuses: BAD_STATUS_CHANGE (data: line), REASON_DOES_NOT_FIT (data: line, reason, quantity).
    """
    if line.to_status and (line.to_status == now or line.quantity <= 0):
        msg = f"Line {line_no}: a change of status takes a quantity above 0 to another status."
        raise DomainError("BAD_STATUS_CHANGE", msg, {"line": line_no})
    reason = Reason(line.reason)
    if not line.to_status and reason.only * line.quantity < 0:
        way = "come: write a quantity above 0" if reason.only > 0 else "go: write a quantity below 0"
        figures = {"line": line_no, "reason": reason.value, "quantity": shown(line.quantity)}
        raise DomainError("REASON_DOES_NOT_FIT", f"Line {line_no}: {reason.label} goods only {way}.", figures)


def check_arrival(sent: Sent, quantity: Decimal, lost: Decimal) -> None:
    """Refuses: BAD_QUANTITY, RECEIVE_EXCEEDS_SENT (data: line, sent, received, lost, asked)."""
    if quantity < ZERO or lost < ZERO or not quantity + lost:
        msg = "Say how much arrived or is lost, above 0."
        raise DomainError("BAD_QUANTITY", msg, {"line": str(sent.line_id), "quantity": shown(quantity + lost)})
    if quantity + lost > sent.open:
        raise DomainError(
            "RECEIVE_EXCEEDS_SENT",
            f"{shown(sent.open)} of this line are on their way, not {shown(quantity + lost)}.",
            {
                "line": str(sent.line_id),
                "sent": shown(sent.quantity),
                "received": shown(sent.received),
                "lost": shown(sent.lost),
                "asked": shown(quantity + lost),
            },
        )
