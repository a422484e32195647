"""Vectors of decimals, money and quantities."""

from decimal import Decimal

from optimapos.core.money import (
    ZERO,
    currency_exponent,
    percent_of,
    round_money,
    round_onto,
    round_places,
    round_to_step,
    split_money,
)
from optimapos.core.quantities import has_at_most_places, shown, to_base_quantity
from tests.golden.drawn import CURRENCIES, Case, D, Draw, currency_document, text
from tests.tables import worked_table

_SIZES = ("0", "1", "3", "7", "0.1", "100", "120", "19.99", "0.000001", "9999999999999.999999", "1000000000", "33.3333")
_MODES = {"HALF_UP": "ROUND_HALF_UP", "CEILING": "ROUND_CEILING", "FLOOR": "ROUND_FLOOR"}


def decimals() -> list[Case]:
    """Arithmetic, down to the last of 28 digits and to the places that a result has."""
    draw = Draw("decimals")
    pairs = [(D(a), D(b)) for a in _SIZES for b in _SIZES]
    pairs += [(_signed(draw), _signed(draw)) for _ in range(250)]
    return [
        {
            "a": text(a),
            "b": text(b),
            "plus": text(a + b),
            "minus": text(a - b),
            "times": text(a * b),
            "over": text(a / b) if b else None,
            "over_and_times": text(a / b * b) if b else None,
            "compare": int(a.compare(b)),
            "percent": text(percent_of(a, b)),
            "rounded": [text(round_places(a, places)) for places in range(7)],
        }
        for a, b in pairs
    ]


def _signed(draw: Draw) -> Decimal:
    value = draw.decimal(0, draw.choice((1, 10, 1000, 10**9)), draw.choice((2, 4, 6)))
    return -value if value and draw.chance(20) else value


def money() -> Case:
    """Rounding and splitting."""
    return {
        "round_money": _rounded(),
        "round_to_step": _stepped(),
        "round_onto": _onto(),
        "split_money": _split(),
    }


def _rounded() -> list[Case]:
    draw = Draw("round_money")
    page = worked_table("algorithms/rounding.md", "Worked: money")
    asked = [(row["currency"], D(row["exact"])) for row in page]
    asked += [(draw.choice(CURRENCIES), _signed(draw)) for _ in range(200)]
    asked += [(code, D(tie).scaleb(-currency_exponent(code))) for code in ("JPY", "EUR", "KWD") for tie in _TIES]
    return [
        {"currency": currency_document(code), "exact": text(exact), "rounded": text(round_money(exact, code))}
        for code, exact in asked
    ]


_TIES = ("0.5", "1.5", "2.5", "-0.5", "-2.5", "0.4999999", "0.5000001", "-0.49")


def _stepped() -> list[Case]:
    draw = Draw("round_to_step")
    page = worked_table("algorithms/rounding.md", "Worked: paid in cash")
    asked = [(row["currency"], D(row["total"]), D(row["smallest coin"])) for row in page]
    for _ in range(200):
        code = draw.choice(CURRENCIES)
        step = D(draw.choice((0, 1, 5, 5, 10, 25, 50))).scaleb(-currency_exponent(code))
        asked.append((code, round_money(draw.price(code), code), step))
    return [
        {
            "currency": currency_document(code),
            "amount": text(amount),
            "step": text(step),
            "rounded": text(round_to_step(amount, step, code)),
        }
        for code, amount, step in asked
    ]


def _onto() -> list[Case]:
    draw = Draw("round_onto")
    cases = []
    for _ in range(150):
        amount, step = draw.price(), D(draw.choice(("0.05", "0.1", "1", "10", "0.25")))
        start, mode = D(draw.choice(("0", "0", "0.99", "0.95"))), draw.choice(tuple(_MODES))
        found = round_onto(amount, step=step, start=start, rounding=_MODES[mode])
        case = {"amount": text(amount), "step": text(step), "start": text(start), "mode": mode, "rounded": text(found)}
        cases.append(case)
    return cases


def _split() -> list[Case]:
    draw = Draw("split_money")
    asked = [
        (row["currency"], D(row["amount"]), [D(weight) for weight in row["weights"].split(", ")])
        for row in worked_table("algorithms/rounding.md", "Worked: splitting")
    ]
    for _ in range(250):
        code = draw.choice(CURRENCIES)
        weights = [draw.choice((ZERO, draw.price(code), D(1))) for _ in range(draw.integer(1, 9))]
        asked.append((code, round_money(_signed(draw), code), weights))
    return [
        {
            "currency": currency_document(code),
            "amount": text(amount),
            "weights": [text(weight) for weight in weights],
            "parts": [text(part) for part in split_money(amount, weights, code)],
        }
        for code, amount, weights in asked
    ]


def quantities() -> Case:
    """How quantities are shown, and packages in base units."""
    draw = Draw("quantities")
    values = [D(value) for value in ("4.000000", "100", "0.250", "0", "0.000", "1.10", "1000")]
    values += [draw.decimal(0, 1000, 6) for _ in range(60)]
    asked = [(D(1), 1, 3), (D(2), 12, 1), (D("0.5"), 1, 2)]
    asked += [
        (draw.decimal(0, 100, 6), draw.choice((1, 1, 6, 12, 5, 1000)), draw.choice((1, 1, 1, 2, 3, 7, 8)))
        for _ in range(150)
    ]
    bases = [(*each, to_base_quantity(*each)) for each in asked]
    return {
        "shown": [
            {
                "quantity": text(value),
                "shown": shown(value),
                "fits": [has_at_most_places(value, places) for places in range(7)],
            }
            for value in values
        ],
        "to_base_quantity": [
            {
                "quantity": text(quantity),
                "factor_num": num,
                "factor_den": den,
                "base": None if base is None else shown(base),
            }
            for quantity, num, den, base in bases
        ],
    }
