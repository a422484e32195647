"""What tills sold offline, as a manager finds it: by state and by what was noted, with the numbers that are missing."""

import json

from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.offline.devices import SALES, make_device, sent
from tests.offline.test_review import settled
from tests.sales.shelves import sound


def test_what_is_to_be_looked_at_is_found_until_it_is_settled_and_by_what_was_noted(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="1")
    fine, short, unbooked = sent(
        device,
        device.envelope((tea, "1", "1.00")),
        device.envelope((tea, "1", "1.00")),
        device.envelope((tea, "1", "1.00"), grant="none"),
    )

    def found(query: str) -> list[str]:
        return [each["id"] for each in shop.manager_till.get(f"{SALES}?{query}").json()["results"]]

    assert found("to_review=true") == [unbooked["id"], short["id"]]
    assert found("to_review=false") == [fine["id"]]
    assert found("flag=OVERSOLD") == [short["id"]]
    assert found("flag=CLOCK_OFF") == []
    for answer in (short, unbooked):
        assert settled(shop, answer).status_code == 200
    assert found("to_review=true") == []
    assert found("to_review=false") == [unbooked["id"], short["id"], fine["id"]]


def test_the_list_tells_states_and_costs_the_same_however_long(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="1")
    sent(device, device.envelope((tea, "1", "1.00")), device.envelope((tea, "1", "1.00"), grant="none"))
    shop.manager_till.get(SALES)

    def queries() -> int:
        with CaptureQueriesContext(connections["default"]) as captured:
            assert shop.manager_till.get(SALES).status_code == 200
        return len(captured)

    before = queries()
    sent(device, *[device.envelope((tea, "1", "1.00")) for _ in range(4)])
    assert queries() == before
    waiting = shop.manager_till.get(f"{SALES}?state=NEEDS_REVIEW").json()["results"]
    assert [(each["code"], each["total_amount"]) for each in waiting] == [("GRANT_INVALID", "1.0000")]
    shown = shop.manager_till.get(f"{SALES}{waiting[0]['id']}/").json()
    assert json.loads(shown["payload"])["sequence"] == 2
    mine = shop.manager_till.get(f"{SALES}?terminal={device.till.actor.terminal_id}").json()["results"]
    assert len(mine) == 6


def test_missing_numbers_of_a_queue_are_told_until_they_arrive(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="20")
    silent = make_device(shop, "T6", granted=False)
    envelopes = [device.envelope((tea, "1", "1.00")) for _ in range(7)]
    sent(device, envelopes[1], envelopes[4], envelopes[6])
    first, second = shop.manager_till.get("/api/offline/terminals/").json()["terminals"]
    assert (first["code"], first["last_sequence"], first["received"], first["missing_count"]) == ("T5", 7, 3, 4)
    assert first["missing"] == [{"first": 1, "last": 1}, {"first": 3, "last": 4}, {"first": 6, "last": 6}]
    assert first["last_heard_of"]
    assert (second["code"], second["last_sequence"], second["missing"]) == ("T6", 0, [])
    assert (second["last_heard_of"], second["key"]) == (None, silent.signer.public.thumbprint)
    sound(shop)
    sent(device, *envelopes)
    done = shop.manager_till.get("/api/offline/terminals/").json()["terminals"][0]
    assert (done["missing_count"], done["missing"], done["received"]) == (0, [], 7)
    sound(shop)
