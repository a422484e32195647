"""Keys of devices, and grants to sell offline."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.test import Client

from optimapos.audit.models import AuditLog
from optimapos.core.result import DomainError
from optimapos.offline.models import OfflineSettings, TerminalKey
from optimapos.offline.rules.keys import PublicKey
from optimapos.offline.services import GrantService
from optimapos.organization.models import Terminal, TerminalSession, User
from optimapos.organization.services import TerminalService
from tests.factories.organization import Shop, make_shop
from tests.offline.devices import GRANTS, KEY, SETTINGS, Device, Signer, make_device

DOCUMENT = Path(__file__).parents[2] / "docs" / "algorithms" / "offline.md"


def keys(device: Device) -> list[tuple[int, str]]:
    """(number, thumbprint) of the terminal's keys."""
    with device.shop.scope():
        rows = TerminalKey.objects.for_business(device.shop.id).filter(terminal_id=device.till.actor.terminal_id)
        return list(rows.order_by("number").values_list("number", "thumbprint"))


def code_of(answer: Any) -> tuple[int, str]:
    """Status and code."""
    return answer.status_code, answer.json()["code"]


def test_a_device_brings_its_key_when_it_is_enrolled(shop: Shop) -> None:
    device = make_device(shop, granted=False)
    assert keys(device) == [(1, device.signer.public.thumbprint)]
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).get(event_type="terminal.key_added")
    assert told.event_data["key"] == device.signer.public.thumbprint


def test_a_device_that_was_enrolled_before_sends_its_key_later_and_again(shop: Shop) -> None:
    device = make_device(shop, granted=False)
    newer = Signer()
    first = device.call("PUT", KEY, newer.jwk)
    assert first.status_code == 200, first.content
    assert (first.json()["number"], first.json()["thumbprint"]) == (2, newer.public.thumbprint)
    assert device.call("PUT", KEY, newer.jwk).json() == first.json()
    assert [number for number, _ in keys(device)] == [1, 2]


def test_a_key_that_was_replaced_does_not_come_back(shop: Shop) -> None:
    device = make_device(shop, granted=False)
    assert device.call("PUT", KEY, Signer().jwk).status_code == 200
    assert code_of(device.call("PUT", KEY, device.signer.jwk)) == (409, "DEVICE_KEY_IN_USE")


def test_a_key_belongs_to_one_terminal(shop: Shop) -> None:
    one, other = make_device(shop, "T5", granted=False), make_device(shop, "T6", granted=False)
    assert code_of(other.call("PUT", KEY, one.signer.jwk)) == (409, "DEVICE_KEY_IN_USE")


def test_only_a_device_sends_a_key(shop: Shop) -> None:
    jwk = Signer().jwk
    assert shop.till.call("PUT", KEY, jwk).status_code == 401
    assert Client().generic("PUT", KEY, json.dumps(jwk), content_type="application/json").status_code == 401


def test_the_key_of_a_terminal_that_is_gone_is_refused(shop: Shop) -> None:
    device = make_device(shop, granted=False)
    with shop.scope():
        Terminal.objects.for_business(shop.id).filter(pk=device.till.actor.terminal_id).update(is_active=False)
    assert device.call("PUT", KEY, Signer().jwk).status_code == 401


BAD_KEYS = [
    {"x": "A" * 43},
    {"x": "A" * 42 + "B"},
    {"x": "short"},
    {"crv": "P-384"},
    {"kty": "RSA"},
    {"d": "A" * 43},
    {"y": None},
]


@pytest.mark.parametrize("change", BAD_KEYS, ids="-".join)
def test_what_is_no_public_key_is_refused(shop: Shop, change: dict[str, Any]) -> None:
    device = make_device(shop, granted=False)
    answer = device.call("PUT", KEY, Signer().jwk | change)
    assert answer.status_code in {400, 422}, answer.content
    assert len(keys(device)) == 1


def test_an_enrolment_with_a_bad_key_does_not_use_up_the_code(shop: Shop) -> None:
    now = datetime.now(UTC)
    issued = TerminalService.create_terminal(
        business=shop.business, location_id=shop.storefront.pk, code="T9", actor=shop.owner, at=now
    ).unwrap()
    bad = TerminalService.enrol(code=issued.secret, at=now, public_key={"x": "A" * 43, "y": "A" * 43})
    assert bad.code == "BAD_PUBLIC_KEY"
    assert TerminalService.enrol(code=issued.secret, at=now, public_key=Signer().jwk).ok


def test_a_grant_says_who_may_do_what_at_which_device_until_when(shop: Shop) -> None:
    device = make_device(shop)
    actor = device.till.actor
    grant = device.grant
    assert (grant["member"], grant["terminal"]) == (str(actor.membership_id), str(actor.terminal_id))
    assert (grant["role"], grant["max_discount"], grant["credit_limit"]) == ("cashier", "10.0000", "0")
    assert (grant["series_head"], grant["series_tail"], grant["tenders"]) == ("S1-T5", "F", ["CASH"])
    assert "sale.sell" in grant["capabilities"]
    until = datetime.fromisoformat(grant["expires_at"])
    assert timedelta(hours=71) < until - datetime.now(UTC) <= timedelta(hours=72)
    read = GrantService.read(business=shop.business, token=device.grant_token)
    assert (str(read.jti), read.key, read.expires_at) == (grant["id"], device.signer.public.thumbprint, until)
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).get(event_type="offline.granted")
    assert told.event_data["grant"] == grant["id"]


