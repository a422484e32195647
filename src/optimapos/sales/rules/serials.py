"""Which pieces a sale takes of products that have serial numbers: each piece is named, and none twice."""

from collections.abc import Iterable, Sequence
from typing import Any

from optimapos.core.quantities import shown
from optimapos.core.result import DomainError
from optimapos.sales.facts import CartLineFacts

SERIALS_MISSING = "SERIALS_MISSING"
"""Flag of a late sale that doesn't name its pieces, or not as many as were sold."""


def check_line_serials(line: CartLineFacts) -> None:
    """What a cart's line may name so far: no more pieces than it sells, all different. The rest may follow.

    Refuses: SERIALS_MISMATCH (data: product, quantity, serials, line).
    """
    if line.serials and (not line.tracks_serials or len(line.serials) > line.base_qty or _has_twice(line.serials)):
        raise _mismatch(line)


def check_serials(lines: Sequence[CartLineFacts], *, is_late: bool) -> tuple[str, ...]:
    """Each piece has to be named when it is sold. Flags of a late sale, which is booked without its numbers too.

    Refuses: SERIALS_REQUIRED, SERIALS_MISMATCH (data: product, quantity, serials, line).
    """
    named: set[tuple[Any, str]] = set()
    for line in lines:
        pieces = {(line.product_id, serial) for serial in line.serials}
        wanted = line.base_qty if line.tracks_serials else 0
        if len(line.serials) != wanted or len(pieces) != wanted or pieces & named:
            if is_late:
                return (SERIALS_MISSING,)
            raise _mismatch(line) if line.serials else _required(line)
        named |= pieces
    return ()


def chosen_of(lines: Iterable[CartLineFacts]) -> list[dict[str, Any]]:
    """The pieces that lines name, by item and in order, each once; one without a number for a line that names none."""
    named = [
        (line.item_id, serial)
        for line in lines
        if line.tracks_serials and line.item_id
        for serial in (*line.serials,) or (None,)
    ]
    return [{"item_id": item, "serial": serial, "n": n} for n, (item, serial) in enumerate(dict.fromkeys(named))]


def not_in_stock(serials: Sequence[str]) -> DomainError:
    """The refusal for pieces that are not here to be sold."""
    return DomainError("SERIAL_NOT_IN_STOCK", f"Not in stock here: {', '.join(serials)}.", {"serials": list(serials)})


def _has_twice(serials: Sequence[str]) -> bool:
    return len(set(serials)) < len(serials)


def _required(line: CartLineFacts) -> DomainError:
    return DomainError(
        "SERIALS_REQUIRED",
        f"Line {line.line_no}: name the serial number of each piece of {line.product_sku}.",
        _figures(line),
    )


def _mismatch(line: CartLineFacts) -> DomainError:
    sentence = (
        f"{line.product_sku} needs one serial number for each of {shown(line.base_qty)} pieces, all different."
        if line.tracks_serials
        else f"No serial numbers are kept of {line.product_sku}."
    )
    return DomainError("SERIALS_MISMATCH", f"Line {line.line_no}: {sentence}", _figures(line))


def _figures(line: CartLineFacts) -> dict[str, Any]:
    return {
        "line": line.line_no,
        "product": str(line.product_id),
        "quantity": shown(line.base_qty),
        "serials": list(line.serials),
    }
