"""What a checkout reads, typed: a few statements in one round trip, without locks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.organization.tokens import token_hash
from optimapos.sales.connection import Step, exchange, hot_connection
from optimapos.sales.facts import ApprovalFacts, Asked, CartFacts, CartLineFacts, Context, LineFacts
from optimapos.sales.sql import read


@dataclass(frozen=True, slots=True)
class Caller:
    """Who checks out: a terminal's operator by token, or a member who signed in otherwise; or who sold some time ago
    (`is_past`).
    """

    sql: str
    key: bytes
    is_past: bool = False

    @classmethod
    def by_token(cls, token: str) -> "Caller":
        """The operator who holds a terminal's token."""
        return cls(read.TERMINAL_CALLER, token_hash(token))

    @classmethod
    def by_actor(cls, actor: Actor) -> "Caller":
        """A member who signed in without a terminal."""
        return cls(read.MEMBER_CALLER, str(actor.membership_id).encode())

    @classmethod
    def at_terminal(cls, actor: Actor) -> "Caller":
        """A member where it works now: at its terminal, if it has one."""
        if actor.terminal_id is None:
            return cls.by_actor(actor)
        return cls(read.SELLER, f"{actor.membership_id} {actor.terminal_id}".encode())

    @classmethod
    def by_grant(cls, membership_id: UUID, terminal_id: UUID) -> "Caller":
        """The member who sold at a terminal, whatever became of both since."""
        return cls(read.SELLER, f"{membership_id} {terminal_id}".encode(), is_past=True)

    @classmethod
    def by_membership(cls, membership_id: UUID) -> "Caller":
        """The member who sold without a terminal, whatever became of it since."""
        return cls(read.MEMBER_CALLER, str(membership_id).encode(), is_past=True)


def read_checkout(caller: Caller, asked: Asked) -> tuple[Context | None, list[LineFacts], Any]:
    """The context, or None for a caller that is not known, the facts of each line in order, and coupons as JSON."""
    place = (caller.key, asked.storefront, asked.at)
    context_sql = read.context(caller.sql, is_past=caller.is_past)
    arrays = (list(asked.products), list(asked.barcodes), list(asked.packagings))
    steps: list[Step] = [
        (read.enter(caller.sql), (caller.key,)),
        (context_sql, (*place, asked.customer, asked.key, asked.sale_id, asked.customer_site)),
        *([(read.lines(caller.sql), (*place, *arrays, asked.customer))] if asked.products else []),
        *([(read.coupons(caller.sql), (caller.key, list(asked.coupons), asked.at))] if asked.coupons else []),
    ]
    with hot_connection() as connection:
        _, context, *rest = exchange(connection, steps)
        coupons = rest.pop().first(lambda shown: shown) if asked.coupons else None
        return context.first(Context), [facts for reply in rest for facts in reply.rows(LineFacts)], coupons


def read_cart(caller: Caller, asked: Asked) -> tuple[Context | None, CartFacts | None, list[CartLineFacts]]:
    """The context of a cart's completion, the cart, or None where there is none that the caller may see, and its lines.

    The context is read last: whoever finds the cart completed then finds the answer that was stored with it.
    """
    steps: list[Step] = [
        (read.enter(caller.sql), (caller.key,)),
        (read.cart(caller.sql), (caller.key, asked.sale_id, asked.at)),
        (read.cart_lines(caller.sql), (caller.key, asked.sale_id)),
        (read.cart_context(caller.sql, is_past=caller.is_past), (caller.key, asked.sale_id, asked.at, asked.key)),
    ]
    with hot_connection() as connection:
        _, cart, lines, context = exchange(connection, steps)
        return context.first(Context), cart.first(CartFacts), lines.rows(CartLineFacts)


def read_approvals(caller: Caller, wanted: Sequence[UUID]) -> list[ApprovalFacts]:
    """Those of the approvals that are the caller's business's, by id. An exchange of its own: few checkouts name any."""
    steps: list[Step] = [
        (read.enter(caller.sql), (caller.key,)),
        (read.approvals(caller.sql), (caller.key, list(wanted))),
    ]
    with hot_connection() as connection:
        _, found = exchange(connection, steps)
        return found.rows(ApprovalFacts)
