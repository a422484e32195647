"""Vectors of what a sale costs, how it is settled, and what a role or a customer's credit allows."""

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from optimapos.core.money import HUNDRED, ZERO, currency_exponent, round_money
from optimapos.core.result import DomainError
from optimapos.partners.rules.standing import CreditStanding, check_credit
from optimapos.sales.rules.amounts import LineInput, SaleAmounts, price_sale
from optimapos.sales.rules.approvals import discount_given, limit_needed
from optimapos.sales.rules.limits import check_discounts
from optimapos.sales.rules.settlement import Settlement, TenderInput, settle
from tests.golden.drawn import CURRENCIES, Case, D, Draw, currency_document, refusal_of, text
from tests.tables import worked_table

_PAGE = "algorithms/tax-and-rounding.md"
_OF_PLACES = {"0": "JPY", "2": "EUR", "3": "KWD"}


def sale_document(sale: SaleAmounts) -> Case:
    """A sale's money as it is compared."""
    names = ("subtotal", "promotion_amount", "discount_amount", "tax_amount", "total")
    return {
        **{name: text(getattr(sale, name)) for name in names},
        "lines": [_texts(asdict(line)) for line in sale.lines],
        "taxes": [_texts(asdict(tax)) for tax in sale.taxes],
    }


def _texts(columns: dict[str, Any]) -> Case:
    return {name: text(value) if isinstance(value, Decimal) else value for name, value in columns.items()}


def amounts() -> list[Case]:
    """Lines and sales with discounts, what promotions take off, and taxes."""
    draw = Draw("amounts")
    return [*_worked_amounts(), *(_sale(draw) for _ in range(250))]


def _worked_amounts() -> list[Case]:
    cases = []
    for heading in ("Worked: prices without tax", "Worked: prices with tax", "Worked: other decimals"):
        for row in worked_table(_PAGE, heading):
            price, percent = D(row["unit price"]), D(row["discount %"])
            line = LineInput(price, D(row["quantity"]), percent, ZERO, D(row["rate %"]), "T")
            with_tax = row.get("prices", heading).endswith(" with tax")
            cases.append(_priced([line], ZERO, ZERO, with_tax, _OF_PLACES[row.get("places", "2")], None))
    two = [LineInput(D("10.00"), D(2), D(10), ZERO, D(20), "T"), LineInput(D("7.50"), D(1), ZERO, ZERO, D(20), "T")]
    return [*cases, _priced(two, D(5), ZERO, False, "EUR", None)]


def _sale(draw: Draw) -> Case:
    code = draw.choice(CURRENCIES)
    places = currency_exponent(code)
    lines = [_line(draw, code, places) for _ in range(draw.choice((1, 1, 2, 3, 5, 8)))]
    fixed = draw.decimal(0, draw.choice((1, 5, 50)), places if draw.chance(95) else 4)
    return _priced(
        lines,
        draw.percent() if draw.chance(40) else ZERO,
        fixed if draw.chance(30) else ZERO,
        draw.chance(50),
        code,
        D(draw.choice((0, 10, 25, 100))) if draw.chance(30) else None,
    )


def _line(draw: Draw, code: str, places: int) -> LineInput:
    return LineInput(
        unit_price=D("999999999999.999999") if draw.chance(1) else draw.price(code),
        quantity=D(draw.choice((1, 1, 1, 2, 3, 7, 12))) if draw.chance(70) else draw.decimal(0, 50, 3),
        discount_percentage=draw.percent() if draw.chance(35) else ZERO,
        discount_fixed=draw.decimal(0, 3, places) if draw.chance(15) else ZERO,
        tax_rate=draw.rate(),
        tax_code=draw.choice(("A", "B", "")),
    )


def _priced(
    lines: list[LineInput], percent: Decimal, fixed: Decimal, with_tax: bool, code: str, promoted: Decimal | None
) -> Case:
    """`promoted`: the percent that promotions take off each line."""
    case: Case = {
        "lines": [_texts(asdict(line)) for line in lines],
        "discount_percentage": text(percent),
        "discount_fixed": text(fixed),
        "prices_include_tax": with_tax,
        "currency": currency_document(code),
        "promoted": None if promoted is None else text(promoted),
    }

    def taken_off(left: Any) -> list[Decimal]:
        return [round_money(each * (promoted or ZERO) / HUNDRED, code) for each in left]

    try:
        sale = price_sale(
            lines,
            discount_percentage=percent,
            discount_fixed=fixed,
            prices_include_tax=with_tax,
            currency=code,
            promotions=None if promoted is None else taken_off,
        )
    except DomainError as refusal:
        return {**case, "refusal": refusal_of(refusal)}
    return {**case, "sale": sale_document(sale), "limits": [_limited(sale, limit, code) for limit in _LIMITS]}