def test_the_second_key_of_a_terminal_has_a_series_of_its_own(shop: Shop) -> None:
    device = make_device(shop)
    device.signer = Signer()
    device.call("PUT", KEY, device.signer.jwk)
    device.be_granted()
    assert device.grant["series_tail"] == "F2-"


def test_a_grant_is_for_the_key_that_the_device_has_now(shop: Shop) -> None:
    device = make_device(shop)
    replaced = device.signer.public.thumbprint
    device.call("PUT", KEY, Signer().jwk)
    assert code_of(device.till.post(GRANTS, {"key": replaced})) == (404, "DEVICE_KEY_NOT_FOUND")
    assert code_of(shop.till.post(GRANTS, {"key": replaced})) == (404, "DEVICE_KEY_NOT_FOUND")


def test_a_grant_is_given_at_a_terminal() -> None:
    shop = make_shop()
    refused = GrantService.issue(business=shop.business, actor=shop.owner, key="x", at=datetime.now(UTC))
    assert refused.code == "TERMINAL_REQUIRED"


def test_what_tills_may_do_offline_is_set_by_who_may_set_it(shop: Shop) -> None:
    wanted = {"grant_hours": 24, "tenders": ["CASH", "CARD"], "credit_limit": "50.00"}
    assert shop.till.patch(SETTINGS, wanted).status_code == 403
    owner = Client()
    owner.force_login(_user(shop))
    changed = owner.patch(SETTINGS, wanted, content_type="application/json")
    assert (changed.status_code, changed.json()) == (200, wanted | {"credit_limit": "50.0000"}), changed.content
    assert shop.till.get(SETTINGS).json()["grant_hours"] == 24
    for wrong in ({"grant_hours": 0}, {"grant_hours": 337}, {"tenders": ["GIFT_CARD"]}, {"credit_limit": "-1"}):
        assert owner.patch(SETTINGS, wrong, content_type="application/json").status_code == 400
    device = make_device(shop)
    assert (device.grant["tenders"], device.grant["credit_limit"]) == (["CASH", "CARD"], "50")
    with shop.scope():
        assert str(OfflineSettings.objects.for_business(shop.id).get()) == "24 h"


def _user(shop: Shop) -> Any:
    return User.objects.get(pk=shop.owner.user_id)


def _changed(token: str, **claims: Any) -> str:
    """The token with other claims and the old signature."""
    head, body, signature = token.split(".")
    told = json.loads(base64.urlsafe_b64decode(body + "=="))
    other = base64.urlsafe_b64encode(json.dumps(told | claims).encode()).rstrip(b"=").decode()
    return f"{head}.{other}.{signature}"


def test_a_grant_that_was_changed_or_written_by_others_is_none(shop: Shop) -> None:
    device, other = make_device(shop), make_device(make_shop())
    token = device.grant_token
    known = jwt.get_unverified_header(token)["kid"]
    forgeries = [
        "",
        "no token",
        _changed(token, max_discount="100"),
        other.grant_token,
        jwt.encode({"iss": "optimapos"}, "x" * 32, algorithm="HS256", headers={"kid": known}),
        jwt.encode({"iss": "optimapos"}, "x" * 32, algorithm="HS256", headers={"kid": "77"}),
        jwt.encode({"iss": "optimapos"}, "x" * 32, algorithm="HS256", headers={"kid": "one"}),
        jwt.encode({"iss": "optimapos"}, "", algorithm="none", headers={"kid": known}),
    ]
    for forged in forgeries:
        with pytest.raises(DomainError, match="GRANT_INVALID"):
            GrantService.read(business=shop.business, token=forged)


def test_a_replaced_device_may_not_ask_for_grants_by_its_old_token(shop: Shop) -> None:
    device = make_device(shop)
    with shop.scope():
        TerminalSession.objects.for_business(shop.id).filter(kind="DEVICE").delete()
    assert device.call("PUT", KEY, Signer().jwk).status_code == 401


def test_the_documents_example_of_a_signature_holds() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    jwk = re.search(r'"x":"([\w-]{43})","y":"([\w-]{43})"', text)
    thumbprint, signature = re.search(r"thumbprint ([\w-]{43})\n", text), re.search(r"\n    ([\w-]{86})\n", text)
    assert jwk
    assert thumbprint
    assert signature
    key = PublicKey(jwk[1], jwk[2])
    assert key.thumbprint == thumbprint[1]
    assert key.has_signed(b"offline 1", signature[1])
    assert not key.has_signed(b"offline 2", signature[1])
    assert not key.has_signed(b"offline 1", "AAAA")
    assert not key.has_signed(b"offline 1", "!" * 86)
