"""Stores over clients."""

from optimapos.replay.rules.shares import share_out
from tests.replay.baskets import basket

LINE = (1, 100)


def test_a_store_is_sold_by_one_client_in_the_order_of_time() -> None:
    baskets = [basket(number, LINE, store=number % 5) for number in range(50)]
    shares = share_out(baskets, 3)

    stores = [{each.store for each in share} for share in shares]
    assert sorted(store for share in stores for store in share) == [0, 1, 2, 3, 4]
    assert sorted(each.number for share in shares for each in share) == list(range(50))
    assert all([each.number for each in share] == sorted(each.number for each in share) for share in shares)


def test_lines_are_shared_evenly() -> None:
    heavy = [basket(1, *[LINE] * 30, store=1)]
    light = [basket(number, *[LINE] * 10, store=number) for number in (2, 3, 4)]

    assert [sum(len(each.lines) for each in share) for share in share_out([*heavy, *light], 2)] == [30, 30]


def test_there_are_no_more_shares_than_stores() -> None:
    assert [len(share) for share in share_out([basket(1, LINE), basket(2, LINE)], 8)] == [2]


def test_no_baskets_make_no_shares() -> None:
    assert share_out([], 4) == []