_LIMITS = (ZERO, D(10), D("12.5"), D(50))


def _limited(sale: SaleAmounts, limit: Decimal, code: str) -> Case:
    found: Case = {
        "max_discount": text(limit),
        "given": text(discount_given(sale)),
        "needed": text(limit_needed(sale, code)),
    }
    try:
        check_discounts(sale, max_discount=limit, currency=code)
    except DomainError as refusal:
        return {**found, "refusal": refusal_of(refusal)}
    return found


def settlement_document(settlement: Settlement) -> Case:
    """A settlement as it is compared."""
    names = ("rounding_amount", "total_amount", "amount_paid", "amount_due")
    return {
        **{name: text(getattr(settlement, name)) for name in names},
        "change": text(sum((tender.change for tender in settlement.tenders), round_money(ZERO, "EUR"))),
        "status": str(settlement.status),
        "payment_type": str(settlement.payment_type),
        "tenders": [
            {
                "method": str(tender.method),
                "tendered": text(tender.tendered),
                "change": text(tender.change),
                "amount_paid": text(tender.amount_paid),
            }
            for tender in settlement.tenders
        ],
    }


def settlements() -> list[Case]:
    """Tenders that settle a total, and such as do not."""
    draw = Draw("settlements")
    asked = [
        ("EUR", D(row["total of lines"]), D(row["step"]), [TenderInput("CASH", D("50.00"))], False)
        for row in worked_table(_PAGE, "Cash rounding")
    ]
    for _ in range(300):
        code = draw.choice(CURRENCIES)
        places = currency_exponent(code)
        total = round_money(draw.price(code), code)
        step = D(draw.choice((0, 0, 5, 10, 50))).scaleb(-places)
        tenders = [_tender(draw, code, total, places) for _ in range(draw.choice((0, 1, 1, 1, 2, 3)))]
        asked.append((code, total, step, tenders, draw.chance(50)))
    return [_settled(*each) for each in asked]


def _tender(draw: Draw, code: str, total: Decimal, places: int) -> TenderInput:
    amount = draw.choice((total, D(20), D(50), round_money(total / 2, code), draw.decimal(0, 100, places)))
    if draw.chance(3):
        amount += D("0.0001")
    return TenderInput(draw.choice(("CASH", "CASH", "CASH", "CARD", "MOMO", "TRANSFER", "CARD")), amount)


def _settled(code: str, total: Decimal, step: Decimal, tenders: list[TenderInput], may_owe: bool) -> Case:
    case: Case = {
        "currency": currency_document(code),
        "total": text(total),
        "step": text(step),
        "tenders": [{"method": tender.method, "amount": text(tender.amount)} for tender in tenders],
        "may_owe": may_owe,
    }
    try:
        found = settle(total=total, tenders=tenders, currency=code, cash_rounding_step=step, may_owe=may_owe)
    except DomainError as refusal:
        return {**case, "refusal": refusal_of(refusal)}
    document = settlement_document(found)
    return {**case, "settlement": {**document, "change": text(sum((each.change for each in found.tenders), total * 0))}}


def credit() -> list[Case]:
    """Whether customers may buy, and owe."""
    draw = Draw("credit")
    cases = []
    for _ in range(250):
        standing = CreditStanding(
            is_active=draw.chance(95),
            sales_blocked=draw.chance(5),
            credit_blocked=draw.chance(15),
            credit_limit=D(draw.choice((0, 100, 500))),
            outstanding_balance=draw.decimal(-50, 200, 2),
            overdue_amount=draw.decimal(0, 50, 2) if draw.chance(30) else ZERO,
            overdue_days=draw.integer(0, 40),
            grace_days=draw.choice((0, 14)),
        )
        amount = draw.decimal(0, 200, 2) if draw.chance(80) else ZERO
        found = [_checked(standing, amount, override) for override in (False, True)]
        cases.append({"standing": _texts(asdict(standing)), "amount": text(amount), "checked": found})
    full = replace(standing, is_active=True, sales_blocked=False, credit_blocked=False, overdue_amount=ZERO)
    exact = replace(full, credit_limit=D("100.00"), outstanding_balance=D("60.00"))
    cases.append(
        {
            "standing": _texts(asdict(exact)),
            "amount": "40.00",
            "checked": [_checked(exact, D("40.00"), override) for override in (False, True)],
        }
    )
    return cases


def _checked(standing: CreditStanding, amount: Decimal, override: bool) -> Case:
    try:
        return {"override": override, "flags": list(check_credit(standing, amount=amount, override=override))}
    except DomainError as refusal:
        return {"override": override, "refusal": refusal_of(refusal)}
