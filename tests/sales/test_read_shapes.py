"""The checkout's reads answer their columns in the order in which the facts take them."""

import os
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from optimapos.sales.facts import CartFacts, CartLineFacts, Context, LineFacts
from optimapos.sales.sql import read

NOW = datetime.now(UTC)
KEY = b"0" * 32
READS: list[tuple[str, type[Any], tuple[Any, ...]]] = [
    (read.context(read.TERMINAL_CALLER), Context, (KEY, None, NOW, None, None, None, None)),
    (read.cart_context(read.TERMINAL_CALLER), Context, (KEY, None, NOW, None)),
    (read.lines(read.TERMINAL_CALLER), LineFacts, (KEY, None, NOW, [], [], [], None)),
    (read.cart(read.TERMINAL_CALLER), CartFacts, (KEY, None, NOW)),
    (read.cart_lines(read.TERMINAL_CALLER), CartLineFacts, (KEY, None)),
]
NOT_READ = {"is_new", "flags"}


@pytest.mark.parametrize(("statement", "facts", "parameters"), READS, ids=[facts.__name__ for _, facts, _ in READS])
def test_a_read_answers_what_its_facts_take_in_their_order(
    statement: str, facts: type[Any], parameters: tuple[Any, ...]
) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], cursor_factory=psycopg.RawCursor) as connection:
        answered = [column.name for column in connection.execute(statement, parameters).description or []]
    assert answered == [field.name for field in fields(facts) if field.name not in NOT_READ]
