"""No sequence of issuing, spending, giving back, adjusting and lapsing makes entries, takes, lots and balances differ."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from optimapos.wallet.models import WalletEntry
from optimapos.wallet.services import ExpiryService, ReversalService, WalletService
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop
from tests.wallet.accounts import NOON, balance, make_credit

CENTS = st.integers(min_value=1, max_value=3000).map(lambda cents: Decimal(cents) / 100)
STEPS = st.lists(
    st.tuples(st.sampled_from(["grant", "lend", "lower", "spend", "back", "lapse"]), CENTS, st.integers(0, 20)),
    min_size=4,
    max_size=14,
)


@settings(max_examples=10, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_to_an_account_its_books_agree(shop: Shop, steps: list[tuple[str, Decimal, int]]) -> None:
    owner = {"business": shop.business, "actor": shop.owner}
    account = make_credit(shop, "10", at=NOON)
    code, held, spent = account.code, Decimal(10), list[WalletEntry]()
    for what, amount, days in steps:
        at = NOON + timedelta(days=days)
        note(f"{what} {amount} on day {days}")
        if what in {"grant", "lend", "lower"}:
            signed = -amount if what == "lower" else amount
            done = WalletService.adjust(**owner, account_id=account.account.pk, amount=signed, reason="x", at=at)
            held += signed if done.ok else 0
        elif what == "spend":
            taken = WalletService.redeem(**owner, code=code, amount=amount, currency="EUR", at=at)
            held -= amount if taken.ok else 0
            spent += [taken.unwrap()] if taken.ok else []
        elif what == "back" and spent:
            done = ReversalService.reverse(**owner, entry_id=spent[-1].pk, amount=amount, reason="x", at=at)
            held += done.unwrap().amount
        else:
            ExpiryService.expire_account(business=shop.business, account_id=account.account.pk, at=at).unwrap()
        assert held >= 0
    assert balance(shop, account.account) == held


@settings(max_examples=8, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_lapses_meanwhile_the_books_agree(shop: Shop, steps: list[tuple[str, Decimal, int]]) -> None:
    customer = make_customer(shop)
    account = make_credit(shop, "10", customer, at=NOON).account
    for what, amount, days in steps:
        at = NOON + timedelta(days=days)
        note(f"{what} {amount} on day {days}")
        if what in {"grant", "lend"}:
            until = at.date() + timedelta(days=2) if what == "lend" else None
            make_credit(shop, str(amount), customer, at=at, expires_on=until)
        elif what == "lapse":
            ExpiryService.expire_account(business=shop.business, account_id=account.pk, at=at).unwrap()
        else:
            WalletService.adjust(
                business=shop.business, actor=shop.owner, account_id=account.pk, amount=-amount, reason="x", at=at
            )
    assert balance(shop, account) >= 0
