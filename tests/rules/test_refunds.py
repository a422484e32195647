"""Property: any sequence of partial refunds of any cart sums to what was paid, to the cent, and nothing turns negative."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from optimapos.core.money import ZERO, currency_exponent, round_places
from optimapos.refunds.rules.amounts import given_back, refunded_after
from optimapos.refunds.rules.payout import ORDER, Tender, to_original
from optimapos.refunds.types import Columns
from optimapos.sales.rules.amounts import LineInput, price_sale

CURRENCIES = {"JPY": "1", "EUR": "0.05", "KWD": "0.005"}


@st.composite
def carts(draw: st.DrawFn) -> tuple[str, list[tuple[Decimal, Columns]], Decimal]:
    """Currency, lines as (quantity, columns), and what was paid: their sum, perhaps rounded to the smallest coin."""
    currency = draw(st.sampled_from(sorted(CURRENCIES)))
    places = currency_exponent(currency)
    lines = draw(
        st.lists(
            st.tuples(
                st.decimals("0.000001", "999", places=6), st.integers(1, 12), st.sampled_from(["0", "5", "19.6", "20"])
            ),
            min_size=1,
            max_size=5,
        )
    )
    percent = draw(st.decimals("0", "100", places=2))
    priced = price_sale(
        [LineInput(price, Decimal(count), percent, ZERO, Decimal(rate), "T") for price, count, rate in lines],
        discount_percentage=draw(st.decimals("0", "60", places=2)),
        discount_fixed=ZERO,
        prices_include_tax=draw(st.booleans()),
        currency=currency,
    )
    sold = [
        (Decimal(count), Columns(amounts.net, amounts.tax))
        for (_, count, _), amounts in zip(lines, priced.lines, strict=True)
    ]
    cents = draw(st.integers(-2, 2)) if places else 0
    total = max(ZERO, priced.total + Decimal(cents).scaleb(-places))
    return currency, sold, round_places(total, places)


@settings(max_examples=150, deadline=None, print_blob=True)
@given(carts(), st.data())
def test_any_sequence_of_refunds_sums_to_what_was_paid(
    cart: tuple[str, list[tuple[Decimal, Columns]], Decimal], data: st.DataObject
) -> None:
    currency, sold, total = cart
    back = [Columns() for _ in sold]
    quantities = [ZERO for _ in sold]
    given_out = ZERO
    while any(quantity < line[0] for quantity, line in zip(quantities, sold, strict=True)):
        open_lines = [at for at, line in enumerate(sold) if quantities[at] < line[0]]
        at = data.draw(st.sampled_from(open_lines))
        piece = Decimal(data.draw(st.integers(1, int(sold[at][0] - quantities[at]))))
        part = given_back(
            sold[at][1], back[at], quantity=piece, refunded=quantities[at], sold_qty=sold[at][0], currency=currency
        )
        assert part.net >= 0
        assert part.tax >= 0
        back[at] = Columns(back[at].net + part.net, back[at].tax + part.tax)
        assert back[at].net <= sold[at][1].net
        assert back[at].tax <= sold[at][1].tax
        quantities[at] += piece
        after = refunded_after(
            lines_gross=sum((each.gross for each in back), ZERO),
            total=total,
            before=given_out,
            is_whole=all(quantity == line[0] for quantity, line in zip(quantities, sold, strict=True)),
            step=Decimal(data.draw(st.sampled_from(["0", CURRENCIES[currency]]))),
            currency=currency,
        )
        assert given_out <= after <= total
        given_out = after
    assert given_out == total
    assert back == [line[1] for line in sold]


@settings(max_examples=150, deadline=None, print_blob=True)
@given(
    st.lists(
        st.tuples(st.sampled_from([method.value for method in ORDER]), st.decimals("0.01", "500", places=2)),
        min_size=1,
        max_size=4,
    ),
    st.decimals("0", "100", places=2),
    st.data(),
)
def test_each_tender_gets_back_at_most_what_it_paid_and_debt_goes_first(
    paid: list[tuple[str, Decimal]], due: Decimal, data: st.DataObject
) -> None:
    left = {f"{number:032x}": amount for number, (_, amount) in enumerate(paid)}
    methods = {f"{number:032x}": method for number, (method, _) in enumerate(paid)}
    open_amount = sum(left.values(), ZERO) + due
    while open_amount:
        amount = min(open_amount, data.draw(st.decimals("0.01", "300", places=2)))
        tenders = [Tender(key, methods[key], each) for key, each in left.items()]  # type: ignore[arg-type]
        payout = to_original(amount, due, tenders)
        assert payout.debt == min(amount, due)
        assert payout.rest == 0
        for part in payout.parts:
            assert ZERO < part.amount <= left[part.payment_id]  # type: ignore[index]
            left[part.payment_id] -= part.amount  # type: ignore[index]
        assert payout.debt + sum((part.amount for part in payout.parts), ZERO) == amount
        due -= payout.debt
        open_amount -= amount
    assert set(left.values()) == {ZERO}
