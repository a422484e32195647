"""The wallet: a violation is planted, and it is found and named."""

from typing import Any

import pytest

from optimapos.core.ids import new_id
from optimapos.verify.invariants.wallet import WALLET
from optimapos.verify.report import named
from optimapos.wallet.services import ReversalService, WalletService
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.verify.planting import drop_checks, found_by, superuser
from tests.verify.shops import sell
from tests.wallet.accounts import NOON, D, make_card, make_points, make_program
from tests.wallet.selling import sell_card, void_card

MINE = "WHERE business_id = %(business)s"
CARD = "WHERE account_id = %(card)s"
SALE = "WHERE sale_id = %(sale)s AND payment_method = 'GIFT_CARD'"
SOLD = f"{MINE} AND sale_id IS NULL"
VOIDING = f"{MINE} AND source_type = 'TILL' AND kind = 'REVERSAL'"
PLANTS = (
    ("wallet.payments", f"UPDATE payment SET wallet_entry_id = NULL {SALE}", "payments 0"),
    ("wallet.payments", f"UPDATE payment SET payment_method = 'CASH' {SALE}", "method CASH"),
    ("wallet.payments", f"UPDATE payment SET amount_paid = 9, tendered = 9 {SALE}", "paid 9"),
    ("wallet.payments", "UPDATE wallet_entry SET source_id = id WHERE source_id = %(sale)s", "payments 1"),
    ("wallet.balances", "UPDATE wallet_account SET balance = balance + 1 WHERE id = %(card)s", "balance 41"),
    ("wallet.balances", f"UPDATE wallet_lot SET remaining = remaining - 1 {CARD}", "of_lots 39"),
    ("wallet.balances", f"DELETE FROM wallet_entry {MINE} AND kind = 'EARN'", "of_entries 0"),
    ("wallet.sequences", f"UPDATE wallet_entry SET seq = 7 {CARD} AND kind = 'REVERSAL'", "expected_seq 3"),
    ("wallet.sequences", f"UPDATE wallet_entry SET balance_after = 9 {CARD} AND kind = 'ISSUE'", "balance_after 9"),
    ("wallet.sequences", "UPDATE wallet_account SET seq = 4 WHERE id = %(card)s", "entries 3"),
    ("wallet.lots", "DELETE FROM wallet_take WHERE amount < 0 AND business_id = %(business)s", "taken 0"),
    ("wallet.lots", f"UPDATE wallet_take SET amount = amount + 1 {MINE} AND amount > 0", "taken 16"),
    ("wallet.lots", f"UPDATE wallet_lot SET is_open = false {CARD}", "is_open False"),
    ("wallet.lots", f"UPDATE wallet_lot SET account_id = %(points)s {CARD}", "account_of_entry"),
    ("wallet.reversals", f"UPDATE wallet_entry SET amount = 16 {CARD} AND kind = 'REVERSAL'", "taken_back 16"),
    ("wallet.sold", f"UPDATE payment SET amount_paid = 9, tendered = 9 {SOLD} AND direction = 'IN'", "paid 9"),
    ("wallet.sold", f"UPDATE payment SET wallet_entry_id = NULL {SOLD}", "payments 0"),
    ("wallet.sold", f"UPDATE payment SET payment_method = 'LOYALTY' {SOLD}", "paid 20"),
    ("wallet.sold", f"UPDATE payment SET original_payment_id = NULL {SOLD} AND direction = 'OUT'", "kind REVERSAL"),
    ("wallet.sold", f"UPDATE wallet_entry SET source_type = '' {MINE} AND source_type = 'TILL'", "direction OUT"),
    ("wallet.sold", f"UPDATE wallet_entry SET source_type = '' {VOIDING}", "reversal_of"),
    (
        "wallet.reversals",
        f"UPDATE wallet_entry SET account_id = %(points)s {CARD} AND kind = 'REVERSAL'",
        "elsewhere 1",
    ),
)


@pytest.fixture(scope="module")
def ids() -> dict[str, Any]:
    """A shop with a card of 50.00 of which 15.00 were spent and 5.00 given back, a customer with points, and a sale that
    another card paid.
    """
    shop: Shop = make_shop()
    card, customer = make_card(shop, at=NOON), make_customer(shop)
    make_program(shop, at=NOON)
    points = make_points(shop, customer, 100, new_id(), at=NOON)
    assert points
    who: dict[str, Any] = {"business": shop.business, "actor": shop.owner, "at": NOON}
    spent = WalletService.redeem(**who, code=card.code, amount=D(15), currency="EUR").unwrap()
    ReversalService.reverse(**who, entry_id=spent.pk, amount=D(5), reason="Goods came back").unwrap()
    other, tea = make_card(shop), make_product(shop, price="10.00")
    tenders = [{"payment_method": "GIFT_CARD", "amount_paid": "10.00", "code": other.code}]
    sold = sell(
        shop.till, "/api/sales/checkout/", {"items": [{"product": tea.pk, "quantity": "1"}], "payments": tenders}
    )
    void_card(shop.manager_till, sell_card(shop.manager_till, "20.00"))
    return {"business": shop.id, "sale": sold, "card": card.account.pk, "points": points.account_id}


@pytest.mark.parametrize(("invariant", "statement", "text"), PLANTS)
def test_a_planted_violation_is_found_and_named(ids: dict[str, Any], invariant: str, statement: str, text: str) -> None:
    with superuser() as cursor:
        assert found_by(cursor, invariant, ids["business"]).count == 0
        drop_checks(cursor, "payment", "wallet_account", "wallet_entry", "wallet_lot", "wallet_take")
        cursor.execute(statement, ids)
        assert cursor.rowcount >= 1, f"planted nothing: {statement}"
        found = found_by(cursor, invariant, ids["business"])
    assert any(text in named(violation) for violation in found.violations), found.violations


def test_every_invariant_of_the_wallet_has_a_plant() -> None:
    assert {each.id for each in WALLET} == {invariant for invariant, _, _ in PLANTS}
