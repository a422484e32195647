"""What a checkout reads, typed: one pipeline of three statements on the raw connection, without locks."""

from dataclasses import dataclass

from psycopg.rows import class_row

from optimapos.core.actors import Actor
from optimapos.organization.tokens import token_hash
from optimapos.sales.connection import hot_connection, raw_cursor
from optimapos.sales.facts import Asked, CartFacts, CartLineFacts, Context, LineFacts
from optimapos.sales.sql import read


@dataclass(frozen=True, slots=True)
class Caller:
    """Who checks out: a terminal's operator by token, or a member who signed in otherwise."""

    sql: str
    key: bytes

    @classmethod
    def by_token(cls, token: str) -> "Caller":
        """The operator who holds a terminal's token."""
        return cls(read.TERMINAL_CALLER, token_hash(token))

    @classmethod
    def by_actor(cls, actor: Actor) -> "Caller":
        """A member who signed in without a terminal."""
        return cls(read.MEMBER_CALLER, str(actor.membership_id).encode())


def read_checkout(caller: Caller, asked: Asked) -> tuple[Context | None, list[LineFacts]]:
    """The context, or None for a caller that is not known, and the facts of each line in order."""
    place = (caller.key, asked.storefront, asked.at)
    with hot_connection() as connection:
        entering = raw_cursor(connection)
        context = raw_cursor(connection, class_row(Context))
        lines = raw_cursor(connection, class_row(LineFacts))
        with connection.pipeline():
            entering.execute(read.enter(caller.sql), (caller.key,), prepare=True)
            context.execute(read.context(caller.sql), (*place, asked.customer, asked.key, asked.sale_id), prepare=True)
            if asked.products:
                arrays = (list(asked.products), list(asked.barcodes), list(asked.packagings))
                lines.execute(read.lines(caller.sql), (*place, *arrays), prepare=True)
        return context.fetchone(), lines.fetchall() if asked.products else []


def read_cart(caller: Caller, asked: Asked) -> tuple[Context | None, CartFacts | None, list[CartLineFacts]]:
    """The context of a cart's completion, the cart, or None where there is none that the caller may see, and its lines."""
    with hot_connection() as connection:
        entering = raw_cursor(connection)
        cart = raw_cursor(connection, class_row(CartFacts))
        lines = raw_cursor(connection, class_row(CartLineFacts))
        context = raw_cursor(connection, class_row(Context))
        with connection.pipeline():
            entering.execute(read.enter(caller.sql), (caller.key,), prepare=True)
            cart.execute(read.cart(caller.sql), (caller.key, asked.sale_id), prepare=True)
            lines.execute(read.cart_lines(caller.sql), (caller.key, asked.sale_id), prepare=True)
            context.execute(
                read.cart_context(caller.sql), (caller.key, asked.sale_id, asked.at, asked.key), prepare=True
            )
        return context.fetchone(), cart.fetchone(), lines.fetchall()
