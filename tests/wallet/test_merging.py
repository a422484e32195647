"""Customers who are one: what one of them has in its wallet is the survivor's."""

from datetime import date
from typing import Any

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.partners.models import Customer
from optimapos.wallet.models import WalletAccount
from optimapos.wallet.services import WalletService
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, make_shop
from tests.wallet.accounts import NOON, balance, entries, lots, make_card, make_credit, make_points, make_program

LATE = date(2099, 1, 31)


def merge(shop: Shop, source: Customer, into: Customer) -> None:
    answer = shop.manager_till.post(f"/api/customers/{source.pk}/merge/", {"into": str(into.pk)})
    assert answer.status_code == 200, answer.content


def owner_of(shop: Shop, account: WalletAccount) -> Any:
    with shop.scope():
        return WalletAccount.objects.for_business(shop.id).values_list("customer_id", flat=True).get(pk=account.pk)


def test_what_a_merged_customer_has_is_the_survivors_with_the_same_last_days() -> None:
    shop = make_shop()
    source, survivor = make_customer(shop), make_customer(shop)
    make_program(shop)
    card = make_card(shop, "20", customer=source)
    points = make_points(shop, source, 70, source.pk)
    assert points
    mine, theirs = make_credit(shop, "5", survivor), make_credit(shop, "3", source)
    make_credit(shop, "4", source, expires_on=LATE)
    merge(shop, source, survivor)
    assert [owner_of(shop, each) for each in (card.account, points.account)] == [survivor.pk] * 2
    assert owner_of(shop, theirs.account) == source.pk
    assert entries(shop, theirs.account)[2:] == [("ADJUST", -7, 0)]
    assert lots(shop, mine.account) == [(5, None), (4, LATE), (3, None)]
    found = shop.till.get(f"/api/customers/{survivor.pk}/wallet/").json()
    assert (found["points"], found["store_credit"]) == (70, "12.0000")
    with shop.scope():
        moved = AuditLog.objects.for_business(shop.id).filter(event_type="wallet.moved").count()
    assert moved == 3
    late = make_points(shop, source, 30, new_id())
    assert late
    assert late.account_id == points.account_id
    assert balance(shop, points.account) == 100
    assert balance(shop, mine.account) == 12


def test_an_empty_or_blocked_account_stays_where_it_is() -> None:
    shop = make_shop()
    source, survivor = make_customer(shop), make_customer(shop)
    mine, theirs = make_credit(shop, "5", survivor), make_credit(shop, "3", source)
    who: Any = {"business": shop.business, "actor": shop.owner, "account_id": theirs.account.pk, "at": NOON}
    WalletService.adjust(**who, amount=-theirs.account.balance, reason="Paid out").unwrap()
    card = make_card(shop, "20", customer=source)
    WalletService.block(**who | {"account_id": card.account.pk}, reason="Lost").unwrap()
    merge(shop, source, survivor)
    assert [owner_of(shop, each) for each in (card.account, theirs.account)] == [source.pk] * 2
    assert balance(shop, mine.account) == 5
