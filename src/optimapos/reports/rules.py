"""How figures of periods are made and compared. Source: docs/algorithms/reports.md."""

from decimal import Decimal

from optimapos.core.money import ZERO, round_money, round_places
from optimapos.reports.types import Compared, Figures

HUNDRED = Decimal(100)


def figures(currency: str, count: int, gross: Decimal, net: Decimal, cost: Decimal | None) -> Figures:
    """A period's figures; `cost` None where the asker may not see it. The margin is of the net amount."""
    profit = None if cost is None else round_money(net - cost, currency)
    return Figures(
        sales_count=count,
        gross=round_money(gross, currency),
        net=round_money(net, currency),
        profit=profit,
        margin_percent=None if profit is None or net <= 0 else round_places(profit * HUNDRED / net, 1),
        average=round_money(gross / count, currency) if count else None,
    )


def compared(current: Figures, before: Figures) -> Compared:
    """Both, and by how many per cent the first is more; from nothing there is no telling."""
    change = (current.gross - before.gross) * HUNDRED / before.gross if before.gross > ZERO else None
    return Compared(current, before, None if change is None else round_places(change, 1))
