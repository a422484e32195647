"""One approval, used by several checkouts at once: it permits one of them."""

from collections import Counter

from tests.concurrency.books import assert_books_balance, one
from tests.concurrency.orders import CASH, CHECKOUT
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.sales.approving import cart, granted, line, stored
from tests.servers import Server, race

ROUNDS = 20
AT_ONCE = 4


def race_for_approval(server: Server, shop: Shop) -> tuple[str, Counter[tuple[int, str]]]:
    """The same cart with the same approval, sent several times at once; the approval and what was answered."""
    repair = make_product(shop, "Repair", price="10.00", stock=None, kind="SERVICE", tracks_stock=False)
    body = cart(line(repair, discount_percentage="30"))
    approval = granted(shop, "sale.discount", cart=body)
    request = (CHECKOUT, body | {"payments": CASH, "approvals": [approval]}, None)
    answers = race(server, [shop.till.token], [request] * AT_ONCE)
    return approval, Counter((answer.status, answer.code) for answer in answers)


def test_of_checkouts_with_one_approval_at_once_one_wins(server: Server, shop: Shop) -> None:
    for _ in range(ROUNDS):
        approval, outcomes = race_for_approval(server, shop)
        assert outcomes == {(201, ""): 1, (409, "APPROVAL_USED"): AT_ONCE - 1}
        used = one(
            "SELECT count(*) FROM audit_log WHERE event_data ->> 'approval_id' = %s AND sale_id = %s",
            [approval, stored(shop, approval).sale_id],
        )
        assert used == (1,)
    assert_books_balance(shop.id)


def test_without_compare_and_set_one_approval_permits_several(unlocked: Server, shop: Shop) -> None:
    """The control: whoever read it as granted uses it, however long others have used it by then."""
    won = 0
    for round_number in range(1, ROUNDS + 1):
        _, outcomes = race_for_approval(unlocked, shop)
        won += outcomes[201, ""]
        if won > round_number:
            break
    assert won > round_number, "the race proves nothing: without its guard it never goes wrong"
