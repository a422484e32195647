"""Writing a planned checkout: from BEGIN to COMMIT in one round trip.

An answer is rendered before the database has drawn the receipt number, with a placeholder in its place; PostgreSQL puts
the number into the stored answer, and the caller into the sent one, so both are the same bytes.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import psycopg
from psycopg import errors as pg

from optimapos.core.live import hint
from optimapos.core.refusals import refusal_named, too_large
from optimapos.core.result import DomainError
from optimapos.inventory.services.reservations import insufficient
from optimapos.sales.connection import Step, exchange, hot_connection, operations_connection
from optimapos.sales.rows import CheckoutRows
from optimapos.sales.rules.serials import not_in_stock
from optimapos.sales.services.wallets import wallet_steps
from optimapos.sales.sql import aftermath, write
from optimapos.sales.sql.variants import booking
from optimapos.sales.types import SaleStatus

REFUSED = "OP001"
SALE_IDS = frozenset({"sale_pkey", "sale_item_line_unique"})
"""What a sale's id meets when one is stored under it."""
PLACEHOLDER = "\u2060receipt number\u2060"
NOT_AWAITED = "NOT_AWAITED"
"""What a step of `first` refuses with where the payment was given up meanwhile."""
OVERSOLD = "OVERSOLD"
PERHAPS_OVERSOLD = "\u2060oversold\u2060"
# Word joiners around them: nothing that a person types, and not changed by JSON.


class StartOver(Exception):  # noqa: N818 - not an error: what was read no longer holds
    """Read again and decide anew."""


class PromotionsSpent(StartOver):
    """Limited promotions were used up meanwhile: `promotions` by id."""

    def __init__(self, promotions: Sequence[str]) -> None:
        super().__init__(promotions)
        self.promotions = promotions


class SaleIdTaken(StartOver):
    """A sale is stored under the id: ours, if reading again finds it, else one that we may not see."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What a checkout is written with: its rows, whether the sale is new, and what it is stored under.

    `body` is the answer with PLACEHOLDER in place of the receipt number; `settings_version` what was read. `goes_short`:
    what isn't there is owed, and PERHAPS_OVERSOLD is the first flag in `body`; `is_late`: it was sold elsewhere before.
    `approvals` are used up by it. `is_fact`: it is booked whatever the customer's standing, under the number that its rows
    have; `also` are steps of a floor above, in the same transaction, after everything else. `first` are those that lock and
    check what stands before the cart in the order of locks; `cart_status` is what the cart has to be. `is_part`: of an
    operation that runs, which commits it or rolls it back. `outlives_shift`: its shift may be closed by now, then it goes on
    the shift's supplement.
    """

    rows: CheckoutRows
    is_new: bool
    cart_version: int
    settings_version: int
    key: str | None
    fingerprint: bytes
    status: int
    body: bytes
    goes_short: bool = False
    is_late: bool = False
    approvals: Sequence[UUID] = ()
    is_fact: bool = False
    also: Sequence[Step] = ()
    first: Sequence[Step] = ()
    cart_status: str = SaleStatus.DRAFT.value
    is_part: bool = False
    outlives_shift: bool = False

    @property
    def flag(self) -> bytes:
        """The flag that may have to be taken out of `body`, with the comma that parts it from others."""
        return f'"{PERHAPS_OVERSOLD}"{"," if self.rows.sale.flags else ""}'.encode()

    @property
    def flag_when_short(self) -> bytes:
        """What stands there where something was short."""
        return self.flag.replace(PERHAPS_OVERSOLD.encode(), OVERSOLD.encode())


@dataclass(frozen=True, slots=True)
class Booked:
    """What the database decided."""

    number: str
    is_oversold: bool = False


def write_checkout(writing: Writing) -> bytes:
    """Write it all; the answer's bytes.

    Refuses: INSUFFICIENT_STOCK, SERIAL_NOT_IN_STOCK (data: serials), COUPON_USED_UP. Raises: StartOver where something
    changed since it was read; psycopg's LockNotAvailable, DeadlockDetected and SerializationFailure.
    """
    try:
        booked = _run(writing)
    except psycopg.DatabaseError as error:
        raise _meaning(error, is_late=writing.is_late) from error
    _tell(writing)
    body = writing.body.replace(PLACEHOLDER.encode(), booked.number.encode())
    if writing.goes_short:
        body = body.replace(writing.flag, writing.flag_when_short if booked.is_oversold else b"")
    return body


def _tell(writing: Writing) -> None:
    """Other screens hear of it: what they wait for is handed over, not sent, so that nobody waits for it here."""
    sale, items = writing.rows.sale, [need["item_id"] for need in writing.rows.need]
    paid = [payment.id for payment in writing.rows.payments]
    for topic, kind, ids in (
        ("sales", "sale.completed", [sale.id]),
        ("stock", "stock.committed", items),
        ("payments", "payment.created", paid),
        ("approvals", "approval.used", writing.approvals),
    ):
        if ids:
            hint(business=sale.business_id, topic=topic, kind=kind, location_id=sale.location_id, ids=ids)


