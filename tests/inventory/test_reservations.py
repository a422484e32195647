"""What carts hold: availability follows them, and time alone is enough to end a hold."""

from datetime import UTC, datetime, timedelta

from optimapos.inventory.services.reservations import release_expired
from optimapos.inventory.tasks import sweep_reservations
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.stock import add_to_cart, expire_reservations, figures, statuses


def test_a_line_in_a_cart_lowers_what_is_available_but_not_what_is_there(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    cart, added = add_to_cart(shop.till, tea, "4")
    assert added.status_code == 201, added.content
    found = figures(shop, tea)
    assert (found["quantity"], found["sellable"], found["reserved"], found["available"]) == ("10", "10", "4", "6")
    assert statuses(shop, cart) == ["ACTIVE"]


def test_a_hold_lasts_thirty_minutes(shop: Shop) -> None:
    _, added = add_to_cart(shop.till, make_product(shop), "1")
    until = datetime.fromisoformat(added.json()["reserved_until"])
    assert timedelta(minutes=29) < until - datetime.now(UTC) <= timedelta(minutes=30)


def test_two_lines_of_one_product_are_held_together(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    cart, _ = add_to_cart(shop.till, tea, "4")
    add_to_cart(shop.till, tea, "3", cart)
    assert figures(shop, tea)["reserved"] == "7"
    _, refused = add_to_cart(shop.till, tea, "4", cart)
    assert (refused.status_code, refused.json()["code"]) == (409, "INSUFFICIENT_STOCK")
    assert refused.json()["data"]["items"][0]["requested"] == "11"
    assert figures(shop, tea)["reserved"] == "7"


def test_another_cart_gets_only_what_is_left(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    add_to_cart(shop.till, tea, "7")
    _, refused = add_to_cart(shop.manager_till, tea, "4")
    assert refused.status_code == 409
    assert refused.json()["data"]["items"][0]["available"] == "3"
    _, taken = add_to_cart(shop.manager_till, tea, "3")
    assert taken.status_code == 201
    assert figures(shop, tea)["available"] == "0"


def test_changing_a_line_changes_its_hold(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    cart, added = add_to_cart(shop.till, tea, "4")
    shop.till.patch(f"/api/sales/{cart}/items/{added.json()['id']}/", {"quantity": "9"})
    assert figures(shop, tea)["available"] == "1"


def test_taking_a_line_out_frees_its_stock(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    cart, added = add_to_cart(shop.till, tea, "4")
    assert shop.till.delete(f"/api/sales/{cart}/items/{added.json()['id']}/").status_code == 204
    assert figures(shop, tea)["available"] == "10"
    assert statuses(shop, cart) == ["RELEASED"]


def test_giving_a_cart_up_frees_its_stock(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    cart, _ = add_to_cart(shop.till, tea, "4")
    assert shop.till.post(f"/api/sales/{cart}/cancel/").status_code == 200
    assert figures(shop, tea)["available"] == "10"
    assert statuses(shop, cart) == ["RELEASED"]


def test_an_expired_hold_stops_counting_although_nobody_swept(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    cart, _ = add_to_cart(shop.till, tea, "8")
    expire_reservations(cart)
    assert statuses(shop, cart) == ["ACTIVE"]
    assert figures(shop, tea)["available"] == "10"
    _, taken = add_to_cart(shop.manager_till, tea, "10")
    assert taken.status_code == 201


def test_the_sweeper_releases_what_expired_and_nothing_else(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    gone, _ = add_to_cart(shop.till, tea, "2")
    kept, _ = add_to_cart(shop.manager_till, tea, "3")
    expire_reservations(gone)
    assert sweep_reservations() >= 1
    assert (statuses(shop, gone), statuses(shop, kept)) == (["RELEASED"], ["ACTIVE"])
    assert figures(shop, tea)["available"] == "7"
    assert release_expired(datetime.now(UTC)) == 0


def test_a_cart_whose_hold_is_gone_still_completes_while_there_is_enough(shop: Shop) -> None:
    tea = make_product(shop, stock="10", price="1.00")
    cart, _ = add_to_cart(shop.till, tea, "4")
    expire_reservations(cart)
    sweep_reservations()
    done = shop.till.post(
        f"/api/sales/{cart}/complete/", {"payments": [{"payment_method": "CASH", "amount_paid": "4.00"}]}
    )
    assert done.status_code == 200, done.content
    found = figures(shop, tea)
    assert (found["quantity"], found["reserved"], found["available"]) == ("6", "0", "6")


def test_completing_commits_the_hold(shop: Shop) -> None:
    tea = make_product(shop, stock="10", price="1.00")
    cart, _ = add_to_cart(shop.till, tea, "4")
    done = shop.till.post(
        f"/api/sales/{cart}/complete/", {"payments": [{"payment_method": "CASH", "amount_paid": "4.00"}]}
    )
    assert done.status_code == 200, done.content
    assert statuses(shop, cart) == ["COMMITTED"]
    found = figures(shop, tea)
    assert (found["quantity"], found["reserved"], found["available"]) == ("6", "0", "6")
