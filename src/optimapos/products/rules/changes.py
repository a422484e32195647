"""What about a product may change once it has stock or was sold."""

from decimal import Decimal

from optimapos.core.result import DomainError
from optimapos.products.rules.life_cycle import check_no_stock
from optimapos.products.types import LifeCycle


def check_change(
    *, changes_unit: bool, stops_keeping: bool, changes_serials: bool, life_cycle: str, stock_on_hand: Decimal
) -> None:
    """Whether a product may get another unit, stop keeping stock, or begin or stop to keep serial numbers.

    Refuses: UNIT_FIXED once it left NEW or has stock, STOCK_REMAINS (data: stock_on_hand).
    """
    if changes_unit and (life_cycle != LifeCycle.NEW or stock_on_hand):
        raise DomainError(
            "UNIT_FIXED",
            "The unit of a product can't be changed once it was on sale or has stock: its figures are in that unit.",
            {"life_cycle": life_cycle, "stock_on_hand": f"{stock_on_hand:f}"},
            ("Create a new product with the other unit.",),
        )
    if stops_keeping:
        check_no_stock(stock_on_hand, "Stock of a product can't stop being kept while there is some.")
    if changes_serials:
        check_no_stock(stock_on_hand, "Serial numbers begin or end with an empty shelf: this product has stock.")
