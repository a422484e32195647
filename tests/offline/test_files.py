"""The queue of a till as a signed file that another till brings, and payloads of every version."""

import json
from pathlib import Path
from typing import Any

import pytest

from optimapos.offline.api import intake as intake_api
from optimapos.offline.rules import payloads
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.offline.devices import FILES, Signer, make_device, sent
from tests.offline.test_intake import booked, kept, one
from tests.sales.shelves import sound

GOLDEN = Path(__file__).parents[1] / "golden" / "offline"


def brought(by: Any, file: Any) -> Any:
    """The answer to a file."""
    return by.post(FILES, file if isinstance(file, (str, bytes)) else json.dumps(file))


def test_a_file_brings_what_the_till_could_not_send_and_what_it_did_changes_nothing(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    envelopes = [device.envelope((tea, "1", "1.00")) for _ in range(3)]
    sent(device, envelopes[0])
    answer = brought(shop.till, device.file(*envelopes))
    assert answer.status_code == 200, answer.content
    assert [each["state"] for each in answer.json()["results"]] == ["ACCEPTED"] * 3
    assert answer.json()["server_time"]
    assert [row.came_in_file for row in kept(shop)] == [False, True, True]
    assert brought(shop.manager_till, device.file(*envelopes)).json()["results"] == answer.json()["results"]
    assert sent(device, *envelopes) == answer.json()["results"]
    assert len(booked(shop)) == 3
    sound(shop)


def test_a_file_that_was_changed_or_made_by_others_is_refused_and_says_what_does_not_fit(shop: Shop) -> None:
    device, other = make_device(shop), make_device(make_shop())
    tea = make_product(shop, price="1.00", stock="9")
    envelope = device.envelope((tea, "1", "1.00"))
    right = device.file(envelope)
    wrong = {
        "not json": "form",
        "[]": "form",
        "{}": "form",
        b"\xff": "form",
        json.dumps(device.file()): "form",
        json.dumps(device.file(envelope, version=2)): "form",
        json.dumps(device.file(envelope, format="other")): "form",
        json.dumps(right | {"more": 1}): "form",
        json.dumps(right | {"content": "{"}): "form",
        json.dumps(right | {"content": right["content"].replace("made_at", "made_At")}): "form",
        json.dumps(right | {"content": right["content"].replace("2026", "2025")}): "signature",
        json.dumps(right | {"signature": Signer().sign(right["content"])}): "signature",
        json.dumps(device.file(envelope, key=Signer().public.thumbprint)): "key",
        json.dumps(other.file(envelope)): "terminal",
    }
    for body, what in wrong.items():
        answer = brought(shop.till, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "OFFLINE_FILE_INVALID"), body
        assert answer.json()["data"] == {"what": what}, body
    assert kept(shop) == []
    assert brought(shop.till, right).status_code == 200


def test_a_file_that_is_too_large_is_refused_before_it_is_read(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_api, "MAX_FILE_BYTES", 10)
    answer = brought(shop.till, "x" * 11)
    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")


def filled(text: str, values: dict[str, Any]) -> str:
    """A golden payload with the ids of this shop."""
    for name, value in values.items():
        text = text.replace(f"<{name}>", str(value))
    return text


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_a_payload_of_every_version_that_was_released_is_taken_for_ever(golden: Path) -> None:
    shop = make_shop()
    device = make_device(shop)
    tea, jam = make_product(shop, price="4.90", stock="9"), make_product(shop, price="3.00", stock="9")
    values = {
        "terminal": device.till.actor.terminal_id,
        "key": device.signer.public.thumbprint,
        "grant": device.grant_token,
        "aspirin": tea.pk,
        "vitamins": jam.pk,
    }
    answer = one(sent(device, device.sealed(filled(golden.read_text(encoding="utf-8"), values))))
    assert (answer["state"], answer["code"]) == ("ACCEPTED_WITH_NOTE", ""), answer
    sale = shop.manager_till.get(f"/api/sales/{answer['sale']}/").json()
    assert (sale["receipt_number"], sale["total_amount"], sale["change"]) == ("S1-T5-20260310-F0001", "12.20", "0.80")
    assert [line["net"] for line in sale["items"]] == ["8.17", "2.00"]
    assert sale["business_date"] == "2026-03-10"
    sound(shop)


def test_there_is_a_golden_file_of_every_version() -> None:
    versions = {json.loads(path.read_text(encoding="utf-8"))["version"] for path in GOLDEN.glob("*.json")}
    assert versions == set(range(1, len(payloads.PAYLOAD_UPGRADES) + 2))


def test_an_older_payload_is_led_from_version_to_version(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """How a second version would come: the first is made into it, step by step."""
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    newer = device.envelope((tea, "1", "1.00"), version=3)
    assert one(sent(device, newer))["code"] == "PAYLOAD_VERSION_UNKNOWN"
    seen = []

    def upgrade(document: dict[str, Any]) -> dict[str, Any]:
        seen.append(document["version"])
        return document | {"version": document["version"] + 1}

    monkeypatch.setattr(payloads, "PAYLOAD_UPGRADES", (upgrade, upgrade))
    assert [one(sent(device, device.envelope((tea, "1", "1.00"), version=n)))["state"] for n in (1, 2)] == [
        "ACCEPTED"
    ] * 2
    assert seen == [1, 2, 2]
    again = shop.manager_till.post(f"/api/offline/sales/{kept(shop)[0].pk}/retry/")
    assert again.json()["state"] == "ACCEPTED"
