"""The wallet's ledger: what is issued, spent, given back, adjusted and lapses, and what stands in the books after it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.core.result import Result
from optimapos.partners.models import Customer
from optimapos.wallet.models import WalletAccount, WalletEntry
from optimapos.wallet.rules.codes import ALPHABET
from optimapos.wallet.selectors import holding_of, liability_of, program_at
from optimapos.wallet.services import ExpiryService, LoyaltyService, PointsService, ReversalService, WalletService
from optimapos.wallet.services.cards import give_credit, posting_of
from optimapos.wallet.services.expiry import expire_all
from optimapos.wallet.types import LoyaltyTerms, WalletStatus
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, make_shop
from tests.tables import worked_table
from tests.wallet.accounts import NOON, balance, entries, lots, make_card, make_credit, make_points, make_program

D = Decimal
DAY = date(2031, 3, 10)


@pytest.fixture(scope="module")
def shop() -> Shop:
    """One shop for all of these tests: each makes accounts of its own."""
    return make_shop()


@pytest.fixture
def customer(shop: Shop) -> Customer:
    return make_customer(shop)


def refused(result: Result[Any]) -> tuple[str, Any]:
    """Code and figures of a refusal."""
    assert not result.ok
    return result.code, result.data


def redeem(shop: Shop, code: str, amount: str, *, at: datetime = NOON, currency: str = "EUR") -> Result[WalletEntry]:
    return WalletService.redeem(
        business=shop.business, actor=shop.owner, code=code, amount=D(amount), currency=currency, at=at
    )


def reverse(shop: Shop, entry: WalletEntry, amount: str, *, at: datetime = NOON) -> Result[Any]:
    return ReversalService.reverse(
        business=shop.business, actor=shop.owner, entry_id=entry.pk, amount=D(amount), reason="Goods came back", at=at
    )


def adjust(shop: Shop, account: WalletAccount, amount: str, **more: Any) -> Result[WalletEntry]:
    asked = {"amount": D(amount), "reason": "Counted again", "at": NOON, **more}
    return WalletService.adjust(business=shop.business, actor=shop.owner, account_id=account.pk, **asked)


def test_a_gift_card_is_issued_loaded_and_redeemed(shop: Shop) -> None:
    card = make_card(shop, "50", at=NOON)
    assert (card.account.code_last4, card.account.currency) == (card.code[-4:], "EUR")
    WalletService.reload(
        business=shop.business, actor=shop.owner, account_id=card.account.pk, amount=D(20), at=NOON
    ).unwrap()
    redeem(shop, card.code.lower().replace("-", " "), "55.50").unwrap()
    assert entries(shop, card.account) == [("ISSUE", 50, 50), ("RELOAD", 20, 70), ("REDEEM", D("-55.5"), D("14.5"))]
    assert lots(shop, card.account) == [(D("14.5"), None)]
    assert balance(shop, card.account) == D("14.5")


def test_a_card_pays_no_more_than_it_has_and_nothing_is_booked(shop: Shop) -> None:
    card = make_card(shop, "50", at=NOON)
    assert refused(redeem(shop, card.code, "50.01")) == ("WALLET_BALANCE_TOO_LOW", {"balance": "50", "asked": "50.01"})
    assert refused(redeem(shop, card.code, "5", currency="USD"))[0] == "WALLET_CURRENCY_DIFFERS"
    assert refused(redeem(shop, card.code, "0.001"))[0] == "AMOUNT_TOO_PRECISE"
    assert refused(redeem(shop, card.code, "0"))[0] == "AMOUNT_NOT_POSITIVE"
    wrong = card.code[:-1] + ALPHABET[(ALPHABET.index(card.code[-1]) + 1) % 32]
    assert refused(redeem(shop, wrong, "5"))[0] == "WALLET_CODE_WRONG"
    assert refused(redeem(make_shop(), card.code, "5"))[0] == "WALLET_NOT_FOUND"
    assert entries(shop, card.account) == [("ISSUE", 50, 50)]


@pytest.mark.parametrize(("amount", "code"), [("0", "AMOUNT_NOT_POSITIVE"), ("10000000.01", "AMOUNT_TOO_LARGE")])
def test_a_card_of_no_or_too_much_money_is_not_issued(shop: Shop, amount: str, code: str) -> None:
    given: Any = {"business": shop.business, "actor": shop.owner, "amount": D(amount), "at": NOON}
    assert refused(WalletService.issue_gift_card(**given))[0] == code
    given["amount"] = D(5)
    assert refused(WalletService.issue_gift_card(**given, expires_on=DAY - timedelta(1)))[0] == "WALLET_EXPIRED"


def test_an_account_takes_no_more_than_it_may_hold(shop: Shop) -> None:
    with shop.scope():
        posting = posting_of(shop.business, shop.owner, NOON)
        note = give_credit(shop.business, customer_id=None, amount=D("1e12"), posting=posting)
    assert refused(adjust(shop, note.account, "0.01"))[0] == "AMOUNT_TOO_LARGE"
    assert balance(shop, note.account) == D("1e12")


def test_a_blocked_card_pays_nothing_until_it_is_unblocked(shop: Shop) -> None:
    card = make_card(shop, "50", at=NOON)
    given: Any = {"business": shop.business, "actor": shop.owner, "account_id": card.account.pk}
    assert refused(WalletService.unblock(**given, reason="Found"))[0] == "WALLET_NOT_BLOCKED"
    assert refused(WalletService.block(**given, reason=" ", at=NOON))[0] == "COMMENT_REQUIRED"
    WalletService.block(**given, reason="Lost", at=NOON).unwrap()
    assert refused(WalletService.block(**given, reason="Lost", at=NOON))[0] == "WALLET_BLOCKED"
    assert refused(redeem(shop, card.code, "5"))[0] == "WALLET_BLOCKED"
    assert refused(WalletService.reload(**given, amount=D(5), at=NOON))[0] == "WALLET_BLOCKED"
    WalletService.unblock(**given, reason="Found").unwrap()
    assert redeem(shop, card.code, "5").ok
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).filter(event_data__account=str(card.account.pk)).order_by("id")
        assert [row.event_type for row in told] == [
            "wallet.issued",
            "wallet.blocked",
            "wallet.unblocked",
            "wallet.redeemed",
        ]


def test_a_card_pays_on_its_last_day_and_on_no_later_one(shop: Shop) -> None:
    card = make_card(shop, "50", at=NOON, expires_on=DAY)
    late = NOON + timedelta(hours=12)  # past midnight in Sofia, before it in UTC
    assert refused(redeem(shop, card.code, "5", at=late)) == ("WALLET_EXPIRED", {"expires_on": "2031-03-10"})
    assert redeem(shop, card.code, "5").ok
    with shop.scope():
        card.account.refresh_from_db()
        after = holding_of(shop.business, card.account, DAY + timedelta(1))
        before = holding_of(shop.business, card.account, DAY)
    assert (before.available, before.status, before.lapses_on, before.lapses_amount) == (45, "ACTIVE", DAY, 45)
    assert (after.available, after.status, after.lapses_on, after.lapses_amount) == (0, "EXPIRED", None, 0)
    assert balance(shop, card.account) == 45
    assert refused(adjust(shop, card.account, "1", at=late))[0] == "WALLET_EXPIRED"


def test_loading_a_card_moves_its_last_day_further_off_and_never_nearer(shop: Shop) -> None:
    card = make_card(shop, "50", at=NOON, expires_on=DAY)
    given: Any = {"business": shop.business, "actor": shop.owner, "account_id": card.account.pk, "at": NOON}
    for days, expected in ((30, 30), (10, 30)):
        loaded = WalletService.reload(**given, amount=D(5), expires_on=DAY + timedelta(days)).unwrap()
        assert loaded.account.expires_on == DAY + timedelta(expected)
    assert refused(WalletService.reload(**given | {"account_id": new_id()}, amount=D(5)))[0] == "WALLET_NOT_FOUND"


def test_a_customer_has_one_store_credit_and_a_stranger_gets_a_code(shop: Shop, customer: Customer) -> None:
    first, second = make_credit(shop, "10", customer, at=NOON), make_credit(shop, "5", customer, at=NOON)
    assert (first.account.pk, first.code, second.code) == (second.account.pk, "", "")
    note = make_credit(shop, "7", at=NOON)
    assert note.account.customer_id is None
    assert redeem(shop, note.code, "7").ok
    assert entries(shop, first.account) == [("REFUND", 10, 10), ("REFUND", 5, 15)]
    given: Any = {"business": shop.business, "actor": shop.owner, "account_id": first.account.pk, "at": NOON}
    assert refused(WalletService.reload(**given, amount=D(5))) == ("WALLET_KIND_WRONG", {"kind": "STORE_CREDIT"})
    assert balance(shop, first.account) == 15


def test_what_lapses_first_is_spent_first_and_goes_back_last(shop: Shop) -> None:
    note = make_credit(shop, "10", at=NOON, expires_on=date(2031, 5, 1))
    adjust(shop, note.account, "10").unwrap()  # for ever
    entry = redeem(shop, note.code, "15").unwrap()
    assert lots(shop, note.account) == [(5, None)]
    first = reverse(shop, entry, "6").unwrap()
    assert (first.amount, first.missing) == (6, 0)
    assert lots(shop, note.account) == [(1, date(2031, 5, 1)), (10, None)]
    second = reverse(shop, entry, "100").unwrap()
    assert (second.amount, second.missing) == (9, 0)
    third = reverse(shop, entry, "1").unwrap()
    assert (third.entry, third.amount, third.missing) == (None, 0, 0)
    assert lots(shop, note.account) == [(10, date(2031, 5, 1)), (10, None)]
    assert balance(shop, note.account) == 20


def test_what_was_issued_is_adjusted_not_taken_back(shop: Shop) -> None:
    card = make_card(shop, "50", at=NOON)
    assert refused(reverse(shop, card.entry, "5")) == ("WALLET_ENTRY_STAYS", {"kind": "ISSUE"})
    assert (
        refused(
            ReversalService.reverse(
                business=make_shop().business,
                actor=shop.owner,
                entry_id=card.entry.pk,
                amount=D(1),
                reason="x",
                at=NOON,
            )
        )[0]
        == "WALLET_NOT_FOUND"
    )
    assert refused(adjust(shop, card.account, "-50.01"))[0] == "WALLET_BALANCE_TOO_LOW"
    assert refused(adjust(shop, card.account, "0"))[0] == "AMOUNT_ZERO"
    assert refused(adjust(shop, card.account, "5", reason=""))[0] == "COMMENT_REQUIRED"
    adjust(shop, card.account, "-12.50").unwrap()
    assert balance(shop, card.account) == D("37.5")


def test_what_lapsed_is_booked_out_once_and_counted_no_more_before(shop: Shop, customer: Customer) -> None:
    credit = make_credit(shop, "10", customer, at=NOON, expires_on=DAY)
    make_credit(shop, "4", customer, at=NOON)
    later = NOON + timedelta(days=1)
    with shop.scope():
        assert holding_of(shop.business, credit.account, DAY + timedelta(1)).available == 4
    given: Any = {"business": shop.business, "account_id": credit.account.pk}
    assert ExpiryService.expire_account(**given, at=NOON).unwrap() is False
    assert ExpiryService.expire_account(**given, at=later).unwrap() is True
    assert ExpiryService.expire_account(**given, at=later).unwrap() is False
    assert entries(shop, credit.account)[2:] == [("EXPIRE", -10, 4)]
    assert balance(shop, credit.account) == 4


def test_the_job_finds_what_lapsed_and_leaves_the_rest() -> None:
    shop = make_shop()
    card = make_card(shop, "50", at=NOON, expires_on=DAY)
    empty = make_card(shop, "5", at=NOON, expires_on=DAY)
    redeem(shop, empty.code, "5").unwrap()
    other = make_card(shop, "30", at=NOON)
    assert expire_all(NOON + timedelta(days=1)) >= 1
    with shop.scope():
        rows = WalletAccount.objects.for_business(shop.id).order_by("pk")
        assert list(rows.values_list("pk", "balance", "status")) == [
            (card.account.pk, 0, WalletStatus.EXPIRED),
            (empty.account.pk, 0, WalletStatus.EXPIRED),
            (other.account.pk, 30, WalletStatus.ACTIVE),
        ]
    call_command("expire_wallets", verbosity=0)
    assert balance(shop, other.account) == 30


def test_what_is_given_back_to_a_lot_that_lapsed_lapses_again(shop: Shop) -> None:
    note = make_credit(shop, "10", at=NOON, expires_on=DAY)
    entry, later = redeem(shop, note.code, "10").unwrap(), NOON + timedelta(days=1)
    assert reverse(shop, entry, "4", at=later).unwrap().amount == 4
    assert refused(redeem(shop, note.code, "4", at=later))[0] == "WALLET_BALANCE_TOO_LOW"
    ExpiryService.expire_account(business=shop.business, account_id=note.account.pk, at=later).unwrap()
    assert balance(shop, note.account) == 0


def test_entries_and_takes_are_never_changed(shop: Shop) -> None:
    card = make_card(shop, "50", at=NOON)
    redeem(shop, card.code, "5").unwrap()
    for statement in ("UPDATE wallet_entry SET amount = 1", "DELETE FROM wallet_take", "TRUNCATE wallet_take"):
        with pytest.raises(DatabaseError), shop.scope(), connections["default"].cursor() as cursor:
            cursor.execute(statement)


def test_points_are_earned_once_a_sale_and_taken_back_as_far_as_they_are_there(customer: Customer, shop: Shop) -> None:
    make_program(shop, at=NOON, validity_days=30)
    first, second = new_id(), new_id()
    entry = make_points(shop, customer, 100, first, at=NOON)
    assert entry
    assert make_points(shop, customer, 100, first, at=NOON) is None
    make_points(shop, customer, 20, second, at=NOON)
    account = entry.account
    assert lots(shop, account) == [(100, date(2031, 4, 9)), (20, date(2031, 4, 9))]
    spent = PointsService.spend(
        business=shop.business, actor=shop.owner, customer_id=customer.pk, amount=D("0.90"), total=D(10), at=NOON
    ).unwrap()
    assert spent.amount == -90
    taken = reverse(shop, entry, "100").unwrap()
    assert (taken.amount, taken.missing) == (30, 70)
    nothing = reverse(shop, entry, "5").unwrap()
    assert (nothing.entry, nothing.missing) == (None, 5)
    assert reverse(shop, spent, "90").unwrap().amount == 90
    assert refused(reverse(shop, spent, "0.5"))[0] == "POINTS_NOT_WHOLE"
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).filter(event_type__in=["wallet.reversed", "wallet.missing"])
        told = told.filter(customer_id=customer.pk)
        assert [row.event_data["missing"] for row in told.order_by("id")] == ["70.0000", "5", "0.0000"]
    assert balance(shop, account) == 90


def test_points_are_not_spent_without_terms_or_beyond_them(customer: Customer) -> None:
    shop = make_shop()
    customer = make_customer(shop)
    given: Any = {"business": shop.business, "actor": shop.owner, "customer_id": customer.pk, "at": NOON}
    assert make_points(shop, customer, 100, new_id(), at=NOON) is None
    assert refused(PointsService.spend(**given, amount=D(1), total=D(10)))[0] == "WALLET_NOT_FOUND"
    make_program(shop, at=NOON, min_points=50, max_share=D(50))
    make_points(shop, customer, 100, new_id(), at=NOON)
    before = NOON - timedelta(seconds=1)
    assert refused(PointsService.spend(**given | {"at": before}, amount=D(1), total=D(10)))[0] == "LOYALTY_NOT_ACTIVE"
    too_few = {"points": 10, "minimum": 50}
    assert refused(PointsService.spend(**given, amount=D("0.1"), total=D(10))) == ("POINTS_TOO_FEW", too_few)
    too_much = {"amount": "1", "most": "0.5"}
    assert refused(PointsService.spend(**given, amount=D(1), total=D(1))) == ("POINTS_SHARE_TOO_LARGE", too_much)
    assert refused(PointsService.spend(**given, amount=D(2), total=D(10)))[0] == "WALLET_BALANCE_TOO_LOW"


def test_terms_are_in_force_from_their_instant_on_and_earlier_ones_are_kept() -> None:
    shop, later = make_shop(), NOON + timedelta(days=1)
    make_program(shop, at=NOON)
    terms = LoyaltyTerms(points_per_unit=D(2), point_value=D("0.01"))
    given: Any = {"business": shop.business, "actor": shop.owner, "terms": terms, "at": NOON}
    LoyaltyService.set_program(**given, valid_from=later).unwrap()
    with shop.scope():
        found = [program_at(shop.business, at) for at in (NOON - timedelta(1), NOON, later)]
    assert [each and each.points_per_unit for each in found] == [None, 1, 2]
    assert refused(LoyaltyService.set_program(**given, valid_from=later))[0] == "DUPLICATE_PROGRAM"
    assert refused(LoyaltyService.set_program(**given, valid_from=NOON - timedelta(1)))[0] == "LOYALTY_BACKDATED"
    stranger = LoyaltyTerms(points_per_unit=D(2), point_value=D("0.01"), excluded_groups=(new_id(),))
    assert refused(LoyaltyService.set_program(**given | {"terms": stranger}))[0] == "NOT_FOUND"


def test_the_liability_is_told_as_worked() -> None:
    shop = make_shop()
    for row in worked_table("algorithms/wallet.md", "Worked: liability"):
        at, amount = datetime.fromisoformat(f"{row['day']}T10:00:00+00:00"), row["amount"]
        match row["entry"].split()[0]:
            case "ISSUE":
                card = make_card(shop, amount, at=at)
            case "REDEEM":
                redeemed = redeem(shop, card.code, amount.removeprefix("-"), at=at).unwrap()
            case "REVERSAL":
                reverse(shop, redeemed, amount, at=at).unwrap()
            case "ADJUST":
                adjust(shop, card.account, amount, at=at).unwrap()
    (expected,) = worked_table("algorithms/wallet.md", "Worked: liability told")
    with shop.scope():
        cards, credit, points = liability_of(shop.business, since=date(2031, 3, 1), until=date(2031, 3, 31))
    assert {name: getattr(cards, name) for name in expected} == {name: D(told) for name, told in expected.items()}
    assert [each.kind for each in (credit, points)] == ["STORE_CREDIT", "LOYALTY"]
    assert (credit.balance, points.balance) == (0, 0)
