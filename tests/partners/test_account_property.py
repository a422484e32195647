"""No sequence of sales, payments, adjustments and opening balances makes ledger, allocations, open items and sales differ."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimapos.partners.services import CustomerCreditService
from tests.concurrency.books import assert_books_balance
from tests.factories.organization import Shop
from tests.partners.accounts import adjust, balance, buy, make_customer, make_goods, open_balance, pay, sale_now, told

WHOLE = st.integers(min_value=1, max_value=60).map(str)
STEPS = st.lists(
    st.tuples(st.sampled_from(["buy", "pay", "choose", "ADD", "DEDUCT", "opening", "credit", "apply"]), WHOLE, WHOLE),
    min_size=3,
    max_size=9,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_to_an_account_its_books_agree(shop: Shop, steps: list[tuple[str, str, str]]) -> None:
    customer, goods = make_customer(shop, credit_limit="1000000"), make_goods(shop)
    sales: list[Any] = []
    owed = Decimal(0)
    for what, amount, part in steps:
        if what == "buy":
            sales.append(buy(shop, customer, amount, goods))
        elif what in {"pay", "choose"}:
            chosen = [(sale, part) for sale in sales[-1:] if what == "choose"]
            if pay(shop, customer, amount, *chosen).status_code != 201:
                continue
        elif what in {"ADD", "DEDUCT"}:
            assert adjust(shop, customer, what, amount).status_code == 201
        elif what == "apply":
            CustomerCreditService.apply_open_credits(
                business=shop.business,
                customer_id=customer["id"],
                user_id=shop.owner.user_id,
                at=shop.business.created_at,
            ).unwrap()
            continue
        else:
            assert open_balance(shop, customer, amount, is_credit=what == "credit").status_code == 201
        owed += -Decimal(amount) if what in {"pay", "choose", "ADD", "credit"} else Decimal(amount)
        assert balance(shop, customer) == owed
    due = {each["source_id"]: Decimal(each["open_amount"]) for each in told(shop, customer, "open-items/")}
    for sale in sales:
        assert sale_now(shop, sale)[2] == due.get(sale["id"], 0)
    assert_books_balance(shop.id)
