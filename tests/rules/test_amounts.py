"""What a cart costs. Tables from docs/algorithms/tax-and-rounding.md."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimapos.core.result import DomainError
from optimapos.sales.rules.amounts import LineInput, SaleAmounts, TaxAmount, price_sale

D = Decimal
CURRENCY = {0: "JPY", 2: "EUR", 3: "KWD"}


def line(
    quantity: str, price: str, percent: str = "0", rate: str = "0", *, fixed: str = "0", code: str = "S"
) -> LineInput:
    return LineInput(D(price), D(quantity), D(percent), D(fixed), D(rate), code)


def cart(
    *lines: LineInput, percent: str = "0", fixed: str = "0", with_tax: bool = False, currency: str = "EUR"
) -> SaleAmounts:
    return price_sale(
        lines,
        discount_percentage=D(percent),
        discount_fixed=D(fixed),
        prices_include_tax=with_tax,
        currency=currency,
    )


def refusal(*lines: LineInput, **options: Any) -> DomainError:
    with pytest.raises(DomainError) as caught:
        cart(*lines, **options)
    return caught.value


@pytest.mark.parametrize(
    ("places", "with_tax", "quantity", "price", "percent", "rate", "amount", "discount", "net", "tax", "gross"),
    [
        (2, False, "2", "10.00", "10", "15", "20.00", "2.00", "18.00", "2.70", "20.70"),
        (2, False, "2", "10.00", "10", "20", "20.00", "2.00", "18.00", "3.60", "21.60"),
        (2, False, "2.5", "3.99", "0", "20", "9.98", "0.00", "9.98", "2.00", "11.98"),
        (2, False, "3", "1.50", "0", "7", "4.50", "0.00", "4.50", "0.32", "4.82"),
        (2, False, "1", "9.99", "33", "20", "9.99", "3.30", "6.69", "1.34", "8.03"),
        (2, False, "1", "0.05", "10", "20", "0.05", "0.01", "0.04", "0.01", "0.05"),
        (2, False, "1", "0.50", "0", "5", "0.50", "0.00", "0.50", "0.03", "0.53"),
        (2, True, "2", "10.00", "10", "20", "20.00", "2.00", "15.00", "3.00", "18.00"),
        (2, True, "2", "10.00", "10", "15", "20.00", "2.00", "15.65", "2.35", "18.00"),
        (2, True, "2.5", "3.99", "0", "20", "9.98", "0.00", "8.32", "1.66", "9.98"),
        (2, True, "3", "0.99", "0", "9", "2.97", "0.00", "2.72", "0.25", "2.97"),
        (2, True, "1", "1.00", "0", "20", "1.00", "0.00", "0.83", "0.17", "1.00"),
        (2, True, "1", "9.99", "0", "7", "9.99", "0.00", "9.34", "0.65", "9.99"),
        (2, True, "1", "0.03", "0", "20", "0.03", "0.00", "0.03", "0.00", "0.03"),
        (0, False, "3", "105", "0", "10", "315", "0", "315", "32", "347"),
        (0, True, "3", "105", "0", "10", "315", "0", "286", "29", "315"),
        (0, False, "7", "149", "10", "8", "1043", "104", "939", "75", "1014"),
        (0, True, "7", "149", "10", "8", "1043", "104", "869", "70", "939"),
        (2, False, "1", "1.005", "0", "10", "1.01", "0.00", "1.01", "0.10", "1.11"),
        (2, True, "1", "1.005", "0", "10", "1.01", "0.00", "0.92", "0.09", "1.01"),
        (3, False, "1", "1.250", "0", "19", "1.250", "0.000", "1.250", "0.238", "1.488"),
        (3, True, "1", "1.250", "0", "19", "1.250", "0.000", "1.050", "0.200", "1.250"),
        (3, False, "3", "0.335", "10", "5", "1.005", "0.101", "0.904", "0.045", "0.949"),
        (3, True, "3", "0.335", "10", "5", "1.005", "0.101", "0.861", "0.043", "0.904"),
    ],
)
def test_a_line_is_rounded_step_by_step(
    places: int,
    with_tax: bool,
    quantity: str,
    price: str,
    percent: str,
    rate: str,
    amount: str,
    discount: str,
    net: str,
    tax: str,
    gross: str,
) -> None:
    sale = cart(line(quantity, price, percent, rate), with_tax=with_tax, currency=CURRENCY[places])
    (priced,) = sale.lines
    assert (str(priced.amount), str(priced.line_discount)) == (amount, discount)
    assert (str(priced.net), str(priced.tax), str(priced.gross)) == (net, tax, gross)
    assert str(sale.total) == gross


def test_a_whole_sale_with_a_discount_of_its_own() -> None:
    sale = cart(line("2", "10.00", "10", "20"), line("1", "7.50", "0", "20"), percent="5")
    shares = [(str(each.amount), str(each.line_discount), str(each.order_discount_share)) for each in sale.lines]
    assert shares == [("20.00", "2.00", "0.90"), ("7.50", "0.00", "0.38")]
    taxed = [(str(each.net), str(each.tax), str(each.gross)) for each in sale.lines]
    assert taxed == [("17.10", "3.42", "20.52"), ("7.12", "1.42", "8.54")]
    totals = (sale.subtotal, sale.discount_amount, sale.tax_amount, sale.total)
    assert tuple(map(str, totals)) == ("25.50", "1.28", "4.84", "29.06")
    assert sale.taxes == (TaxAmount("S", D(20), D("24.22"), D("4.84")),)


def test_a_percentage_and_an_amount_add_up() -> None:
    sale = cart(line("1", "10.00", "10", fixed="0.5"), line("1", "1.50"), percent="10", fixed="1")
    assert [str(each.line_discount) for each in sale.lines] == ["1.50", "0.00"]
    assert (str(sale.subtotal), str(sale.discount_amount), str(sale.total)) == ("10.00", "2.00", "8.00")


def test_taxes_are_sums_by_code_and_rate_in_that_order() -> None:
    sale = cart(
        line("1", "10.00", "0", "20", code="S"),
        line("1", "10.00", "0", "5", code="R"),
        line("1", "1.00", "0", "20.0000", code="S"),
        line("1", "1.00", "0", "0", code=""),
        line("1", "1.00", "0", "15", code="S"),
    )
    assert sale.taxes == (
        TaxAmount("", D(0), D("1.00"), D("0.00")),
        TaxAmount("R", D(5), D("10.00"), D("0.50")),
        TaxAmount("S", D(15), D("1.00"), D("0.15")),
        TaxAmount("S", D(20), D("11.00"), D("2.20")),
    )


def test_goods_may_be_free() -> None:
    for free in (line("1", "0"), line("1", "10.00", "100", "20"), line("1", "-0"), line("1", "10.00", fixed="10")):
        sale = cart(free)
        assert (str(sale.total), str(sale.tax_amount), str(sale.lines[0].net)) == ("0.00", "0.00", "0.00")
    assert str(cart(line("1", "10.00", "0", "20"), percent="100", with_tax=True).total) == "0.00"


def test_an_empty_cart_costs_nothing() -> None:
    sale = cart()
    assert (str(sale.total), str(sale.subtotal), sale.lines, sale.taxes) == ("0.00", "0.00", (), ())


def test_a_price_of_six_places_times_a_quantity_of_six_places_is_exact_up_to_the_limit() -> None:
    # The product is 1000000004.994999999975, a hair below the tie.
    assert str(cart(line("1000.000005", "999999.999995")).total) == "1000000004.99"
    # The product is 999999989999999.999900000001, in 27 digits.
    assert str(cart(line("99.999999", "9999999999999.999999")).total) == "999999990000000.00"
    assert str(cart(line("0.000001", "0.000001")).total) == "0.00"


def test_a_discount_on_a_line_is_not_more_than_the_line() -> None:
    refused = refusal(line("1", "5.00"), line("2", "10.00", "95", fixed="1.01"))
    assert refused.code == "DISCOUNT_TOO_LARGE"
    assert refused.data == {"line": 2, "discount": "20.01", "amount": "20.00"}


def test_a_discount_on_the_sale_is_not_more_than_the_sale() -> None:
    for options in ({"fixed": "18.01"}, {"percent": "100", "fixed": "0.01"}):
        refused = refusal(line("2", "10.00", "10"), **options)
        assert refused.code == "DISCOUNT_TOO_LARGE"
        assert refused.data == {"discount": "18.01", "amount": "18.00"}
    assert refusal(fixed="0.01").data == {"discount": "0.01", "amount": "0.00"}


def test_a_discount_has_the_decimals_of_the_currency() -> None:
    assert refusal(line("1", "5.00"), line("1", "5.00", fixed="0.005")).data == {
        "line": 2,
        "amount": "0.005",
        "currency": "EUR",
    }
    refused = refusal(line("1", "500"), fixed="0.5", currency="JPY")
    assert (refused.code, refused.data) == ("AMOUNT_TOO_PRECISE", {"amount": "0.5", "currency": "JPY"})


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ([line("999999999.999999", "9999999999999.999999")], {"line": 1}),
        ([line("1", "1"), line("1000", "1000000000000")], {"line": 2}),
        ([line("1", "999999999999999.995")], {"line": 1}),
        ([line("1", "Infinity")], {"line": 1}),
        ([line("1", "1", fixed="1e15")], {"line": 1}),
        ([line("1", "600000000000000"), line("1", "600000000000000")], {}),
        ([line("1", "600000000000000", "0", "100")], {}),
    ],
)
def test_an_amount_that_the_ledger_cannot_hold_is_refused(lines: list[LineInput], where: dict[str, int]) -> None:
    refused = refusal(*lines)
    assert refused.code == "AMOUNT_TOO_LARGE"
    assert D(refused.data["amount"]) >= D("1e15")
    assert {key: value for key, value in refused.data.items() if key != "amount"} == {
        **where,
        "limit": "1000000000000000",
    }


def test_the_largest_amount_that_the_ledger_holds_is_taken() -> None:
    assert str(cart(line("1", "999999999999999.99")).total) == "999999999999999.99"


@pytest.mark.parametrize(
    "below_zero", [line("-1", "1"), line("1", "-1"), line("1", "1", "-1"), line("1", "1", fixed="-1")]
)
def test_nothing_is_below_zero(below_zero: LineInput) -> None:
    with pytest.raises(ValueError, match="below zero"):
        cart(below_zero)


percentages = st.decimals(0, 100, places=4)
lines_of_any_kind = st.lists(
    st.builds(
        LineInput,
        unit_price=st.decimals(0, 10**5, places=6),
        quantity=st.decimals(0, 10**4, places=6),
        discount_percentage=st.just(D(0)) | percentages,
        discount_fixed=st.just(D(0)),
        tax_rate=st.sampled_from([D(0), D(5), D("7.7"), D(20), D("33.3333")]),
        tax_code=st.sampled_from(["", "R", "S"]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(
    lines=lines_of_any_kind,
    percent=st.just(D(0)) | percentages,
    units=st.integers(0, 500),
    with_tax=st.booleans(),
    places=st.sampled_from([0, 2, 3]),
)
def test_totals_are_sums_of_lines_and_a_discount_never_loses_a_unit(
    lines: list[LineInput], percent: Decimal, units: int, with_tax: bool, places: int
) -> None:
    fixed = D(units).scaleb(-places)
    try:
        sale = price_sale(
            lines,
            discount_percentage=percent,
            discount_fixed=fixed,
            prices_include_tax=with_tax,
            currency=CURRENCY[places],
        )
    except DomainError as refused:
        assert refused.code == "DISCOUNT_TOO_LARGE"  # noqa: PT017 - the only refusal that these carts can meet
        assume(False)
    assert sale.subtotal == sum(each.amount - each.line_discount for each in sale.lines)
    assert sale.discount_amount == sum(each.order_discount_share for each in sale.lines)
    assert sale.tax_amount == sum(each.tax for each in sale.lines) == sum(tax.tax for tax in sale.taxes)
    assert sale.total == sum(each.gross for each in sale.lines)
    assert sale.total == sale.subtotal - sale.discount_amount + (0 if with_tax else sale.tax_amount)
    assert sum(tax.base for tax in sale.taxes) == sum(each.net for each in sale.lines)
    for each in sale.lines:
        rest = each.amount - each.line_discount - each.order_discount_share
        assert each.net + each.tax == each.gross
        assert rest == (each.gross if with_tax else each.net)
        figures = (each.amount, each.line_discount, each.order_discount_share, each.net, each.tax, each.gross)
        assert all(figure >= 0 and -figure.as_tuple().exponent == places for figure in figures)
