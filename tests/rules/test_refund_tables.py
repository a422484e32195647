"""The worked tables of refunds.md and shifts.md."""

from datetime import date
from decimal import Decimal

import pytest

from optimapos.refunds.rules.amounts import given_back
from optimapos.refunds.rules.warranty import Eligibility, eligibility
from optimapos.refunds.types import Columns
from optimapos.shifts.rules.drawer import expected_of, over_and_short
from optimapos.shifts.types import Counted
from tests.tables import worked_table

Row = dict[str, str]


@pytest.mark.parametrize("row", worked_table("algorithms/refunds.md", "Warranty"), ids=lambda row: row["today"])
def test_warranty(row: Row) -> None:
    until = None if row["warranty until"] == "-" else date.fromisoformat(row["warranty until"])
    assert eligibility(
        sold_on=date.fromisoformat(row["sold on"]),
        today=date.fromisoformat(row["today"]),
        warranty_until=until,
        return_days=int(row["return days"]),
    ) == Eligibility(
        row["is refundable"] == "yes",
        int(row["days since"]),
        int(row["warranty days"]),
        int(row["remaining"]),
        row["reason"],
    )


@pytest.mark.parametrize("row", worked_table("algorithms/refunds.md", "What a line gives back"), ids=str)
def test_what_a_line_gives_back(row: Row) -> None:
    back = given_back(
        Columns(Decimal(row["net"]), Decimal(row["tax"])),
        Columns(Decimal(row["net before"]), Decimal(row["tax before"])),
        quantity=Decimal(row["quantity"]),
        refunded=Decimal(row["before"]),
        sold_qty=Decimal(row["sold"]),
        currency="EUR",
    )
    assert (back.net, back.tax) == (Decimal(row["gives net"]), Decimal(row["gives tax"]))


@pytest.mark.parametrize("row", worked_table("algorithms/shifts.md", "What should be there"), ids=str)
def test_what_should_be_in_a_drawer(row: Row) -> None:
    cash = Decimal(row["cash taken"]) - Decimal(row["cash given back"])
    expected = expected_of(
        opening_float=Decimal(row["float"]),
        cash_in=Decimal(row["cash in"]),
        cash_out=Decimal(row["cash out"]),
        tenders={"CARD": Decimal(row["card taken"]), "CASH": cash},
    )
    assert expected == {"CASH": Decimal(row["expected cash"]), "CARD": Decimal(row["card taken"])}
    counted, card = over_and_short(expected, [Counted("CASH", Decimal(row["counted cash"]))], "EUR")
    assert (counted["difference"], card["counted"]) == (row["over or short"], None)
