"""Sales that were made without a connection count in the shift that they were made in, sealed or not."""

from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.offline.devices import make_device, sent

SHIFTS = "/api/shifts/"
COUNTED = {"counted": [{"method": "CASH", "amount": "12.00"}]}


def test_what_a_till_sends_while_its_shift_is_open_counts_in_its_report(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="12.00", stock="5")
    shift = device.till.post(SHIFTS, {"opening_float": "0"}).json()["id"]
    (answer,) = sent(device, device.envelope((tea, "1", "12.00")))
    assert answer["state"] == "ACCEPTED"
    done = device.till.post(f"{SHIFTS}{shift}/close/", COUNTED).json()
    assert (done["report"]["sales"]["count"], done["report"]["sales"]["offline"]) == (1, 1)
    assert (done["over_short"], done["late_sales"]) == ("0.00", 0)
    assert_books_balance(shop.id)


def test_what_it_sends_after_its_shift_was_closed_goes_on_the_supplement(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="12.00", stock="5")
    shift = device.till.post(SHIFTS, {"opening_float": "0"}).json()["id"]
    envelope = device.envelope((tea, "1", "12.00"))
    done = device.till.post(f"{SHIFTS}{shift}/close/", COUNTED).json()
    assert (done["report"]["sales"]["count"], done["over_short"]) == (0, "12.00")
    following = device.till.post(SHIFTS, {"opening_float": "0"}).json()["id"]
    (answer,) = sent(device, envelope)
    assert answer["state"] == "ACCEPTED"
    told = shop.manager_till.get(f"{SHIFTS}{shift}/").json()
    assert (told["late_sales"], told["seal"]) == (1, done["seal"])
    supplement = shop.manager_till.post(f"{SHIFTS}{shift}/supplements/").json()
    assert (supplement["number"], supplement["figures"]["sales"]["total"]) == (1, "12.00")
    assert shop.manager_till.get(f"{SHIFTS}{following}/x-report/").json()["sales"]["count"] == 0
    assert_books_balance(shop.id)
