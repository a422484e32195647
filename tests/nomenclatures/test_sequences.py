"""Numbers of a series: no duplicate and no gap, whatever is rolled back meanwhile."""

import random
import threading

from django.db import connection, transaction

from optimapos.core.tenancy import set_tenant
from optimapos.nomenclatures.services import SequenceService
from tests.factories.organization import Shop, make_shop

WRITERS = 8
DRAWS = 25


def draw(shop: Shop, code: str = "doc", **options: int) -> str:
    return SequenceService.next_number(business=shop.business, code=code, prefix="D", **options).unwrap()


def test_numbers_are_padded_and_grow_past_their_padding(shop: Shop) -> None:
    assert [draw(shop, padding=1) for _ in range(11)][-3:] == ["D9", "D10", "D11"]
    assert draw(shop, "other", padding=12) == "D000000000001"


def test_each_business_has_its_own_numbers(shop: Shop) -> None:
    assert (draw(shop), draw(make_shop()), draw(shop)) == ("D0001", "D0001", "D0002")


def test_a_number_drawn_in_a_transaction_that_is_rolled_back_is_drawn_again(shop: Shop) -> None:
    with transaction.atomic():
        set_tenant(connection, shop.id)
        assert draw(shop) == "D0001"
        transaction.set_rollback(True)
    assert draw(shop) == "D0001"


def test_concurrent_draws_with_rollbacks_leave_no_duplicate_and_no_gap(shop: Shop) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    kept: list[str] = []
    writers = [threading.Thread(target=_draw_many, args=(shop, kept, random.Random(seed + n))) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(kept) == [f"D{number:04d}" for number in range(1, len(kept) + 1)]
    assert WRITERS * DRAWS // 2 < len(kept) < WRITERS * DRAWS


def _draw_many(shop: Shop, kept: list[str], dice: random.Random) -> None:
    for _ in range(DRAWS):
        with transaction.atomic():
            set_tenant(connection, shop.id)
            number = draw(shop)
            is_lost = dice.random() < 0.2
            transaction.set_rollback(is_lost)
        if not is_lost:
            kept.append(number)
    connection.close()
