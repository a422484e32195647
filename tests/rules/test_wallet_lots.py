"""Lots and codes: what is spent first, what goes back where, and which codes are read."""

from datetime import date
from decimal import Decimal

import pytest

from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.wallet.rules.codes import ALPHABET, LENGTH, in_groups, new_code, read_code
from optimapos.wallet.rules.lots import Lot, Part, give_back, last_day, spendable, take, take_back
from tests.tables import worked_table

D = Decimal
DAY = date(2031, 3, 10)
LOTS = worked_table("algorithms/wallet.md", "Worked: lots")
BACK = worked_table("algorithms/wallet.md", "Worked: giving back")
IDS = {name: UUID(int=ord(name)) for name in "ABC"}
NAMES = {lot_id: name for name, lot_id in IDS.items()}


def lots_of(text: str) -> list[Lot]:
    found = []
    for each in text.split(", "):
        name, _, rest = each.partition(": ")
        remaining, _, until = rest.partition(" until ")
        found.append(Lot(IDS[name], D(remaining), None if until == "-" else date.fromisoformat(until)))
    return found


def parts_of(text: str) -> list[Part]:
    return [Part(IDS[name], D(amount)) for name, amount in (each.split() for each in text.split(", "))]


def told(parts: list[Part]) -> str:
    return ", ".join(f"{NAMES[part.lot_id]} {part.amount}" for part in parts)


@pytest.mark.parametrize("row", LOTS, ids=lambda row: row["case"])
def test_lots_are_taken_as_worked(row: dict[str, str]) -> None:
    lots = lots_of(row["lots"])
    parts = take(lots, D(row["asked"]), DAY)
    assert told(parts) == row["taken"]
    assert spendable(lots, DAY) - sum(part.amount for part in parts) == D(row["left"])


@pytest.mark.parametrize("row", BACK, ids=lambda row: row["given back"])
def test_what_was_taken_goes_back_as_worked(row: dict[str, str]) -> None:
    assert told(give_back(parts_of(row["taken"]), D(row["given back"]))) == row["goes to"]


def test_points_that_are_taken_back_come_from_their_own_lot_first_and_from_lapsed_ones_too() -> None:
    lots = lots_of("A: 10 until 2031-03-01, B: 4 until -, C: 5 until 2031-04-01")
    assert told(take_back(lots, IDS["B"], D(6))) == "B 4, A 2"
    assert told(take_back(lots, IDS["B"], D(100))) == "B 4, A 10, C 5"


def test_what_is_valid_for_no_days_is_valid_for_ever() -> None:
    assert last_day(DAY, 0) is None
    assert last_day(DAY, 365) == date(2032, 3, 9)


def test_a_new_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert in_groups(code).count("-") == 4
    misread = in_groups(code).lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert read_code(misread) == code
    assert len({new_code() for _ in range(100)}) == 100


@pytest.mark.parametrize("text", ["", "2990000000019", "U" * 20, "0" * 19 + "2", "９" * 20, "0" * 21])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_code(text)
    assert refused.value.code == "WALLET_CODE_WRONG"


def test_every_single_wrong_sign_is_noticed() -> None:
    code = new_code()
    for place, right in enumerate(code):
        for sign in set(ALPHABET) - {right}:
            with pytest.raises(DomainError, match="WALLET_CODE_WRONG"):
                read_code(code[:place] + sign + code[place + 1 :])
