"""Writing a planned checkout: from BEGIN to COMMIT in one round trip.

An answer is rendered before the database has drawn the receipt number, with a placeholder in its place; PostgreSQL puts
the number into the stored answer, and the caller into the sent one, so both are the same bytes.
"""

from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from psycopg import errors as pg

from optimapos.core.refusals import too_large
from optimapos.inventory.services.reservations import insufficient
from optimapos.sales.connection import Step, exchange, hot_connection
from optimapos.sales.rows import CheckoutRows
from optimapos.sales.sql import write

REFUSED = "OP001"
SALE_IDS = frozenset({"sale_pkey", "sale_item_line_unique"})
"""What a sale's id meets when one is stored under it."""
PLACEHOLDER = "\u2060receipt number\u2060"
# Word joiners around it: nothing that a person types, and not changed by JSON.


class StartOver(Exception):  # noqa: N818 - not an error: what was read no longer holds
    """Read again and decide anew."""


class SaleIdTaken(StartOver):
    """A sale is stored under the id: ours, if reading again finds it, else one that we may not see."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What a checkout is written with: its rows, whether the sale is new, and what it is stored under.

    `body` is the answer with PLACEHOLDER in place of the receipt number; `settings_version` what was read.
    """

    rows: CheckoutRows
    is_new: bool
    cart_version: int
    settings_version: int
    key: str | None
    fingerprint: bytes
    status: int
    body: bytes


def write_checkout(writing: Writing) -> bytes:
    """Write it all; the answer's bytes.

    Refuses: INSUFFICIENT_STOCK. Raises: StartOver where something changed since it was read; psycopg's
    LockNotAvailable, DeadlockDetected and SerializationFailure.
    """
    try:
        number = _run(writing)
    except psycopg.DatabaseError as error:
        raise _meaning(error) from error
    return writing.body.replace(PLACEHOLDER.encode(), number.encode())


def _run(writing: Writing) -> str:
    steps: list[Step] = [
        ("BEGIN", ()),
        *_locks_and_guards(writing),
        (write.SELL if writing.is_new else write.COMPLETE, _booking(writing)),
        ("COMMIT", ()),
    ]
    with hot_connection() as connection:
        number = exchange(connection, steps)[-2].first(str)
    if number is None:
        raise AssertionError("a checkout draws a number")
    return number


def _locks_and_guards(writing: Writing) -> list[Step]:
    sale = writing.rows.sale
    business = sale.business_id
    once = f"{business}:{writing.key}" if writing.key else str(sale.id)
    steps: list[Step] = [
        (write.ENTER, (str(business), once, str(sale.id))),
        (write.GUARD, (business, writing.key, writing.is_new, sale.id, writing.settings_version)),
    ]
    if writing.rows.credit:
        owed = writing.rows.credit.amount
        steps += [
            (write.LOCK_CUSTOMER, (sale.customer_id, business)),
            (write.CHECK_CREDIT, (sale.customer_id, sale.manager_override, owed)),
        ]
    if not writing.is_new:
        steps += [
            (write.LOCK_CART, (sale.id, business)),
            (write.CHECK_CART, (sale.id, writing.cart_version)),
        ]
    if writing.rows.need:
        steps.append((write.LOCK_ITEMS, ([need["item_id"] for need in writing.rows.need], business)))
    return steps


def _booking(writing: Writing) -> tuple[Any, ...]:
    return (
        orjson.dumps(writing.rows, default=str).decode(),
        writing.key,
        writing.fingerprint,
        writing.status,
        writing.body.decode() if writing.key else "",
        PLACEHOLDER,
    )


def _meaning(error: psycopg.DatabaseError) -> Exception:
    if error.sqlstate == REFUSED and error.diag.message_primary == "INSUFFICIENT_STOCK":
        return insufficient(orjson.loads(error.diag.message_detail or "[]"))
    if isinstance(error, pg.UniqueViolation) and error.diag.constraint_name in SALE_IDS:
        return SaleIdTaken()
    if isinstance(error, pg.NumericValueOutOfRange):
        return too_large()
    if error.sqlstate == REFUSED or isinstance(error, pg.UniqueViolation):
        return StartOver()
    return error