def _run(writing: Writing) -> Booked:
    before: list[Step] = [*([] if writing.is_part else [("BEGIN", ())]), *_locks_and_guards(writing)]
    steps = [*before, _booking(writing), *_aftermath(writing), *writing.also]
    with contextlib.nullcontext(operations_connection()) if writing.is_part else hot_connection() as connection:
        replies = exchange(connection, steps if writing.is_part else [*steps, ("COMMIT", ())])
        booked = replies[len(before)].first(Booked)
    if booked is None:
        raise AssertionError("a checkout draws a number")
    return booked


def _locks_and_guards(writing: Writing) -> list[Step]:
    sale = writing.rows.sale
    business = sale.business_id
    once = f"{business}:{writing.key}" if writing.key else str(sale.id)
    steps: list[Step] = [
        (write.ENTER, (str(business), once, str(sale.id))),
        (write.GUARD, (business, writing.key, writing.is_new, sale.id, writing.settings_version)),
    ]
    if sale.shift_id:
        steps.append((write.SHARE_SHIFT, (sale.shift_id, business, writing.outlives_shift)))
    if writing.approvals:
        named = list(writing.approvals)
        steps += [
            (write.LOCK_APPROVALS, (named, business)),
            (write.USE_APPROVALS, (named, business, sale.id, sale.updated_at)),
        ]
    if writing.rows.credit:
        owed = writing.rows.credit.amount
        check: Step = (write.CHECK_CREDIT, (sale.customer_id, sale.manager_override, owed))
        steps += [(write.LOCK_CUSTOMER, (sale.customer_id, business)), *([] if writing.is_fact else [check])]
    steps += writing.first
    if not writing.is_new:
        steps += [
            (write.LOCK_CART, (sale.id, business)),
            (write.CHECK_CART, (sale.id, writing.cart_version, writing.cart_status)),
        ]
    steps += wallet_steps(writing.rows)
    if writing.rows.need:
        steps.append((write.LOCK_ITEMS, ([need["item_id"] for need in writing.rows.need], business)))
    return [*steps, *_uses(writing.rows)]


def _uses(rows: CheckoutRows) -> list[Step]:
    """Coupons and limited promotions, locked in order, then counted."""
    business = rows.sale.business_id
    steps: list[Step] = []
    if rows.coupons:
        steps += [(write.LOCK_COUPONS, (rows.coupons, business)), (write.USE_COUPONS, (rows.coupons, business))]
    if rows.limited:
        steps += [(write.LOCK_PROMOTIONS, (rows.limited, business)), (write.USE_PROMOTIONS, (rows.limited, business))]
    return steps


def _booking(writing: Writing) -> Step:
    statement = booking(
        is_new=writing.is_new,
        goes_short=writing.goes_short,
        by_serial=bool(writing.rows.serials),
        needs_every_piece=not writing.is_late,
        is_numbered=writing.is_fact,
    )
    flags = (writing.flag.decode(), writing.flag_when_short.decode()) if writing.goes_short else ()
    return statement, (*_parameters(writing), *flags)


def _aftermath(writing: Writing) -> list[Step]:
    """What a sale that may take more than there was does to others, and one that comes late to its shift."""
    sale, items = writing.rows.sale, [need["item_id"] for need in writing.rows.need]
    steps: list[Step] = []
    if writing.outlives_shift and sale.shift_id:
        steps.append((aftermath.NOTE_LATE, (sale.id, sale.business_id, sale.shift_id)))
    if not writing.goes_short or not items:
        return steps
    keep: Step = (aftermath.KEEP_COUNTS, (sale.id, sale.business_id, items))
    give_way: Step = (aftermath.GIVE_WAY, (items, sale.business_id, sale.id))
    return [*steps, *([keep] if writing.is_late else []), give_way]


def _parameters(writing: Writing) -> tuple[Any, ...]:
    return (
        orjson.dumps(writing.rows, default=str).decode(),
        writing.key,
        writing.fingerprint,
        writing.status,
        writing.body.decode() if writing.key else "",
        PLACEHOLDER,
    )


def _meaning(error: psycopg.DatabaseError, *, is_late: bool) -> Exception:
    if error.sqlstate == REFUSED:
        return _refused(error, is_late=is_late)
    if isinstance(error, pg.UniqueViolation):
        named = error.diag.constraint_name
        return SaleIdTaken() if named in SALE_IDS else refusal_named(named) or StartOver()
    if isinstance(error, pg.NumericValueOutOfRange):
        return too_large()
    return refusal_named(error.diag.constraint_name) or error


def _refused(error: psycopg.DatabaseError, *, is_late: bool) -> Exception:
    """What a guard said. A late sale is read again without the coupon that is used up."""
    detail = orjson.loads(error.diag.message_detail or "[]")
    if error.diag.message_primary == "INSUFFICIENT_STOCK":
        return insufficient(detail)
    if error.diag.message_primary == "SERIAL_NOT_IN_STOCK":
        return not_in_stock([piece["serial"] for piece in detail])
    if error.diag.message_primary == "COUPON_USED_UP" and not is_late:
        return DomainError("COUPON_USED_UP", f"Coupon {detail[0]} was used already.", {"coupon": detail[0]})
    if error.diag.message_primary == "PROMOTION_EXHAUSTED":
        return PromotionsSpent(detail)
    if error.diag.message_primary == NOT_AWAITED:
        return DomainError(NOT_AWAITED, "The sale does not wait for this payment any more.")
    return StartOver()
