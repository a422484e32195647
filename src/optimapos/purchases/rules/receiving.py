"""What may be received against an order, and what has to be told of goods that arrive."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from optimapos.core.money import HUNDRED, round_places
from optimapos.core.quantities import QUANTITY_PLACES, shown
from optimapos.core.result import DomainError
from optimapos.purchases.types import Receiving


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """An order's line in base units. What was `cancelled` of it is not expected any more."""

    ordered: Decimal
    received: Decimal
    cancelled: Decimal = Decimal(0)

    @property
    def expected(self) -> Decimal:
        """What the line stands for now."""
        return self.ordered - self.cancelled

    @property
    def open(self) -> Decimal:
        """What is still to come; 0 after an over-delivery."""
        return max(Decimal(0), self.expected - self.received)


def allowed_quantity(line: OrderedLine, over_delivery_percent: Decimal) -> Decimal:
    """How many base units may be received in all.

    >>> allowed_quantity(OrderedLine(Decimal(100), Decimal(0)), Decimal(5))
    Decimal('105.000000')
    """
    return round_places(line.expected * (HUNDRED + over_delivery_percent) / HUNDRED, QUANTITY_PLACES)


def check_delivery(line_no: int, line: OrderedLine, arriving: Decimal, over_delivery_percent: Decimal) -> None:
    """Whether `arriving` base units more may be received of an order's line.

    Refuses: OVER_DELIVERY (data: line, ordered, received, asked, allowed).
    """
    allowed = allowed_quantity(line, over_delivery_percent)
    if line.received + arriving > allowed:
        figures = {
            "line": line_no,
            "ordered": shown(line.expected),
            "received": shown(line.received),
            "asked": shown(arriving),
            "allowed": shown(max(Decimal(0), allowed - line.received)),
        }
        msg = f"Line {line_no} of the order: {figures['asked']} is more than the {figures['allowed']} that may still come."
        raise DomainError("OVER_DELIVERY", msg, figures, ("Lower the quantity, or order what came on top.",))


def progress(lines: Iterable[OrderedLine]) -> Receiving:
    """How much of an order has arrived. An order of which everything was cancelled has not arrived."""
    kept = list(lines)
    if not any(line.received > 0 for line in kept):
        return Receiving.NOTHING
    return Receiving.SOME if any(line.open > 0 for line in kept) else Receiving.ALL


def check_return(line_no: int, received: Decimal, returned: Decimal, asked: Decimal) -> None:
    """Whether `asked` base units of a receipt's line may go back.

    Refuses: RETURN_EXCEEDS_RECEIVED (data: line, received, returned, asked).
    """
    if returned + asked > received:
        figures = {
            "line": line_no,
            "received": shown(received),
            "returned": shown(returned),
            "asked": shown(asked),
        }
        msg = f"Line {line_no} of the receipt: {figures['received']} received, {figures['returned']} already returned."
        raise DomainError("RETURN_EXCEEDS_RECEIVED", msg, figures)
