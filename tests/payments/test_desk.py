"""The back office: accounts whose secrets nobody reads again, lists with few statements, a provider's books beside ours."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from optimapos.organization.models import User
from optimapos.payments.models import ProviderAccount
from tests.gateways import momo, stripe
from tests.gateways.stripe import StripeStandIn
from tests.isolation.worlds import Caller
from tests.payments.tills import Paying, make_account, make_paying


def statements(call: Callable[[], Any]) -> int:
    """How many a request sends."""
    with CaptureQueriesContext(connections["default"]) as captured:
        assert call().status_code == 200
    return len(captured)


def test_an_account_is_opened_and_its_secrets_are_never_told(paying: Paying) -> None:
    boss = paying.shop.manager_till
    body = {
        "provider": "STRIPE",
        "name": "Web",
        "currencies": ["EUR", "USD"],
        "secrets": {"secret_key": "sk_live_very_secret"},
        "webhook_secrets": ["whsec_very_secret"],
        "mode": "LIVE",
    }
    answer = boss.post("/api/payments/accounts/", body)
    assert answer.status_code == 201, answer.json()
    told = answer.json()
    assert (told["secret_names"], told["mode"]) == (["secret_key"], "LIVE")
    assert told["webhook_path"].startswith("/api/payments/webhooks/stripe/")
    told_of = [answer, boss.get(f"/api/payments/accounts/{told['id']}/"), boss.get("/api/audit-logs/")]
    assert not any("very_secret" in each.content.decode() for each in told_of)
    with paying.shop.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(a)::text FROM provider_account a WHERE id = %s", [told["id"]])
        assert "very_secret" not in cursor.fetchone()[0]
        row = ProviderAccount.objects.for_business(paying.shop.id).get(pk=told["id"])
        assert row.credentials.secrets == {"secret_key": "sk_live_very_secret"}
        assert "very_secret" not in repr(row.credentials)


def test_an_account_that_can_not_work_is_refused(paying: Paying) -> None:
    boss, body = paying.shop.manager_till, {"provider": "STRIPE", "name": "Other", "secrets": {"secret_key": "x"}}
    codes = [
        boss.post("/api/payments/accounts/", {**body, **change}).json()["code"]
        for change in (
            {"secrets": {}},
            {"secrets": {"secret_key": "x", "pin": "1"}},
            {"currencies": ["XXQ"]},
            {"provider": "OTHER"},
            {"name": paying.account.name},
        )
    ]
    assert codes == ["BAD_SECRETS", "BAD_SECRETS", "UNKNOWN_CURRENCY", "VALIDATION_FAILED", "NAME_TAKEN"]
    assert paying.shop.till.get("/api/payments/accounts/").status_code == 403


def test_a_till_is_told_which_accounts_charge_and_what_each_asks_for(stripe_standin: StripeStandIn) -> None:
    paying = make_paying(stripe_standin)
    shop = paying.shop
    phone = make_account(shop, "MTN_MOMO", secrets=momo.SECRETS, currencies=["EUR"], networks=["MTN"])
    closed = make_account(shop, "MANUAL", currencies=["EUR"], is_active=False)
    foreign = make_account(shop, "MANUAL", currencies=["USD"])
    told = shop.till.get("/api/payments/ways/").json()
    assert [(each["id"], each["method"], each["needs"], each["networks"]) for each in told] == [
        (str(paying.account.pk), "CARD", [], []),
        (str(phone.pk), "MOMO", ["phone_number", "network"], ["MTN"]),
    ]
    assert not {str(closed.pk), str(foreign.pk)} & {each["id"] for each in told}
    assert not [name for name in told[0] if "secret" in name or "webhook" in name]


def test_an_account_names_no_address_but_its_providers(paying: Paying, settings: Any) -> None:
    settings.PAYMENT_FREE_ADDRESSES = False
    path = f"/api/payments/accounts/{paying.account.pk}/"
    for address in ("http://169.254.169.254", "https://api.stripe.com.example", "https://api.stripe.com@example"):
        assert paying.shop.manager_till.patch(path, {"base_url": address}).json()["code"] == "BAD_ADDRESS"


def test_lists_take_the_same_statements_for_more_rows(paying: Paying) -> None:
    boss = paying.shop.manager_till
    paths = ["/api/payments/intents/", "/api/payments/events/", "/api/payments/accounts/"]
    paying.card(paying.cart())
    few = [statements(lambda path=path: boss.get(path)) for path in paths]  # type: ignore[misc]
    for _ in range(3):
        paying.card(paying.cart())
    assert [statements(lambda path=path: boss.get(path)) for path in paths] == few  # type: ignore[misc]


def test_a_providers_books_that_agree_have_no_difference(stripe_standin: StripeStandIn) -> None:
    paying, today = make_paying(stripe_standin), datetime.now(UTC).date().isoformat()
    stripe_standin.charges.clear()
    stripe_standin.refunds.clear()
    told = [paying.card(paying.cart()).json() for _ in range(5)]
    for each in told:
        stripe_standin.pay(each["payment_intent_id"])
        paying.advance(each)
    path = f"/api/payments/reconciliation/?account={paying.account.pk}&first_day={today}&last_day={today}"
    owner = Caller(User.objects.get(pk=paying.shop.owner.user_id))
    assert owner.call("GET", path).json() == []
    assert [till.get(path).status_code for till in (paying.shop.till, paying.shop.manager_till)] == [403, 403]

    first, second, third, fourth, _ = (each["payment_intent_id"] for each in told)
    stripe_standin.charges[first]["amount_received"] = 4999
    stripe_standin.charges[second]["status"] = "canceled"
    del stripe_standin.charges[third]
    row = json.loads(json.dumps(stripe_standin.charges[fourth]))
    stripe_standin.charges["pi_else"] = {**row, "id": "pi_else", "metadata": {}}
    found = owner.call("GET", path).json()
    assert sorted(
        (each["difference"], each["reference"], each["their_minor"], each["our_minor"]) for each in found
    ) == [
        ("AMOUNT_DIFFERS", first, 4999, 5000),
        ("MISSING_HERE", "pi_else", 5000, None),
        ("MISSING_THERE", third, None, 5000),
        ("STATUS_DIFFERS", second, 5000, 5000),
    ]
    stripe_standin.fail("/v1/payment_intents", "500", times=2)
    assert owner.call("GET", path).json()["code"] == "PROVIDER_AWAY"


def test_a_long_list_is_read_page_by_page(stripe_standin: StripeStandIn) -> None:
    paying, today = make_paying(stripe_standin), datetime.now(UTC).date().isoformat()
    stripe_standin.charges.clear()
    for number in range(205):
        stripe_standin.charges[f"pi_{number}"] = {
            "id": f"pi_{number}",
            "amount": 100,
            "amount_received": 100,
            "currency": "eur",
            "status": "succeeded",
            "metadata": {},
            "created": int(datetime.now(UTC).timestamp()),
        }
    path = f"/api/payments/reconciliation/?account={paying.account.pk}&first_day={today}&last_day={today}"
    found = Caller(User.objects.get(pk=paying.shop.owner.user_id)).call("GET", path).json()
    assert {each["reference"] for each in found} >= {f"pi_{number}" for number in range(205)}
    assert stripe.SECRET_KEY not in json.dumps(found)
