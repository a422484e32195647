"""Sales of tills that were offline: sent twice, shuffled, at once over several connections, with workers killed between."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from optimapos.offline.models import OfflineSale
from optimapos.sales.models import Sale
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.offline.devices import SALES, Device, make_device
from tests.servers import Server, Unanswered, running

TILLS = 4
EACH = 50
BATCH = 10
KILLS = 3
Envelope = dict[str, str]


def deliver(server: Server, token: str, batch: list[Envelope]) -> list[dict[str, Any]]:
    """Send a batch until each of its envelopes has an answer."""
    client = server.client(token)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            answer = client.post(SALES, {"envelopes": batch})
        except Unanswered:
            time.sleep(0.05)
            continue
        if answer.status == 200 and all(each["state"] != "TRY_AGAIN" for each in answer.json()["results"]):
            results: list[dict[str, Any]] = answer.json()["results"]
            return results
        time.sleep(0.05)
    raise AssertionError("a batch was not answered")


def batches_of(devices: list[Device], envelopes: list[list[Envelope]], chance: random.Random) -> list[Any]:
    """All envelopes twice, those of one till shuffled, in batches that any till may bring."""
    batches = []
    for own in envelopes:
        for _ in range(2):
            mixed = chance.sample(own, len(own))
            batches += [(chance.choice(devices).token, mixed[at : at + BATCH]) for at in range(0, len(mixed), BATCH)]
    chance.shuffle(batches)
    return batches


def test_200_sales_of_tills_sent_twice_shuffled_and_killed_between_are_booked_once_each(
    server: Server, shop: Shop
) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    chance = random.Random(seed)
    products = [make_product(shop, price="1.00", stock="40") for _ in range(5)]
    devices = [make_device(shop, f"T{number}") for number in range(5, 5 + TILLS)]
    sold = {product.pk: 0 for product in products}
    envelopes = []
    for device in devices:
        own = []
        for _ in range(EACH):
            lines = [(each, str(chance.randint(1, 2)), "1.00") for each in chance.sample(products, 2)]
            for product, quantity, _ in lines:
                sold[product.pk] += int(quantity)
            own.append(device.envelope(*lines))
        envelopes.append(own)
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(deliver, server, *each) for each in batches_of(devices, envelopes, chance)]
        for _ in range(KILLS):
            time.sleep(1)
            server.kill_workers()
        results = [result for future in waiting for result in future.result()]
    assert {each["state"] for each in results} <= {"ACCEPTED", "ACCEPTED_WITH_NOTE"}
    assert max(Counter(each["sale"] for each in results).values()) == 2
    with shop.scope():
        sales = Sale.objects.for_business(shop.id)
        assert sales.count() == OfflineSale.objects.for_business(shop.id).count() == TILLS * EACH
        for device in devices:
            numbers = sales.filter(terminal_id=device.till.actor.terminal_id).values_list("receipt_number", flat=True)
            assert sorted(number[-5:] for number in numbers) == [f"F{number:04d}" for number in range(1, EACH + 1)]
        total = sum((sale.total_amount for sale in sales), Decimal(0))
    assert total == sum(sold.values())
    assert_books_balance(shop.id)


def sent_at_once(server: Server, device: Device, envelopes: list[Envelope]) -> list[str]:
    """The states of envelopes that are sent on connections of their own at the same time."""
    with ThreadPoolExecutor(len(envelopes)) as pool:
        answers = pool.map(lambda each: deliver(server, device.token, [each]), envelopes)
        return [result["state"] for answer in answers for result in answer]


def test_one_envelope_sent_at_once_is_kept_and_booked_once(server: Server, shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="40")
    for _ in range(5):
        assert set(sent_at_once(server, device, [device.envelope((tea, "1", "1.00"))] * 8)) == {"ACCEPTED"}
    with shop.scope():
        assert OfflineSale.objects.for_business(shop.id).count() == Sale.objects.for_business(shop.id).count() == 5
    assert_books_balance(shop.id)


def test_without_what_envelopes_are_known_by_one_is_kept_several_times(shop: Shop) -> None:
    """The control."""
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="40")
    with running("tests.concurrency.undigested:application") as undigested:
        sent_at_once(undigested, device, [device.envelope((tea, "1", "1.00"))] * 4)
    with shop.scope():
        assert OfflineSale.objects.for_business(shop.id).count() == 4


def test_two_sales_under_one_number_of_the_queue_sent_at_once_are_one_booked_and_one_that_waits(
    server: Server, shop: Shop
) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="40")
    for round_number in range(5):
        pair = []
        for _ in range(2):
            device.sequence = round_number
            pair.append(device.envelope((tea, "1", "1.00")))
        assert sorted(sent_at_once(server, device, pair)) == ["ACCEPTED", "NEEDS_REVIEW"]
    with shop.scope():
        counted = OfflineSale.objects.for_business(shop.id).filter(is_counted=True)
        assert (counted.count(), Sale.objects.for_business(shop.id).count()) == (5, 5)
    assert_books_balance(shop.id)
